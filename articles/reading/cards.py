"""Articles in short: what lists and feeds say of them, as plain values.

Rows become values without becoming models first: a list of twenty would take a hundred of those, and
making them would cost more than asking the database.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet

from articles.models import Article, Image, Listing
from articles.reading import addresses
from articles.reading.pictures import Gallery, ShownPicture, urls_at
from articles.reading.prepared import Prepared


class Card(NamedTuple):
    """One article in short; its pictures, and the one to show, where `illustrated()` brought them."""

    pk: int
    path: str
    slug: str
    title: str
    excerpt: str
    type: str
    published_date_time: datetime | None
    made_at: datetime | None
    edited_at: datetime | None
    heat_score: float
    web_url: str
    original_url: str
    provider_name: str | None
    provider_domain: str | None
    language: str | None
    first_paragraph: str
    pictures: tuple[str, ...] = ()
    picture: ShownPicture | None = None

    def __str__(self) -> str:
        return self.title or self.web_url or self.original_url

    @property
    def summary(self) -> str:
        """What it is about: its excerpt, or the first paragraph of its text."""
        return self.first_paragraph or self.excerpt

    @property
    def placed_at(self) -> datetime | None:
        """Where it stands in lists; not to be shown, for readers are told real dates alone."""
        return self.published_date_time or self.made_at

    @property
    def address(self) -> str:
        """Its page on this site."""
        return addresses.named("article", self.slug)

    @property
    def provider(self) -> str:
        """Who published it; empty where nobody is named."""
        return self.provider_name or self.provider_domain or ""

    @property
    def provider_address(self) -> str:
        """The page of who published it."""
        name = self.provider_domain or self.provider_name
        return addresses.named("provider", name) if name else ""


_COLUMNS: Final = tuple(
    f"provider__{field.removeprefix('provider_')}" if field.startswith("provider_") else field
    for field in Card._fields
    if field not in {"pictures", "picture"}
)


def cards(rows: QuerySet[Any]) -> list[Card]:
    """Rows of articles, or of listings, in their order: one query."""
    return cards_of(card_values(rows))


def card_values(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """The columns of cards."""
    own = "article__" if rows.model is Listing else ""
    return rows.values_list(*(f"{own}{column}" for column in _COLUMNS))


def cards_of(values: Iterable[Any]) -> list[Card]:
    """Cards of rows of these columns."""
    return [Card(*row) for row in values]


def cards_at(now: datetime, keys: Collection[int]) -> list[Card]:
    """Those of some articles that the public may see, in no order: one query."""
    return cards_of(_CARDS.rows(now, list(keys)))


def illustrated(found: Sequence[Card]) -> list[Card]:
    """Cards with the addresses of their pictures, as documents have them, and one to show: two queries."""
    pictures: dict[int, tuple[str, ...]] = {}
    places: list[str] = []
    for key, url, is_cached in _PICTURES.rows([card.pk for card in found]):
        pictures[key] = (*pictures.get(key, ()), url)
        places += urls_at(url, is_cached)
    gallery = Gallery(places)
    return [
        card._replace(pictures=urls, picture=gallery.first(urls))
        for card in found
        for urls in (pictures.get(card.pk, ()),)
    ]


def topic_names(keys: Sequence[int]) -> dict[int, list[str]]:
    """What each of some articles is about, the most specific first: one query."""
    names: dict[int, list[str]] = {}
    for key, name in _TOPICS.rows(list(keys)):
        names.setdefault(key, []).append(name)
    return names


_CARDS: Final = Prepared(
    lambda now, keys: card_values(Article.objects.published(now).filter(pk__in=keys).order_by())
)
# By the key of the article and not by "article", which would sort by all that articles are sorted by.
_PICTURES: Final = Prepared(
    lambda keys: (
        Image.objects.filter(article__in=keys)
        .order_by("article_id", "position", "pk")
        .values_list("article_id", "url", "is_cached")
    )
)
_TOPICS: Final = Prepared(
    lambda keys: (
        Listing.objects.filter(article__in=keys)
        .order_by("article_id", "position", "pk")
        .values_list("article_id", "topic__name")
    )
)
