"""The front page: what stands on it, and where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from articles.models import Article, Listing, Topic
from articles.public.providers import Counted, active_providers
from articles.reading.cards import Card, card_values, cards_at, cards_of, illustrated
from articles.reading.prepared import Prepared
from articles.reading.topic_tree import Tree

HOT: Final = 10
# Main topics that have a section of their own: two full rows on a wide screen.
SECTIONS: Final = 6
# A section shows this many, chosen from a few more: what stands above does not stand twice.
IN_SECTION: Final = 4
CANDIDATES: Final = 12


@dataclass(frozen=True, slots=True)
class Section:
    """A main topic with its newest articles."""

    topic: Topic
    articles: Sequence[Card]


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What stands on it: the lead, the next, the rest of the hottest, the sections, the providers."""

    lead: Card | None
    next: Sequence[Card]
    hottest: Sequence[Card]
    sections: Sequence[Section]
    providers: Sequence[Counted]


def front_page(tree: Tree) -> FrontPage:
    """Six queries, however much there is."""
    now = timezone.now()
    hot = cards_of(_HOTTEST.rows(now))
    main = tree.main()[:SECTIONS]
    chosen = _newest_of(main, now)
    others = {pk for keys in chosen.values() for pk in keys} - {card.pk for card in hot}
    # Published is asked again: it may have ended between two queries.
    rest = cards_at(now, others)
    shown = illustrated([*hot, *rest])
    hot, rest = shown[: len(hot)], shown[len(hot) :]
    lead = next((card for card in hot[:5] if card.pictures), hot[0] if hot else None)
    hot = [card for card in hot if card is not lead]
    left = {card.pk: card for card in rest}
    return FrontPage(
        lead,
        hot[:3],
        hot[3:],
        [Section(topic, _pick(chosen[topic.pk], left)) for topic in main if chosen.get(topic.pk)],
        active_providers(),
    )


def _pick(keys: Iterable[int], left: dict[int, Card]) -> list[Card]:
    """The newest that do not stand above; one with a picture goes first."""
    newest = [left.pop(key) for key in keys if key in left][:IN_SECTION]
    first = min(newest, key=lambda card: not card.pictures, default=None)
    return sorted(newest, key=lambda card: card is not first)


def _newest_of(topics: Sequence[Topic], now: datetime) -> dict[int, list[int]]:
    """The newest articles of each topic: so many short looks into one index, in one query."""
    return {
        pk: [article for article in found if article]
        for pk, *found in _NEWEST.rows(now, [topic.pk for topic in topics])
    }


def _looks(now: datetime, topics: Sequence[int]) -> QuerySet[Any, Any]:
    public = Listing.objects.newest_in(OuterRef("pk"), now).values("article")
    looks = {f"newest_{place}": Subquery(public[place : place + 1]) for place in range(CANDIDATES)}
    rows = Topic.objects.filter(pk__in=topics).order_by()
    return rows.annotate(**looks).values_list("pk", *looks)


_NEWEST: Final = Prepared(_looks)
_HOTTEST: Final = Prepared(lambda now: card_values(Article.objects.published(now).hottest()[:HOT]))
