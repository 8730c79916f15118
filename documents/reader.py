"""Bytes in, a Document out, or the Problem that refuses it.

Built from libyaml's events alone: no constructors, so nothing is made but text, lists and
mappings, and what a text means is the schema's to say. PyYAML's own loaders build recursively
and die of a segmentation fault on 30 kB of `[`; the limits here stop such a document early.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any, Final

import yaml

from documents.document import Document, Entry, Mapping, Node, Problem, Scalar, Sequence, Span

SIZE_LIMIT: Final = 1024 * 1024
DEPTH_LIMIT: Final = 12
EVENT_LIMIT: Final = 20_000

# The whole text, so that it stands for `document:` in a message of FILE:LINE: field: reason.
WHOLE: Final = "document"

_OPENING_FENCE: Final = re.compile(r"---[ \t]*\r?\n")
_CLOSING_FENCE: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?$)", re.MULTILINE)


class _Refusal(Exception):
    """Carries a position (in the text) and a reason out of the event loop; never leaves this module."""

    def __init__(self, position: int, field: str, reason: str) -> None:
        super().__init__(reason)
        self.position = position
        self.field = field
        self.reason = reason


def read(path: str, data: bytes) -> Document | Problem:
    """Read one document of at most 1 MiB in UTF-8; `path` is its path within the site.

    Whatever the bytes are, this answers: with a Document, or with the first Problem that makes
    them unreadable. What the values mean is asked later, of `validation.validate`.
    """
    if len(data) > SIZE_LIMIT:
        return Problem(path, 0, WHOLE, f"has {len(data):,} bytes; at most {SIZE_LIMIT:,} are allowed")
    text = _decode(path, data)
    if isinstance(text, Problem):
        return text
    has_bom = text.startswith("\ufeff")
    text = text.removeprefix("\ufeff")
    try:
        front = _find_front(path, text)
        written = text[front.start : front.end]
        root = _parse(_join_surrogates(written) if path.endswith(".json") else written, front.start)
    except _Refusal as refusal:
        line = text.count("\n", 0, refusal.position) + 1
        return Problem(path, line, refusal.field, refusal.reason)
    return Document(path, text, root, front, has_bom)


def _decode(path: str, data: bytes) -> str | Problem:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return Problem(path, 1, WHOLE, "is UTF-16; save it as UTF-8")
        byte = data[error.start]
        return Problem(path, line, WHOLE, f"is not UTF-8 (byte 0x{byte:02x}); save it as UTF-8")


def _find_front(path: str, text: str) -> Span:
    """The span of the YAML: between two fences, or the whole text of a document without any."""
    suffix = PurePosixPath(path).suffix.lower()
    plain_yaml = suffix in {".yaml", ".yml", ".json"}
    opening = _OPENING_FENCE.match(text)
    if opening is None:
        if plain_yaml or text.lstrip().startswith("{"):
            return Span(0, len(text))
        raise _Refusal(0, WHOLE, "has no front matter; the first line should be three dashes: ---")
    closing = _CLOSING_FENCE.search(text, opening.end())
    if closing is not None:
        return Span(opening.end(), closing.start())
    if plain_yaml:
        # A `.yaml` file may open with YAML's own document marker, which closes nothing.
        return Span(opening.end(), len(text))
    raise _Refusal(0, WHOLE, "its front matter is not closed; a line of three dashes is missing: ---")


def _join_surrogates(text: str) -> str:
    """Write JSON's pair of escapes for one character as YAML's single one, of the same length.

    libyaml refuses surrogates; an escaped line break (worth nothing in YAML) keeps all spans true.
    """

    def as_one(pair: re.Match[str]) -> str:
        high, low = int(pair["high"], 16), int(pair["low"], 16)
        return f"{pair['before']}\\\n\\U{0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00:08X}"

    return _SURROGATE_PAIR.sub(as_one, text)


_SURROGATE_PAIR: Final = re.compile(
    r"(?P<before>(?<!\\)(?:\\\\)*)\\u(?P<high>d[89ab][0-9a-f]{2})\\u(?P<low>d[c-f][0-9a-f]{2})", re.IGNORECASE
)


def _parse(text: str, offset: int) -> Mapping:
    """The root mapping of a YAML text that stands `offset` characters into its document."""
    try:
        root = _build(text, offset)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = ", ".join(part for part in (error.context, error.problem) if part)
        raise _Refusal(offset + (mark.index if mark else 0), WHOLE, f"is not YAML: {reason}") from None
    except yaml.reader.ReaderError as error:
        # Its position counts bytes, so the character is looked up.
        place = max(text.find(chr(error.character)), 0)
        reason = f"holds a character that YAML does not allow (U+{error.character:04X})"
        raise _Refusal(offset + place, WHOLE, reason) from None
    except yaml.YAMLError as error:
        raise _Refusal(offset, WHOLE, f"is not YAML: {error}") from None
    if isinstance(root, Mapping):
        return root
    if isinstance(root, Scalar) and root.is_null:
        raise _Refusal(offset, WHOLE, "is empty")
    raise _Refusal(offset, WHOLE, "should be keys with values, such as `title: …`")


def _build(text: str, offset: int) -> Node | None:  # noqa: PLR0912  one loop over events reads best whole
    """Build nodes from events with a stack of our own, so that nesting costs no recursion."""
    root: Node | None = None
    # What is open, outermost last: the container, the key that it is the value of, the keys around it.
    stack: list[tuple[Mapping | Sequence, Scalar | None, set[str]]] = []
    key: Scalar | None = None
    seen: set[str] = set()
    end = offset
    # Any: yaml's stubs allow an event without marks, which libyaml never makes.
    event: Any
    for count, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader), start=1):
        kind = type(event)
        node: Node
        if kind is yaml.ScalarEvent:
            node = _scalar(event, text, offset)
            end = node.span.end
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            start = event.start_mark.index + offset
            _refuse_decoration(event, start)
            if len(stack) >= DEPTH_LIMIT:
                raise _Refusal(start, _field(stack, key), f"is nested deeper than {DEPTH_LIMIT} levels")
            container = Mapping if kind is yaml.MappingStartEvent else Sequence
            stack.append((container([], bool(event.flow_style), Span(start, start)), key, seen))
            key, seen = None, set()
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            opened, key, seen = stack.pop()
            # A block has no end of its own: libyaml marks the next token. It ends with its last leaf.
            end = event.end_mark.index + offset if opened.flow else end
            node = opened._replace(span=Span(opened.span.start, end))
        elif kind is yaml.AliasEvent:
            raise _Refusal(event.start_mark.index + offset, _field(stack, key), _NO_ALIAS)
        elif kind is yaml.DocumentStartEvent and root is not None:
            raise _Refusal(event.start_mark.index + offset, WHOLE, "holds more than one YAML document")
        else:
            continue
        if count > EVENT_LIMIT:
            raise _Refusal(end, _field(stack, key), f"makes more than {EVENT_LIMIT:,} YAML events")
        if not stack:
            root = node
        elif type(parent := stack[-1][0]) is Sequence:
            parent.items.append(node)
        elif key is not None and type(parent) is Mapping:
            parent.entries.append(Entry(key, node))
            key = None
        elif type(node) is Scalar:
            if node.text in seen:
                raise _Refusal(node.span.start, node.text, "the key stands twice; keep one of the two")
            seen.add(node.text)
            key = node
        else:
            raise _Refusal(node.span.start, WHOLE, "has a key that is not text")
    return root


def _scalar(event: Any, text: str, offset: int) -> Scalar:
    start, end = event.start_mark.index, event.end_mark.index
    _refuse_decoration(event, start + offset)
    if event.style in {"|", ">"}:
        # The mark stands behind the line ends (and empty lines) that follow; they are not text.
        end = start + len(text[start:end].rstrip())
    return Scalar(event.value, event.style or "", Span(start + offset, end + offset))


_NO_ALIAS: Final = "uses a YAML alias (*name); write the value out"


def _refuse_decoration(event: Any, position: int) -> None:
    if event.anchor is not None:
        raise _Refusal(position, WHOLE, f"uses a YAML anchor (&{event.anchor}); write the value out")
    if event.tag is not None:
        raise _Refusal(position, WHOLE, f"uses a YAML tag ({event.tag}); remove it")


def _field(stack: list[tuple[Mapping | Sequence, Scalar | None, set[str]]], key: Scalar | None) -> str:
    """The top-level key under which something stands."""
    keys = [owner for _, owner, _ in stack if owner is not None]
    first = keys[0] if keys else key
    return first.text if first is not None else WHOLE
