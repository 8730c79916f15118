"""Values and documents for property tests, by the schema: tame ones, and documents in every wild style."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TypeAlias

from hypothesis import strategies as st

from documents.document import Document, Record, Value, Values
from documents.layout import Kind
from documents.reader import read
from documents.schema import Field, Type, fields_of
from documents.validation import validate

Draw: TypeAlias = st.DrawFn

PATHS = {
    Kind.ARTICLE: "_news/2021-06-02-hello.md",
    Kind.TOPIC: "_data/topics/03-hello.yaml",
    Kind.PROVIDER: "_data/organizations/example.com.md",
}
KINDS = st.sampled_from(Kind)

# What YAML reads as something else, or breaks on, when it is not written with care.
NASTY = (
    "", " ", "  two", "end ", "a  b", "~", "null", "no", "Yes", "on", "true", "1", "-1", "+1", "1.5",
    "1e3", "0x1F", "0b1", "0o7", "1_000", "12:30", ".5", ".inf", "=", "<<", "2020-01-01",
    "2020-02-24T15:49:00Z", "a: b", "a:", ": a", "a #b", "#a", "- a", "-", "--", "---", "...", "? a", "?",
    "[a]", "[", "]", "{a}", "{", "}", ",", "a, b", "&a", "*a", "!a", "!", "|", ">", "%a", "@a", "`a`", "'",
    "''", "a'b", '"', 'say "é"', "\\", "\\n", "C:\\new", "a\nb", "\n", "a\n", "\n\na", "a\r\nb", "\r",
    "\t", "a\tb", "\ta", "\x85", "a\u2028b", "a \u2028 b", "\u2029", "\xa0", "\ufeff", "a\ufeffb", "\ufffe",
    "\x80â€“", "é – ü", "日本語", "😀", "\U0010ffff", "key: |",
)  # fmt: skip
ALPHABET = st.characters(
    exclude_categories=["Cs"],
    exclude_characters="".join(map(chr, [*range(9), 11, 12, *range(14, 32), 127])),
)
TEXTS = st.sampled_from(NASTY) | st.text(ALPHABET, max_size=12) | st.text("ab: #-'\"\\\n ,[]{}", max_size=8)
FULL_TEXTS = TEXTS.filter(lambda text: bool(text.strip()))
TIMES = st.datetimes(
    min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30), timezones=st.just(UTC)
) | st.just(datetime(2020, 2, 24, 15, 49, tzinfo=UTC))
URLS = st.builds(
    "{}{}".format,
    st.sampled_from(["https://example.com/", "HTTP://a.b?", "/", "/assets/x.png#"]),
    st.text("abü%:#'\"~=& ", max_size=8).filter(lambda text: text == text.rstrip()),
)
HOSTS = st.sampled_from(
    ["example.com", "A.b", "xn--e1afmkfd.example", "пример.рф", "a_b.example", "127.0.0.1"]
)


@cache
def values_of(field: Field) -> st.SearchStrategy[Value]:
    """Values that a field can have, null among them."""
    return st.none() | full_values_of(field)


@cache
def full_values_of(field: Field) -> st.SearchStrategy[Value]:
    """Values that a field can have, without null."""
    strategies: dict[Type, st.SearchStrategy[Value]] = {
        Type.TEXT: TEXTS,
        Type.HTML: TEXTS,
        Type.URL: URLS,
        Type.HOST: HOSTS,
        Type.TIME: TIMES,
        Type.INTEGER: st.integers(field.minimum, field.maximum) | st.integers(0, 99),
        Type.FLAG: st.booleans(),
        Type.TEXTS: st.lists(FULL_TEXTS, max_size=4),
        Type.TEXT_MAP: st.dictionaries(TEXTS, st.none() | TEXTS, max_size=4),
        Type.RECORD: st.deferred(lambda: records_of(field)),
        Type.RECORDS: st.lists(st.deferred(lambda: records_of(field)), max_size=4),
    }
    return strategies[field.type]


@cache
def records_of(field: Field) -> st.SearchStrategy[Record]:
    """Records of a field, with any of their keys missing."""
    return st.fixed_dictionaries({}, optional={inner.key: values_of(inner) for inner in field.fields})


def fields_with_values(kind: Kind) -> list[Field]:
    """The fields whose values a document gives, which leaves out the opaque ones."""
    return [field for field in fields_of(kind) if field.type is not Type.OPAQUE]


REQUIRED = {Kind.ARTICLE: "title", Kind.TOPIC: "name", Kind.PROVIDER: "domain"}


@cache
def valid_values(kind: Kind) -> st.SearchStrategy[Values]:
    """What a document of a kind may say; never so little that it would be refused."""
    fields = {field.key: values_of(field) for field in fields_with_values(kind)}
    # One of these would make it a document of another kind.
    fields.pop("taxonomy", None)
    required = REQUIRED[kind]
    del fields[required]
    named = HOSTS if kind is Kind.PROVIDER else FULL_TEXTS
    return st.fixed_dictionaries({required: named}, optional=fields)


# Wild documents


@dataclass(frozen=True)
class Wild:
    """A document in some style, with what it says."""

    kind: Kind
    path: str
    data: bytes
    values: Values

    @property
    def document(self) -> Document:
        document = read(self.path, self.data)
        assert isinstance(document, Document), f"{document}\n{self.data!r}"
        return document


OPAQUE = {
    "locale": ["en-GB", "'en'", '"en"', "[en, de]", "{a: [b, {c: d}]}"],
    "secured": ['"aGVsbG8=;YQ=="', "'x'", "aGVsbG8"],
    "_x y": ["~", "", "|\n  kept\n\n  lines", "\n  deep:\n    - er", "\n- a\n- b"],
}


@st.composite
def wild_documents(draw: Draw, kinds: st.SearchStrategy[Kind] = KINDS) -> Wild:
    """A document that is anything but in house style: quotes, comments, flow, blocks, order, line ends."""
    kind = draw(kinds)
    values = draw(valid_values(kind))
    style = Style(draw)
    entries = [(field, values[field.key]) for field in fields_with_values(kind) if field.key in values]
    pieces = [style.entry(field, value, "") for field, value in entries]
    pieces += [
        f"{key}: {draw(st.sampled_from(OPAQUE[key]))}\n"
        for key in draw(st.sets(st.sampled_from(list(OPAQUE))))
    ]
    if draw(st.booleans()):
        pieces = draw(st.permutations(pieces))
    between = st.sampled_from(["", "", "", "\n", "# a comment: here\n", "\n# - another\n\n"])
    text = "".join(draw(between) + piece for piece in pieces)
    path = PATHS[kind]
    if kind is not Kind.TOPIC:
        body = draw(st.sampled_from(["", "\n", "\nA body.\n---\nheat: 1\n", "no line end"]))
        text = f"---\n{text}---\n{body}"
        if kind is Kind.ARTICLE and (said := body.strip("\n")):
            values = {**values, "body": said}
    elif draw(st.booleans()):
        text = text.removesuffix("\n")
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    if draw(st.booleans()):
        text = "\ufeff" + text
    return Wild(kind, path, text.encode(), values)


@st.composite
def json_documents(draw: Draw, kinds: st.SearchStrategy[Kind] = KINDS) -> Wild:
    """Wild documents as JSON, as programs write it: on one line or on many, escaped or not."""
    kind = draw(kinds)
    values = draw(valid_values(kind))
    # libyaml takes no pair of escapes in a key, and keys are words in all real documents.
    services = values.get("services")
    is_ascii = draw(st.booleans()) and not (
        isinstance(services, dict) and max("".join(services), default="") > "\uffff"
    )
    whole = {**values, "locale": {"deep": [1, None, "😀"]}} if draw(st.booleans()) else values
    text = json.dumps(
        whole,
        indent=draw(st.sampled_from([None, 2, "\t"])),
        ensure_ascii=is_ascii,
        default=lambda time: time.isoformat(),
    )
    path = PATHS[kind].rsplit(".", 1)[0] + ".json"
    for character in "\x85\u2028\u2029\ufeff\ufffe\uffff":
        text = text.replace(character, f"\\u{ord(character):04x}")
    text = "".join(f"\\u{ord(c):04x}" if "\x7f" <= c < "\xa0" else c for c in text)
    return Wild(kind, path, (text + draw(st.sampled_from(["", "\n"]))).encode(), values)


class Style:
    """Writes each value in a style of its own, drawn at every turn."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw

    def one_of(self, *choices: str) -> str:
        return self.draw(st.sampled_from(choices))

    def entry(self, field: Field, value: Value, indent: str) -> str:
        key = field.key if field.key.strip("_").isalpha() else json_text(field.key)
        key = self.one_of(key, key, json_text(field.key))
        comment = self.one_of("", "", "  # said: so")
        if isinstance(value, (list, dict)):
            if not value or self.draw(st.booleans()):
                return f"{indent}{key}: {self.flow(value)}{comment}\n"
            deeper = (
                indent + self.one_of("  ", "    ")
                if isinstance(value, dict)
                else indent + self.one_of("", "  ")
            )
            return f"{indent}{key}:{comment}\n{self.block(field, value, deeper)}"
        if isinstance(value, str) and self.draw(st.integers(0, 3)) == 0 and is_blockable(value):
            lines = "".join(f"{indent}   {line}\n" for line in value.split("\n"))
            return f"{indent}{key}: {self.one_of('|-', '|-  # so')}\n{lines}"
        space = self.one_of(" ", "   ")
        return f"{indent}{key}:{space}{self.scalar(value)}{comment}\n"

    def block(self, field: Field, value: list[Value] | Record, indent: str) -> str:
        if isinstance(value, dict):
            fields = {inner.key: inner for inner in field.fields}
            return "".join(
                self.entry(fields.get(key) or Field(key), inner, indent) for key, inner in value.items()
            )
        return "".join(self.item(field, item, indent) for item in value)

    def item(self, field: Field, item: Value, indent: str) -> str:
        before = self.one_of("", "", "", f"{indent}# - not an item\n")
        if isinstance(item, dict) and item and self.draw(st.booleans()):
            extra = self.one_of("", "", f"{indent}  focus: {{x: 1}}\n")
            written = self.block(field, item, indent + "  ") + extra
            return f"{before}{indent}- {written[len(indent) + 2 :]}"
        return f"{before}{indent}- {self.flow(item)}{self.one_of('', ' # so')}\n"

    def flow(self, value: Value) -> str:
        if isinstance(value, list):
            comma = self.one_of(", ", ",  ", ",")
            return f"[{comma.join(self.flow(item) for item in value)}]"
        if isinstance(value, dict):
            pairs = [f"{json_text(key)}: {self.flow(inner)}" for key, inner in value.items()]
            return f"{{{self.one_of('', ' ')}{', '.join(pairs)}{self.one_of('', ' ')}}}"
        return "null" if value is None else self.scalar(value)

    def scalar(self, value: Value) -> str:
        if value is None:
            return self.one_of("", "~", "null")
        if isinstance(value, bool):
            return self.one_of(str(value), str(value).lower())
        if isinstance(value, datetime):
            return self.time(value)
        return self.text(value) if isinstance(value, str) else str(value)

    def text(self, text: str) -> str:
        if text.isalnum() and text.isascii() and text.lower() != "null":
            return self.one_of(text, f"'{text}'", f'"{text}"')
        if text.isprintable():
            return self.one_of("'" + text.replace("'", "''") + "'", json_text(text))
        return json_text(text)

    def time(self, value: datetime) -> str:
        written = value.isoformat()
        return self.one_of(f'"{written}"', "'" + written.replace("T", " ").replace("+00:00", "z") + "'")


def json_text(text: str) -> str:
    """Text in double quotes, with every character escaped that might not stand as it is."""
    escaped = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() and c not in "\ufeff" else f"\\U{ord(c):08x}" for c in escaped)


def is_blockable(text: str) -> bool:
    """Whether a literal block can hold a text without further care."""
    lines = text.split("\n")
    return all(line.strip() == line != "" and line.isprintable() and "\xa0" not in line for line in lines)


def says(wild: Wild) -> Values:
    """What the reader and the schema make of a wild document."""
    validated = validate(wild.document, wild.kind)
    assert not validated.is_refused, validated.problems
    return validated.values
