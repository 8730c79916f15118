"""The members of a list in a document: which goes on as which, and the lines on which each stands."""

from __future__ import annotations

from typing import TypeAlias

from documents import document as doc
from documents.document import Scalar, Value
from documents.schema import Field
from documents.validation import member_of, says_nothing
from documents.writer.edits import TextEdit, line_end, line_start

# A member of a list as it shall be, and the place of the old one that it continues.
Member: TypeAlias = "tuple[Value, int | None]"


def match(node: doc.Sequence, field: Field, value: list[Value]) -> list[Member]:
    """Each new member with the place of the old one that it continues: its equal, or that of its identity."""
    old = {place: member_of(item, field) for place, item in enumerate(node.items) if not says_nothing(item)}
    free = dict.fromkeys(old)
    taken: dict[int, int] = {}
    for same in (_equal, _identical):
        for new, item in enumerate(value):
            if new in taken:
                continue
            found = next((place for place in free if same(field, old[place], item)), None)
            if found is not None:
                taken[new] = found
                del free[found]
    return [(item, taken.get(new)) for new, item in enumerate(value)]


def arranged(node: doc.Sequence, field: Field, value: list[Value]) -> list[Member]:
    """All that a list shall hold, members that say nothing (None) where they stood among the others."""
    empty = [place for place, item in enumerate(node.items) if says_nothing(item)]
    members: list[Member] = []
    for item, old in _in_place(node, field, match(node, field, value)):
        while old is not None and empty and empty[0] < old:
            members.append((None, empty.pop(0)))
        members.append((item, old))
    return members + [(None, place) for place in empty]


def _in_place(node: doc.Sequence, field: Field, members: list[Member]) -> list[Member]:
    """Members that are new stand on the lines of those that are gone from the very place."""
    free = {place for place, item in enumerate(node.items) if not says_nothing(item)}
    free -= {old for _, old in members if old is not None}
    placed: list[Member] = []
    following = 0
    for item, found in members:
        old = found
        while following < len(node.items) and says_nothing(node.items[following]):
            following += 1
        if old is None and following in free and _may_become(node.items[following], field, item):
            old = following
        following = following if old is None else old + 1
        placed.append((item, old))
    return placed


def _may_become(node: doc.Node, field: Field, item: Value) -> bool:
    """Whether a member can be changed into another: a text, or a record that nothing tells from it."""
    if not isinstance(item, dict):
        return isinstance(node, Scalar)
    old = member_of(node, field)
    return isinstance(old, dict) and old.get(field.identity) is None is item.get(field.identity)


def _equal(field: Field, old: Value, new: Value) -> bool:
    return old == new


def _identical(field: Field, old: Value, new: Value) -> bool:
    if not field.identity or not isinstance(old, dict) or not isinstance(new, dict):
        return False
    return old.get(field.identity) == new.get(field.identity) is not None


class Lines:
    """The lines of a block sequence: of each member, and what stands above it, which stays when others go."""

    def __init__(self, text: str, node: doc.Sequence, dashes: list[int]) -> None:
        self.start = line_start(text, dashes[0])
        self.indent = " " * (dashes[0] - self.start)
        ends = [line_end(text, item.span.end) for item in node.items]
        self.end = ends[-1]
        self.members = [(line_start(text, dash), end) for dash, end in zip(dashes, ends, strict=True)]
        starts = [start for start, _ in self.members]
        above = zip([self.start, *ends], starts, strict=False)
        self._above = {place: text[start:end] for place, (start, end) in enumerate(above)}

    def above(self, place: int) -> str:
        """Comments and empty lines between a member and the one before it."""
        return self._above[place]

    def comments_of(self, gone: list[int]) -> str:
        """The comments above members that go."""
        return "".join(self._above[place] for place in gone if self._above[place].strip())


def without(text: str, node: doc.Sequence, members: list[Member]) -> list[TextEdit] | None:
    """The edits that take members of a flow sequence away with their lines; None where they share lines."""
    kept = [old for _, old in members if old is not None]
    if len(kept) < len(members) or kept != sorted(kept):
        return None
    edits = []
    for place in sorted({*range(len(node.items))} - {*kept}):
        start, end = node.items[place].span
        following = node.items[place + 1].span.start if place + 1 < len(node.items) else node.span.end - 1
        first, last = line_start(text, start), line_end(text, end)
        if text[first:start].strip() or last > following:
            return None
        edits.append(TextEdit(first, last, ""))
    if kept[-1] < len(node.items) - 1:
        comma = text.find(",", node.items[kept[-1]].span.end)
        edits.append(TextEdit(comma, comma + 1, ""))
    return edits
