"""The tree of topics, in memory: a site has some dozens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db.models import OuterRef, Subquery

from articles.counts import by_topic as counts_by_topic
from articles.models import Article, Listing, Topic

# As many as a line of navigation bears.
MAIN_LIMIT: Final = 9


@dataclass(frozen=True, slots=True)
class Tree:
    """All topics that the public may know of, in their order."""

    topics: Sequence[Topic]
    by_id: dict[int, Topic] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {topic.pk: topic for topic in self.topics})

    @classmethod
    def read(cls) -> Tree:
        """One query."""
        return cls(list(Topic.objects.public()))

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


@dataclass(frozen=True, slots=True)
class Branch:
    """A topic as the page of all topics shows it."""

    topic: Topic
    depth: int
    count: int
    newest: Article | None


def branches(tree: Tree) -> list[Branch]:
    """The whole tree, each topic with its count and its newest article, in three queries."""
    newest = Listing.objects.newest_in(OuterRef("pk")).values("article")[:1]
    rows = Topic.objects.filter(pk__in=tree.by_id).order_by().annotate(newest=Subquery(newest))
    keys = dict(rows.values_list("pk", "newest"))
    articles = Article.objects.published().in_bulk([key for key in keys.values() if key])
    counts = counts_by_topic()
    return [
        Branch(topic, depth, counts.get(topic.pk, 0), articles.get(keys.get(topic.pk)))
        for topic, depth in tree.walk()
    ]
