"""What is kept out: the list of it, and the action by which an editor deletes an article for good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.desk.forms.read_only import RecordScreen, signed_in
from articles.editing import withholding
from articles.editing.stock_reasons import as_text
from articles.models import Article, Withheld
from articles.models.workflow import MOVES, State
from articles.querysets import ArticleQuerySet
from articles.roles import display_name

# Of the articles chosen, those that the page of confirmation names.
NAMED: Final = 20
# That are withheld at a time: their keys are fields of a form, of which a request may have a thousand.
MOST: Final = 500
# What takes an article from readers, or keeps it from them, and leaves it here.
_INSTEAD: Final = (State.WITHDRAWN, State.REJECTED)


class Standing(admin.SimpleListFilter):
    """What is kept out now is shown unless asked otherwise."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("lifted", _("lifted")), ("all", _("all"))]

    def choices(self, changelist: Any) -> Iterator[Any]:
        names: dict[Any, Any] = {None: _("kept out"), **dict(self.lookup_choices)}
        for value, name in names.items():
            query = changelist.get_query_string(
                {self.parameter_name: value} if value else {}, [self.parameter_name]
            )
            yield {"selected": self.value() == value, "query_string": query, "display": name}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Withheld]) -> QuerySet[Withheld]:
        if self.value() == "all":
            return queryset
        return queryset.filter(lifted__isnull=self.value() != "lifted")


@admin.register(Withheld)
class WithheldAdmin(RecordScreen):
    """Articles deleted here, or kept out at an upload: imports leave them out until that is lifted."""

    list_display = ("__str__", "path", "why", "withheld", "who", "lifted")
    list_filter = (Standing,)
    search_fields = ("path", "title", "canonical_url")
    list_select_related = ("withheld_by",)
    actions = ("lift",)
    fields = ("title", "path", "canonical_url", "why", "withheld", "who", "lifted", "who_lifted")

    @admin.display(description=_("reason"), ordering="reason")
    def why(self, row: Withheld) -> str:
        return as_text(row.reason)

    @admin.display(description=_("withheld by"), ordering="withheld_by")
    def who(self, row: Withheld) -> str:
        return display_name(row.withheld_by) or "–"

    @admin.display(description=_("lifted by"))
    def who_lifted(self, row: Withheld) -> str:
        return display_name(row.lifted_by) or "–"

    def has_lift_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.change_withheld")

    @admin.action(description=_("Lift: let imports bring them again"), permissions=["lift"])
    def lift(self, request: HttpRequest, queryset: QuerySet[Withheld]) -> None:
        standing = Withheld.objects.standing().filter(pk__in=[row.pk for row in queryset])
        count = standing.count()
        withholding.lift(standing, by=signed_in(request), now=timezone.now())
        message = ngettext(
            "%(count)d article may come again, with the next import that has it.",
            "%(count)d articles may come again, with the next import that has them.",
            count,
        )
        self.message_user(request, message % {"count": count}, messages.SUCCESS)


def move_instead(article: Article | None) -> str:
    """The move that is enough where readers shall not see an article, for the page that deletes it."""
    state = article.state_at(timezone.now()) if article is not None else None
    ways = [move for move in _INSTEAD if state is not None and move in MOVES[state]]
    return ways[0] if ways else ""


def withhold_as_sent(request: HttpRequest, articles: ArticleQuerySet) -> None:
    """Delete articles for good, for the reason that the form gives."""
    reason = request.POST.get("reason", "").strip()
    withholding.withhold(articles, by=signed_in(request), now=timezone.now(), reason=reason)


@admin.action(description=_("Withhold (delete and keep out)"), permissions=["delete"])
def withhold(
    screen: admin.ModelAdmin[Article], request: HttpRequest, queryset: QuerySet[Article]
) -> HttpResponse | None:
    """Delete the articles that were chosen, once the page that names them was confirmed."""
    # By their keys: what was chosen may be joined with topics, and a row come twice.
    chosen = Article.objects.filter(pk__in=queryset.values("pk"))
    count = chosen.count()
    if count > MOST:
        screen.message_user(request, _("Choose %d at most at a time.") % MOST, messages.ERROR)
        return None
    if "confirmed" not in request.POST:
        context = {
            **screen.admin_site.each_context(request),
            "title": _("Withhold: delete and keep out"),
            "opts": screen.model._meta,
            "media": screen.media,
            "count": count,
            "articles": chosen.order_by("path")[:NAMED],
            "more": max(0, count - NAMED),
            "keys": [str(key) for key in chosen.values_list("pk", flat=True)],
            "select_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/articles/withhold.html", context)
    withhold_as_sent(request, chosen)
    message = ngettext(
        "%(count)d article deleted; imports leave it out.",
        "%(count)d articles deleted; imports leave them out.",
        count,
    )
    screen.message_user(request, message % {"count": count}, messages.SUCCESS)
    return None
