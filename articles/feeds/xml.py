"""A feed as RSS 2.0 and as Atom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape

from articles.feeds.items import (
    LONG_AGO,
    Feed,
    credit,
    credit_address,
    identity,
    identity_of,
    source,
    updated,
)
from articles.markup import xml_text


class _Paged:
    """What both have besides: RFC 5005's link to the next page, and a time of their own."""

    feed: dict[str, Any]
    items: list[dict[str, Any]]

    def add_next(self, handler: Any, name: str) -> None:
        if self.feed["next_address"]:
            handler.addQuickElement(name, None, {"rel": "next", "href": self.feed["next_address"]})

    def latest_post_date(self) -> datetime:
        """An empty feed is as old as can be: its answer stays the same."""
        return max((item["updateddate"] for item in self.items), default=LONG_AGO)


class _Rss(_Paged, Rss201rev2Feed):
    """RSS 2.0 that credits each source."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:dc": "http://purl.org/dc/elements/1.1/"}

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        self.add_next(handler, "atom:link")

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("dc:creator", item["credit"])
        if item["source"]:
            handler.addQuickElement("source", item["credit"], {"url": item["source"]})


class _Atom(_Paged, Atom1Feed):
    """Atom that links to each source."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        self.add_next(handler, "link")

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["source"]:
            handler.addQuickElement("link", "", {"rel": "via", "href": item["source"]})


def rss(feed: Feed) -> str:
    """RSS 2.0."""
    return _write(_Rss, feed)


def atom(feed: Feed) -> str:
    """Atom, RFC 4287."""
    return _write(_Atom, feed)


def _write(kind: type[SyndicationFeed], feed: Feed) -> str:
    written = kind(
        title=xml_text(feed.title),
        link=feed.page,
        description=xml_text(feed.title),
        language=settings.LANGUAGE_CODE,
        feed_url=feed.address,
        feed_guid=identity_of(feed.page),
        next_address=feed.next_address,
    )
    for article in feed.articles:
        written.add_item(
            title=xml_text(article.title),
            link=feed.link(article),
            # Both forms take it for HTML.
            description=escape(xml_text(article.excerpt)),
            unique_id=identity(article),
            unique_id_is_permalink=False,
            pubdate=article.published_date_time,
            updateddate=updated(article),
            author_name=None if kind is _Rss else xml_text(credit(article)),
            author_link=None if kind is _Rss else credit_address(article) or None,
            categories=[xml_text(name) for name in feed.topics.get(article.pk, [])],
            credit=xml_text(credit(article)),
            source=source(article),
        )
    return written.writeString("utf-8")
