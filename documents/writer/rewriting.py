"""Changing a document: only the changed lines, whatever its style."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from documents import document as doc
from documents.document import ABSENT, Absent, Change, Document, Problem, Record, Scalar, Value
from documents.layout import Kind
from documents.reader import read
from documents.schema import Field, Type, field_of, fields_of
from documents.validation import member_of, validate, value_of
from documents.writer.house import entry_lines, flow, is_plain, item_lines, quote, scalar_like


def rewrite(document: Document, kind: Kind, changes: Sequence[Change]) -> bytes | Problem:
    """The document's bytes with `changes` made, and no other line touched.

    Every change is read back. Where one cannot be made line by line (YAML allows much), the key is
    written anew as a whole; where even that does not read back as meant, a Problem is the answer.
    """
    for change in changes:
        field = field_of(kind, change.key)
        assert field is not None, f"{change.key} is no key of {kind}"
        changed = _try(document, kind, field, change)
        if changed is None:
            entry = document.root.get(change.key)
            line = document.line_at(entry.key.span.start) if entry else 0
            reason = "cannot be changed in a document written like this; change it at the source"
            return Problem(document.path, line, change.key, reason)
        document = changed
    bom = "\ufeff" if document.has_bom else ""
    return (bom + document.text).encode()


def _try(document: Document, kind: Kind, field: Field, change: Change) -> Document | None:
    for attempt in (_edit_finely, _edit_wholly):
        try:
            edits = attempt(document, field, change.value)
        except _NotSo:
            continue
        text = _apply(edits, document.text, 0, len(document.text))
        written = read(document.path, (("\ufeff" if document.has_bom else "") + text).encode())
        if isinstance(written, Document) and _says(written, document, kind, change):
            return written
    return None


def _says(written: Document, before: Document, kind: Kind, change: Change) -> bool:
    """Whether a rewritten document says what was meant: one key changed, all else as it was."""
    meant = {**validate(before, kind).values, change.key: change.value}
    if change.value is ABSENT:
        del meant[change.key]
    others = [
        {entry.key.text: _bare(entry.value) for entry in side.root.entries if entry.key.text != change.key}
        for side in (before, written)
    ]
    return validate(written, kind).values == meant and others[0] == others[1] and before.body == written.body


_Bare: TypeAlias = "tuple[str, bool] | list[_Bare] | dict[str, _Bare]"


def _bare(node: doc.Node) -> _Bare:
    """A node without its spans, for comparison."""
    if isinstance(node, Scalar):
        return node.text, bool(node.style)
    if isinstance(node, doc.Sequence):
        return [_bare(item) for item in node.items]
    return {entry.key.text: _bare(entry.value) for entry in node.entries}


class _NotSo(Exception):
    """The edit cannot be made this finely; never leaves this module."""


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


def _insert(place: int, text: str) -> _Edit:
    return _Edit(place, place, text)


def _apply(edits: Sequence[_Edit], text: str, start: int, end: int) -> str:
    """The part of a text from `start` to `end` with edits made; those at one place follow in their order."""
    pieces = []
    for edit in sorted(edits, key=lambda edit: edit.start):
        if edit.start < start:
            raise _NotSo
        pieces += [text[start : edit.start], edit.text]
        start = edit.end
    return "".join([*pieces, text[start:end]])


def _edit_finely(document: Document, field: Field, value: Value | Absent) -> list[_Edit]:
    return _Editor(document).mapping(document.root, _known(document), {field.key: value})


def _edit_wholly(document: Document, field: Field, value: Value | Absent) -> list[_Edit]:
    entry = document.root.get(field.key)
    if entry is None or value is ABSENT:
        raise _NotSo
    return [_Editor(document).anew(document.root, entry, field, value)]


def _known(document: Document) -> tuple[Field, ...]:
    """The fields among which a new key of the root finds its place."""
    for kind in Kind:
        if document.path.startswith(f"{kind.folder}/"):
            return fields_of(kind)
    return fields_of(Kind.ARTICLE)


class _Editor:
    """Works out edits on one document's text; values are compared so that only differences are edited."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.newline = document.newline

    # -- places

    def line_start(self, position: int) -> int:
        return self.text.rfind("\n", 0, position) + 1

    def line_end(self, position: int) -> int:
        """Behind the line end that follows, so that a comment on the line is within."""
        found = self.text.find("\n", position)
        return found + 1 if found >= 0 else len(self.text)

    def lines(self, lines: Sequence[str]) -> str:
        return "".join(line + self.newline for line in lines)

    def stands_alone(self, position: int) -> bool:
        """Whether only white space stands before it on its line."""
        return not self.text[self.line_start(position) : position].strip(" ")

    # -- mappings

    def mapping(
        self, mapping: doc.Mapping, fields: tuple[Field, ...], changes: Mapping[str, Value | Absent]
    ) -> list[_Edit]:
        edits: list[_Edit] = []
        for field in fields:
            if field.key not in changes:
                continue
            value, entry = changes[field.key], mapping.get(field.key)
            if value is ABSENT:
                edits += [self.removal(mapping, entry)] if entry else []
            elif entry is None:
                edits.append(self.insertion(mapping, fields, field, value))
            else:
                edits += self.replacement(mapping, entry, field, value)
        return edits

    def removal(self, mapping: doc.Mapping, entry: doc.Entry) -> _Edit:
        place = mapping.entries.index(entry)
        start, end = entry.key.span.start, entry.value.span.end
        following = mapping.entries[place + 1].key.span.start if place + 1 < len(mapping.entries) else None
        if mapping.flow and place:
            return _Edit(mapping.entries[place - 1].value.span.end, end, "")
        if mapping.flow or not self.stands_alone(start):
            # The first key of a list's item stands behind its dash: the next key moves up to it.
            if following is None:
                return _Edit(start, end, "" if mapping.flow else "{}")
            return _Edit(start, following, "")
        start = self.line_start(start)
        if mapping is self.document.root and place:
            while (above := self.line_start(start - 1)) < start and not self.text[above:start].strip():
                start = above
        return _Edit(start, self.line_end(end), "")

    def insertion(self, mapping: doc.Mapping, fields: tuple[Field, ...], field: Field, value: Value) -> _Edit:
        before = {known.key for known in fields[: fields.index(field)]}
        previous = next((entry for entry in reversed(mapping.entries) if entry.key.text in before), None)
        if mapping.flow:
            return self.flow_insertion(mapping, previous, field, value)
        first = mapping.entries[0]
        indent = " " * (first.key.span.start - self.line_start(first.key.span.start))
        lines = entry_lines(field, value, indent)
        spaced = mapping is self.document.root and self.has_paragraphs()
        if previous is None and self.stands_alone(first.key.span.start):
            if spaced:
                lines.append("")
            return _insert(self.line_start(first.key.span.start), self.lines(lines))
        place = self.line_end((previous or first).value.span.end)
        if spaced and (field.paragraph or previous is None):
            lines.insert(0, "")
        if place == len(self.text) and not self.text.endswith("\n"):
            return _insert(place, self.newline + self.lines(lines).removesuffix(self.newline))
        return _insert(place, self.lines(lines))

    def flow_insertion(
        self, mapping: doc.Mapping, previous: doc.Entry | None, field: Field, value: Value
    ) -> _Edit:
        written = f"{quote(field.key)}: {flow(value)}"
        if not mapping.entries:
            return _insert(mapping.span.start + 1, written)
        first = mapping.entries[0]
        # What stands between the brace and the first key (a line end and indentation) is repeated.
        gap = self.text[mapping.span.start + 1 : first.key.span.start]
        gap = (gap if not gap.strip() else "") or " "
        if previous is None:
            return _insert(first.key.span.start, f"{written},{gap}")
        return _insert(previous.value.span.end, f",{gap}{written}")

    def has_paragraphs(self) -> bool:
        """Whether the root's keys are set apart by empty lines anywhere, as house style does."""
        front = self.text[self.document.front.start : self.document.front.end]
        return bool(re.search(r"\n[ \t]*\r?\n(?=[^\s])", front)) or not any(
            (known := field_of(Kind.ARTICLE, entry.key.text)) and known.paragraph
            for entry in self.document.root.entries
        )

    # -- values

    def replacement(self, mapping: doc.Mapping, entry: doc.Entry, field: Field, value: Value) -> list[_Edit]:
        node = entry.value
        if isinstance(node, Scalar) and not isinstance(value, (list, dict)):
            written = scalar_like(node, value, field, in_flow=mapping.flow)
            if node.span.start == node.span.end and written:
                written = f" {written}"
            return [_Edit(node.span.start, node.span.end, written)]
        if isinstance(node, doc.Sequence) and node.items and isinstance(value, list) and value:
            return [
                self.flow_sequence(node, field, value) if node.flow else self.sequence(node, field, value)
            ]
        if isinstance(node, doc.Mapping) and node.entries and isinstance(value, dict) and value:
            if node.flow:
                written = self.flow_record(node, value, _differences(value_of(node, field), value))
                return [_Edit(node.span.start, node.span.end, written)]
            fields = self.record_fields(field, node, value)
            return self.mapping(node, fields, _differences(value_of(node, field), value))
        return [self.anew(mapping, entry, field, value)]

    def anew(self, mapping: doc.Mapping, entry: doc.Entry, field: Field, value: Value) -> _Edit:
        """The whole entry in house style, or in flow style where it stands in a flow mapping."""
        if mapping.flow:
            return _Edit(entry.value.span.start, entry.value.span.end, flow(value))
        start = entry.key.span.start
        indent = " " * (start - self.line_start(start))
        end = self.line_end(entry.value.span.end)
        ending = self.text[max(end - 1, 0) : end] == "\n"
        written = self.lines(entry_lines(field, value, indent)).removeprefix(indent)
        return _Edit(start, end, written if ending else written.removesuffix(self.newline))

    def record_fields(self, field: Field, node: doc.Mapping, value: Record) -> tuple[Field, ...]:
        if field.type is not Type.TEXT_MAP:
            return field.fields
        keys = dict.fromkeys([*(entry.key.text for entry in node.entries), *value])
        if not all(is_plain(key) for key in keys):
            raise _NotSo
        return tuple(Field(key, limit=field.limit) for key in keys)

    # -- lists

    def sequence(self, node: doc.Sequence, field: Field, value: list[Value]) -> _Edit:
        """A block sequence: items that stay keep their lines, whatever becomes of their neighbours."""
        dashes = [node.span.start]
        for before, item in zip(node.items, node.items[1:], strict=False):
            dashes.append(self.text.rfind("-", before.span.end, item.span.start))
        if not all(dash >= 0 and self.text[dash] == "-" and self.stands_alone(dash) for dash in dashes):
            raise _NotSo
        starts = [self.line_start(dash) for dash in dashes]
        ends = [*starts[1:], self.line_end(node.span.end)]
        indent = " " * (dashes[0] - starts[0])
        chunks = []
        for member, old in _match(node, field, value):
            if old is None:
                chunks.append(self.new_item(node, field, member, indent))
            else:
                edits = self.item_edits(node.items[old], field, member)
                chunks.append(_apply(edits, self.text, starts[old], ends[old]))
        ended = [chunk if chunk.endswith("\n") else chunk + self.newline for chunk in chunks]
        written = "".join(ended)
        if self.text[ends[-1] - 1] != "\n":
            written = written.removesuffix(self.newline)
        return _Edit(starts[0], ends[-1], written)

    def new_item(self, node: doc.Sequence, field: Field, item: Value, indent: str) -> str:
        first = node.items[0]
        if isinstance(first, Scalar) and not isinstance(item, (list, dict)):
            return self.lines([f"{indent}- {scalar_like(first, item, field, in_flow=False)}"])
        return self.lines(item_lines(field, item, indent))

    def item_edits(self, node: doc.Node, field: Field, item: Value) -> list[_Edit]:
        if not isinstance(node, doc.Mapping) or not isinstance(item, dict):
            return []
        differences = _differences(member_of(node, field), item)
        if differences and node.flow:
            return [_Edit(node.span.start, node.span.end, self.flow_record(node, item, differences))]
        return self.mapping(node, field.fields, differences)

    def flow_sequence(self, node: doc.Sequence, field: Field, value: list[Value]) -> _Edit:
        written = []
        for item, old in _match(node, field, value):
            before = node.items[old] if old is not None else None
            if before is None:
                written.append(flow(item))
                continue
            differences = _differences(member_of(before, field), item) if isinstance(item, dict) else {}
            if differences and isinstance(before, doc.Mapping) and isinstance(item, dict):
                written.append(self.flow_record(before, item, differences))
            else:
                written.append(self.text[before.span.start : before.span.end])
        return _Edit(node.span.start, node.span.end, f"[{', '.join(written)}]")

    def flow_record(self, node: doc.Mapping, item: Record, differences: Mapping[str, Value | Absent]) -> str:
        """A record in flow style: what did not change, unknown keys among it, as it was written."""
        written = [
            self.text[entry.key.span.start : entry.value.span.end]
            for entry in node.entries
            if entry.key.text not in differences
        ]
        written += [f"{quote(key)}: {flow(item[key])}" for key in differences if key in item]
        return "{" + ", ".join(written) + "}"


def _differences(old: Value, new: Record) -> dict[str, Value | Absent]:
    """The keys in which two records differ, with the new value or ABSENT."""
    before = old if isinstance(old, dict) else {}
    keys = dict.fromkeys([*before, *new])
    return {key: new.get(key, ABSENT) for key in keys if before.get(key, ABSENT) != new.get(key, ABSENT)}


def _match(node: doc.Sequence, field: Field, value: list[Value]) -> Iterator[tuple[Value, int | None]]:
    """Each new item with the place of the old one that it continues: its equal, or that of its identity."""
    old = [member_of(item, field) for item in node.items]
    free = dict.fromkeys(range(len(old)))
    taken: dict[int, int] = {}
    for same in (_equal, _identical):
        for new, item in enumerate(value):
            found = next((place for place in free if same(field, old[place], item)), None)
            if new not in taken and found is not None:
                taken[new] = found
                del free[found]
    for new, item in enumerate(value):
        yield item, taken.get(new)


def _equal(field: Field, old: Value, new: Value) -> bool:
    return old == new


def _identical(field: Field, old: Value, new: Value) -> bool:
    if not field.identity or not isinstance(old, dict) or not isinstance(new, dict):
        return False
    return old.get(field.identity) == new.get(field.identity) is not None
