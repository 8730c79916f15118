"""Which articles go out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from articles.models import Article, Topic
from articles.querysets import dated_q
from providers.models import Provider


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters that all must hold; `until` is the first moment that is out."""

    topic: Topic | None = None
    provider: Provider | None = None
    since: datetime | None = None
    until: datetime | None = None
    published: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out: then topics and providers go with the articles."""
        return self == Selection()

    def articles(self) -> QuerySet[Article]:
        """The selected articles, by path."""
        articles = Article.objects.all()
        if self.topic is not None:
            articles = articles.in_topic(self.topic)
        if self.provider is not None:
            articles = articles.from_provider(self.provider)
        if self.since is not None:
            articles = articles.filter(dated_q(gte=self.since))
        if self.until is not None:
            articles = articles.filter(dated_q(lt=self.until))
        if self.published:
            articles = articles.published()
        return articles.for_export().order_by("path")
