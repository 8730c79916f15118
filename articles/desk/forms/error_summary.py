"""What is wrong in a form that was sent: one list, of which each line leads to its field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.text import capfirst
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Fault:
    """One message: where it belongs on the page (an element's id), what stands there, and what is wrong."""

    place: str
    name: str
    told: str


def faults_of(form: Any, inlines: Iterable[Any]) -> list[Fault]:
    """Those of a form and of the rows in it; what is wrong with none of its fields, a form says itself."""
    found = [fault for fault in _of(form) if fault.place]
    for inline in inlines:
        found += _of_rows(inline.formset, _name_of(inline.opts))
    return found


def _name_of(inline: Any) -> str:
    """What its rows are called in short."""
    return str(capfirst(getattr(inline, "short_name", "") or inline.verbose_name_plural))


def _of_rows(rows: Any, name: str) -> Iterator[Fault]:
    group = f"{rows.prefix}-group"
    for told in rows.non_form_errors():
        yield Fault(group, name, str(told))
    for number, row in enumerate(rows.forms):
        if rows.can_delete and rows._should_delete_form(row):
            # Nobody asks what is wrong in a row that goes.
            continue
        its_name = _("%(rows)s, %(number)d") % {"rows": name, "number": number + 1}
        for fault in _of(row):
            of_field = f"{its_name}: {fault.name}" if fault.name else its_name
            yield Fault(fault.place or f"{rows.prefix}-{number}", of_field, fault.told)


def _of(form: Any) -> Iterator[Fault]:
    # A clash is told at its field, with both texts.
    clashes = {clash.name for clash in getattr(form, "clashes", ())}
    for name, errors in form.errors.items():
        if name == NON_FIELD_ERRORS:
            yield from (Fault("", "", str(told)) for told in errors)
            continue
        field = form[name]
        told = [_("Somebody else changed this meanwhile: choose.")] if name in clashes else errors
        for one in told:
            yield Fault(_place(field), str(capfirst(field.label)), str(one))


def _place(field: Any) -> str:
    """The id of a field's control; of several controls, such as a date and a time, that of the first."""
    return str(field.id_for_label or f"{field.auto_id}_0")
