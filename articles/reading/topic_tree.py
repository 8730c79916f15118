"""The tree of topics, read once for each edition: a site has some dozens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from articles.models import Listing, Topic
from articles.reading.cards import Card, cards_at
from articles.reading.counts import by_topic as counts_by_topic
from articles.reading.edition import kept
from articles.reading.prepared import Prepared

# As many as a line of navigation bears.
MAIN_LIMIT: Final = 9
# Topics on a page of the tree, and chips below a topic's headline: a page is to weigh less than 60 kB.
BRANCHES: Final = 80
CHIPS: Final = 60
_COLUMNS: Final = ("id", "path", "name", "slug", "shortname", "parent_id")


@dataclass(frozen=True, slots=True)
class Tree:
    """All topics that the public may know of, in their order."""

    topics: Sequence[Topic]
    by_id: dict[int, Topic] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {topic.pk: topic for topic in self.topics})

    @classmethod
    def read(cls) -> Tree:
        """The tree as it is; every page shows some of it, so it is kept while the edition stands."""
        rows = kept("topics", lambda: list(Topic.objects.public().values_list(*_COLUMNS)))
        return cls([Topic.from_db(connection.alias, _COLUMNS, row) for row in rows])

    def at(self, slug: str) -> Topic | None:
        """The topic of an address."""
        return next((topic for topic in self.topics if topic.slug == slug), None)

    def children(self, topic: Topic | None) -> list[Topic]:
        """Those right below a topic; those at the top for None."""
        if topic is None:
            return [one for one in self.topics if one.parent_id not in self.by_id]
        return [one for one in self.topics if one.parent_id == topic.pk]

    def above(self, topic: Topic) -> list[Topic]:
        """The way down to a topic, from the top."""
        way: list[Topic] = []
        parent = self.by_id.get(topic.parent_id or 0)
        while parent is not None and parent not in way:
            way.insert(0, parent)
            parent = self.by_id.get(parent.parent_id or 0)
        return way

    def main(self) -> list[Topic]:
        """What the site is divided into: the top; where that is a single topic, what is below it.

        Topics that no document describes, which articles merely name, count only where there are no others.
        """
        everyone = self.children(None)
        top = [topic for topic in everyone if topic.path] or everyone
        below = self.children(top[0]) if len(top) == 1 else []
        return (below or top)[:MAIN_LIMIT]

    def walk(self, below: Topic | None = None, depth: int = 0) -> Iterator[tuple[Topic, int]]:
        """Each topic after its parent, with how deep it lies."""
        for topic in self.children(below):
            yield topic, depth
            yield from self.walk(topic, depth + 1)


def topic_at(slug: str) -> Topic | None:
    """The topic of an address."""
    return Tree.read().at(slug)


@dataclass(frozen=True, slots=True)
class Branch:
    """A topic as the page of all topics shows it."""

    topic: Topic
    depth: int
    count: int
    newest: Card | None


@dataclass(frozen=True, slots=True)
class Branches:
    """A part of the tree, and the slug of the topic that the next part starts after; empty on the last."""

    shown: Sequence[Branch]
    after: str


def branches(tree: Tree, after: str, size: int = BRANCHES) -> Branches:
    """The tree from the start or after a topic, each with its count and its newest article: three queries."""
    walked = list(tree.walk())
    slugs = [topic.slug for topic, _ in walked]
    start = slugs.index(after) + 1 if after in slugs else 0
    part = walked[start : start + size]
    now = timezone.now()
    keys = dict(_NEWEST.rows(now, [topic.pk for topic, _ in part]))
    articles = {card.pk: card for card in cards_at(now, {key for key in keys.values() if key})}
    counts = counts_by_topic()
    return Branches(
        [
            Branch(topic, depth, counts.get(topic.pk, 0), articles.get(keys.get(topic.pk) or 0))
            for topic, depth in part
        ],
        slugs[start + size - 1] if start + size < len(slugs) else "",
    )


_NEWEST: Final = Prepared(
    lambda now, topics: (
        Topic.objects.filter(pk__in=topics)
        .order_by()
        .annotate(newest=Subquery(Listing.objects.newest_in(OuterRef("pk"), now).values("article")[:1]))
        .values_list("pk", "newest")
    )
)
