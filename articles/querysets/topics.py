"""Topics, their other names, and the rows behind their pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from articles.querysets.articles import InOrderQuerySet
from articles.querysets.public import NEWEST, published_q
from documents.identity import fingerprint, identity

if TYPE_CHECKING:
    from articles.models import Article, Listing, Topic, TopicAlias  # noqa: F401  some name type parameters


class TopicQuerySet(models.QuerySet["Topic"]):
    """Subjects."""

    def public(self) -> Self:
        """Those that the public may know of: with a document, or named by a public article."""
        listings = self.model._meta.get_field("listings").related_model._default_manager
        listed = listings.filter(published_q(), topic=models.OuterRef("pk"))
        return self.filter(~Q(path="") | models.Exists(listed))

    def called(self, *names: str) -> Self:
        """Those of some names, in whatever case and however their marks are written."""
        return self.filter(name_key__in={fingerprint(name) for name in names})

    def unnamed(self) -> Self:
        """Those that no article names, and no topic as its parent."""
        return self.filter(listings__isnull=True, children__isnull=True)

    def keep_places(self, topics: Iterable[Topic]) -> None:
        """Save where some topics stand, and the documents that say so; nothing else of them."""
        self.bulk_update(topics, ["parent", "position", "path"])

    def put_below(self, parent: Topic) -> None:
        """Give all of them another parent."""
        self.update(parent=parent)


class TopicAliasQuerySet(models.QuerySet["TopicAlias"]):
    """What else topics are called."""

    def remember(self, names: Iterable[str], topic: Topic) -> None:
        """Let names mean a topic from now on, whatever they meant before."""
        self.bulk_create(
            (self.model(key=identity(name), name=name, topic=topic) for name in names),
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["name", "topic"],
        )

    def free(self, names: Iterable[str]) -> None:
        """Let names be nobody's other name."""
        self.filter(key__in=[identity(name) for name in names]).delete()

    def of_all(self) -> dict[str, Topic]:
        """The topic that each other name means, by the name case folded."""
        return {alias.key: alias.topic for alias in self.select_related("topic")}


class ListingQuerySet(InOrderQuerySet["Listing"]):
    """The rows behind a topic's page."""

    def newest_in(self, topic: Topic | models.OuterRef | int, now: datetime | None = None) -> Self:
        """What the public may see of a topic, newest first: one index scan and no sort."""
        return self.filter(published_q(now=now), topic=topic).order_by(*NEWEST)

    def counted(self, limit: int) -> dict[int, int]:
        """How many articles of each topic the public may see, up to a limit; one query that reads no more."""
        topics = self.model._meta.get_field("topic").related_model._default_manager
        some = self.filter(published_q(), topic=models.OuterRef(models.OuterRef("pk"))).order_by()
        counted = self.filter(pk__in=some.values("pk")[:limit]).order_by().annotate(all=models.Value(1))
        count = counted.values("all").annotate(count=models.Count("pk")).values("count")
        return dict(topics.order_by().values_list("pk", Coalesce(models.Subquery(count), 0)))

    def move(self, topic: Topic, into: Topic) -> None:
        """List under another topic what one lists; an article in both keeps the better of its two places."""
        twin = self.filter(topic=into, article=models.OuterRef("article"))
        twice = self.filter(topic=topic).filter(models.Exists(twin))
        place = twice.filter(article=models.OuterRef("article")).values("position")
        better = self.filter(topic=into, position__gt=models.Subquery(place))
        better.update(position=models.Subquery(place))
        twice.delete()
        self.filter(topic=topic).update(topic=into)

    def put_under(self, articles: Sequence[Article], topics: Sequence[Topic]) -> None:
        """Add topics behind those that articles have; one that is there stays where it is."""
        held: dict[int, dict[int, int]] = {article.pk: {} for article in articles}
        rows = self.filter(article__in=held).values_list("article_id", "topic_id", "position")
        for article_id, topic_id, position in rows:
            held[article_id][topic_id] = position
        added = []
        for article in articles:
            first = max(held[article.pk].values(), default=-1) + 1
            new = [topic for topic in topics if topic.pk not in held[article.pk]]
            added += [
                self.model(article=article, topic=topic, position=first + place)
                for place, topic in enumerate(new)
            ]
        self.bulk_create(added)
        self.refresh(articles)

    def rearrange(self, wanted: Mapping[int, Sequence[int]]) -> None:
        """Give articles exactly these topics in this order; all of them are keys."""
        self.filter(article__in=wanted).delete()
        rows = [
            self.model(article_id=article, topic_id=topic, position=position)
            for article, topics in wanted.items()
            for position, topic in enumerate(topics)
        ]
        self.bulk_create(rows)
        articles: Any = self.model._meta.get_field("article").related_model
        self.refresh(articles.objects.filter(pk__in=wanted))

    def refresh(self, articles: Iterable[Article]) -> None:
        """Copy visibility, time, path and score from articles into their listings; nothing else may."""
        articles_now = self.model._meta.get_field("article").related_model._default_manager
        now = articles_now.filter(pk=models.OuterRef("article"))
        self.filter(article__in=[article.pk for article in articles]).update(
            published=Coalesce(models.Subquery(now.values("published")), False),
            published_date_time=models.Subquery(now.values("published_date_time")),
            made_at=models.Subquery(now.values("made_at")),
            publish_at=models.Subquery(now.values("publish_at")),
            path=models.Subquery(now.values("path")),
            heat_score=models.Subquery(now.values("heat_score")),
        )
