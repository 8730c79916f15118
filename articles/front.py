"""The front page: what stands on it, and where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import OuterRef, Subquery, prefetch_related_objects

from articles.models import Article, Listing, Topic
from articles.publishers import Counted, active_providers
from articles.topics import Tree

HOT: Final = 10
# Main topics that have a section of their own: two full rows on a wide screen.
SECTIONS: Final = 6
# A section shows this many, chosen from a few more: what stands above does not stand twice.
IN_SECTION: Final = 4
CANDIDATES: Final = 12
ACTIVE: Final = 8


@dataclass(frozen=True, slots=True)
class Section:
    """A main topic with its newest articles."""

    topic: Topic
    articles: Sequence[Article]


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What stands on it: the lead, the next, the rest of the hottest, the sections, the providers."""

    lead: Article | None
    next: Sequence[Article]
    hottest: Sequence[Article]
    sections: Sequence[Section]
    providers: Sequence[Counted]


def front_page(tree: Tree) -> FrontPage:
    """Six queries, however much there is."""
    hot = list(Article.objects.published().hottest().for_listing().prefetch_related(None)[:HOT])
    main = tree.main()[:SECTIONS]
    chosen = _newest_of(main)
    others = {pk for keys in chosen.values() for pk in keys} - {article.pk for article in hot}
    rest = Article.objects.published().for_listing().prefetch_related(None).in_bulk(list(others))
    prefetch_related_objects([*hot, *rest.values()], "images")
    lead = next((article for article in hot[:5] if article.images.all()), hot[0] if hot else None)
    hot = [article for article in hot if article is not lead]
    return FrontPage(
        lead,
        hot[:3],
        hot[3:],
        [Section(topic, _pick(chosen[topic.pk], rest)) for topic in main if chosen.get(topic.pk)],
        active_providers(ACTIVE),
    )


def _pick(keys: Iterable[int], rest: dict[int, Article]) -> list[Article]:
    """The newest that do not stand above; one with a picture goes first."""
    articles = [rest.pop(key) for key in keys if key in rest][:IN_SECTION]
    return sorted(articles, key=lambda article: not article.images.all())[:1] + [
        article for article in articles if article is not _first(articles)
    ]


def _first(articles: list[Article]) -> Article | None:
    return min(articles, key=lambda article: not article.images.all(), default=None)


def _newest_of(topics: Sequence[Topic]) -> dict[int, list[int]]:
    """The newest articles of each topic: so many short looks into one index, in one query."""
    public = Listing.objects.newest_in(OuterRef("pk")).values("article")
    looks = {f"newest_{place}": Subquery(public[place : place + 1]) for place in range(CANDIDATES)}
    rows = Topic.objects.filter(pk__in=[topic.pk for topic in topics]).order_by()
    return {
        pk: [article for article in found if article]
        for pk, *found in rows.annotate(**looks).values_list("pk", *looks)
    }
