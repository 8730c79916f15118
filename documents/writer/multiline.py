"""A text that stands on several lines is changed line by line: where it says the same, it stays as it is.

A text is taken apart into its lines and the breaks before them, each as what it says and as it is
written. The breaks that the new text still has stay where they are, and what stands between two of
them is written anew only where it says something else.
"""

from __future__ import annotations

import os.path
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(r"\s|\S+")


class Line(NamedTuple):
    """One line of a text as it stands: the break before it and its text, both said and written."""

    gap: str
    text: str
    gap_written: str
    text_written: str


class Break(NamedTuple):
    """A place where a new text is parted, and the number of the old line before which that break stood."""

    start: int
    end: int
    old: int | None = None


class Stretch(NamedTuple):
    """What stands on one line of a new text, with the break before it."""

    gap: str
    text: str
    old: int | None


class Style(ABC):
    """How a style writes lines and breaks; `runs` are line ends that it cannot say within a line."""

    runs: re.Pattern[str] | None = None

    @abstractmethod
    def fits(self, value: str, start: int, kept: Break) -> bool:
        """Whether a line that begins at `start` can end with a break that was there before."""

    @abstractmethod
    def gap(self, stretch: Stretch, before: Stretch) -> str:
        """A break between two lines as it is written."""

    @abstractmethod
    def text(self, stretch: Stretch, after: Stretch | None, *, is_first: bool) -> str:
        """A line as it is written."""


def text_of(lines: Sequence[Line]) -> str:
    """What lines say together."""
    return "".join(line.gap + line.text for line in lines)


def rewritten(lines: Sequence[Line], value: str, style: Style) -> str:
    """A new text on the lines of an old one: those that say the same, as they are written there."""
    stretches = _stretches(lines, value, style)
    written = [_text(lines, stretches, 0, style)]
    for place in range(1, len(stretches)):
        stretch = stretches[place]
        gap = style.gap(stretch, stretches[place - 1])
        old = lines[stretch.old] if stretch.old is not None else None
        if old and old.gap == stretch.gap and old.gap_written.count("\n") == gap.count("\n"):
            gap = old.gap_written
        written += [gap, _text(lines, stretches, place, style)]
    return "".join(written)


def _text(lines: Sequence[Line], stretches: Sequence[Stretch], place: int, style: Style) -> str:
    stretch = stretches[place]
    if stretch.old is not None and lines[stretch.old].text == stretch.text:
        return lines[stretch.old].text_written
    after = stretches[place + 1] if place + 1 < len(stretches) else None
    return style.text(stretch, after, is_first=not place)


def _stretches(lines: Sequence[Line], value: str, style: Style) -> list[Stretch]:
    """A new text parted where the old one was, and where its style must part it."""
    kept = _kept(lines, value)
    if style.runs:
        known = {(found.start, found.end): found for found in kept}
        runs = [Break(*found.span()) for found in style.runs.finditer(value)]
        # What is kept of a longer run is that run.
        kept = [found for found in kept if "\n" not in value[found.start : found.end]]
        kept = sorted(kept + [known.get((run.start, run.end), run) for run in runs])
    stretches: list[Stretch] = []
    start, gap, old = 0, "", 0 if lines else None
    for found in kept:
        must = style.runs is not None and "\n" in value[found.start : found.end]
        if found.start < start or not (must or style.fits(value, start, found)):
            continue
        stretches.append(Stretch(gap, value[start : found.start], old))
        start, gap, old = found.end, value[found.start : found.end], found.old
    return [*stretches, Stretch(gap, value[start:], old)]


def _kept(lines: Sequence[Line], value: str) -> list[Break]:
    """The breaks of an old text that a new one has as well; of two ways to see it, that which keeps more."""
    old = text_of(lines)
    ways = ([*_carried(lines, old, value, last_first=last_first)] for last_first in (False, True))
    return max(ways, key=len)


def _carried(lines: Sequence[Line], old: str, new: str, *, last_first: bool) -> Iterator[Break]:
    blocks = _same(old, new, last_first=last_first)
    place, number = 0, 0
    for index, line in enumerate(lines):
        end = place + len(line.gap)
        while number < len(blocks) and blocks[number][0] + blocks[number][2] < end:
            number += 1
        if index and number < len(blocks) and blocks[number][0] <= place:
            moved = blocks[number][1] - blocks[number][0]
            yield Break(place + moved, end + moved, index)
        place = end + len(line.text)


def _same(old: str, new: str, *, last_first: bool) -> list[tuple[int, int, int]]:
    """What an old and a new text share: where in the old one, where in the new one, how many characters."""
    shorter = min(len(old), len(new))
    if last_first:
        end = _shared(old[::-1], new[::-1], shorter)
        start = _shared(old, new, shorter - end)
    else:
        start = _shared(old, new, shorter)
        end = _shared(old[::-1], new[::-1], shorter - start)
    first, second = (_TOKEN.findall(text[start : len(text) - end]) for text in (old, new))
    starts = [_starts(tokens, start) for tokens in (first, second)]
    matches = SequenceMatcher(None, first, second).get_matching_blocks()
    blocks = [
        (starts[0][a], starts[1][b], starts[0][a + size] - starts[0][a]) for a, b, size in matches if size
    ]
    return [(0, 0, start), *blocks, (len(old) - end, len(new) - end, end)]


def _shared(one: str, other: str, limit: int) -> int:
    return len(os.path.commonprefix([one[:limit], other[:limit]]))


def _starts(tokens: Sequence[str], start: int) -> list[int]:
    starts = [start]
    for token in tokens:
        starts.append(starts[-1] + len(token))
    return starts
