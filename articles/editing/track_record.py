"""What became of a provider's stories: of the last that were decided, and of the last that came.

The queue tells the first beside each story, since an editor wants to know of a source how much of what it
brings gets published; what waits says nothing of that. The list of providers tells the second.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Final

from django.db import connection
from django.db.models import Count, OuterRef, Q, Subquery

from articles.models import Article
from articles.models.workflow import State
from providers.models import Provider

# Of so many of a provider's newest stories that were decided.
DECIDED: Final = 50
# As many of the stories that came last are looked at, whatever they are dated.
LAST: Final = 100

# Two scans of an index for each provider, whatever it brought in all its years.
_COUNT: Final = """
    SELECT provider.id, (
        SELECT COUNT(*) * 1000 + COALESCE(SUM(decided.is_out), 0) FROM (
            SELECT * FROM (
                SELECT COALESCE(published_date_time, made_at) AS placed_at, path, 1 AS is_out
                FROM articles_article
                WHERE published AND provider_id = provider.id
                ORDER BY COALESCE(published_date_time, made_at) DESC, path LIMIT {most}
            ) taken
            UNION ALL
            SELECT * FROM (
                SELECT COALESCE(published_date_time, made_at) AS placed_at, path, 0 AS is_out
                FROM articles_article
                WHERE state IN ('rejected', 'withdrawn') AND provider_id = provider.id
                ORDER BY COALESCE(published_date_time, made_at) DESC, path LIMIT {most}
            ) refused
            ORDER BY placed_at DESC, path LIMIT {most}
        ) decided
    ) FROM providers_provider provider WHERE provider.id IN ({marks})
"""


@dataclass(frozen=True, slots=True)
class Decided:
    """Of the newest stories of a provider that were decided, how many are published."""

    published: int
    decided: int


def decided_of(providers: Iterable[int]) -> dict[int, Decided]:
    """That of some providers, by key; one query."""
    keys = sorted({*providers})
    if not keys:
        return {}
    sql = _COUNT.format(most=DECIDED, marks=", ".join(["%s"] * len(keys)))
    with connection.cursor() as cursor:
        cursor.execute(sql, keys)
        return {key: Decided(both % 1000, both // 1000) for key, both in cursor.fetchall() if both}


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
