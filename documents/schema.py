"""The keys of the three kinds of document: order, type, limits, field class, way of writing.

The only list of them. A key that is not here is opaque: it lives in the bytes of its document,
which are kept, and is neither understood nor shown.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import Enum
from typing import Final

from documents.layout import Kind


class FieldClass(Enum):
    """Who decides on a field: people (editorial), machines that count (metric), or its owner (opaque)."""

    EDITORIAL = "editorial"
    METRIC = "metric"
    OPAQUE = "opaque"


class Type(Enum):
    """What a value is; each has its reader in `validation` and its way of writing in `writer`."""

    TEXT = "text"
    HTML = "HTML"
    URL = "URL"
    HOST = "host name"
    TIME = "time"
    INTEGER = "integer"
    FLAG = "true or false"
    TEXTS = "list of texts"
    TEXT_MAP = "mapping of texts"
    RECORD = "mapping"
    RECORDS = "list of mappings"
    BODY = "text behind the front matter"
    OPAQUE = "anything"

    # By identity, which is all that its equality asks: Enum's own is a function in Python.
    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a document or of a record in it.

    `limit` counts characters; `minimum` and `maximum` bound integers (the columns are 32 bits wide).
    `quoted` is house style: a text in double quotes. `paragraph` is too: an empty line before the key.
    `identity` names what tells the members of a list apart: a record's key, or a topic's name; a list
    without one is a single value. What is `expendable` is left out where it is wrong: its document says
    the same without it.
    """

    key: str
    type: Type = Type.TEXT
    limit: int = 1000
    minimum: int = -(2**31)
    maximum: int = 2**31 - 1
    field_class: FieldClass = FieldClass.EDITORIAL
    quoted: bool = False
    paragraph: bool = False
    fields: tuple[Field, ...] = ()
    identity: str = ""
    expendable: bool = False
    # The fields of a record by their keys: a dict for each record of each document would take longer.
    by_key: dict[str, Field] = dataclasses.field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {inner.key: inner for inner in self.fields})

    @property
    def is_editorial(self) -> bool:
        """Whether people decide on it."""
        return self.field_class is FieldClass.EDITORIAL


URL_LIMIT: Final = 2000
NAME_LIMIT: Final = 200
TITLE_LIMIT: Final = 1000
EXCERPT_LIMIT: Final = 20_000
HTML_LIMIT: Final = 20_000
WORD_LIMIT: Final = 60
DOMAIN_LIMIT: Final = 255


def _url(key: str, *, quoted: bool = True, expendable: bool = False) -> Field:
    return Field(key, Type.URL, limit=URL_LIMIT, quoted=quoted, expendable=expendable)


def _size(key: str) -> Field:
    return Field(key, Type.INTEGER, minimum=0)


_IMAGE_URL: Final = _url("url", expendable=True)
_IMAGE: Final = (
    _IMAGE_URL,
    _size("width"),
    _size("height"),
    Field("title", limit=TITLE_LIMIT, quoted=True),
    Field("isCached", Type.FLAG),
    Field("attribution", limit=TITLE_LIMIT),
)
_LOGO: Final = (_IMAGE_URL, _size("width"), _size("height"))
_PROVIDER_MENTION: Final = (
    Field("name", limit=NAME_LIMIT),
    Field("domain", Type.HOST, limit=DOMAIN_LIMIT),
    Field("images", Type.RECORDS, fields=_LOGO, identity="url"),
)
_TITLE: Final = Field("title", limit=TITLE_LIMIT, quoted=True)
_EXCERPT: Final = Field("excerpt", limit=EXCERPT_LIMIT, quoted=True)
_TIME: Final = Field("publishedDateTime", Type.TIME)
_TYPE: Final = Field("type", limit=WORD_LIMIT)
_QUALITY: Final = Field("quality", Type.INTEGER, field_class=FieldClass.METRIC)
_HEAT: Final = Field("heat", Type.INTEGER, field_class=FieldClass.METRIC)

_RELATED: Final = (
    _TITLE,
    _EXCERPT,
    _TIME,
    _url("originalUrl", expendable=True),
    _url("webUrl", expendable=True),
    _url("ampWebUrl", expendable=True),
    _url("cdnAmpWebUrl", expendable=True),
    _TYPE,
    Field("provider", Type.RECORD, fields=_PROVIDER_MENTION),
    _QUALITY,
    _HEAT,
    Field("images", Type.RECORDS, fields=_IMAGE, identity="url"),
)

ARTICLE: Final = (
    Field("category", limit=WORD_LIMIT),
    _TITLE,
    _EXCERPT,
    _TIME,
    _url("originalUrl"),
    _url("webUrl"),
    _url("ampWebUrl"),
    _url("cdnAmpWebUrl"),
    _TYPE,
    _QUALITY,
    _HEAT,
    Field("published", Type.FLAG),
    Field("featuredContent", Type.HTML, limit=HTML_LIMIT, quoted=True, paragraph=True),
    Field("provider", Type.RECORD, fields=_PROVIDER_MENTION, paragraph=True),
    Field("topics", Type.TEXTS, limit=NAME_LIMIT, identity="name", paragraph=True),
    Field("images", Type.RECORDS, fields=_IMAGE, identity="url", paragraph=True),
    Field("related", Type.RECORDS, fields=_RELATED, identity="webUrl", paragraph=True),
    Field("secured", Type.OPAQUE, field_class=FieldClass.OPAQUE, quoted=True, paragraph=True),
)

# An article's text. It is no key: where front matter has a key `body`, that is opaque as any other.
BODY: Final = Field("body", Type.BODY)

TOPIC: Final = (
    Field("taxonomy", limit=WORD_LIMIT),
    Field("_id", limit=NAME_LIMIT),
    Field("name", limit=NAME_LIMIT),
    Field("shortname", limit=NAME_LIMIT),
    Field("parent", limit=NAME_LIMIT),
    Field("keywords", Type.TEXTS, limit=NAME_LIMIT),
    Field("hashtags", Type.TEXTS, limit=NAME_LIMIT, quoted=True),
    Field("services", Type.TEXT_MAP, limit=URL_LIMIT),
)

PROVIDER: Final = (
    Field("taxonomy", limit=WORD_LIMIT),
    Field("_id", limit=DOMAIN_LIMIT),
    Field("name", limit=NAME_LIMIT),
    Field("otherNames", Type.TEXTS, limit=NAME_LIMIT),
    Field("domain", Type.HOST, limit=DOMAIN_LIMIT),
    Field("description", limit=EXCERPT_LIMIT),
    Field(
        "images",
        Type.RECORDS,
        fields=(_url("url", quoted=False, expendable=True), _size("width"), _size("height")),
        identity="url",
    ),
)

# What the format called keys in 2019, and calls them since; a document keeps its own name of a key.
FORMER_NAMES: Final = {"sourceUrl": "webUrl", "ampUrl": "ampWebUrl", "cdnAmpUrl": "cdnAmpWebUrl"}
# Keys of the format that no row holds: programs are told them as they stand.
TOLD_AS_WRITTEN: Final = frozenset({"sourceUrl", "locale", "highlight", "updatedDateTime"})

_FIELDS: Final = {Kind.ARTICLE: ARTICLE, Kind.TOPIC: TOPIC, Kind.PROVIDER: PROVIDER}
_BY_KEY: Final = {kind: {field.key: field for field in fields} for kind, fields in _FIELDS.items()}


def fields_of(kind: Kind, *, member_of: str = "") -> tuple[Field, ...]:
    """The keys of a kind of document, or of the records in one of its lists, in their order."""
    return _BY_KEY[kind][member_of].fields if member_of else _FIELDS[kind]


def all_fields_of(kind: Kind) -> tuple[Field, ...]:
    """All that a document of a kind can say: its keys in their order, and the text behind them."""
    return (*_FIELDS[kind], BODY) if kind is Kind.ARTICLE else _FIELDS[kind]


def key_field_of(kind: Kind, key: str) -> Field | None:
    """The field of a key of front matter, None for a key that is not ours."""
    return _BY_KEY[kind].get(key)


def field_of(kind: Kind, key: str) -> Field | None:
    """The field of what a document can say, its text too; None for what is not ours."""
    return BODY if kind is Kind.ARTICLE and key == BODY.key else key_field_of(kind, key)
