"""The edition of the site, and what is kept for as long as it stands.

Whatever is made of what the public may see can be kept in Django's cache under the edition's number, read
before it is made: a committed change moves the number, so what is out of date is never asked for again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Final, NamedTuple, TypeVar

from django.core.cache import cache
from django.db import connection
from django.db.models import Min
from django.utils import timezone
from django.utils.functional import cached_property

from articles.models import Article
from articles.querysets import dated_q

_Kept = TypeVar("_Kept")
# How long anything is kept at most.
LIFETIME: Final = timedelta(seconds=300)

# Changes of heat are shown when the minute is over in which they came: until then, what stood before it.
_SQLITE: Final = """
    SELECT number, CASE heat_minute WHEN CAST(strftime('%s', 'now') AS integer) / 60
        THEN heat_before ELSE heat END, sources, 0
    FROM articles_edition
"""
# A transaction that changed something moves the edition at its end only: until then it has a note.
_POSTGRESQL: Final = """
    SELECT number, CASE heat_minute WHEN floor(extract(epoch FROM clock_timestamp()) / 60)
        THEN heat_before ELSE heat END, sources,
        EXISTS (SELECT FROM articles_editionnote WHERE transaction = txid_current_if_assigned())
    FROM articles_edition
"""
_QUERY: Final = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}


class CurrentEdition(NamedTuple):
    """The numbers under which something can be kept: what readers see, heat, the bytes of documents."""

    number: int
    heat: int
    sources: int


def current_edition() -> CurrentEdition | None:
    """The edition as it stands: one small query. None where nothing may be kept.

    That is within a transaction that changed something, on PostgreSQL, and in a database that was emptied.
    """
    with connection.cursor() as cursor:
        cursor.execute(_QUERY[connection.vendor], None)
        row = cursor.fetchone()
    if row is None or row[3]:
        return None
    return CurrentEdition(*row[:3])


def next_to_come(now: datetime) -> datetime | None:
    """When the next article that is published becomes public by itself."""
    dated = Article.objects.marked_published().filter(dated_q(gt=now))
    scheduled = Article.objects.scheduled(now)
    times = (
        dated.order_by().aggregate(next=Min("published_date_time"))["next"],
        scheduled.order_by().aggregate(next=Min("publish_at"))["next"],
    )
    return min((time for time in times if time is not None), default=None)


class Standing:
    """How the site stands at a moment: its edition, asked for once, and what of it is kept."""

    def __init__(self) -> None:
        self.now: Final = timezone.now()

    @cached_property
    def edition(self) -> CurrentEdition | None:
        """The edition; None where nothing may be kept."""
        return current_edition()

    def end(self, lifetime: timedelta) -> datetime:
        """Until when something may be kept that is being made: at most until the next article is public."""
        return min(self._next or self.now + lifetime, self.now + lifetime)

    def kept(self, name: str, make: Callable[[], _Kept]) -> _Kept:
        """What `make` answers, made once for an edition."""
        if self.edition is None:
            return make()
        key = f"{name}:{self.edition.number}"
        held: tuple[datetime, _Kept] | None = cache.get(key)
        if held is not None and self.now < held[0]:
            return held[1]
        made = make()
        end = self.end(LIFETIME)
        if (seconds := (end - timezone.now()).total_seconds()) > 0:
            cache.set(key, (end, made), seconds)
        return made

    @cached_property
    def _next(self) -> datetime | None:
        if self.edition is None:
            return next_to_come(self.now)
        key = f"next:{self.edition.number}"
        held: tuple[datetime | None] | None = cache.get(key)
        if held is None or (held[0] is not None and held[0] <= self.now):
            held = (next_to_come(self.now),)
            cache.set(key, held, LIFETIME.total_seconds())
        return held[0]


_standing: ContextVar[Standing | None] = ContextVar("standing", default=None)


@contextmanager
def one_edition() -> Iterator[Standing]:
    """Ask for the edition at most once: for as long as a reader's request takes, which changes nothing."""
    standing = Standing()
    token = _standing.set(standing)
    try:
        yield standing
    finally:
        _standing.reset(token)


def kept(name: str, make: Callable[[], _Kept]) -> _Kept:
    """What `make` answers, made once for an edition, whatever its heat."""
    return (_standing.get() or Standing()).kept(name, make)
