"""What the public may see, and the two orders in which it does."""

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
    unscheduled = Q(**{f"{prefix}publish_at__isnull": True})
    due = Q(**{f"{prefix}publish_at__lte": moment})
    return Q(**{f"{prefix}published": True}) & (undated | come) & (unscheduled | due)


# Newest first, undated last, equal times by path.
NEWEST = (F("published_date_time").desc(nulls_last=True), "path")
# Hottest first, heat fading with age (models/heat.py), equal scores by path.
HOTTEST = (F("heat_score").desc(), "path")
