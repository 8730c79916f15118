"""Document values <-> the columns of rows, both directions from one table for each kind of record.

A column holds less than a document says: absent, null and empty are one in it. So what a row says
is always told relative to a base (the document as last imported): where the base would give the
very column that the row has, the row says what the base says.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple, TypeVar

from articles.models import Article, Image, RelatedLink, Topic
from documents.document import ABSENT, Absent, FieldChange, Record, Value, Values
from documents.identity import identity
from documents.layout import Kind
from documents.layout.slugs import former_slug_of, is_slug, slug_of_mention
from documents.schema import BODY, all_fields_of
from providers.models import Provider


class Column(NamedTuple):
    """A document's key, the model field that holds its value, and what that holds for no value."""

    key: str
    attribute: str
    empty: Value = None


_STORY: Final = (
    Column("title", "title", ""),
    Column("excerpt", "excerpt", ""),
    Column("publishedDateTime", "published_date_time"),
    Column("originalUrl", "original_url", ""),
    Column("webUrl", "web_url", ""),
    Column("ampWebUrl", "amp_web_url", ""),
    Column("cdnAmpWebUrl", "cdn_amp_web_url", ""),
    Column("type", "type", ""),
    Column("quality", "quality"),
    Column("heat", "heat"),
)
ARTICLE: Final = (
    Column("category", "category", ""),
    *_STORY,
    Column("published", "published"),
    Column("featuredContent", "featured_content", ""),
    Column(BODY.key, "body", ""),
)
RELATED: Final = _STORY
IMAGE: Final = (
    Column("url", "url", ""),
    Column("width", "width"),
    Column("height", "height"),
    Column("title", "title", ""),
    Column("isCached", "is_cached"),
    Column("attribution", "attribution", ""),
)
LOGO: Final = IMAGE[:3]
MENTION: Final = (Column("name", "name", ""), Column("domain", "domain", ""))
TOPIC: Final = (
    Column("name", "name", ""),
    Column("shortname", "shortname", ""),
    Column("keywords", "keywords", []),
    Column("hashtags", "hashtags", []),
    Column("services", "services", {}),
)
PROVIDER: Final = (
    Column("name", "name", ""),
    Column("otherNames", "other_names", []),
    Column("domain", "domain", ""),
    Column("description", "description", ""),
)
_Row = TypeVar("_Row", Image, RelatedLink)

COLUMNS: Final = {Kind.ARTICLE: ARTICLE, Kind.TOPIC: TOPIC, Kind.PROVIDER: PROVIDER}
_BY_KEY: Final = {kind: {column.key: column for column in table} for kind, table in COLUMNS.items()}


def values_by_field(table: Sequence[Column], values: Record) -> dict[str, Value]:
    """What a row of a table holds of some values, by model field."""
    by_field: dict[str, Value] = {}
    for key, attribute, empty in table:
        value = values.get(key)
        by_field[attribute] = empty if value is None else value
    return by_field


def column_values(table: Sequence[Column], values: Record) -> list[Value]:
    """What the columns of a table hold of some values, as a list in the order of the table."""
    get = values.get
    return [empty if (value := get(key)) is None else value for key, _, empty in table]


def attributes(table: Sequence[Column]) -> list[str]:
    """The model fields of a table, in its order."""
    return [column.attribute for column in table]


def has_column(kind: Kind, key: str) -> bool:
    """Whether rows hold what a key says; what they do not hold lives in the source document alone."""
    return key in _BY_KEY[kind] or key in _REFERENCES[kind]


def column_of(kind: Kind, key: str) -> Column | None:
    """The column of a key that one column holds; None for lists of records and references."""
    return _BY_KEY[kind].get(key)


def attribute_of(kind: Kind, key: str) -> str | None:
    """Under what a row has what a key says: a field, or the name of its rows in a list."""
    column = column_of(kind, key)
    return _REFERENCES[kind].get(key) if column is None else column.attribute


def key_of(kind: Kind, attribute: str) -> str | None:
    """The way back: the key that says what a row has under this."""
    return _BY_ATTRIBUTE[kind].get(attribute)


_REFERENCES: Final[dict[Kind, dict[str, str]]] = {
    Kind.ARTICLE: {
        "provider": "provider",
        "topics": "listings",
        "images": "images",
        "related": "related_links",
    },
    Kind.TOPIC: {"_id": "slug", "parent": "parent"},
    Kind.PROVIDER: {"images": "logos"},
}
_BY_ATTRIBUTE: Final = {
    kind: {column.attribute: column.key for column in table}
    | {attribute: key for key, attribute in _REFERENCES[kind].items()}
    for kind, table in COLUMNS.items()
}


# ---- References


def provider_key(mention: Value | Absent) -> str:
    """What tells providers apart: the domain in lower case; without one, `name:` and the folded name.

    Empty where a mention names nobody.
    """
    if not isinstance(mention, dict):
        return ""
    domain, name = mention.get("domain"), mention.get("name")
    if isinstance(domain, str) and domain:
        return identity(domain)
    return f"name:{identity(name)}" if isinstance(name, str) and name else ""


def provider_key_of(provider: Provider | None) -> str:
    """What tells the provider of a row apart, as `provider_key` says it of a mention."""
    return provider_key({"name": provider.name, "domain": provider.domain}) if provider else ""


def means(mention: Value | Absent, provider: Provider | None) -> bool:
    """Whether a mention means a provider, under any of its names; nobody is meant by none.

    Its aliases are asked for only where its own key is another: have them at hand (`for_export()`).
    """
    key = provider_key(mention)
    if key == provider_key_of(provider) or provider is None or not key:
        return key == provider_key_of(provider)
    called = (provider_key({"name": name}) for name in provider.other_names)
    return key in called or any(key == alias.key for alias in provider.aliases.all())


def topic_key(values: Values) -> str:
    """What tells topics apart: the name, whatever its case."""
    return identity(str(values.get("name", "")))


def topic_names(topics: Value | Absent) -> list[str]:
    """The names of an article's topics, each once whatever its case."""
    names = {identity(name): name for name in reversed(_texts(topics))}
    return list(reversed(names.values()))


def _texts(value: Value | Absent) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def records(value: Value | Absent) -> list[Record]:
    """The records of a list; none for a list that is not there."""
    return [record for record in value if isinstance(record, dict)] if isinstance(value, list) else []


def slug_of(values: Values) -> str:
    """A topic's slug: its `_id` where that can stand in an address, else one made from its name."""
    given, name = values.get("_id"), values.get("name")
    # In the form in which browsers send it.
    if isinstance(given, str) and is_slug(composed := unicodedata.normalize("NFC", given)):
        return composed
    return slug_of_mention(given if isinstance(given, str) and given else str(name))


# ---- What rows say, relative to a base


def article_value(article: Article, key: str, base: Value | Absent) -> Value | Absent:
    """What an article says for one key of its document; related rows must be at hand (`for_export()`)."""
    if key == "provider":
        return _provider_value(article, base)
    if key == "topics":
        names = [listing.topic.name for listing in article.listings.all()]
        return base if _folded(names) == _folded(topic_names(base)) else _listed(names, base)
    if key == "images":
        return _records_value(article.images.all(), base, IMAGE, _image_value)
    if key == "related":
        return _records_value(article.related_links.all(), base, RELATED, _related_value)
    if key == "published" and article.is_embargoed:
        return False
    return _column_value(article, _BY_KEY[Kind.ARTICLE][key], base)


def topic_value(topic: Topic, key: str, base: Value | Absent) -> Value | Absent:
    """What a topic says for one key of its document."""
    if key == "taxonomy":
        return "topic" if base is ABSENT else base
    if key == "_id":
        given = base if isinstance(base, str) else ""
        meant = {slug_of({"_id": given, "name": topic.name}), former_slug_of(given or topic.name)}
        return base if topic.slug in meant else topic.slug
    if key == "parent":
        name = topic.parent.name if topic.parent else ""
        told = base if isinstance(base, str) else ""
        return base if identity(told) == identity(name) else (name or ABSENT)
    return _column_value(topic, _BY_KEY[Kind.TOPIC][key], base)


def provider_value(provider: Provider, key: str, base: Value | Absent) -> Value | Absent:
    """What a provider says for one key of its document."""
    if key == "taxonomy":
        return "organization" if base is ABSENT else base
    if key == "_id":
        return provider.domain if base is ABSENT else base
    if key == "images":
        return _records_value(provider.logos.all(), base, LOGO, _logo_value)
    return _column_value(provider, _BY_KEY[Kind.PROVIDER][key], base)


def value_of(row: Article | Topic | Provider, key: str, base: Value | Absent) -> Value | Absent:
    """What a row of any of the three kinds says for one key of its document."""
    if isinstance(row, Article):
        return article_value(row, key, base)
    return topic_value(row, key, base) if isinstance(row, Topic) else provider_value(row, key, base)


def changes_to(kind: Kind, row: Article | Topic | Provider, base: Values) -> list[FieldChange]:
    """What a row says that its source document does not: "touched" is this comparison, not a flag."""
    changes = []
    for field in all_fields_of(kind):
        if has_column(kind, field.key):
            before = base.get(field.key, ABSENT)
            now = value_of(row, field.key, before)
            # `value_of` gives the base itself where a row agrees with it.
            if now is not before and now != before:
                changes.append(FieldChange(field.key, now))
    return changes


def _column_value(row: object, column: Column, base: Value | Absent) -> Value | Absent:
    stored: Value = getattr(row, column.attribute)
    told = column.empty if base is ABSENT or base is None else base
    if stored == told and isinstance(stored, bool) == isinstance(told, bool):
        return base
    return ABSENT if stored == column.empty else stored


def _record(row: object, table: Iterable[Column], base: Record) -> Record:
    """A record as its row says it, with the keys and blanks that its base has."""
    said = {column.key: _column_value(row, column, base.get(column.key, ABSENT)) for column in table}
    return {key: value for key, value in said.items() if not isinstance(value, Absent)}


def _image_value(image: Image, base: Record) -> Record:
    return _record(image, IMAGE, base)


def _logo_value(logo: Image, base: Record) -> Record:
    return _record(logo, LOGO, base)


def _related_value(link: RelatedLink, base: Record) -> Record:
    said = _record(link, RELATED, base)
    for key, value in (
        ("provider", _provider_value(link, base.get("provider", ABSENT))),
        ("images", _records_value(link.images.all(), base.get("images", ABSENT), IMAGE, _image_value)),
    ):
        if not isinstance(value, Absent):
            said[key] = value
    return said


def _provider_value(story: Article | RelatedLink, base: Value | Absent) -> Value | Absent:
    if means(base, story.provider):
        return base
    if story.provider is None:
        return ABSENT
    if means(story.provider_mention, story.provider):
        mention: Value = story.provider_mention
        return mention
    return mention_of(story.provider)


def mention_of(provider: Provider) -> Record:
    """How an article names a provider that an editor chose: as the sites do, with the small logo."""
    mention: Record = {"name": provider.name, "domain": provider.domain}
    logos = sorted(provider.logos.all(), key=lambda logo: logo.width or 0)
    if logos:
        mention["images"] = [_record(logos[0], LOGO, {})]
    return {key: value for key, value in mention.items() if value}


def _records_value(
    rows: Iterable[_Row], base: Value | Absent, table: Sequence[Column], say: Callable[[_Row, Record], Record]
) -> Value | Absent:
    """A list as its rows say it: each relative to the base's record that it continues."""
    free = records(base)
    said: list[Value] = []
    for row in rows:
        held = {column.attribute: getattr(row, column.attribute) for column in table}
        before = next((record for record in free if values_by_field(table, record) == held), None)
        # Not "or": a record may be empty.
        if before is None:
            before = next((record for record in free if _address(record) == _row_address(row)), None)
        if before is not None:
            free.remove(before)
        said.append(say(row, before or {}))
    return _listed(said, base) if said != records(base) else base


def _address(record: Record) -> Value:
    return record.get("url") or record.get("webUrl") or record.get("originalUrl")


def _row_address(row: Image | RelatedLink) -> str:
    return row.url if isinstance(row, Image) else row.web_url or row.original_url


def _listed(said: Sequence[Value], base: Value | Absent) -> Value | Absent:
    """A list, whose key goes when the last member goes."""
    return list(said) if said else ABSENT


def _folded(names: Iterable[str]) -> list[str]:
    return [identity(name) for name in names]
