"""Keys of rows, as they stand in addresses and in what forms send."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Final

# A number of more digits may be larger than any that a database holds.
_DIGITS: Final = 18


def key_in(text: str) -> int:
    """The key; 0, which no row has, for anything else.

    >>> key_in("17"), key_in("x"), key_in("-1"), key_in("9" * 30)
    (17, 0, 0, 0)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0


def start_of(day: date) -> datetime:
    """Its first moment."""
    return datetime.combine(day, time.min, UTC)


def end_of(day: date) -> datetime:
    """Its last microsecond: no database keeps less, and the calendar's last day has no day after it."""
    return datetime.combine(day, time.max, UTC)
