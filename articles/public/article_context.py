"""What stands around an article: its topics, related links, the player, and more of its first topic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.models import Article, Listing, RelatedLink, Topic
from articles.querysets import ArticleQuerySet, published_q
from articles.reading import addresses
from articles.reading.cards import Card, card_values, cards_of
from articles.reading.embeds import Embed, embed_of
from articles.reading.prepared import Prepared
from articles.reading.topic_tree import Tree

MORE: Final = 4


class Link(NamedTuple):
    """A related link: what is said of it, and where it leads."""

    title: str
    web_url: str
    original_url: str
    published_date_time: datetime | None
    provider_name: str | None
    provider_domain: str | None
    # Our page, where it points at an article of ours.
    address: str = ""
    # What that article's document names, else what the document that the link stands in names.
    language: str | None = None

    def __str__(self) -> str:
        return self.title or self.web_url or self.original_url

    @property
    def provider(self) -> str:
        """Who published it; empty where nobody is named."""
        return self.provider_name or self.provider_domain or ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """All of it."""

    topics: Sequence[Topic]
    related: Sequence[Link]
    embed: Embed | None
    more: Sequence[Card]


def coverage_of(article: Article, tree: Tree) -> Coverage:
    """Four queries."""
    topics = [tree.by_id[key] for (key,) in _TOPICS.rows(article.pk) if key in tree.by_id]
    more = cards_of(_MORE.rows(timezone.now(), topics[0].pk, article.pk)) if topics else []
    return Coverage(topics, _related(article), embed_of(article.featured_content), more)


_TOPICS: Final = Prepared(
    lambda article: Listing.objects.filter(article=article).order_by("position").values_list("topic_id")
)
_MORE: Final = Prepared(
    lambda now, topic, article: card_values(
        Listing.objects.newest_in(topic, now).exclude(article=article)[:MORE]
    )
)


class _Target(NamedTuple):
    """An article of ours that a related link points at."""

    slug: str
    web_url: str
    is_public: bool
    language: str | None


def _related(article: Article) -> list[Link]:
    """The related links, without those to articles of ours that are not public."""
    links = [Link(*row) for row in _LINKS.rows(article.pk)]
    ours: dict[str, _Target] = {}
    for target in map(_Target._make, _pointed_at(links)):
        # Of several, one that the public may see.
        for address in (target.web_url, target.slug):
            if target.is_public or address not in ours:
                ours[address] = target
    found = [(link, ours.get(link.web_url) or ours.get(_slug(link.web_url))) for link in links]
    return [
        link._replace(address=addresses.named("article", target.slug), language=target.language)
        if target
        else link._replace(language=article.language)
        for link, target in found
        if target is None or target.is_public
    ]


_LINKS: Final = Prepared(
    lambda article: (
        RelatedLink.objects.filter(article=article)
        .order_by("position")
        .values_list(
            "title", "web_url", "original_url", "published_date_time", "provider__name", "provider__domain"
        )
    )
)


def _pointed_at(links: Sequence[Link]) -> Iterable[Sequence[Any]]:
    """The columns of a target, of each article of ours at the links' addresses."""
    wanted = {link.web_url for link in links} - {""}
    slugs = {_slug(address) for address in wanted} - {""}
    now = timezone.now()
    if slugs:
        return _AT_EITHER.rows(now, [*wanted], [*slugs])
    return _AT_SOURCES.rows(now, [*wanted])


def _with_rule(rows: ArticleQuerySet, now: datetime) -> QuerySet[Any, Any]:
    marked = rows.order_by().annotate(public=published_q(now=now))
    return marked.values_list("slug", "web_url", "public", "language")


_AT_SOURCES: Final = Prepared(lambda now, wanted: _with_rule(Article.objects.filter(web_url__in=wanted), now))
_AT_EITHER: Final = Prepared(
    lambda now, wanted, slugs: _with_rule(
        Article.objects.filter(Q(web_url__in=wanted) | Q(slug__in=slugs)), now
    )
)


def _slug(address: str) -> str:
    found = re.search(r"/news/([^/?#]+)/?$", address)
    return unquote(found[1]) if found else ""
