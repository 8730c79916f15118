"""Decisions from the list: about one story or some, with a key, a button or a form, and back again.

Scripts ask for JSON and get the rows anew; forms are sent back to where they came from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from articles.desk.article_list.changelist import count_as_text, counted_tabs
from articles.desk.article_list.rows import decision, rendered, seen
from articles.desk.forms.read_only import signed_in
from articles.desk.return_address import back
from articles.editing import assignment
from articles.editing.assignment import change_topics, is_assignment
from articles.editing.checklist import missing_as_text
from articles.editing.history import Actor
from articles.editing.workflow import Moved, move, take_back
from articles.models import Article, Revision, Topic
from articles.models.workflow import LIVE, State
from articles.reading.parameters import key_in
from documents.json_values import unpack

# At a time: more are decided in as many steps as it takes.
MOST: Final = 500
# At most of all that a list finds.
ACROSS: Final = 5_000
# What is taken back from there.
FROM_LIST: Final = (Revision.Origin.TRIAGE, Revision.Origin.BULK)
# Drafts in the inbox have not been there before.
_READY: Final = gettext_lazy("%(count)d ready for review.")
# Where the session keeps when something was done last from a form, and to how many, to offer to take it back.
LAST: Final = "desk_last_deed"
DONE: Final = {
    State.DRAFT: gettext_lazy("%(count)d sent back."),
    State.INBOX: gettext_lazy("%(count)d put back into the inbox."),
    State.SCHEDULED: gettext_lazy("%(count)d scheduled."),
    State.PUBLISHED: gettext_lazy("%(count)d published."),
    State.REJECTED: gettext_lazy("%(count)d rejected."),
    State.WITHDRAWN: gettext_lazy("%(count)d withdrawn."),
}


class ListDecisions:
    """The addresses at which the list's decisions arrive."""

    def __init__(self, screen: ModelAdmin[Article]) -> None:
        self.screen = screen

    def urls(self) -> list[URLPattern]:
        """Where the list's buttons and keys are sent."""
        view = self.screen.admin_site.admin_view
        return [
            path("decide/", view(self.decide_view), name="articles_article_decide"),
            path("undo/", view(self.undo_view), name="articles_article_undo"),
            path("topics/", view(self.topics_view), name="articles_article_topics"),
        ]

    @method_decorator(require_POST)
    def decide_view(self, request: HttpRequest) -> HttpResponse:
        """Bring stories to a state: `to`, `ids`, `seen_<id>`, `reason`, `publish_at` (UTC)."""
        asked = request.POST
        to, _colon, one = asked.get("decide", asked.get("to", "")).partition(":")
        if to not in State.values:
            return JsonResponse({"problem": _("That is no decision.")}, status=HTTPStatus.BAD_REQUEST)
        keys = keys_in([one] if one else asked.getlist("ids"))
        now = timezone.now()
        actor = Actor(signed_in(request), Revision.Origin.TRIAGE, now, asked.get("reason", "").strip())
        stood = {key: asked.get(f"seen_{key}", "") for key in keys}
        moved = decide(stood, State(to), actor, publish_at=_time(asked.get("publish_at", "")))
        words = _READY if to == State.INBOX and _were_drafts(moved) else DONE[State(to)]
        return self.answer(request, moved, words, goes_out=State(to) in LIVE)

    @method_decorator(require_POST)
    def undo_view(self, request: HttpRequest) -> HttpResponse:
        """Take back changes of one's own: `revisions`, those made `at` a time, or the last ones."""
        user = signed_in(request)
        if user is None:
            raise PermissionDenied
        own = Revision.objects.filter(user=user, undone_by__isnull=True, origin__in=FROM_LIST)
        wanted = keys_in(request.POST.getlist("revisions"))
        at = _time(request.POST.get("at", ""))
        revisions = [*own.filter(pk__in=wanted)] if wanted else _made_at(own, at)
        now = timezone.now()
        moved = Moved()
        for start in range(0, len(revisions), MOST):
            some = revisions[start : start + MOST]
            for part, undo in ((False, take_back), (True, assignment.take_back)):
                chosen = [revision for revision in some if is_assignment(revision) is part]
                if chosen:
                    done = undo(chosen, by=user, now=now)
                    moved.revisions |= done.revisions
                    moved.refused |= done.refused
        request.session.pop(LAST, None)
        return self.answer(request, moved, _("%(count)d taken back."))

    @method_decorator(require_POST)
    def topics_view(self, request: HttpRequest) -> HttpResponse:
        """Add and remove topics: `ids`, `add` and `remove` with keys of topics."""
        asked = request.POST
        add, remove = _topics(asked.getlist("add")), _topics(asked.getlist("remove"))
        keys = keys_in(asked.getlist("ids"))
        actor = Actor(signed_in(request), Revision.Origin.TRIAGE, timezone.now())
        changed = change_topics(Article.objects.filter(pk__in=keys), actor, add=add, remove=remove)
        return self.answer(request, Moved(revisions=changed), _("Topics changed: %(count)d."), also=keys)

    def answer(
        self,
        request: HttpRequest,
        moved: Moved,
        words: Any,
        *,
        goes_out: bool = False,
        also: Sequence[int] = (),
    ) -> HttpResponse:
        """What came of it, as whoever asked wants to hear it."""
        # What was taken back is not offered to be taken back.
        made = [*moved.revisions.values()]
        undoable = [revision for revision in made if revision.origin != Revision.Origin.UNDO]
        if "application/json" not in request.headers.get("Accept", ""):
            tell(self.screen, request, words, len(made), Counter(moved.refused.values()))
            if goes_out and (lacks := missing_as_text(_gone_out(moved))):
                self.screen.message_user(request, lacks, messages.INFO)
            keep_last(request, undoable)
            return back(request, reverse("admin:articles_article_changelist"))
        now = timezone.now()
        # Of all that a list found, no page has more.
        keys = [*{*moved.revisions, *moved.refused, *also}][:MOST]
        articles = [*Article.objects.open_to(request.user).filter(pk__in=keys).for_desk()]
        tabs = counted_tabs(Article.objects.open_to(request.user), now)
        lacks = (
            missing_as_text([article for article in articles if article.pk in moved.revisions])
            if goes_out
            else ""
        )
        said = {
            "note": f"{words % {'count': len(made)}} {lacks}".strip(),
            "done": [*moved.revisions],
            "refused": {str(key): reason for key, reason in moved.refused.items()},
            "revisions": [revision.pk for revision in undoable],
            "rows": {str(key): row for key, row in rendered(request, articles, now).items()},
            "counts": {name: count_as_text(count) for name, count in tabs.items()},
        }
        return JsonResponse(said)


def decide(stood: dict[int, str], to: State, actor: Actor, *, publish_at: datetime | None = None) -> Moved:
    """Bring stories to a state where they still stand as somebody saw them, and say of the others why not.

    `stood` has what was seen of each, as `rows.seen` says it; empty where nobody looked.
    """
    with transaction.atomic():
        asked = Article.objects.filter(pk__in=stood)
        if actor.by is not None:
            asked = asked.open_to(actor.by)
        overtaken, fresh = {}, []
        for article in asked.locked().select_related("decided_by"):
            if stood[article.pk] in ("", seen(article, actor.at)):
                fresh.append(article.pk)
            else:
                overtaken[article.pk] = decision(article, actor.at) or _("It has changed at the source.")
        moved = move(Article.objects.filter(pk__in=fresh), to, actor, publish_at=publish_at)
    moved.refused |= overtaken
    return moved


def _were_drafts(moved: Moved) -> bool:
    """Whether all that moved were drafts."""
    changes = [change for one in moved.revisions.values() for change in one.changes]
    stood = [unpack(change["before"]) for change in changes if change["key"] == "state"]
    return bool(stood) and all(state == State.DRAFT for state in stood)


def tell(
    screen: ModelAdmin[Any], request: HttpRequest, words: Any, count: int, refused: Counter[str]
) -> None:
    """Say in messages how much was done, and what was not and why."""
    if count:
        screen.message_user(request, words % {"count": count}, messages.SUCCESS)
    for reason, stay in refused.items():
        text = ngettext("%(count)d stayed: %(reason)s", "%(count)d stayed: %(reason)s", stay)
        screen.message_user(request, text % {"count": stay, "reason": reason}, messages.WARNING)


def _gone_out(moved: Moved) -> list[Article]:
    done = Article.objects.filter(pk__in=[*moved.revisions])
    return [*done.prefetch_related("images", "listings")]


def keep_last(request: HttpRequest, revisions: Sequence[Revision]) -> None:
    """Offer on the next page to take back what was done at once, in one step or in several."""
    if revisions:
        request.session[LAST] = {"at": revisions[0].at.isoformat(), "count": len(revisions)}


def _made_at(own: Any, at: datetime | None) -> list[Revision]:
    """What somebody did from the list at a time, or last; several stories at once share it."""
    if at is None:
        last = own.order_by("-at").first()
        if last is None:
            return []
        at = last.at
    return [*own.filter(at=at).order_by("pk")]


def _topics(keys: Sequence[str]) -> list[Topic]:
    found = {topic.pk: topic for topic in Topic.objects.filter(pk__in=keys_in(keys))}
    return [found[key] for key in keys_in(keys) if key in found]


def keys_in(texts: Sequence[str], most: int = MOST) -> list[int]:
    """The keys among what was sent."""
    return [*dict.fromkeys(key for text in texts if (key := key_in(text)))][:most]


def _time(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
