"""Damaged texts: what is proposed, before and after, repaired by a click or in bulk, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple, TypeVar

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import label_for_field
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.desk.forms.differences import marked
from articles.desk.forms.read_only import signed_in
from articles.desk.return_address import back
from articles.desk.uncounted_pages import NearPaginator
from articles.editing.history import Actor
from articles.editing.repairs import leave, propose_again, repair, take_back
from articles.models import Article, Revision
from articles.models.damage import FIELDS, repairs
from articles.querysets import ArticleQuerySet
from articles.reading.parameters import key_in
from documents.json_values import pack

_Item = TypeVar("_Item")

PER_PAGE: Final = 25
# Of keys in one request: a page's, with room. So many are repaired in one transaction, too.
MOST: Final = 200
# At most so many are repaired by one click; the rest stays in the list.
AT_ONCE: Final = 5_000


class Proposal(NamedTuple):
    """A repair as the screen shows it."""

    field: str
    label: str
    after: SafeString


class Repairs:
    """The list of damaged texts, the buttons that repair them, and what an article's form proposes."""

    def __init__(self, screen: ModelAdmin[Article]) -> None:
        self.screen = screen

    def urls(self) -> list[URLPattern]:
        """The list, and where its buttons and those of the form are sent."""
        view = self.screen.admin_site.admin_view
        return [
            path("damaged/", view(self.damaged_view), name="articles_article_damaged"),
            path("damaged/repair/", view(self.repair_view), name="articles_article_repair"),
            path("damaged/undo/", view(self.undo_repair_view), name="articles_article_undo_repair"),
        ]

    def damaged_view(self, request: HttpRequest) -> HttpResponse:
        """All that is proposed, the newest article first."""
        if not self.screen.has_change_permission(request):
            raise PermissionDenied
        page = NearPaginator(self._changeable(request).damaged().newest(), PER_PAGE).get_page(
            request.GET.get("p")
        )
        context = {
            **self.screen.admin_site.each_context(request),
            "title": _("Damaged text"),
            "opts": self.screen.opts,
            "media": self.screen.media,
            "page": page,
            "damaged": [(article, proposals(article)) for article in page],
            "back": request.get_full_path(),
        }
        return TemplateResponse(request, "admin/articles/damaged.html", context)

    def repair_view(self, request: HttpRequest) -> HttpResponse:
        """Repair, or leave as they are, one text (`do=repair:KEY:FIELD`), or those that were ticked."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.screen.has_change_permission(request):
            raise PermissionDenied
        deed, keys, fields = _asked(request)
        if deed == "repair-all":
            self._repair_all(request)
            return back(request, reverse("admin:articles_article_damaged"))
        articles = Article.objects.filter(pk__in=keys)
        if not keys:
            self.screen.message_user(request, _("Nothing was ticked."), messages.WARNING)
        elif deed == "leave":
            left = leave(articles, by=signed_in(request), fields=fields)
            self._tell(
                request,
                ngettext("%(count)d text left as it is.", "%(count)d texts left as they are.", len(left)),
                count=len(left),
                undo=[f"left:{key}:{mark}" for key, marks in left.items() for mark in marks],
            )
        else:
            actor = Actor(signed_in(request), Revision.Origin.REPAIR, timezone.now())
            made = repair(articles, actor, fields=fields)
            self._tell(
                request,
                ngettext("%(count)d article repaired.", "%(count)d articles repaired.", len(made)),
                count=len(made),
                undo=[f"made:{revision.pk}" for revision in made.values()],
            )
        return back(request, reverse("admin:articles_article_damaged"))

    def _repair_all(self, request: HttpRequest) -> None:
        """Repair all that the list holds, the newest first, in steps; one undo takes them all back."""
        damaged = self._changeable(request).damaged().newest()
        keys = list(damaged.values_list("pk", flat=True)[:AT_ONCE])
        actor = Actor(signed_in(request), Revision.Origin.REPAIR, timezone.now())
        made = sum(len(repair(Article.objects.filter(pk__in=some), actor)) for some in _steps(keys))
        self._tell(
            request,
            ngettext("%(count)d article repaired.", "%(count)d articles repaired.", made),
            count=made,
            undo=[f"at:{actor.at.isoformat()}"] if made else [],
        )

    def undo_repair_view(self, request: HttpRequest) -> HttpResponse:
        """Take back what a message told of."""
        user = signed_in(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if user is None or not self.screen.has_change_permission(request):
            raise PermissionDenied
        asked = [item.split(":") for item in request.POST.getlist("undo")[: MOST * len(FIELDS)]]
        keys = [key_in(rest[0]) for kind, *rest in asked if kind == "made" and rest]
        revisions = list(Revision.objects.filter(pk__in=keys))
        for kind, *rest in asked:
            if kind == "at" and (at := _moment(":".join(rest))):
                revisions += Revision.objects.filter(user=user, origin=Revision.Origin.REPAIR, at=at)
        now = timezone.now()
        count = sum(len(take_back(some, by=user, now=now)) for some in _steps(revisions))
        left: dict[int, list[str]] = {}
        for kind, *rest in asked:
            if kind == "left" and len(rest) == len(FIELDS):
                left.setdefault(key_in(rest[0]), []).append(rest[1])
        count += propose_again(left, by=user)
        message = ngettext("%(count)d article is as before.", "%(count)d articles are as before.", count)
        self.screen.message_user(request, message % {"count": count}, messages.SUCCESS)
        return back(request, reverse("admin:articles_article_damaged"))

    def _changeable(self, request: HttpRequest) -> ArticleQuerySet:
        return Article.objects.changeable_by(request.user)

    def _tell(self, request: HttpRequest, message: str, *, count: int, undo: Iterable[str]) -> None:
        context = {
            "told": message % {"count": count},
            "undo": list(undo),
            "address": reverse("admin:articles_article_undo_repair"),
            "token": get_token(request),
            "back": request.POST.get("back", ""),
        }
        level = messages.SUCCESS if count else messages.WARNING
        self.screen.message_user(request, render_to_string("admin/articles/_undo.html", context), level)


def proposals(article: Article) -> list[Proposal]:
    """What is proposed for an article, with what would change marked."""
    return [
        Proposal(
            item.field,
            str(label_for_field(item.field, Article)),
            marked(pack(item.before), pack(item.after)),
        )
        for item in repairs(article)
    ]


def _steps(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    return (items[start : start + MOST] for start in range(0, len(items), MOST))


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _asked(request: HttpRequest) -> tuple[str, list[int], Iterable[str]]:
    deed, _colon, one = request.POST.get("do", "").partition(":")
    key, _colon, field = one.partition(":")
    if key:
        return deed, [key_in(key)], [field] if field in FIELDS else FIELDS
    return deed, [key_in(key) for key in request.POST.getlist("article")[:MOST]], FIELDS
