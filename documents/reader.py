"""Bytes in, a Document out, or the Problem that refuses it.

Built from libyaml's events alone: no constructors, so nothing is made but text, lists and
mappings, and what a text means is the schema's to say. PyYAML's own loaders build recursively
and die of a segmentation fault on 30 kB of `[`; the limits here stop such a document early.
"""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from documents.body import text_of
from documents.document import Document, Entry, Mapping, Node, Problem, Scalar, Sequence, Span, printable
from documents.foreign import foreign
from documents.schema import BODY, FORMER_NAMES
from documents.yaml_errors import explain

# Bytes of what stands before the text of an article, and of that text with one for each line end.
FRONT_LIMIT: Final = 1024 * 1024
BODY_LIMIT: Final = 1024 * 1024
# Bytes of a file that may be a document: line ends may take two each, and there are fences.
SIZE_LIMIT: Final = FRONT_LIMIT + 2 * BODY_LIMIT + 1024
DEPTH_LIMIT: Final = 12
EVENT_LIMIT: Final = 20_000

# The whole text, so that it stands for `document:` in a message of FILE:LINE: field: reason.
WHOLE: Final = "document"

# With its byte-order mark or without: it begins with a dash.
_UTF_16: Final = frozenset({b"\xff\xfe", b"\xfe\xff", b"-\0", b"\0-"})
_RELATED: Final = "related"
_OPENING_FENCE: Final = re.compile(r"---[ \t]*\r?\n")
# It begins with the line end before it, for which a text is searched four times as fast as for `^`.
_CLOSING_FENCE: Final = re.compile(r"\n(?P<fence>(?:---|\.\.\.)[ \t]*\r?)(?=\n|\Z)")


class _Refusal(Exception):
    """Carries a position (in the text) and a reason out of the event loop; never leaves this module."""

    def __init__(self, position: int, field: str, reason: str) -> None:
        super().__init__(reason)
        self.position = position
        self.field = field
        self.reason = reason


def read(path: str, data: bytes) -> Document | Problem:
    """Read one document in UTF-8, within the limits above; `path` is its path within the site.

    Whatever the bytes are, this answers: with a Document, or with the first Problem that makes
    them unreadable. What the values mean is asked later, of `validation.validate`.
    """
    if len(data) > SIZE_LIMIT:
        return _too_large(path, WHOLE, "", len(data), SIZE_LIMIT)
    text = _decode(path, data)
    if isinstance(text, Problem):
        return text
    has_bom = text.startswith("\ufeff")
    text = text.removeprefix("\ufeff")
    try:
        front = _find_front(path, text)
        if len(data) > FRONT_LIMIT and (size := _bytes_of(text[: front.end])) > FRONT_LIMIT:
            return _too_large(path, WHOLE, " of front matter", size, FRONT_LIMIT)
        written = text[front.start : front.end]
        root = _parse(_join_surrogates(written) if written.lstrip().startswith("{") else written, front.start)
    except _Refusal as refusal:
        line = text.count("\n", 0, refusal.position) + 1
        return Problem(path, line, printable(refusal.field), refusal.reason)
    if any(name in text for name in FORMER_NAMES):
        root = _by_present_names(root)
    document = Document(path, text, root, front, has_bom)
    if len(data) > BODY_LIMIT and (size := _bytes_of(text_of(document.body))) > BODY_LIMIT:
        return _too_large(path, BODY.key, " of text, with one for each line end", size, BODY_LIMIT)
    return document


def _too_large(path: str, field: str, of_what: str, size: int, limit: int) -> Problem:
    return Problem(path, 0, field, f"has {size:,} bytes{of_what}; at most {limit:,} are allowed")


def _bytes_of(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _by_present_names(record: Mapping) -> Mapping:
    """A document's keys, and those of its related links, by the names that the format has for them since.

    Where a record has both names, the former one is a key that is not ours.
    """
    keys = {entry.key.text for entry in record.entries}
    entries = []
    for key, node in record.entries:
        name = FORMER_NAMES.get(key.text, key.text)
        if key.text == _RELATED and isinstance(node, Sequence):
            items = [_by_present_names(item) if isinstance(item, Mapping) else item for item in node.items]
            node = node._replace(items=items)  # noqa: PLW2901  the next level builds on it
        entries.append(Entry(key if name in keys else key._replace(text=name), node))
    return record._replace(entries=entries)


def _decode(path: str, data: bytes) -> str | Problem:
    if data[:2] in _UTF_16:
        return Problem(path, 1, WHOLE, "is UTF-16; save it as UTF-8")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        return Problem(path, line, WHOLE, f"is not UTF-8 (byte 0x{byte:02x}); save it as UTF-8")


def _find_front(path: str, text: str) -> Span:
    """The span of the YAML: between two fences, or the whole text of a document without any."""
    plain_yaml = path.lower().endswith((".yaml", ".yml", ".json"))
    opening = _OPENING_FENCE.match(text)
    if opening is None:
        if reason := foreign(text):
            raise _Refusal(0, WHOLE, reason)
        if plain_yaml or text.lstrip().startswith("{"):
            return Span(0, len(text))
        if text.startswith("---\r"):
            raise _Refusal(0, WHOLE, "has lines that end on CR alone; save it with LF or CR LF")
        raise _Refusal(0, WHOLE, "has no front matter; the first line should be three dashes: ---")
    closing = _CLOSING_FENCE.search(text, opening.end() - 1)
    if plain_yaml and (closing is None or text[closing.end() :].strip()):
        # Plain YAML has no body: its `---` is YAML's own marker, and what follows a second one is YAML too.
        return Span(opening.end(), len(text))
    if closing is not None:
        return Span(opening.end(), closing.start("fence"))
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
    if text.startswith("\ufeff"):
        # libyaml skips a second byte-order mark without counting it.
        text, offset = text[1:], offset + 1
    if "%TAG" in text and (directive := _TAG_DIRECTIVE.search(text)):
        # libyaml compares each with all before it: 50,000 of them take seconds.
        raise _Refusal(offset + directive.start("at"), WHOLE, "uses a YAML directive (%TAG); remove it")
    root = _build(text, offset)
    if isinstance(root, Mapping):
        return root
    if root is None or (isinstance(root, Scalar) and root.is_null):
        raise _Refusal(offset, WHOLE, "is empty; it should have keys with values, such as `title: …`")
    raise _Refusal(offset, WHOLE, "should be keys with values, such as `title: …`")


_TAG_DIRECTIVE: Final = re.compile("(?:^|[\r\x85\u2028\u2029])(?P<at>%TAG)", re.MULTILINE)


class _Nest:
    """What is open while events come, kept in lists of our own so that nesting costs no recursion."""

    def __init__(self) -> None:
        self.root: Node | None = None
        # Outermost first: the container, the key that it is the value of, the keys around it.
        self.stack: list[tuple[Mapping | Sequence, Scalar | None, set[str]]] = []
        self.key: Scalar | None = None
        self.seen: set[str] = set()

    @property
    def field(self) -> str:
        """The top-level key under which the next node stands."""
        keys = [owner for _, owner, _ in self.stack if owner is not None]
        first = keys[0] if keys else self.key
        return first.text if first is not None else WHOLE

    def open(self, container: Mapping | Sequence) -> None:
        if len(self.stack) >= DEPTH_LIMIT:
            reason = f"is nested deeper than {DEPTH_LIMIT} levels; make it flatter"
            raise _Refusal(container.span.start, self.field, reason)
        self.stack.append((container, self.key, self.seen))
        self.key, self.seen = None, set()

    def close(self) -> Mapping | Sequence:
        container, self.key, self.seen = self.stack.pop()
        return container

    def add(self, node: Node) -> None:
        if not self.stack:
            self.root = node
        elif type(parent := self.stack[-1][0]) is Sequence:
            parent.items.append(node)
        elif self.key is not None and type(parent) is Mapping:
            parent.entries.append(_new(Entry, (self.key, node)))
            self.key = None
        elif type(node) is not Scalar:
            raise _Refusal(node.span.start, self.field, _KEY_NOT_TEXT)
        elif node.text in self.seen:
            raise _Refusal(node.span.start, node.text, "the key stands twice; keep one of the two")
        elif node.text == "<<" and not node.style:
            raise _Refusal(node.span.start, self.field, _NO_MERGE_KEY)
        else:
            self.seen.add(node.text)
            self.key = node


def _build(text: str, offset: int) -> Node | None:
    """The nodes of a YAML text. Written for speed: it takes most of an import's time."""
    nest = _Nest()
    end = offset
    count = 0
    # Any: yaml's stubs allow an event without marks, which libyaml never makes.
    parser: Any = yaml.CSafeLoader(text)
    try:
        next_event, add = parser.get_event, nest.add
        while (event := next_event()) is not None:
            count += 1
            kind = type(event)
            node: Node
            if kind is yaml.ScalarEvent:
                if event.anchor is not None or event.tag is not None:
                    _refuse_decoration(event, offset, nest)
                node = _scalar(event, text, offset)
                end = node.span.end
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if event.anchor is not None or event.tag is not None:
                    _refuse_decoration(event, offset, nest)
                start = event.start_mark.index + offset
                container = Mapping if kind is yaml.MappingStartEvent else Sequence
                nest.open(container([], bool(event.flow_style), Span(start, start)))
                continue
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                opened = nest.close()
                # A block has no end of its own: libyaml marks the next token. It ends with its last leaf.
                end = event.end_mark.index + offset if opened.flow else end
                node = opened._replace(span=Span(opened.span.start, end))
            elif kind is yaml.AliasEvent:
                reason = f"uses a YAML alias (*{printable(event.anchor)}); write the value out"
                raise _Refusal(event.start_mark.index + offset, nest.field, reason)
            elif kind is yaml.DocumentStartEvent and nest.root is not None:
                raise _Refusal(event.start_mark.index + offset, WHOLE, _MORE_THAN_ONE)
            else:
                continue
            if count > EVENT_LIMIT:
                reason = f"makes more than {EVENT_LIMIT:,} YAML events; shorten it"
                raise _Refusal(end, nest.field, reason)
            add(node)
    except yaml.YAMLError as error:
        place, reason = explain(error, text)
        field = nest.field if nest.field != WHOLE else _field_at(text, place)
        raise _Refusal(offset + place, field, reason) from None
    finally:
        parser.dispose()
    return nest.root


def _field_at(text: str, place: int) -> str:
    """The top-level key of a line that libyaml could not make sense of, where the line tells it."""
    start = text.rfind("\n", 0, place) + 1
    if text[start : start + 1] in {" ", "\t"}:
        start = max((found.start() for found in _KEY.finditer(text, 0, start)), default=start)
    key = _KEY.match(text, start)
    return key["key"] if key else WHOLE


_KEY: Final = re.compile(r"^(?P<key>\w[\w-]{0,59}):", re.MULTILINE)


_MORE_THAN_ONE: Final = "holds more than one YAML document; keep each in a file of its own"
_NO_MERGE_KEY: Final = "uses a YAML merge key (<<); write the keys out"
_KEY_NOT_TEXT: Final = "has a key that is not text; put a text that begins with { or [ in double quotes"


def _scalar(event: Any, text: str, offset: int) -> Scalar:
    start, end = event.start_mark.index, event.end_mark.index
    style = event.style
    if style == "|" or style == ">":  # noqa: PLR1714  a set would be built and asked for each scalar
        end = start + _block_length(text[start:end])
    # What `Scalar(…, Span(…))` does, at half the cost.
    return _new(Scalar, (event.value, style or "", _new(Span, (start + offset, end + offset))))


_new: Final = tuple.__new__


def _block_length(written: str) -> int:
    """The length of a block scalar without its last line end.

    libyaml's mark stands behind the line end and the empty lines that follow, which are text only
    where the header (`|+`) says so.
    """
    if _KEEPS_EMPTY_LINES.match(written):
        return len(written.removesuffix("\n").removesuffix("\r"))
    last_line_end = _LINE_END.search(written, len(written.rstrip(" \t\r\n\x85\u2028\u2029")))
    return last_line_end.start() if last_line_end else len(written)


_KEEPS_EMPTY_LINES: Final = re.compile(r"[|>]\d?\+")
_LINE_END: Final = re.compile("\r?\n|[\r\x85\u2028\u2029]")


def _refuse_decoration(event: Any, offset: int, nest: _Nest) -> None:
    start = event.start_mark.index + offset
    if event.anchor is not None:
        reason = f"uses a YAML anchor (&{printable(event.anchor)}); write the value out"
        raise _Refusal(start, nest.field, reason)
    if event.tag is not None:
        tag = printable(event.tag.replace("tag:yaml.org,2002:", "!!"))
        raise _Refusal(start, nest.field, f"uses a YAML tag ({tag}); remove it")
