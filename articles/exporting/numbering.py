"""Numbered pages: the keys from any place on, without skipping all that comes before.

A database skips row by row. So where each thousandth row stands is remembered as far as anybody
asked, for a minute at most, and less where anything was done to articles since: by then all may have
moved by one, and a page would repeat or leave out what another says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.core.cache import cache
from django.db.models import Q, QuerySet, Subquery
from django.utils import timezone

from articles.models import Article, ImportedDocument, ImportRun, Listing, Revision, Withheld
from articles.querysets import PLACED_AT, placed_q
from articles.reading.edition import next_to_come
from articles.reading.prepared import Prepared

STEP: Final = 1000
_SECONDS: Final = 60


class Position(NamedTuple):
    """Where a row stands, newest first."""

    when: datetime
    path: str


@dataclass
class _Marks:
    """Each STEP-th row; None for the first, which is wherever the list starts.

    True as long as nothing was done and no row's time has come.
    """

    stamp: tuple[Any, ...]
    until: datetime | None
    places: list[Position | None] = field(default_factory=lambda: [None])

    def hold(self, stamp: tuple[Any, ...], now: datetime) -> bool:
        return self.stamp == stamp and (self.until is None or now < self.until)


class Numbered:
    """The keys of a kind of list, newest first, by number."""

    def __init__(self, name: str, rows: Callable[..., QuerySet[Any, Any]], key: str) -> None:
        self._name: Final = name
        self._rows: Final = rows
        self._columns: Final = (key, PLACED_AT, "path")

    def keys(self, first: int, count: int, *of: Any) -> list[int]:
        """So many keys from a number on, or as many as there are."""
        now = timezone.now()
        number, rest = divmod(first, STEP)
        places = self._places(number, now, of)
        if number >= len(places):
            return []
        return [key for key, *_ in self._read(now, places[number], rest, count, of)]

    def _places(self, number: int, now: datetime, of: Sequence[Any]) -> list[Position | None]:
        """Where each STEP-th row stands, as far as the one of a number."""
        if number == 0:
            return [None]
        name, stamp = f"numbered:{self._name}:{of}", _stamp()
        marks: _Marks | None = cache.get(name)
        if marks is None or not marks.hold(stamp, now):
            marks = _Marks(stamp, next_to_come(now))
        known = len(marks.places)
        while len(marks.places) <= number:
            found = self._read(now, marks.places[-1], STEP, 1, of)
            if not found:
                break
            marks.places.append(Position(*found[0][1:]))
        if len(marks.places) > known:
            cache.set(name, marks, _SECONDS)
        return marks.places

    def _read(
        self, now: datetime, place: Position | None, skip: int, count: int, of: Sequence[Any]
    ) -> list[Any]:
        """Rows from a place on."""
        if place is None:
            return list(self._newest(skip, count).rows(now, *of))
        return list(self._from(skip, count).rows(now, *place, *of))

    @lru_cache(maxsize=256)  # noqa: B019  its two instances live as long as the process
    def _newest(self, skip: int, count: int) -> Prepared:
        return Prepared(
            lambda now, *of: self._rows(now, *of).values_list(*self._columns)[skip : skip + count]
        )

    @lru_cache(maxsize=256)  # noqa: B019  its two instances live as long as the process
    def _from(self, skip: int, count: int) -> Prepared:
        return Prepared(
            lambda now, when, path, *of: (
                self._rows(now, *of)
                # The first condition is the index's, as in paging.
                .filter(placed_q(lte=when))
                .filter(placed_q(lt=when) | Q(path__gte=path))
                .values_list(*self._columns)[skip : skip + count]
            )
        )


def _stamp() -> tuple[Any, ...]:
    """What nobody can do anything to articles without changing: what is taken down of it, in one query."""
    return next(iter(_LAST.rows()), ())


def _last() -> QuerySet[Any, Any]:
    models: Sequence[Any] = (Article, Listing, Revision, ImportedDocument, Withheld)
    lasts = {
        f"last_{model._meta.model_name}": Subquery(model._default_manager.order_by("-pk").values("pk")[:1])
        for model in models
    }
    undone = ImportRun.objects.filter(undone__isnull=False).order_by("-undone").values("undone")[:1]
    rows = Article.objects.order_by("-pk")[:1]
    return rows.annotate(**lasts, last_undone=Subquery(undone)).values_list(*lasts, "last_undone")


_LAST: Final = Prepared(_last)
