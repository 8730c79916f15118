"""Screens for what the machine wrote down: to be read, not to be changed."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.desk.forms.labels import label_within
from articles.desk.uncounted_pages import NearPaginator
from documents.document import ABSENT, Absent, Value
from documents.json_values import unpack
from providers.admin_filters import is_offered

# Of a list on a page; the whole of it is in the report that the command writes.
SHOWN: Final = 200


class RecordScreen(admin.ModelAdmin):  # type: ignore[type-arg]  # of any model
    """A list and a page without a way to change anything."""

    show_full_result_count = False
    list_per_page = 50
    paginator = NearPaginator

    class Media:
        css: ClassVar = {"all": ["desk/desk.css"]}

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return is_offered(self, lookup, request) and super().lookup_allowed(lookup, value, request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def signed_in(request: HttpRequest) -> User | None:
    """Who acts; the admin lets nobody else in."""
    return request.user if request.user.is_authenticated else None


def as_text(packed: Any) -> str:
    """What a packed value says, in words; see documents.json_values."""
    return _in_words(unpack(packed))


def _in_words(value: Value | Absent) -> str:
    if value is ABSENT:
        return _("(not there)")
    if value is None or value in ("", [], {}):
        return _("(empty)")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "\n".join(f"{place}. {_in_words(item)}" for place, item in enumerate(value, start=1))
    if isinstance(value, dict):
        return "\n".join(f"{label_within(key)}: {_in_words(inner)}" for key, inner in value.items())
    return str(value)


def table(head: list[str], rows: list[list[str]]) -> SafeString | str:
    """Rows as a table, the first of them only where there are many."""
    if not rows:
        return "–"
    cells = (
        (format_html_join("", '<td class="told">{}</td>', ((cell,) for cell in row)),) for row in rows[:SHOWN]
    )
    more = _("… and {count} more").format(count=len(rows) - SHOWN) if len(rows) > SHOWN else ""
    return format_html(
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>{}",
        format_html_join("", "<th>{}</th>", ((name,) for name in head)),
        format_html_join("", "<tr>{}</tr>", cells),
        more,
    )
