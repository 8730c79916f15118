"""Which lines two texts share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, TypeAlias

# So many lines between the first and the last that differ are compared one by one.
COMPARED: Final = 2000

# Lines that two texts share: where in the one, where in the other, and how many.
Block: TypeAlias = "tuple[int, int, int]"


def shared_lines(one: Sequence[str], other: Sequence[str]) -> list[Block]:
    """The lines that two texts share, in their order.

    Of more than COMPARED lines that differ, those are found that stand at the same place.
    """
    shorter = min(len(one), len(other))
    start = next((k for k in range(shorter) if one[k] != other[k]), shorter)
    most = shorter - start
    end = next((k for k in range(most) if one[-1 - k] != other[-1 - k]), most)
    middle = one[start : len(one) - end], other[start : len(other) - end]
    blocks: list[Block] = []
    if max(map(len, middle)) <= COMPARED:
        # Empty lines stand everywhere: they are shared where their neighbours are.
        found = SequenceMatcher(_is_empty, *middle).get_matching_blocks()
        blocks = [(start + a, start + b, count) for a, b, count in found if count]
    whole = [(0, 0, start), *blocks, (len(one) - end, len(other) - end, end)]
    return [block for block in _with_neighbours(one, other, whole) if block[2]]


def _with_neighbours(one: Sequence[str], other: Sequence[str], blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, and what stands at the same place between two of them, where as many lines are there."""
    here = there = 0
    for block in blocks:
        start, other_start, count = block
        if start - here == other_start - there:
            for place in range(start - here):
                if one[here + place] == other[there + place]:
                    yield here + place, there + place, 1
        yield block
        here, there = start + count, other_start + count


def _is_empty(line: str) -> bool:
    return not line.strip()
