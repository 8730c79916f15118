"""What a document was, told by what it is now: the part that differs, and where.

Nine in ten updates of a real site change a number or one encrypted line, so this takes some dozens
of bytes where the whole document, compressed, takes a kilobyte.
"""

from __future__ import annotations

import struct
from typing import Final

_ENDS: Final = struct.Struct(">II")


def make_patch(before: bytes, after: bytes) -> bytes:
    """What turns `after` back into `before`: the lengths of what both share at their ends, and the rest.

    >>> apply_patch(b"heat: 2\\n", make_patch(b"heat: 17\\n", b"heat: 2\\n"))
    b'heat: 17\\n'
    """
    shorter = min(len(before), len(after))
    start = _shared(before, after, shorter)
    end = _shared(before[::-1], after[::-1], shorter - start)
    return _ENDS.pack(start, end) + before[start : len(before) - end]


def apply_patch(after: bytes, patch: bytes) -> bytes:
    """The bytes that a patch was made from, given those it leads back from."""
    start, end = _ENDS.unpack_from(patch)
    return after[:start] + patch[_ENDS.size :] + after[len(after) - end :]


def _shared(one: bytes, other: bytes, limit: int) -> int:
    """How many bytes two texts share at their beginning; by halves, for slices compare fast."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
