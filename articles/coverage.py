"""What stands around an article: its topics, related links, the player, and more of its first topic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from django.db.models import Q, QuerySet

from articles.embeds import Embed, embed_of
from articles.models import Article, Listing, RelatedLink, Topic
from articles.querysets import published_q

MORE: Final = 4


@dataclass(frozen=True, slots=True)
class Related:
    """A related link; where it points at an article of ours, that."""

    link: RelatedLink
    article: Article | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """All of it."""

    topics: Sequence[Topic]
    related: Sequence[Related]
    embed: Embed | None
    more: Sequence[Article]


def coverage_of(article: Article) -> Coverage:
    """Four queries."""
    topics = list(Topic.objects.public().filter(listings__article=article).order_by("listings__position"))
    return Coverage(topics, _related(article), embed_of(article.featured_content), _more(article, topics[:1]))


def _related(article: Article) -> list[Related]:
    """The related links, without those to articles of ours that are not public."""
    links = list(article.related_links.select_related("provider"))
    ours: dict[str, Article] = {}
    for one in _pointed_at(links):
        # Of several, one that the public may see.
        for address in (one.web_url, one.slug):
            if getattr(one, "public", False) or address not in ours:
                ours[address] = one
    found = [Related(link, ours.get(link.web_url) or ours.get(_slug(link.web_url))) for link in links]
    return [one for one in found if one.article is None or getattr(one.article, "public", False)]


def _pointed_at(links: Sequence[RelatedLink]) -> QuerySet[Article]:
    """Articles of ours at the links' addresses, public or not: at their sources' and at this site's."""
    addresses = {link.web_url for link in links} - {""}
    slugs = {_slug(address) for address in addresses} - {""}
    if not addresses:
        return Article.objects.none()
    wanted = Q(web_url__in=addresses)
    if slugs:
        wanted |= Q(slug__in=slugs)
    pointed_at = Article.objects.filter(wanted)
    return pointed_at.order_by().annotate(public=published_q()).only("slug", "web_url")


def _slug(address: str) -> str:
    found = re.search(r"/news/([^/?#]+)/?$", address)
    return unquote(found[1]) if found else ""


def _more(article: Article, topics: Sequence[Topic]) -> list[Article]:
    for topic in topics:
        listings = Listing.objects.newest_in(topic).exclude(article=article)
        return [listing.article for listing in listings.select_related("article__provider")[:MORE]]
    return []
