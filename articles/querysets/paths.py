"""What is known by the path of a document, when that document gets another name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, QuerySet, Value, When


def follow_paths(rows: QuerySet[Any], moved: Mapping[str, str]) -> None:
    """Let rows be about the same documents under their new names; one query."""
    cases = [When(path=old, then=Value(new)) for old, new in moved.items()]
    rows.filter(path__in=moved).update(path=Case(*cases, default="path"))
