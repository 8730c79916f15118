"""Pages by key: the next one starts after the last item seen, however many items came in since."""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Generic, Protocol, TypeVar

from django.db.models import Q, QuerySet

from articles.querysets import HOTTEST, NEWEST

PAGE_SIZE: Final = 20


class Ordered(Protocol):
    """What pages are made of: articles and listings."""

    path: str
    heat_score: float
    published_date_time: Any


_Row = TypeVar("_Row", bound=Any)


@dataclass(frozen=True, slots=True)
class Page(Generic[_Row]):
    """Some rows, and the cursor of the page after them; empty where there is none."""

    rows: Sequence[_Row]
    after: str


def page_of(rows: QuerySet[_Row], *, hottest: bool, after: str, size: int = PAGE_SIZE) -> Page[_Row]:
    """The rows after a cursor, newest or hottest first; from the start where it makes no sense.

    One index scan each: nothing is counted, and nothing is skipped row by row.
    """
    key = _read(after, _score if hottest else _time)
    found = _hottest(rows, key, size + 1) if hottest else _newest(rows, key, size + 1)
    more = len(found) > size
    found = found[:size]
    return Page(found, _cursor(found[-1], hottest=hottest) if more else "")


def _hottest(rows: QuerySet[_Row], key: tuple[Any, str] | None, count: int) -> list[_Row]:
    if key is not None:
        score, path = key
        # The first condition is the index's; the second drops the few of equal score that were seen.
        rows = rows.filter(heat_score__lte=score).filter(Q(heat_score__lt=score) | Q(path__gt=path))
    return list(rows.order_by(*HOTTEST)[:count])


def _newest(rows: QuerySet[_Row], key: tuple[Any, str] | None, count: int) -> list[_Row]:
    if key is None:
        return list(rows.order_by(*NEWEST)[:count])
    when, path = key
    undated = rows.filter(published_date_time__isnull=True).order_by("path")
    if when is None:
        return list(undated.filter(path__gt=path)[:count])
    later = Q(published_date_time__lt=when) | Q(path__gt=path)
    found = list(rows.filter(published_date_time__lte=when).filter(later).order_by(*NEWEST)[:count])
    # Those without a time come last, and asked for alone they leave the index of the others alone.
    return found if len(found) == count else found + list(undated[: count - len(found)])


# ---- Cursors


def _cursor(row: Ordered, *, hottest: bool) -> str:
    when = row.published_date_time
    value = row.heat_score if hottest else when and when.isoformat()
    return base64.urlsafe_b64encode(json.dumps([value, row.path]).encode()).decode().rstrip("=")


def _read(cursor: str, value_of: Any) -> tuple[Any, str] | None:
    """What a cursor says; None for one that was not made here."""
    try:
        value, path = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(path, str) or "\0" in path or not path.encode():
            return None
        return value_of(value), path
    except (binascii.Error, ValueError, TypeError, OverflowError, RecursionError):
        return None


def _time(value: Any) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).astimezone(UTC)


def _score(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(value)
    return float(value)
