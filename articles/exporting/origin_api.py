"""The origin's public API as values: the same keys, nulls and order.

Most of what it says has a column. What has none (locale, highlight, tags, the body, …) stands in the
bytes of the source document alone, and is read from there: mostly a search for the keys' names tells
that none is there, and what was parsed once is remembered by its digest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.cache import cache
from django.db.models import prefetch_related_objects
from django.utils import timezone

from articles import mapping
from articles.cards import topic_names
from articles.exporting.numbering import Numbered
from articles.models import Article, Image, Listing, SourceDocument, Topic
from articles.prepared import Prepared, PreparedModels
from documents.document import ABSENT, Document, Problem, Value
from documents.layout import Kind
from documents.opaque import plain
from documents.reader import read
from documents.schema import Field, Type
from documents.validation import validate, value_of

PAGE_SIZE: Final = 25
# What documents without a `locale` are written in: the origin gives it to every article.
DEFAULT_LOCALE: Final = "en-us"
# One empty line behind the front matter, as documents have it; the origin ends its lines so.
_EMPTY_BODY: Final = "\r\n"

# The public keys without a column. Nothing else of the bytes is served, `secured` least of all.
_OPAQUE: Final = ("sourceUrl", "highlight", "tags", "updatedDateTime", "locale")
_OPAQUE_BYTES: Final = tuple(key.encode() for key in _OPAQUE)
_NAMES_ONE: Final = re.compile(rb"\b(?:sourceUrl|highlight|tags|updatedDateTime|locale)[\"']?[ \t]*:")
_IMAGE: Final = tuple(mapping.attributes(mapping.IMAGE))
_UPDATED: Final = Field("updatedDateTime", Type.TIME)
# Two quick looks instead of one slow one through the whole front matter.
_OPENING: Final = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n")
_CLOSING: Final = re.compile(rb"\n(?:---|\.\.\.)[ \t]*\r?(?:\n|\Z)")
_REMEMBERED: Final = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its rows as values, and the number of the next one, if there is one."""

    number: int
    value: list[dict[str, Any]]
    next_page: int | None

    def as_json(self) -> dict[str, Any]:
        """As the origin wraps it."""
        return {"page": self.number, "value": self.value, "nextPage": self.next_page}


def news_page(number: int, topic: Topic | None = None) -> Page | None:
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
    return Page(number, represent_all(found[:PAGE_SIZE]), None if is_last else number + 1)


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
    sources = _sources([article.path for article in articles.values()])
    return [
        represent(
            articles[key],
            Beside(topics.get(key, []), images.get(key, []), sources.get(articles[key].path, _NO_SOURCE)),
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
    opaque = beside.opaque
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
        "content": opaque["content"],
        "type": article.type or None,
        "ampWebUrl": article.amp_web_url or None,
        "cdnAmpWebUrl": article.cdn_amp_web_url or None,
        "publishedDateTime": _local(article.published_date_time),
        "updatedDateTime": _local(opaque["updatedDateTime"]),
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
        _image(mapping.columns(mapping.IMAGE, record)) for record in mapping.records(mention.get("images"))
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


def _local(moment: Any) -> Any:
    """A time as the origin writes it: of its own zone, with the offset. What is no time stays as it is."""
    if not isinstance(moment, datetime):
        return moment
    return moment.astimezone(ZoneInfo(settings.API_TIME_ZONE)).isoformat()


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
        images = plain(document, "images")
        if images:
            said["images"] = images
    # The document's own order, which a column of PostgreSQL's does not keep.
    services = mapping.topic_value(topic, "services", base)
    pairs = services.items() if isinstance(services, dict) else ()
    said["services"] = [{"name": name, "endpoint": endpoint} for name, endpoint in pairs]
    return said


# ---- What has no column


_NO_SOURCE: Final[dict[str, Any]] = {**dict.fromkeys(_OPAQUE), "content": _EMPTY_BODY}


def _sources(paths: Iterable[str]) -> dict[str, dict[str, Any]]:
    rows = _SOURCES.rows(list(paths))
    sources = {path: (bytes(digest), bytes(content)) for path, digest, content in rows}
    ends = {path: _end_of_front(data) for path, (_, data) in sources.items()}
    # Only these need a parser.
    hard = {
        path: f"opaque:{digest.hex()}"
        for path, (digest, data) in sources.items()
        if _is_hard(data, ends[path])
    }
    known: dict[str, Any] = cache.get_many(hard.values()) if hard else {}
    new = {key: _parsed(path, sources[path][1]) for path, key in hard.items() if key not in known}
    if new:
        cache.set_many(new, _REMEMBERED)
    known |= new
    return {
        path: known[hard[path]]
        if path in hard
        else {**_NO_SOURCE, "content": _with_origin_line_ends(data[ends[path] :].decode())}
        for path, (_, data) in sources.items()
    }


_SOURCES: Final = Prepared(
    lambda paths: SourceDocument.objects.filter(path__in=paths).values_list("path", "digest", "content")
)


def _end_of_front(data: bytes) -> int:
    """Where the body of a document begins; -1 where it has no front matter that ends."""
    opening = _OPENING.match(data)
    # The closing fence may be the very next line.
    closing = _CLOSING.search(data, opening.end() - 1) if opening else None
    return closing.end() if closing else -1


def _is_hard(data: bytes, end: int) -> bool:
    """Whether the keys of a document may be more than its columns say."""
    front = data[: max(end, 0)]
    return end < 0 or (any(key in front for key in _OPAQUE_BYTES) and _NAMES_ONE.search(front) is not None)


def _with_origin_line_ends(body: str) -> str:
    return re.sub(r"\r?\n", "\r\n", body)


def _parsed(path: str, data: bytes) -> dict[str, Any]:
    document = read(path, data)
    if isinstance(document, Problem):
        return _NO_SOURCE
    said = {key: plain(document, key) for key in _OPAQUE}
    entry = document.root.get("updatedDateTime")
    moment = value_of(entry.value, _UPDATED) if entry else None
    if moment is not None:
        said["updatedDateTime"] = moment
    return {**said, "content": _with_origin_line_ends(document.body)}
