"""What lists are of: everything, a topic, a provider, a span of the archive.

Most readers come to the start of a list and ask for nothing else, so that is a prepared query.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet

from articles.models import Article, Listing
from articles.querysets import HOTTEST, NEWEST, dated_q
from articles.reading.cards import Card, card_values, cards_of
from articles.reading.counts import by_provider, by_topic
from articles.reading.paging import PAGE_SIZE
from articles.reading.prepared import Prepared

# Of how many of the newest the providers and types are offered.
RECENT: Final = 100


class Shelf:
    """A kind of list: its rows by the time and by what it is of, and the queries that they begin with."""

    def __init__(self, rows: Callable[..., QuerySet[Any, Any]]) -> None:
        self.rows: Final = rows
        self.newest: Final = Prepared(lambda *key: self._start(key, NEWEST))
        self.hottest: Final = Prepared(lambda *key: self._start(key, HOTTEST))
        self.kinds: Final = Prepared(lambda *key: self._kinds(key))

    @cached_property
    def of_provider(self) -> Shelf:
        """What one provider has there, whose key comes last."""
        return Shelf(lambda *key: _of_provider(self.rows(*key[:-1]), key[-1]))

    def _start(self, key: tuple[Any, ...], order: tuple[Any, ...]) -> QuerySet[Any, Any]:
        # One more tells whether there is a next page.
        return card_values(self.rows(*key).order_by(*order)[: PAGE_SIZE + 1])

    def _kinds(self, key: tuple[Any, ...]) -> QuerySet[Any, Any]:
        newest = self.rows(*key).order_by(*NEWEST)
        own = "article__" if newest.model is Listing else ""
        return newest.values_list(f"{own}provider__domain", f"{own}provider__name", f"{own}type")[:RECENT]


def _of_provider(rows: QuerySet[Any, Any], provider: int) -> QuerySet[Any, Any]:
    own = "article__" if rows.model is Listing else ""
    return rows.filter(**{f"{own}provider": provider})


EVERYTHING: Final = Shelf(Article.objects.published)
OF_TOPIC: Final = Shelf(lambda now, topic: Listing.objects.newest_in(topic, now))
OF_PROVIDER: Final = Shelf(lambda now, provider: Article.objects.published(now).filter(provider=provider))
_OF_PROVIDER_IN_TOPIC: Final = Shelf(
    lambda now, provider, topic: OF_PROVIDER.rows(now, provider).filter(
        Exists(Listing.objects.filter(article=OuterRef("pk"), topic=topic))
    )
)
IN_SPAN: Final = Shelf(
    lambda now, start, end: Article.objects.published(now).filter(dated_q(gte=start, lt=end))
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One list, at one time: of which shelf, and of what."""

    shelf: Shelf
    now: datetime
    key: tuple[Any, ...] = ()

    def rows(self) -> QuerySet[Any, Any]:
        """All of it, to be filtered."""
        return self.shelf.rows(self.now, *self.key)

    def of_provider(self, provider: int) -> Shown:
        """What one provider has there; of topic and provider the one with less is read through."""
        if self.shelf is OF_TOPIC and by_provider().get(provider, 0) < by_topic().get(self.key[0], 0):
            return Shown(_OF_PROVIDER_IN_TOPIC, self.now, (provider, *self.key))
        return Shown(self.shelf.of_provider, self.now, (*self.key, provider))

    def start(self, *, hottest: bool) -> list[Card]:
        """Its first page, and one more."""
        query = self.shelf.hottest if hottest else self.shelf.newest
        return cards_of(query.rows(self.now, *self.key))

    def kinds(self) -> list[tuple[str | None, str | None, str]]:
        """The domain and name of the provider, and the type, of the newest."""
        return list(self.shelf.kinds.rows(self.now, *self.key))
