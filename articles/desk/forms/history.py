"""The history of an article, a topic or a provider: who, when, from where, what; compared, and restored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.desk.forms.differences import marked, shown
from articles.desk.forms.labels import has_label, label_of
from articles.desk.forms.read_only import signed_in
from articles.editing import stock_reasons
from articles.editing.emptying import WouldEmpty
from articles.editing.history import (
    DESK,
    Actor,
    TimelineEntry,
    snapshot,
    timeline,
    version,
)
from articles.editing.stock_reasons import RESTORED
from articles.importing.restoring_versions import foresee_restore, restore
from articles.mapping import value_of
from articles.models import Article, Revision, Topic
from articles.models.workflow import State
from documents.document import ABSENT, Absent, FieldChange, Value, Values
from documents.json_values import pack, unpack
from documents.layout import Kind
from providers.models import Provider

PER_PAGE: Final = 25


class Field(NamedTuple):
    """One field of a change, or one in which two versions differ."""

    key: str
    label: str
    before: SafeString
    after: SafeString


@dataclass(frozen=True, slots=True)
class Line:
    """One change as the screen tells it; `hidden` counts what machines carry and nobody reads."""

    entry: TimelineEntry
    number: int
    fields: list[Field]
    hidden: int
    is_now: bool


def by_form(request: HttpRequest) -> Actor:
    """Whoever sent a form, as history names them."""
    return Actor(signed_in(request), Revision.Origin.FORM, timezone.now())


class History:
    """The pages behind *History* of a screen: all changes, two versions compared, and one restored."""

    def __init__(self, screen: ModelAdmin[Any]) -> None:
        self.screen = screen
        self.opts = screen.opts

    def urls(self) -> list[URLPattern]:
        """The pages of two versions and of restoring; that of all changes is the screen's `history_view`."""
        view, name = self.screen.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("<int:key>/history/compare/", view(self.compare_view), name=f"{name}_compare"),
            path("<int:key>/history/restore/", view(self.restore_view), name=f"{name}_restore"),
        ]

    def list_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Every change, the newest first; those of counts alone where somebody asks for them (`counts`)."""
        row = self.screen.get_object(request, object_id)
        if row is None:
            gone: HttpResponse = self.screen._get_obj_does_not_exist_redirect(  # type: ignore[attr-defined]  # not in the stubs
                request, self.opts, object_id
            )
            return gone
        self._check_may_see(request, row)
        entries = timeline(row.path)
        counts = {place for place, entry in enumerate(entries) if entry.only_counts}
        with_counts = bool(request.GET.get("counts"))
        listed = [place for place in range(len(entries)) if with_counts or place not in counts]
        page = Paginator(listed, PER_PAGE).get_page(request.GET.get("p"))
        context = {
            "title": _("History"),
            "page": page,
            "lines": [_line(row.kind, entries, place, newest=listed[0]) for place in page],
            "counts": len(counts),
            "with_counts": with_counts,
            "can_restore": self.screen.has_change_permission(request, row),
            "newest": entries[listed[0]].name if listed else "",
            "last": entries[listed[1]].name if len(listed) > 1 else "",
            **(extra_context or {}),
        }
        return self._past(request, "admin/articles/history.html", row, context)

    def compare_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """The fields in which two versions differ."""
        row = self._row(request, key)
        entries, now = timeline(row.path), snapshot(row)
        places = sorted((_place(entries, request.GET.get(side, "")) for side in ("a", "b")), reverse=True)
        older, newer = (_said(now, entries, place) for place in places)
        context = {
            "title": _("Two versions"),
            "older": _line(row.kind, entries, places[0]),
            "newer": _line(row.kind, entries, places[1]),
            "fields": list(_differing(row.kind, older, newer)),
            "can_restore": self.screen.has_change_permission(request, row),
        }
        return self._past(request, "admin/articles/compare.html", row, context)

    def restore_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """What restoring a version would change; sent as a form, it changes those fields that are ticked."""
        row = self._row(request, key)
        if not self.screen.has_change_permission(request, row):
            raise PermissionDenied
        entries, now = timeline(row.path), snapshot(row)
        asked = request.POST if request.method == "POST" else request.GET
        place = _place(entries, asked.get("to", ""))
        said: Values = {
            name: value
            for name, packed in _said(now, entries, place).items()
            if not isinstance(value := unpack(packed), Absent)
        }
        if request.method == "POST":
            self._restore(request, row, said, entries[place], asked.getlist("field"))
            return HttpResponseRedirect(self._address("change", row))
        changes = foresee_restore(row, said)
        context = {
            "title": _("Restore this version?"),
            "line": _line(row.kind, entries, place),
            "fields": [_foreseen(row, change) for change in changes],
            "wanted": asked.getlist("field") or [change.key for change in changes],
        }
        return self._past(request, "admin/articles/restore.html", row, context)

    def _restore(
        self, request: HttpRequest, row: Any, said: Values, entry: TimelineEntry, fields: Collection[str]
    ) -> None:
        note = RESTORED % {"when": f"{entry.at:%Y-%m-%d %H:%M}"}
        actor = Actor(signed_in(request), Revision.Origin.RESTORE, timezone.now(), note)
        try:
            restored = restore(row, said, actor, fields=fields)
        except WouldEmpty as refusal:
            self.screen.message_user(request, str(refusal), messages.ERROR)
            return
        if not restored:
            self.screen.message_user(
                request, _("Nothing was restored: it says that already."), messages.WARNING
            )
            return
        message = ngettext(
            "%(count)d field restored: %(names)s.", "%(count)d fields restored: %(names)s.", len(restored)
        )
        names = ", ".join(_label(row.kind, key) for key in restored)
        self.screen.message_user(
            request, message % {"count": len(restored), "names": names}, messages.SUCCESS
        )

    def _row(self, request: HttpRequest, key: int) -> Any:
        """The row with all that it says at hand, where somebody may see it."""
        rows: Any = self.screen.get_queryset(request)
        if self.screen.model is Article:
            rows = Article.objects.open_to(request.user).for_export()
        elif self.screen.model is Topic:
            rows = Topic.objects.select_related("parent")
        elif self.screen.model is Provider:
            rows = Provider.objects.prefetch_related("logos")
        row = rows.filter(pk=key).first()
        if row is None:
            raise Http404
        self._check_may_see(request, row)
        return row

    def _check_may_see(self, request: HttpRequest, row: Any) -> None:
        if not self.screen.has_view_or_change_permission(request, row):
            raise PermissionDenied

    def _address(self, name: str, row: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=[row.pk])

    def _past(self, request: HttpRequest, template: str, row: Any, context: dict[str, Any]) -> HttpResponse:
        common = {
            **self.screen.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.screen.media,
            "object": row,
            "subtitle": str(row),
            "address": {
                name: self._address(name, row) for name in ("change", "history", "compare", "restore")
            },
        }
        return TemplateResponse(request, template, common | context)


def _place(entries: Sequence[TimelineEntry], name: str) -> int:
    """Where a change stands among all, the newest at 0."""
    found = next((place for place, entry in enumerate(entries) if entry.name == name), None)
    if found is None:
        raise Http404
    return found


def _said(now: Values, entries: Sequence[TimelineEntry], place: int) -> dict[str, Any]:
    """What a document said after one of its changes, packed."""
    return version(now, entries[:place])


def _line(kind: Kind, entries: Sequence[TimelineEntry], place: int, *, newest: int = 0) -> Line:
    entry = entries[place]
    told = [change for change in entry.changes if has_label(kind, change["key"])]
    fields = [
        Field(
            change["key"],
            _label(kind, change["key"]),
            shown(_readable(change["key"], change["before"])),
            marked(_readable(change["key"], change["before"]), _readable(change["key"], change["after"])),
        )
        for change in told
    ]
    carried = sum(1 for change in entry.changes if change["key"] not in DESK) - sum(
        1 for change in told if change["key"] not in DESK
    )
    return Line(entry, len(entries) - place, fields, carried, place == newest)


def _differing(kind: Kind, older: dict[str, Any], newer: dict[str, Any]) -> Iterable[Field]:
    for key in dict.fromkeys((*newer, *older)):
        before, after = _readable(key, older.get(key)), _readable(key, newer.get(key))
        if before != after and has_label(kind, key):
            yield Field(key, _label(kind, key), shown(before), marked(before, after))


def _foreseen(row: Article | Topic | Provider, change: FieldChange) -> Field:
    # What the row says, in the words of the version: absent and empty are one in a column.
    now: Value | Absent = value_of(row, change.key, ABSENT)
    after = pack(change.value)
    return Field(change.key, _label(row.kind, change.key), shown(pack(now)), marked(pack(now), after))


def _readable(key: str, packed: Any) -> Any:
    """A packed value as people call it."""
    if key == "state" and packed is not None and packed["value"] in State.values:
        return pack(str(State(packed["value"]).label))
    if key == "reason" and packed is not None:
        return pack(stock_reasons.as_text(packed["value"]))
    return packed


def _label(kind: Kind, key: str) -> str:
    """A field as it stands at the head of its values."""
    return capfirst(label_of(kind, key))
