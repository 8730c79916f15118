"""Pages by key: the next one starts after the last item seen, however many items came in since."""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Generic, Protocol, TypeVar

from django.db.models import F, Q, QuerySet

from articles.querysets import HOTTEST, NEWEST, placed_q

PAGE_SIZE: Final = 20


class Ordered(Protocol):
    """What pages are made of: articles, listings, or cards of either."""

    @property
    def path(self) -> Any:
        """The path of the article's document, a text: it orders what is equal otherwise."""

    @property
    def heat_score(self) -> Any:
        """A float, by which "hottest" orders."""

    @property
    def placed_at(self) -> Any:
        """An aware datetime, by which "newest" orders; None where an article has none."""


_Row = TypeVar("_Row", bound=Ordered)
# How rows are read: as models, or in short (articles.reading.cards.cards).
Read = Callable[[QuerySet[Any]], list[_Row]]


@dataclass(frozen=True, slots=True)
class Page(Generic[_Row]):
    """Some rows, and the cursor of the page after them; empty where there is none."""

    rows: Sequence[_Row]
    after: str


def page_of(
    rows: QuerySet[Any], read: Read[_Row], *, hottest: bool, after: str, size: int = PAGE_SIZE
) -> Page[_Row]:
    """The rows after a cursor, newest or hottest first; from the start where it makes no sense.

    One index scan each: nothing is counted, and nothing is skipped row by row.
    """
    key = _read(after, _score if hottest else _time)
    found = _hottest(rows, read, key, size + 1) if hottest else _newest(rows, read, key, size + 1)
    return page_from(found, hottest=hottest, size=size)


def page_from(found: list[_Row], *, hottest: bool, size: int = PAGE_SIZE) -> Page[_Row]:
    """The page of these rows, which are one more where there is a next page."""
    more = len(found) > size
    found = found[:size]
    return Page(found, _cursor(found[-1], hottest=hottest) if more else "")


def page_of_best(rows: QuerySet[Any], *, after: str, size: int = PAGE_SIZE) -> Page[Any]:
    """A page of rows by quality, the best first; for lists so short that they can be sorted."""
    key = _read(after, _whole)
    if key is not None:
        best, path = key
        behind = Q(quality__isnull=True, path__gt=path)
        if best is not None:
            behind = Q(quality__lt=best) | Q(quality=best, path__gt=path) | Q(quality__isnull=True)
        rows = rows.filter(behind)
    found = list(rows.order_by(F("quality").desc(nulls_last=True), "path")[: size + 1])
    more, found = len(found) > size, found[:size]
    return Page(found, _encoded(found[-1].quality, found[-1].path) if more else "")


def page_of_next(rows: QuerySet[Any], *, after: str, size: int = PAGE_SIZE) -> Page[Any]:
    """A page of rows by the time at which stories go out, the soonest first; all of them have one."""
    key = _read(after, _time)
    if key is not None:
        when, path = key
        later = Q(publish_at__gt=when) | Q(path__gt=path)
        rows = rows.filter(publish_at__gte=when).filter(later)
    found = list(rows.order_by("publish_at", "path")[: size + 1])
    more, found = len(found) > size, found[:size]
    return Page(found, _encoded(found[-1].publish_at.isoformat(), found[-1].path) if more else "")


def page_of_inbox(rows: QuerySet[Any], *, after: str, size: int = PAGE_SIZE) -> Page[Any]:
    """A page of what waits: first what is ready for review, the longest wait first, then the newest."""
    key = _read(after, _place_in_line)
    found: list[Any] = []
    if key is None or key[0][0]:
        sent = rows.filter(sent_for_review_at__isnull=False)
        if key is not None:
            (_is_sent, when), path = key
            later = Q(sent_for_review_at__gt=when) | Q(path__gt=path)
            sent = sent.filter(sent_for_review_at__gte=when).filter(later)
        found = list(sent.order_by("sent_for_review_at", "path")[: size + 1])
    if len(found) <= size:
        behind = (key[0][1], key[1]) if key is not None and not key[0][0] else None
        others = rows.filter(sent_for_review_at__isnull=True)
        found += _newest(others, list, behind, size + 1 - len(found))
    more, found = len(found) > size, found[:size]
    if not more:
        return Page(found, "")
    is_sent = found[-1].sent_for_review_at is not None
    when = found[-1].sent_for_review_at or found[-1].placed_at
    return Page(found, _encoded([is_sent, when.isoformat()], found[-1].path))


def _hottest(rows: QuerySet[Any], read: Read[_Row], key: tuple[Any, str] | None, count: int) -> list[_Row]:
    if key is not None:
        score, path = key
        # The first condition is the index's; the second drops the few of equal score that were seen.
        rows = rows.filter(heat_score__lte=score).filter(Q(heat_score__lt=score) | Q(path__gt=path))
    return read(rows.order_by(*HOTTEST)[:count])


def _newest(rows: QuerySet[Any], read: Read[_Row], key: tuple[Any, str] | None, count: int) -> list[_Row]:
    if key is not None:
        when, path = key
        # The first condition is the index's, as above.
        rows = rows.filter(placed_q(lte=when)).filter(placed_q(lt=when) | Q(path__gt=path))
    return read(rows.order_by(*NEWEST)[:count])


# ---- Cursors


def _cursor(row: Ordered, *, hottest: bool) -> str:
    return _encoded(row.heat_score if hottest else row.placed_at.isoformat(), row.path)


def _encoded(value: Any, path: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([value, path]).encode()).decode().rstrip("=")


def _read(cursor: str, value_of: Any) -> tuple[Any, str] | None:
    """What a cursor says; None for one that was not made here."""
    try:
        value, path = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(path, str) or "\0" in path or not path.encode():
            return None
        return value_of(value), path
    except (binascii.Error, ValueError, TypeError, OverflowError, RecursionError):
        return None


def _time(value: Any) -> datetime:
    return datetime.fromisoformat(value).astimezone(UTC)


def _place_in_line(value: Any) -> tuple[bool, datetime]:
    is_sent, when = value
    return is_sent is True, _time(when)


def _whole(value: Any) -> int | None:
    if value is None or (isinstance(value, int) and abs(value) < 2**31):
        return value
    raise ValueError(value)


def _score(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(value)
    return float(value)
