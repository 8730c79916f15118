"""What the API says of an article that has no column: it stands in the bytes of the source document alone.

Mostly a search for the keys' names tells that none is there, and what was parsed once is remembered by
its digest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from django.core.cache import cache

from articles.models import SourceDocument
from articles.reading.prepared import Prepared
from documents.document import Problem
from documents.plain_values import plain_value
from documents.reader import read
from documents.schema import Field, Type
from documents.validation import value_of

# The public keys without a column. Nothing else of the bytes is served, `secured` least of all.
_OPAQUE: Final = ("sourceUrl", "highlight", "tags", "updatedDateTime", "locale")
_OPAQUE_BYTES: Final = tuple(key.encode() for key in _OPAQUE)
_NAMES_ONE: Final = re.compile(rb"\b(?:sourceUrl|highlight|tags|updatedDateTime|locale)[\"']?[ \t]*:")
_UPDATED: Final = Field("updatedDateTime", Type.TIME)
# Two quick looks instead of one slow one through the whole front matter.
_OPENING: Final = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n")
_CLOSING: Final = re.compile(rb"\n(?:---|\.\.\.)[ \t]*\r?(?:\n|\Z)")
_TIMES: Final = re.compile(
    rb"^(publishedDateTime|updatedDateTime):[ \t]+[\"']?([0-9-]{10}T[0-9:.]{8,24}Z)\b", re.MULTILINE
)
_REMEMBERED: Final = 24 * 60 * 60
# A document made here has no source: one empty line stands behind its front matter, as in all others.
NO_SOURCE: Final[dict[str, Any]] = {**dict.fromkeys(_OPAQUE), "content": "\n", "times": {}}


def said_by_sources(paths: Iterable[str]) -> dict[str, dict[str, Any]]:
    """By path: the keys without a column, the body as `content`, and the texts of times as `times`."""
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
        path: {
            **(known[hard[path]] if path in hard else {**NO_SOURCE, "content": data[ends[path] :].decode()}),
            "times": _times(data[: max(ends[path], 0)]),
        }
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


def _times(front: bytes) -> dict[str, str]:
    """How a document writes its times, by key, where it writes them in UTC."""
    return {key.decode(): text.decode() for key, text in _TIMES.findall(front)}


def _parsed(path: str, data: bytes) -> dict[str, Any]:
    document = read(path, data)
    if isinstance(document, Problem):
        return NO_SOURCE
    said = {key: plain_value(document, key) for key in _OPAQUE}
    entry = document.root.get("updatedDateTime")
    moment = value_of(entry.value, _UPDATED) if entry else None
    if moment is not None:
        said["updatedDateTime"] = moment
    return {**said, "content": document.body}
