"""A feed as RSS 2.0 and as Atom.

Written straight into text: a feed of fifty takes Django's own writer, which sends each element through
a parser's interface, four times as long. `_fill` escapes what is not made here, as XML needs it.
"""

from __future__ import annotations

import html
from datetime import datetime
from email.utils import format_datetime
from typing import Final

from django.conf import settings
from django.utils.safestring import SafeString

from articles.public.feeds.items import (
    LONG_AGO,
    Feed,
    credit,
    credit_address,
    identity,
    identity_of,
    source,
    updated,
)
from articles.public.xml_text import xml_text
from articles.reading.cards import Card
from articles.reading.languages import foreign_language

_NOTHING: Final = SafeString("")
_RSS: Final = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"\
 xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>{}</title><link>{}</link><description>{}</description>
<atom:link rel="self" href="{}"/>{}
<language>{}</language><lastBuildDate>{}</lastBuildDate>
{}</channel>
</rss>
"""
_RSS_ITEM: Final = (
    "<item><title>{}</title><link>{}</link><description>{}</description>{}"
    '<guid isPermaLink="false">{}</guid>{}<dc:creator>{}</dc:creator>{}{}</item>\n'
)
_ATOM: Final = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{}">
<title>{}</title><link rel="alternate" href="{}"/><link rel="self" href="{}"/>{}
<id>{}</id><updated>{}</updated>
{}</feed>
"""
_ATOM_ITEM: Final = (
    '<entry{}><title>{}</title><link rel="alternate" href="{}"/>{}{}<updated>{}</updated>'
    '<author><name>{}</name>{}</author><id>{}</id><summary type="html">{}</summary>{}{}</entry>\n'
)


def rss(feed: Feed) -> str:
    """RSS 2.0 that credits each source."""
    items = SafeString("".join(_rss_item(feed, article) for article in feed.articles))
    text = _fill(
        _RSS,
        feed.title,
        feed.page,
        feed.title,
        feed.address,
        _element('<atom:link rel="next" href="{}"/>', feed.next_address),
        settings.SITE_LANGUAGE,
        format_datetime(_changed(feed)),
        items,
    )
    return xml_text(text)


def _rss_item(feed: Feed, article: Card) -> SafeString:
    published, origin = article.published_date_time, source(article)
    return _fill(
        _RSS_ITEM,
        article.title,
        feed.link(article),
        _as_html(article.summary),
        _element("<pubDate>{}</pubDate>", format_datetime(published) if published else ""),
        identity(article),
        _topics("<category>{}</category>", feed, article),
        credit(article),
        _fill('<source url="{}">{}</source>', origin, credit(article)) if origin else _NOTHING,
        _text("<content:encoded>{}</content:encoded>", feed, article),
    )


def atom(feed: Feed) -> str:
    """Atom, RFC 4287, that links to each source."""
    items = SafeString("".join(_atom_item(feed, article) for article in feed.articles))
    text = _fill(
        _ATOM,
        settings.SITE_LANGUAGE,
        feed.title,
        feed.page,
        feed.address,
        _element('<link rel="next" href="{}"/>', feed.next_address),
        identity_of(feed.page),
        _changed(feed).isoformat(),
        items,
    )
    return xml_text(text)


def _atom_item(feed: Feed, article: Card) -> SafeString:
    published = article.published_date_time
    return _fill(
        _ATOM_ITEM,
        _element(' xml:lang="{}"', foreign_language(article.language)),
        article.title,
        feed.link(article),
        _element('<link rel="via" href="{}"/>', source(article)),
        _element("<published>{}</published>", published.isoformat() if published else ""),
        updated(article).isoformat(),
        credit(article),
        _element("<uri>{}</uri>", credit_address(article)),
        identity(article),
        _as_html(article.summary),
        _text('<content type="html">{}</content>', feed, article),
        _topics('<category term="{}"/>', feed, article),
    )


def _changed(feed: Feed) -> datetime:
    """An empty feed is as old as can be: its answer stays the same."""
    return max((updated(article) for article in feed.articles), default=LONG_AGO)


def _as_html(text: str) -> str:
    """Both forms take an excerpt for HTML, so it is escaped twice: here, and as XML."""
    return html.escape(text)


def _element(markup: str, text: str) -> SafeString:
    return _fill(markup, text) if text else _NOTHING


def _text(markup: str, feed: Feed, article: Card) -> SafeString:
    """The text of a hosted story: HTML, which XML holds as a text like any other."""
    text = feed.texts.get(article.pk)
    return SafeString(markup.format(html.escape(text))) if text else _NOTHING


def _topics(markup: str, feed: Feed, article: Card) -> SafeString:
    return SafeString("".join(_fill(markup, name) for name in feed.topics.get(article.pk, ())))


def _fill(markup: str, *texts: str) -> SafeString:
    """XML with texts in its places; each is escaped, unless it is XML that was made so.

    As `format_html` does, which takes anything, lazy translations too, and five times as long: a feed
    fills hundreds of places.

    >>> _fill('<b title="{}">{}</b>', '"', _fill("<i>{}</i>", "&"))
    '<b title="&quot;"><i>&amp;</i></b>'
    """
    escaped = (text if isinstance(text, SafeString) else html.escape(text) for text in texts)
    return SafeString(markup.format(*escaped))
