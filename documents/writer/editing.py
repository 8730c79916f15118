"""The edits on a text that make one change in a parsed document: places and pieces, by its nodes' spans."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence

from documents import document as doc
from documents.document import ABSENT, Absent, Document, Record, Scalar, Value
from documents.schema import FORMER_NAMES, Field, Type
from documents.validation import member_of, value_of
from documents.writer.blocks import block_like
from documents.writer.edits import TextEdit, TooCoarse, apply, line_end, line_start
from documents.writer.folding import folded_like
from documents.writer.house import entry_lines, flow, item_lines, quote, scalar_like
from documents.writer.members import Lines, arranged, without


class Editor:
    """Works out edits on one document's text; values are compared so that only differences are edited."""

    def __init__(self, document: Document, *, on_lines: bool = True) -> None:
        """With `on_lines` a text that stands on several lines is changed on those that differ."""
        self.document = document
        self.on_lines = on_lines
        self.text = document.text
        self.newline = document.newline

    # -- places

    def line_start(self, position: int) -> int:
        """Where the line of a position begins; positions count characters of the text, from 0."""
        return line_start(self.text, position)

    def line_end(self, position: int) -> int:
        """Where the line behind that of a position begins, or the text ends."""
        return line_end(self.text, position)

    def lines(self, lines: Sequence[str]) -> str:
        """Lines without ends as one text, each with the line end of the document."""
        return "".join(line + self.newline for line in lines)

    def stands_alone(self, position: int) -> bool:
        """Whether only white space stands before it on its line."""
        return not self.text[self.line_start(position) : position].strip(" ")

    # -- mappings

    def mapping(
        self, mapping: doc.Mapping, fields: tuple[Field, ...], changes: Mapping[str, Value | Absent]
    ) -> list[TextEdit]:
        """The edits that give some keys of a mapping new values, insert them or take them away.

        ABSENT takes a key away. Raises TooCoarse where no entry would be left.
        """
        kept = [entry for entry in mapping.entries if changes.get(entry.key.text) is not ABSENT]
        if mapping.entries and not kept:
            raise TooCoarse
        edits = self.removals(mapping, kept)
        for field in fields:
            if changes.get(field.key, ABSENT) is ABSENT:
                continue
            value, entry = changes[field.key], mapping.get(field.key)
            assert not isinstance(value, Absent)
            if entry is None:
                edits.append(self.insertion(mapping, kept, fields, field, value))
            else:
                edits += self.replacement(mapping, entry, field, value)
        return edits

    def removals(self, mapping: doc.Mapping, kept: list[doc.Entry]) -> list[TextEdit]:
        """The edits that leave only the kept entries of a mapping, one or more."""
        edits = []
        rest = mapping.entries
        first = rest[0].key.span.start if rest else 0
        if rest and rest[0] is not kept[0] and (mapping.flow or not self.stands_alone(first)):
            # The first key of a list's item stands behind its dash: what is kept first moves up to it.
            gone = rest[: rest.index(kept[0])]
            edits.append(TextEdit(first, self.behind(gone, kept[0], in_flow=mapping.flow), ""))
            rest = rest[len(gone) :]
        for place, entry in enumerate(rest):
            if entry in kept:
                continue
            previous = rest[place - 1].value.span.end if place else 0
            end = entry.value.span.end
            edits.append(
                TextEdit(previous, end, "") if mapping.flow else self.removal(mapping, entry, previous)
            )
        return edits

    def behind(self, gone: list[doc.Entry], kept: doc.Entry, *, in_flow: bool) -> int:
        """Where what stays begins behind the first entries: at a comment above the next one, or there."""
        place, start = self.line_end(gone[-1].value.span.end), kept.key.span.start
        above = self.text[place:start]
        return start if in_flow or not above.strip() else place + len(above) - len(above.lstrip())

    def removal(self, mapping: doc.Mapping, entry: doc.Entry, previous: int) -> TextEdit:
        """The edit that takes an entry of a block mapping away; the value before it ends at `previous`."""
        start = self.line_start(entry.key.span.start)
        if mapping is self.document.root and previous:
            # The empty lines above a paragraph go with it.
            while (above := self.line_start(start - 1)) >= previous and not self.text[above:start].strip():
                start = above
        return TextEdit(start, self.line_end(entry.value.span.end), "")

    def insertion(
        self,
        mapping: doc.Mapping,
        kept: list[doc.Entry],
        fields: tuple[Field, ...],
        field: Field,
        value: Value,
    ) -> TextEdit:
        """The edit that adds a key, in the order of `fields`: behind what is kept of those before it."""
        before = {known.key for known in fields[: fields.index(field)]}
        previous = next((entry for entry in reversed(kept) if entry.key.text in before), None)
        if mapping.flow:
            return self.flow_insertion(mapping, kept, previous, field, value)
        first, top = kept[0], mapping.entries[0].key.span.start
        lines = entry_lines(field, value, " " * (top - self.line_start(top)))
        spaced = self.has_paragraphs(fields)
        paragraphs = {known.key for known in fields if known.paragraph and spaced}
        if previous is None and self.stands_alone(top):
            if not paragraphs.isdisjoint({field.key, first.key.text}):
                lines.append("")
            start = self.line_start(first.key.span.start)
            return TextEdit(start, start, self.lines(lines))
        place = self.line_end((previous or first).value.span.end)
        if field.key in paragraphs:
            lines.insert(0, "")
        written = self.lines(lines)
        if place == len(self.text) and not self.text.endswith("\n"):
            written = self.newline + written.removesuffix(self.newline)
        return TextEdit(place, place, written)

    def flow_insertion(
        self,
        mapping: doc.Mapping,
        kept: list[doc.Entry],
        previous: doc.Entry | None,
        field: Field,
        value: Value,
    ) -> TextEdit:
        """The edit that adds a key within braces, behind a previous entry or, where that is None, first."""
        written = f"{quote(field.key)}: {flow(value)}"
        start = mapping.span.start + 1
        if not kept:
            return TextEdit(start, start, written)
        gap = self.gap(start, mapping.entries[0].key.span.start)
        if previous is None:
            first = kept[0].key.span.start
            return TextEdit(first, first, f"{written},{gap}")
        end = previous.value.span.end
        return TextEdit(end, end, f",{gap}{written}")

    def gap(self, start: int, end: int) -> str:
        """What sets apart what stands in flow style: where that is on lines of its own, their indentation."""
        gap = self.text[start:end]
        return gap if "\n" in gap and not gap.strip() else " "

    def has_paragraphs(self, fields: tuple[Field, ...]) -> bool:
        """Whether the root's keys are set apart by empty lines anywhere, as house style does."""
        front = self.text[self.document.front.start : self.document.front.end]
        paragraphs = {field.key for field in fields if field.paragraph}
        return bool(re.search(r"\n[ \t]*\r?\n(?=\S)", front)) or paragraphs.isdisjoint(self.document.keys)

    # -- values

    def replacement(
        self, mapping: doc.Mapping, entry: doc.Entry, field: Field, value: Value
    ) -> list[TextEdit]:
        """The edits that give an entry another value: within it where both have one shape, else as a whole.

        Raises TooCoarse where a list or a mapping is not written so that parts of it can change.
        """
        node = entry.value
        if isinstance(node, Scalar) and not isinstance(value, (list, dict)):
            return [self.scalar(node, field, value, in_flow=mapping.flow)]
        if isinstance(node, doc.Sequence) and node.items and isinstance(value, list) and value:
            return (
                self.flow_sequence(node, field, value) if node.flow else [self.sequence(node, field, value)]
            )
        if isinstance(node, doc.Mapping) and node.entries and isinstance(value, dict) and value:
            fields = _record_fields(field, node, value)
            return self.mapping(node, fields, _differences(value_of(node, field), value))
        return [self.anew(mapping, entry, field, value)]

    def scalar(self, node: Scalar, field: Field, value: Value, *, in_flow: bool) -> TextEdit:
        """The edit that writes another scalar in the style of the one that stands there."""
        start, end = node.span
        if isinstance(value, str) and self.on_lines:
            before = self.text[self.line_start(start) : start]
            on_lines = text_like(node, self.text[start:end], value, before, self.newline)
            if on_lines is not None:
                return TextEdit(start, end, on_lines)
        written = scalar_like(node, value, field, in_flow=in_flow)
        if not written:
            # Null in a block is nothing at all, not even the space behind the colon.
            start = len(self.text[:start].rstrip(" "))
        elif start == end:
            written = f" {written}"
        return TextEdit(start, end, written)

    def anew(self, mapping: doc.Mapping, entry: doc.Entry, field: Field, value: Value) -> TextEdit:
        """The whole entry in house style, or in flow style where it stands in a flow mapping."""
        name = self.document.name_of(entry)
        if FORMER_NAMES.get(name) == field.key:
            field = dataclasses.replace(field, key=name)
        if mapping.flow:
            return TextEdit(entry.value.span.start, entry.value.span.end, flow(value))
        start = entry.key.span.start
        indent = " " * (start - self.line_start(start))
        end = self.line_end(entry.value.span.end)
        written = self.lines(entry_lines(field, value, indent)).removeprefix(indent)
        return TextEdit(start, end, written if self.ends_line(end) else written.removesuffix(self.newline))

    def ends_line(self, position: int) -> bool:
        """Whether a line end stands right before a position."""
        return self.text[:position].endswith("\n")

    # -- lists

    def sequence(self, node: doc.Sequence, field: Field, value: list[Value]) -> TextEdit:
        """A block sequence: items that stay keep their lines, whatever becomes of their neighbours."""
        lines = Lines(self.text, node, self.dashes(node))
        members = arranged(node, field, value)
        gone = sorted({*range(len(node.items))} - {old for _, old in members})
        chunks = []
        for item, old in members:
            if old is None:
                chunks.append(self.new_item(node, field, item, lines.indent))
                continue
            above = [place for place in gone if place < old]
            gone = gone[len(above) :]
            start, end = lines.members[old]
            edits = self.item_edits(node.items[old], field, item)
            chunks += [lines.comments_of(above), lines.above(old), apply(edits, self.text, start, end)]
        chunks.append(lines.comments_of(gone))
        ended = [chunk if chunk.endswith("\n") else chunk + self.newline for chunk in chunks if chunk]
        written = "".join(ended)
        if not self.ends_line(lines.end):
            written = written.removesuffix(self.newline)
        return TextEdit(lines.start, lines.end, written)

    def dashes(self, node: doc.Sequence) -> list[int]:
        """Where the dashes of a block sequence stand, each the first on its line. Raises TooCoarse."""
        dashes = [node.span.start]
        for before, item in zip(node.items, node.items[1:], strict=False):
            dashes.append(self.text.rfind("-", before.span.end, item.span.start))
        if not all(dash >= 0 and self.text[dash] == "-" and self.stands_alone(dash) for dash in dashes):
            raise TooCoarse
        return dashes

    def new_item(self, node: doc.Sequence, field: Field, item: Value, indent: str) -> str:
        """The lines of a new member of a block sequence, a scalar in the style of the first one."""
        first = node.items[0]
        if isinstance(first, Scalar) and not isinstance(item, (list, dict)):
            return self.lines([f"{indent}- {scalar_like(first, item, field, in_flow=False)}"])
        return self.lines(item_lines(field, item, indent))

    def item_edits(
        self, node: doc.Node, field: Field, item: Value, *, in_flow: bool = False
    ) -> list[TextEdit]:
        """What changes in a member that goes on; one that says nothing (None) stays as it is."""
        if item is None:
            return []
        if isinstance(node, Scalar) and not isinstance(item, (list, dict)):
            same = member_of(node, field) == item
            return [] if same else [self.scalar(node, field, item, in_flow=in_flow)]
        if not isinstance(node, doc.Mapping) or not isinstance(item, dict):
            return []
        return self.mapping(node, field.fields, _differences(member_of(node, field), item))

    def flow_sequence(self, node: doc.Sequence, field: Field, value: list[Value]) -> list[TextEdit]:
        """A flow sequence: with the same items in the same places, only what differs within them."""
        members = arranged(node, field, value)
        gone = without(self.text, node, members)
        if gone is not None:
            kept = ((node.items[old], item) for item, old in members if old is not None)
            return gone + [
                edit for old, item in kept for edit in self.item_edits(old, field, item, in_flow=True)
            ]
        written = []
        for item, old in members:
            if old is None:
                written.append(flow(item))
            else:
                before = node.items[old]
                edits = self.item_edits(before, field, item, in_flow=True)
                written.append(apply(edits, self.text, before.span.start, before.span.end))
        start, end = node.items[0].span.start, node.items[-1].span.end
        return [TextEdit(start, end, f",{self.gap(node.span.start + 1, start)}".join(written))]


def text_like(old: Scalar, written: str, value: str, before: str, newline: str) -> str | None:
    """A text on the lines of the one that it replaces, None where that has one line or cannot say it."""
    if old.style in {"|", ">"}:
        return block_like(old, written, value, before, newline)
    return folded_like(old, written, value, newline) if "\n" in written else None


def _record_fields(field: Field, node: doc.Mapping, value: Record) -> tuple[Field, ...]:
    if field.type is not Type.TEXT_MAP:
        return field.fields
    keys = dict.fromkeys([*(entry.key.text for entry in node.entries), *value])
    return tuple(Field(key, limit=field.limit) for key in keys)


def _differences(old: Value, new: Record) -> dict[str, Value | Absent]:
    """The keys in which two records differ, with the new value or ABSENT."""
    before = old if isinstance(old, dict) else {}
    keys = dict.fromkeys([*before, *new])
    return {key: new.get(key, ABSENT) for key in keys if before.get(key, ABSENT) != new.get(key, ABSENT)}
