"""A feed as JSON Feed 1.1."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings

from articles.public.feeds.items import Feed, credit, credit_address, identity, picture, source, updated
from articles.reading.cards import Card
from articles.reading.languages import foreign_language


def write(feed: Feed) -> str:
    """A JSON Feed 1.1 (jsonfeed.org), paged by `next_url`."""
    told: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "next_url": feed.next_address,
        "language": settings.SITE_LANGUAGE,
        "items": [_item(feed, article) for article in feed.articles],
    }
    return json.dumps({key: value for key, value in told.items() if value != ""}, ensure_ascii=False)


def _item(feed: Feed, article: Card) -> dict[str, Any]:
    author = {"name": credit(article), "url": credit_address(article)}
    published = article.published_date_time
    told = {
        "id": identity(article),
        "url": feed.link(article),
        "external_url": source(article),
        "title": article.title,
        "language": foreign_language(article.language),
        # An item must have a content, if only an empty one.
        "summary": article.summary,
        "image": picture(article, feed.page),
        "date_published": published.isoformat() if published else "",
        "date_modified": updated(article).isoformat(),
        "authors": [{key: value for key, value in author.items() if value}],
        "tags": feed.topics.get(article.pk),
    }
    text = feed.texts.get(article.pk)
    content = {"content_html": text} if text else {"content_text": article.summary}
    return {key: value for key, value in told.items() if value} | content
