"""Many values as one parameter of a query, on either database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

# An article's key and its folded title, excerpt, provider and topics.
Row = tuple[int, str, str, str, str]


def values(of: str) -> str:
    """A table with one column `value`, made of a parameter; `of` is what PostgreSQL calls their type."""
    return "json_each(%s)" if connection.vendor == "sqlite" else f"unnest(%s::{of}[]) AS given (value)"


def among(of: str) -> str:
    """Behind a column: that it is one of the values of a parameter."""
    return f"IN (SELECT value FROM {values(of)})"


def packed(many: Sequence[Any]) -> Any:
    """The parameter."""
    return json.dumps(many) if connection.vendor == "sqlite" else list(many)
