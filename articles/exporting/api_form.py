"""How the API writes times and bodies: as the origin did up to 2023-11-22 ("2021"), or since ("2023")."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings


def time_text(moment: Any, written: str | None) -> Any:
    """A time in the form of the setting API_FORM; what is no time stays as it is.

    `written` is how the document writes it, where it is in UTC there.
    """
    if not isinstance(moment, datetime):
        return moment
    if settings.API_FORM == "2021":
        return _local(moment)
    return written if written and _reads(written) == moment else _in_utc(moment)


def body_text(body: str) -> str:
    """A document's body with the origin's line ends; since 2023 one without a text is nothing."""
    if settings.API_FORM != "2021" and not body.strip():
        return ""
    return re.sub(r"\r?\n", "\r\n", body)


def _local(moment: datetime) -> str:
    """Of the origin's zone, with the offset; of UTC where no calendar has the hour in that zone."""
    try:
        return moment.astimezone(ZoneInfo(settings.API_TIME_ZONE)).isoformat()
    except OverflowError:
        return moment.astimezone(UTC).isoformat()


def _in_utc(moment: datetime) -> str:
    text = moment.astimezone(UTC).replace(tzinfo=None).isoformat()
    return (text.rstrip("0") if moment.microsecond else text) + "Z"


def _reads(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
