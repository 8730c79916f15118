"""The first and the last moment of a day, as filters ask for them. A day is a day of UTC, as in documents."""

from __future__ import annotations

from datetime import UTC, date, datetime, time


def start_of(day: date) -> datetime:
    """Its first moment."""
    return datetime.combine(day, time.min, UTC)


def end_of(day: date) -> datetime:
    """Its last microsecond: no database keeps less, and the calendar's last day has no day after it."""
    return datetime.combine(day, time.max, UTC)
