"""By what a list of the desk may be filtered in its address: what it offers, and nothing else."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest


def is_offered(screen: admin.ModelAdmin[Any], lookup: str, request: HttpRequest) -> bool:
    """Whether a list offers a filter by a column, or the name is no column. Each `lookup_allowed` asks it.

    Django allows any column of a list's model, and any row that is related to it, shown or not. By
    `?content__regex=…` what nobody may read could be guessed letter by letter.
    """
    name = lookup.partition(LOOKUP_SEP)[0]
    try:
        screen.opts.get_field(name)
    except FieldDoesNotExist:
        return True
    return name in {_name_of(item) for item in screen.get_list_filter(request)}


def _name_of(item: Any) -> Any:
    """What a filter is called in addresses: by its column, or by a name that a class of ours gives it."""
    column = item[0] if isinstance(item, tuple | list) else item
    return getattr(column, "parameter_name", column)
