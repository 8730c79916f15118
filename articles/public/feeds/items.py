"""What a feed is, and what it says of an article."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urljoin

from django.conf import settings

from articles.public.metadata import web_address
from articles.reading.cards import Card

# Never change it: readers would take all articles for new ones.
_NAMESPACE: Final = uuid.UUID("6d4bf2c1-6f0b-5c0e-9a55-0b7c3c6c8f0e")
# For an article that has no time of its own and was never edited.
LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Feed:
    """A page of a subject, with full addresses: its own, and that of the next page, if there is one.

    `texts` are those of hosted stories, as HTML, by their keys.
    """

    title: str
    page: str
    address: str
    next_address: str
    articles: Sequence[Card]
    topics: Mapping[int, list[str]]
    texts: Mapping[int, str]
    site: str

    def link(self, article: Card) -> str:
        """Our page of an article."""
        return self.site + article.address


def identity(article: Card) -> str:
    """What tells an article from all others, for good: made from its path.

    Not from its address, which may change with the site's.
    """
    return identity_of(article.path)


def identity_of(name: str) -> str:
    """The identity in feeds of anything that has a name."""
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, name)}"


def updated(article: Card) -> datetime:
    """When its words last changed; not before it was published, for none could read it then."""
    times = [time for time in (article.edited_at, article.published_date_time) if time]
    return max(times, default=LONG_AGO)


def source(article: Card) -> str:
    """Where the original stands, if it can be linked to."""
    return web_address(article.web_url) or web_address(article.original_url)


def credit(article: Card) -> str:
    """Who published it."""
    return article.provider or str(settings.SITE_NAME)


def credit_address(article: Card) -> str:
    """Where they are to be found."""
    return f"https://{article.provider_domain}/" if article.provider_domain else ""


def picture(article: Card, page: str) -> str:
    """The whole address of its first picture that can be shown; the site's own as seen from a page of it."""
    return web_address(urljoin(page, article.picture.address)) if article.picture else ""
