"""Days and times as pages write them, in the reader's language."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language


def day_of(moment: datetime) -> str:
    """The day of a time, in words."""
    return _in_words(localtime(moment).date(), get_language())


def clock_of(moment: datetime) -> str:
    """The time of day, with its time zone: `14:05 UTC`."""
    return f"{localtime(moment):%H:%M %Z}"


def written(day: date, form: str) -> str:
    """A date or a time by one of Django's formats: `DATE_FORMAT`, or letters such as `F Y`."""
    return date_format(localtime(day) if isinstance(day, datetime) else day, form)


# Days are few, and saying one in words takes as long as the rest of a byline.
@lru_cache(maxsize=1024)
def _in_words(day: date, language: str | None) -> str:
    return date_format(day, "DATE_FORMAT")
