"""What several commands take as arguments, and refuse in the same words."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import UTC, date, datetime

from articles.reading.parameters import start_of


def moment(text: str) -> datetime:
    """A day (its first moment) or a time, in UTC unless it says otherwise."""
    try:
        if len(text) == len("2020-02-24"):
            return start_of(date.fromisoformat(text))
        found = datetime.fromisoformat(text)
        # In UTC, as databases compare times, the calendar may have no such day.
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        message = f"expected a date such as 2020-02-24 or 2020-02-24T15:49:00Z, found {text!r}"
        raise ArgumentTypeError(message) from None
