"""What the public may see, now or later, and the two orders in which it does."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q
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


# Newest first, undated last, equal times by path.
NEWEST = (F("published_date_time").desc(nulls_last=True), "path")
# Hottest first, heat fading with age (models/heat.py), equal scores by path.
HOTTEST = (F("heat_score").desc(), "path")
