"""By what a list of the desk may be filtered in its address: what it offers, and nothing else."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest


class FiltersAsOffered(admin.ModelAdmin):  # type: ignore[type-arg]  # it is for any model
    """Django takes any column of a list's model, and any row that hangs on it, shown or not.

    By `?content__regex=…` what nobody may read could be guessed letter by letter.
    """

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """A filter of the list, or a name that is no column: Django says so, or knows it as a filter."""
        name = lookup.partition(LOOKUP_SEP)[0]
        try:
            self.opts.get_field(name)
        except FieldDoesNotExist:
            return super().lookup_allowed(lookup, value, request)
        offered = {_name_of(item) for item in self.get_list_filter(request)}
        return name in offered and super().lookup_allowed(lookup, value, request)


def _name_of(item: Any) -> Any:
    """What a filter is called in addresses: by its column, or by a name that a class of ours gives it."""
    column = item[0] if isinstance(item, tuple | list) else item
    return getattr(column, "parameter_name", column)
