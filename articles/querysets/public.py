"""What the public may see, now or later, and the two orders in which it does."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db.models import DateTimeField, F, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual
from django.utils import timezone


def published_q(prefix: str = "", *, now: datetime | None = None) -> Q:
    """What the public may see: published, and its time has come. The only place that says so.

    Two times may be to come: the one that the document says, and the one that an editor scheduled.

    `prefix` leads to the article or the listing, as in `Count("articles", filter=published_q("articles__"))`.
    """
    moment = timezone.now() if now is None else now
    undated = Q(**{f"{prefix}published_date_time__isnull": True})
    come = Q(**{f"{prefix}published_date_time__lte": moment})
    return released_q(prefix, now=moment) & (undated | come)


def released_q(prefix: str = "", *, now: datetime) -> Q:
    """What editors let out, at once or for a moment that has come; its document may date it later still."""
    unscheduled = Q(**{f"{prefix}publish_at__isnull": True})
    due = Q(**{f"{prefix}publish_at__lte": now})
    return Q(**{f"{prefix}published": True}) & (unscheduled | due)


def scheduled_q(*, now: datetime) -> Q:
    """What editors let out for a moment to come."""
    return Q(state="scheduled", publish_at__gt=now)


# When what has a date is dated, and what has none was made.
PLACED_AT = Coalesce("published_date_time", "made_at", output_field=DateTimeField())
_COMPARISONS: Final[dict[str, Any]] = {
    "gt": GreaterThan,
    "gte": GreaterThanOrEqual,
    "lt": LessThan,
    "lte": LessThanOrEqual,
}


def placed_q(**bounds: datetime) -> Q:
    """What is placed between some times, as in `placed_q(gte=start, lt=end)`: a range of an index."""
    return Q(*(_COMPARISONS[name](PLACED_AT, bound) for name, bound in bounds.items()))


def dated_q(**bounds: datetime) -> Q:
    """What has a date between some times; a range of the index of `placed_q` too."""
    return placed_q(**bounds) & Q(published_date_time__isnull=False)


# Newest first, what has no date by when it was made, equal times by path.
NEWEST = (PLACED_AT.desc(), "path")
# Hottest first, heat fading with age (models/heat.py), equal scores by path.
HOTTEST = (F("heat_score").desc(), "path")
