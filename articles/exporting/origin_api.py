"""The origin's public API as values: the same keys, nulls and order.

Most of what it says has a column; what has none (locale, highlight, tags, …) is in `source_keys`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import timezone

from articles import mapping
from articles.exporting.api_form import body_text, time_text
from articles.exporting.numbering import Numbered
from articles.exporting.source_keys import NO_SOURCE, said_by_sources
from articles.models import Article, Image, Listing, SourceDocument, Topic
from articles.reading.cards import topic_names
from articles.reading.prepared import Prepared, PreparedModels
from documents.body import body_with
from documents.document import ABSENT, Document, Value
from documents.layout import Kind
from documents.plain_values import plain_value
from documents.reader import read
from documents.validation import validate

PAGE_SIZE: Final = 25
# What documents without a `locale` are written in: the origin gives it to every article.
DEFAULT_LOCALE: Final = "en-us"
_IMAGE: Final = tuple(mapping.attributes(mapping.IMAGE))


@dataclass(frozen=True, slots=True)
class OriginPage:
    """One page: its rows as values, and the number of the next one, if there is one."""

    number: int
    value: list[dict[str, Any]]
    next_page: int | None

    def as_json(self) -> dict[str, Any]:
        """As the origin wraps it."""
        return {"page": self.number, "value": self.value, "nextPage": self.next_page}


def news_page(number: int, topic: Topic | None = None) -> OriginPage | None:
    """A page of what the public may see, newest first; None where there is no such page."""
    first = (number - 1) * PAGE_SIZE
    # One more tells whether there is a next page.
    if topic is None:
        found = _ALL.keys(first, PAGE_SIZE + 1)
    else:
        found = _OF_TOPIC.keys(first, PAGE_SIZE + 1, topic.pk)
    if not found and number > 1:
        return None
    is_last = len(found) <= PAGE_SIZE
    return OriginPage(number, represent_all(found[:PAGE_SIZE]), None if is_last else number + 1)


_ALL: Final = Numbered("all", lambda now: Article.objects.published(now).newest(), "pk")
_OF_TOPIC: Final = Numbered("topic", lambda now, topic: Listing.objects.newest_in(topic, now), "article_id")


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside an article's own columns, as plain values: models would cost more than they say."""

    topics: list[str]
    images: list[dict[str, Any]]
    opaque: dict[str, Any]


def represent_all(keys: Sequence[int]) -> list[dict[str, Any]]:
    """Articles as the API shows them, in the order of their keys; five queries."""
    # Published is asked again: it may have ended between two queries.
    articles = {article.pk: article for article in _ARTICLES.found(timezone.now(), list(keys))}
    # Only a provider that an editor chose is named by its own logos; documents give theirs.
    chosen = [one.provider for one in articles.values() if one.provider and _is_chosen(one)]
    prefetch_related_objects(chosen, "logos", "aliases")
    topics, images = topic_names(keys), _images_of(keys)
    sources = said_by_sources([article.path for article in articles.values()])
    return [
        represent(
            articles[key],
            Beside(topics.get(key, []), images.get(key, []), sources.get(articles[key].path, NO_SOURCE)),
        )
        for key in keys
        if key in articles
    ]


_ARTICLES: Final = PreparedModels(
    Article, lambda now, keys: Article.objects.published(now).filter(pk__in=keys).order_by(), "provider"
)


def _is_chosen(article: Article) -> bool:
    """Whether an editor chose the provider, and not the document."""
    key = mapping.provider_key_of(article.provider)
    return key != "" and key != mapping.provider_key(article.provider_mention)


def _images_of(keys: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    shown: dict[int, list[dict[str, Any]]] = {}
    for key, *columns in _IMAGES.rows(list(keys)):
        shown.setdefault(key, []).append(_image(dict(zip(_IMAGE, columns, strict=True))))
    return shown


_IMAGES: Final = Prepared(
    lambda keys: (
        Image.objects.filter(article__in=keys)
        .order_by("article_id", "position", "pk")
        .values_list("article_id", *_IMAGE)
    )
)


def represent(article: Article, beside: Beside) -> dict[str, Any]:
    """One article as the origin shows it; what it lacks is null."""
    opaque, times = beside.opaque, beside.opaque["times"]
    return {
        "path": article.path,
        "title": article.title or None,
        "excerpt": article.excerpt or None,
        "sourceUrl": opaque["sourceUrl"],
        "webUrl": article.web_url or None,
        "originalUrl": article.original_url or None,
        "featuredContent": article.featured_content or None,
        "highlight": opaque["highlight"],
        "heat": article.heat,
        "tags": opaque["tags"],
        "images": beside.images or None,
        "content": body_text(body_with(opaque["content"], article.body, "\n")),
        "type": article.type or None,
        "ampWebUrl": article.amp_web_url or None,
        "cdnAmpWebUrl": article.cdn_amp_web_url or None,
        "publishedDateTime": time_text(article.published_date_time, times.get("publishedDateTime")),
        "updatedDateTime": time_text(opaque["updatedDateTime"], times.get("updatedDateTime")),
        "provider": _provider(mapping.article_value(article, "provider", ABSENT)),
        "locale": opaque["locale"] or DEFAULT_LOCALE,
        "categories": [article.category] if article.category else None,
        "topics": beside.topics or None,
    }


def _image(held: dict[str, Value]) -> dict[str, Any]:
    return {
        "url": absolute(held["url"]),
        "width": held["width"],
        "height": held["height"],
        "title": held["title"] or None,
        "attribution": held["attribution"] or None,
        "isCached": held["is_cached"] is True,
    }


def _provider(mention: Value | object) -> dict[str, Any] | None:
    if not isinstance(mention, dict):
        return None
    logos = [
        _image(mapping.values_by_field(mapping.IMAGE, record))
        for record in mapping.records(mention.get("images"))
    ]
    return {
        "name": mention.get("name") or None,
        "domain": mention.get("domain") or None,
        "images": logos or None,
        "publishers": None,
        "authors": None,
    }


def absolute(url: Value) -> str | None:
    """An address of a document in full: one that begins with / lies at the origin."""
    if not isinstance(url, str) or not url:
        return None
    if url.startswith("/") and not url.startswith("//"):
        return str(settings.ORIGIN_URL).rstrip("/") + url
    return url


# ---- Topics


def topics() -> dict[str, Any]:
    """All topics that have a document, in the order of the files' names."""
    documented = Topic.objects.exclude(path="").select_related("parent")
    rows = sorted(documented, key=lambda topic: topic.file_path)
    sources = dict(
        SourceDocument.objects.filter(path__in=[topic.path for topic in rows]).values_list("path", "content")
    )
    return {"value": [_topic(topic, sources.get(topic.path)) for topic in rows]}


def _topic(topic: Topic, content: Any) -> dict[str, Any]:
    document = read(topic.path, bytes(content)) if content is not None else None
    base: Value | Any = ABSENT
    said: dict[str, Any] = {
        "name": topic.name,
        "shortname": topic.shortname or topic.name,
        "id": topic.slug,
    }
    if topic.parent is not None:
        said["parent"] = topic.parent.name
    if isinstance(document, Document):
        base = validate(document, Kind.TOPIC).values.get("services", ABSENT)
        images = plain_value(document, "images")
        if images:
            said["images"] = images
    # The document's own order, which a column of PostgreSQL's does not keep.
    services = mapping.topic_value(topic, "services", base)
    pairs = services.items() if isinstance(services, dict) else ()
    said["services"] = [{"name": name, "endpoint": endpoint} for name, endpoint in pairs]
    return said
