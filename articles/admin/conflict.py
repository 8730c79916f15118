"""The screen of conflicts: what both sides changed, side by side, and the choice between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.records import RecordScreen, signed_in, told
from articles.importing.settling import settle
from articles.models import Conflict, FrozenField


class Waiting(admin.SimpleListFilter):
    """What waits is shown unless asked otherwise."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("closed", _("closed")), ("all", _("all"))]

    def choices(self, changelist: Any) -> Iterator[Any]:
        names: dict[Any, Any] = {None: _("waiting"), **dict(self.lookup_choices)}
        for value, name in names.items():
            query = changelist.get_query_string(
                {self.parameter_name: value} if value else {}, [self.parameter_name]
            )
            yield {"selected": self.value() == value, "query_string": query, "display": name}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Conflict]) -> QuerySet[Conflict]:
        waiting = Conflict.objects.waiting()
        if self.value() == "all":
            return queryset
        return (
            queryset.exclude(pk__in=waiting) if self.value() == "closed" else queryset.filter(pk__in=waiting)
        )


@admin.register(Conflict)
class ConflictAdmin(RecordScreen):
    """Fields that were changed here and at the source; ours is live until somebody chooses."""

    list_display = ("path", "key", "said_before", "at_the_source", "here", "found", "choice")
    list_filter = (Waiting,)
    search_fields = ("path",)
    actions = ("keep_ours", "take_theirs")
    fields = (
        "path",
        "key",
        "said_before",
        "at_the_source",
        "here",
        "found",
        "choice",
        "settled",
        "settled_by",
    )
    list_select_related = ("settled_by",)

    @admin.display(description=_("as last imported"))
    def said_before(self, conflict: Conflict) -> str:
        return told(conflict.base)

    @admin.display(description=_("at the source (theirs)"))
    def at_the_source(self, conflict: Conflict) -> str:
        return told(conflict.theirs)

    @admin.display(description=_("here (ours)"))
    def here(self, conflict: Conflict) -> str:
        return told(conflict.ours)

    def has_settle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.change_conflict")

    @admin.action(description=_("Keep ours"), permissions=["settle"])
    def keep_ours(self, request: HttpRequest, queryset: QuerySet[Conflict]) -> None:
        self._settle(request, queryset, Conflict.Choice.OURS)

    @admin.action(description=_("Take theirs"), permissions=["settle"])
    def take_theirs(self, request: HttpRequest, queryset: QuerySet[Conflict]) -> None:
        self._settle(request, queryset, Conflict.Choice.THEIRS)

    def _settle(self, request: HttpRequest, queryset: QuerySet[Conflict], choice: Conflict.Choice) -> None:
        now, user = timezone.now(), signed_in(request)
        settled = [settle(conflict, choice, user=user, now=now) for conflict in queryset]
        done, missed = settled.count(True), settled.count(False)
        if done:
            message = ngettext("%(count)d conflict settled.", "%(count)d conflicts settled.", done)
            self.message_user(request, message % {"count": done}, messages.SUCCESS)
        if missed:
            message = ngettext(
                "%(count)d was settled before, or its document is gone.",
                "%(count)d were settled before, or their documents are gone.",
                missed,
            )
            self.message_user(request, message % {"count": missed}, messages.WARNING)


@admin.register(FrozenField)
class FrozenFieldAdmin(RecordScreen):
    """Fields that the source flips between two values; they stay as they are."""

    list_display = ("path", "key", "between", "since")
    search_fields = ("path",)
    fields = ("path", "key", "between", "since")

    @admin.display(description=_("it flips between"))
    def between(self, field: FrozenField) -> str:
        return "\n".join(told(value) for value in field.values)
