"""How much of what a provider brings gets published: what an editor wants to know of a source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import connection

# Of so many of a provider's newest stories that were decided.
DECIDED: Final = 50

# Two scans of an index for each provider, whatever it brought in all its years.
_COUNT: Final = """
    SELECT provider.id, (
        SELECT COUNT(*) * 1000 + COALESCE(SUM(decided.is_out), 0) FROM (
            SELECT * FROM (
                SELECT published_date_time, 1 AS is_out FROM articles_article
                WHERE published AND provider_id = provider.id
                ORDER BY published_date_time DESC NULLS LAST, path LIMIT {most}
            ) taken
            UNION ALL
            SELECT * FROM (
                SELECT published_date_time, 0 AS is_out FROM articles_article
                WHERE state IN ('rejected', 'withdrawn') AND provider_id = provider.id
                ORDER BY published_date_time DESC NULLS LAST, path LIMIT {most}
            ) refused
            ORDER BY published_date_time DESC LIMIT {most}
        ) decided
    ) FROM providers_provider provider WHERE provider.id IN ({marks})
"""


@dataclass(frozen=True, slots=True)
class Record:
    """Of the newest stories of a provider that were decided, how many are published."""

    published: int
    decided: int


def records_of(providers: Iterable[int]) -> dict[int, Record]:
    """The records of some providers, by key; one query."""
    keys = sorted({*providers})
    if not keys:
        return {}
    sql = _COUNT.format(most=DECIDED, marks=", ".join(["%s"] * len(keys)))
    with connection.cursor() as cursor:
        cursor.execute(sql, keys)
        return {key: Record(both % 1000, both // 1000) for key, both in cursor.fetchall() if both}
