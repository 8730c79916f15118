"""What became of a provider's last stories, and when they last published."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Count, OuterRef, Q, Subquery

from articles.models import Article
from articles.models.workflow import State
from providers.models import Provider

# As many of the stories that came last are looked at, whatever they are dated.
LAST: Final = 100


@dataclass(slots=True)
class TrackRecord:
    """Of the last stories how many are public, were rejected, and wait; and when the newest appeared."""

    stories: int = 0
    published: int = 0
    rejected: int = 0
    waiting: int = 0
    last: datetime | None = None


def track_records(keys: Collection[int]) -> dict[int, TrackRecord]:
    """The records of some providers; two queries, each of which reads at most the last stories."""
    theirs = Article.objects.filter(provider=OuterRef("pk"))
    newest = theirs.published().newest().values("published_date_time")[:1]
    hundredth = theirs.order_by("-pk").values("pk")[LAST - 1 : LAST]
    rows = Provider.objects.filter(pk__in=keys).order_by()
    found = rows.annotate(newest=Subquery(newest), since=Subquery(hundredth))
    records, parts = {}, []
    for key, last, since in found.values_list("pk", "newest", "since"):
        records[key] = TrackRecord(last=last)
        parts.append(Q(provider=key, pk__gte=since or 0))
    if parts:
        counted = Article.objects.filter(reduce(or_, parts)).order_by()
        groups = counted.values_list("provider", "state", "is_waiting").annotate(count=Count("pk"))
        for key, state, is_waiting, count in groups:
            _count(records[key], state, is_waiting, count)
    return records


def _count(record: TrackRecord, state: str, is_waiting: bool, count: int) -> None:
    record.stories += count
    record.waiting += count if is_waiting else 0
    record.published += count if state == State.PUBLISHED else 0
    record.rejected += count if state == State.REJECTED else 0
