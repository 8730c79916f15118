"""Three texts -> one, line by line, and the parts where both sides changed the same lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from merge3 import Merge3

from documents.body.alignment import Block, shared_lines

# A text in pieces that are compared, which together are that text.
Split: TypeAlias = "Callable[[str], list[str]]"
# What stands around two texts of which one shall be chosen.
_MARKS: Final = re.compile("<{7}|>{7}|={7} ")


class Part(NamedTuple):
    """A part of a merged text: what both sides say, or what each says where they meet."""

    ours: str
    theirs: str
    base: str = ""

    @property
    def is_met(self) -> bool:
        """Whether both sides changed it, differently."""
        return self.ours != self.theirs


def in_lines(text: str) -> list[str]:
    """The lines of a text, the last one too with a line end: so that lines behind it are only added."""
    return [f"{line}\n" for line in text.split("\n")]


def in_words(text: str) -> list[str]:
    """The words of a text, and what stands between them."""
    return _WORDS.findall(text)


_WORDS: Final = re.compile(r"\s+|\S+")


def merged(base: str, theirs: str, ours: str, split: Split = in_lines) -> list[Part]:
    """Three texts piece by piece: parts that only one side changed are settled, and those where they meet.

    >>> [part.ours for part in merged("a\\nb\\nc", "a\\nb\\nC", "A\\nb\\nc")]
    ['A\\n', 'b\\n', 'C\\n']
    """
    before, here, there = (split(text) for text in (base, ours, theirs))
    parts: list[Part] = []
    for kind, *groups in Merge3(before, here, there, sequence_matcher=_Matcher).merge_groups():
        if kind != "conflict":
            parts.append(_agreed(groups[0]))
        elif (both := _side_by_side(*groups)) is not None:
            parts.append(_agreed(both))
        else:
            said, ours_said, theirs_said = ("".join(lines) for lines in groups)
            parts.append(Part(ours_said, theirs_said, said))
    return parts


def sides_of(base: str, theirs: str, ours: str) -> tuple[str, str]:
    """Theirs and ours, each with what the other side changed elsewhere; one text where they do not meet."""
    parts = merged(base, theirs, ours)
    there, here = "".join(part.theirs for part in parts), "".join(part.ours for part in parts)
    return there.removesuffix("\n"), here.removesuffix("\n")


def with_both(parts: Sequence[Part], *, ours: str, theirs: str) -> str:
    """A text in which both texts stand where they meet, between marks that name the sides; see `has_both`.

    >>> with_both([Part("a\\n", "a\\n"), Part("b\\n", "c\\n")], ours="here", theirs="there")
    'a\\n<<<<<<< here\\nb\\n======= there\\nc\\n>>>>>>>'
    """
    is_in_lines = all(text.endswith("\n") for part in parts for text in part[:2] if text)
    pieces = []
    for part in parts:
        if not part.is_met:
            pieces.append(part.ours)
        elif is_in_lines:
            pieces.append(f"<<<<<<< {ours}\n{part.ours}======= {theirs}\n{part.theirs}>>>>>>>\n")
        else:
            pieces.append(f"<<<<<<< {part.ours} ======= {part.theirs} >>>>>>>")
    return "".join(pieces).removesuffix("\n")


def has_both(text: str) -> bool:
    """Whether marks stand in a text between which somebody has yet to choose."""
    return _MARKS.search(text) is not None


def _agreed(lines: Sequence[str]) -> Part:
    text = "".join(lines)
    return Part(text, text)


def _side_by_side(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str] | None:
    """Both sides' changes of neighbouring lines; None where they change the same ones."""
    changes = sorted([*_changes(base, ours), *_changes(base, theirs)], key=lambda change: change[:2])
    said: list[str] = []
    place = 0
    for before, after in zip([None, *changes], changes, strict=False):
        start, end, lines = after
        if start < place or (before is not None and before[:2] == (start, end) and before != after):
            return None
        if after == before:
            continue
        said += [*base[place:start], *lines]
        place = end
    return [*said, *base[place:]]


def _changes(base: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int, list[str]]]:
    """What another text has instead of some lines of base: from where, to where, and its lines."""
    here = there = 0
    for start, other_start, count in _Matcher(None, base, other).get_matching_blocks():
        if start > here or other_start > there:
            yield here, start, list(other[there:other_start])
        here, there = start + count, other_start + count


class _Matcher:
    """Which lines two texts share, as merge3 asks for it."""

    def __init__(self, isjunk: None, a: Sequence[str], b: Sequence[str]) -> None:
        self.blocks = [*shared_lines(a, b), (len(a), len(b), 0)]

    def get_matching_blocks(self) -> list[Block]:
        return self.blocks
