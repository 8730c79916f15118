"""Document -> typed values, and all its Problems at once, by the schema alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from documents.addresses import doubt_of, fault_of, is_host_name
from documents.body import text_of
from documents.document import (
    Document,
    Mapping,
    Node,
    Problem,
    Record,
    Scalar,
    Sequence,
    Severity,
    Value,
    Values,
    printable,
)
from documents.identity import identity
from documents.layout import Kind
from documents.reader import WHOLE
from documents.schema import BODY, NAME_LIMIT, Field, Type, fields_of, key_field_of


@dataclass(frozen=True, slots=True)
class Validated:
    """What a document says, by its keys in their order, and what is wrong with it.

    Opaque keys are not among the values. With an error among the problems, the values are not to be used.
    """

    values: Values
    problems: tuple[Problem, ...]

    @property
    def is_refused(self) -> bool:
        """Whether one problem or more is an error."""
        return any(problem.is_error for problem in self.problems)


def validate(document: Document, kind: Kind, *, leave_out: bool = True) -> Validated:
    """Read the values of all keys that the schema names, and tell everything that is wrong with them.

    What is expendable is left out where it is wrong, with a warning; without `leave_out` that is an error.
    """
    check = _Check(document, leave_out=leave_out)
    values: Values = {}
    for entry in document.root.entries:
        field = key_field_of(kind, entry.key.text)
        if field is not None and field.type is not Type.OPAQUE:
            values[field.key] = check.value(entry.value, field, field.key)
    check.whole(kind, values)
    if kind is Kind.ARTICLE and (text := text_of(document.body)):
        values[BODY.key] = text
    return Validated(values, tuple(check.problems))


def value_of(node: Node, field: Field) -> Value:
    """The value of one node of a document that `validate` has found without errors."""
    return _Check(None).value(node, field, field.key)


def member_of(node: Node, field: Field) -> Value:
    """The value of one item of a list, likewise."""
    check = _Check(None)
    return check.record(node, field, "") if field.type is Type.RECORDS else check.text(node, field, "")


def says_nothing(item: Node) -> bool:
    """Whether an item of a list is empty: it is no member, and its bytes stay where they are."""
    return type(item) is Scalar and (item.is_null or not item.text.strip())


class _Check:
    """One pass over a document, which gathers its problems."""

    def __init__(self, document: Document | None, *, leave_out: bool = True) -> None:
        self.document = document
        self.leave_out = leave_out
        self.problems: list[Problem] = []
        self.is_wrong = False

    def value(self, node: Node, field: Field, name: str) -> Value:
        """The typed value of a node; None where it is null or wrong."""
        if type(node) is Scalar and node.is_null:
            return None
        if field.expendable and self.leave_out:
            return self.expendable(node, field, name)
        return _READERS[field.type](self, node, field, name)

    def expendable(self, node: Node, field: Field, name: str) -> Value:
        """A value without which the document says the same: where it is wrong, none, and a warning."""
        before, count = self.is_wrong, len(self.problems)
        self.is_wrong = False
        value = _READERS[field.type](self, node, field, name)
        if self.is_wrong:
            value = None
            self.problems[count:] = [
                replace(problem, reason=f"{problem.reason} (left out)", severity=Severity.WARNING)
                for problem in self.problems[count:]
            ]
        self.is_wrong = before
        return value

    def say(self, node: Node | None, name: str, reason: str, severity: Severity = Severity.ERROR) -> None:
        self.is_wrong = self.is_wrong or severity is Severity.ERROR
        if self.document is None:
            return
        line = self.document.line_at(node.span.start) if node is not None else 0
        self.problems.append(Problem(self.document.path, line, name, reason, severity))

    def expected(self, node: Node, name: str, what: str) -> None:
        self.say(node, name, f"expected {what}, found {_found(node)}")

    def text(self, node: Node, field: Field, name: str) -> Value:
        if type(node) is not Scalar:
            self.expected(node, name, "text")
            return None
        text = node.text
        if len(text) > field.limit:
            self.say(node, name, f"has {len(text):,} characters; at most {field.limit:,} fit")
        if not text.isprintable() and (control := _CONTROL.search(text)):
            self.say(node, name, f"holds the control character U+{ord(control.group()):04X}; remove it")
        return text

    def url(self, node: Node, field: Field, name: str) -> Value:
        text = self.text(node, field, name)
        if not isinstance(text, str) or not text:
            return text
        if not _URL_START.match(text):
            self.expected(node, name, "an address that begins with https://, http:// or a single /")
        elif found := _NOT_IN_URL.search(text):
            self.say(node, name, f"holds U+{ord(found.group()):04X}, which no address can; remove it")
        elif fault := fault_of(text):
            self.say(node, name, fault)
        elif doubt := doubt_of(text):
            self.say(node, name, doubt, Severity.WARNING)
        return text

    def host(self, node: Node, field: Field, name: str) -> Value:
        text = self.text(node, field, name)
        if isinstance(text, str) and text.strip() and not is_host_name(text):
            self.expected(node, name, "the name of a host, such as example.org")
        return text

    def time(self, node: Node, field: Field, name: str) -> Value:
        if type(node) is not Scalar or not _TIME.fullmatch(node.text):
            self.expected(node, name, "a time with its zone, such as 2020-02-24T15:49:00Z")
            return None
        try:
            return datetime.fromisoformat(node.text.upper()).astimezone(UTC)
        except (ValueError, OverflowError):
            self.say(node, name, f"there is no such time as {node.text}; correct it")
            return None

    def integer(self, node: Node, field: Field, name: str) -> Value:
        if type(node) is not Scalar or node.style or not _INTEGER.fullmatch(node.text):
            self.expected(node, name, "an integer")
            return None
        # Python refuses to read thousands of digits; nothing with so many is in range.
        number = int(node.text) if len(node.text) <= _SHOWN else None
        if number is None or not field.minimum <= number <= field.maximum:
            reason = f"{printable(node.text)} is out of range ({field.minimum} to {field.maximum})"
            self.say(node, name, reason)
        return number

    def flag(self, node: Node, field: Field, name: str) -> Value:
        if type(node) is Scalar and not node.style and node.text in _FLAGS:
            return _FLAGS[node.text]
        self.expected(node, name, "true or false")
        return None

    def texts(self, node: Node, field: Field, name: str) -> Value:
        texts: list[Value] = []
        folded: set[str] = set()
        for item, item_name in self.items(node, name):
            text = self.text(item, field, item_name)
            if type(text) is not str:
                continue
            if field.identity and identity(text) in folded:
                reason = f"“{printable(text)}” stands twice; it counts once"
                self.say(item, item_name, reason, Severity.WARNING)
            folded.add(identity(text))
            texts.append(text)
        return texts

    def text_map(self, node: Node, field: Field, name: str) -> Value:
        if type(node) is not Mapping:
            self.expected(node, name, "keys with values")
            return None
        texts: Record = {}
        for key, value in node.entries:
            inner = f"{name}.{printable(key.text)}"
            self.text(key, _KEY, inner)
            texts[key.text] = self.nullable_text(value, field, inner)
        return texts

    def nullable_text(self, node: Node, field: Field, name: str) -> Value:
        return None if type(node) is Scalar and node.is_null else self.text(node, field, name)

    def record(self, node: Node, field: Field, name: str) -> Value:
        if type(node) is not Mapping:
            self.expected(node, name, "keys with values")
            return None
        known = field.by_key
        return {
            key.text: self.value(value, inner, f"{name}.{key.text}")
            for key, value in node.entries
            if (inner := known.get(key.text)) is not None
        }

    def records(self, node: Node, field: Field, name: str) -> Value:
        records: list[Value] = []
        for item, item_name in self.items(node, name):
            record = self.record(item, field, item_name)
            if type(record) is dict:
                records.append(record)
        return records

    def items(self, node: Node, name: str) -> Iterator[tuple[Node, str]]:
        if type(node) is not Sequence:
            self.expected(node, name, "a list")
            return
        for place, item in enumerate(node.items, start=1):
            item_name = f"{name}[{place}]"
            if says_nothing(item):
                self.empty(item, item_name)
            else:
                yield item, item_name

    def empty(self, item: Node, name: str) -> None:
        if self.leave_out:
            self.say(item, name, "is empty (left out)", Severity.WARNING)
        else:
            self.say(item, name, "is empty; remove the item")

    def whole(self, kind: Kind, values: Values) -> None:
        """What only the keys together can show."""
        assert self.document is not None
        taxonomy = self.document.root.get("taxonomy")
        if taxonomy is not None and type(taxonomy.value) is Scalar:
            told = _KINDS.get(taxonomy.value.text)
            if told is not None and told is not kind:
                reason = f"this is no {kind.name.lower()}; keep it in {told.folder}/"
                self.say(taxonomy.value, "taxonomy", reason)
        if kind is not Kind.ARTICLE:
            key = _REQUIRED[kind]
            text = values.get(key)
            if not (isinstance(text, str) and text.strip()) and all(
                found.field != key for found in self.problems
            ):
                entry = self.document.root.get(key)
                self.say(
                    entry.key if entry else None, key, "is missing or empty; every such document needs it"
                )
        elif not any(field.key in values for field in fields_of(kind)):
            self.say(None, WHOLE, "has none of an article's keys, such as `title: …`")
        elif not values.get("title"):
            self.say(None, "title", "is missing or empty", Severity.WARNING)


_REQUIRED: Final = {Kind.TOPIC: "name", Kind.PROVIDER: "domain"}
_KINDS: Final = {"topic": Kind.TOPIC, "organization": Kind.PROVIDER}
# A key that its document chooses, such as the name of a service.
_KEY: Final = Field("", limit=NAME_LIMIT)

# Line ends and tabs are text. Controls from U+0080 to U+009F are how mojibake looks; an editor mends it.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# RFC 3986 in what keeps a reader safe: the scheme is one of two, there is a host, a path is the site's own.
# Nothing here can be matched in two ways: a text may have a million characters.
_URL_START: Final = re.compile(r"(?ai:https?)://[^\s/?#\\]+(?:[/?#]|\Z)|/(?![/\\])")
# Browsers drop tabs and line ends, so that "/\t/elsewhere" would lead elsewhere. Signs that turn the
# direction of writing show an address in another order than it has (RFC 3987, 4.1).
_NOT_IN_URL: Final = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]|\s\Z")
# RFC 3339 section 5.6, date-time.
_TIME: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})", re.ASCII
)
_INTEGER: Final = re.compile(r"[-+]?\d+", re.ASCII)
_FLAGS: Final = {
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip

_READERS: Final[dict[Type, Callable[[_Check, Node, Field, str], Value]]] = {
    Type.TEXT: _Check.text,
    Type.HTML: _Check.text,
    Type.URL: _Check.url,
    Type.HOST: _Check.host,
    Type.TIME: _Check.time,
    Type.INTEGER: _Check.integer,
    Type.FLAG: _Check.flag,
    Type.TEXTS: _Check.texts,
    Type.TEXT_MAP: _Check.text_map,
    Type.RECORD: _Check.record,
    Type.RECORDS: _Check.records,
}


def _found(node: Node) -> str:
    if type(node) is Mapping:
        return "keys with values"
    if type(node) is Sequence:
        return "a list"
    assert type(node) is Scalar
    quoted = f'"{printable(node.text, _SHOWN)}"'
    return f"the text {quoted}" if node.style else quoted


_SHOWN: Final = 60
