"""The frozen values that the other modules of this room pass on."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final, NamedTuple, TypeAlias


class Absent(Enum):
    """The type of ABSENT, which differs from an empty text, from null and from false."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent.ABSENT

# One value of a document by its schema. A record (provider, an image) is a dict of its known keys.
Value: TypeAlias = "str | int | bool | datetime | None | list[Value] | Record"
Record: TypeAlias = "dict[str, Value]"
Values: TypeAlias = "dict[str, Value]"


def counted(number: int, one: str, many: str = "") -> str:
    """A number with what is said of so many, in the plain English of commands.

    >>> counted(1, "file"), counted(1200, "file"), counted(2, "differs", "differ")
    ('1 file', '1,200 files', '2 differ')
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def printable(text: str, limit: int = 60) -> str:
    """Someone else's text, fit for a message: short, on one line, and nothing that a terminal obeys."""
    short = text if len(text) <= limit else f"{text[:limit]}…"
    if short.isprintable():
        return short
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in short
    )


def is_visible(text: str) -> bool:
    """Whether a text holds a sign that anybody could see.

    >>> is_visible("–"), is_visible(" \u200b\ufeff"), is_visible("\u3164")
    (True, False, False)
    """
    return any(unicodedata.category(sign)[0] not in "CZ" for sign in _BLANK.sub("", text))


# Fillers, joiners, selectors of variants, and the cell of Braille without a dot: letters and marks by name.
_BLANK: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


class Span(NamedTuple):
    """Where something stands in a document's text, in characters: libyaml's marks count code points."""

    start: int
    end: int


class Scalar(NamedTuple):
    """A YAML scalar as it was written; `style` is '' (plain), '"', "'", '|' or '>'."""

    text: str
    style: str
    span: Span

    @property
    def is_null(self) -> bool:
        """Whether YAML 1.1 reads it as null, which only a plain scalar can be."""
        return not self.style and self.text in {"", "~", "null", "Null", "NULL"}


class Sequence(NamedTuple):
    """A YAML sequence; `flow` tells `[a, b]` from lines that begin with a dash."""

    items: list[Node]
    flow: bool
    span: Span


class Mapping(NamedTuple):
    """A YAML mapping: its entries in the order in which they were written."""

    entries: list[Entry]
    flow: bool
    span: Span

    def get(self, key: str) -> Entry | None:
        """The entry of a key; keys are unique, the reader saw to it."""
        return next((entry for entry in self.entries if entry.key.text == key), None)


class Entry(NamedTuple):
    """A key of a mapping with its value."""

    key: Scalar
    value: Node


Node: TypeAlias = Scalar | Sequence | Mapping


class Severity(Enum):
    """An error refuses its document, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong in a document, where and why; `line` is 0 where no line can be named."""

    path: str
    line: int
    field: str
    reason: str
    severity: Severity = dataclasses.field(default=Severity.ERROR, compare=False)

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.field}: {self.reason}"

    @property
    def is_error(self) -> bool:
        """Whether it refuses its document."""
        return self.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class Document:
    """A file as parsed: its text without a byte-order mark, and its keys in their order, with spans.

    `front` is the part of `text` that is YAML: what stands between the fences, or all of it.
    """

    path: str
    text: str
    root: Mapping
    front: Span
    has_bom: bool = False

    @property
    def keys(self) -> list[str]:
        """The top-level keys, in their order."""
        return [entry.key.text for entry in self.root.entries]

    @property
    def newline(self) -> str:
        """The line end that the document uses first, and that new lines in it shall have."""
        first = self.text.find("\n")
        return "\r\n" if first > 0 and self.text[first - 1] == "\r" else "\n"

    @property
    def body(self) -> str:
        """The text behind the closing fence; empty for a document of plain YAML."""
        return self.text[self.body_start :]

    @property
    def body_start(self) -> int:
        """Where the body begins: at the end of the text where there is none."""
        closing_fence_end = self.text.find("\n", self.front.end) if self.front.start else -1
        return closing_fence_end + 1 if closing_fence_end >= 0 else len(self.text)

    def written_as(self, key: str) -> Entry | None:
        """The top-level entry whose key stands so in the text, whatever it is read as."""
        return next((entry for entry in self.root.entries if self.name_of(entry) == key), None)

    def name_of(self, entry: Entry) -> str:
        """A key as it is written, without quotes."""
        return self.text[entry.key.span.start : entry.key.span.end].strip("'\"")

    def line_at(self, position: int) -> int:
        """The line, counted from 1, in which a character stands."""
        return self.text.count("\n", 0, position) + 1


@dataclass(frozen=True, slots=True)
class FieldChange:
    """The new value of one top-level key; ABSENT takes the key away."""

    key: str
    value: Value | Absent


@dataclass(frozen=True, slots=True)
class Clash:
    """One editorial field that was changed on both sides, differently."""

    key: str
    base: Value | Absent
    theirs: Value | Absent
    ours: Value | Absent
