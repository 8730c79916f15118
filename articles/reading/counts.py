"""How much the public sees of each topic, provider and year: counted once for each edition.

A count reads every row that it counts, so on a large site it is kept in the cache while the edition stands.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear

from articles.models import Article, Listing
from articles.querysets import dated_q, published_q
from articles.reading.edition import kept
from articles.reading.parameters import end_of, start_of


def by_topic() -> dict[int, int]:
    """Articles of each topic, by its key."""
    return _kept("topic", lambda: _grouped(Listing.objects.filter(published_q()), "topic"))


def by_provider() -> dict[int, int]:
    """Articles of each provider, by its key."""
    return _kept("provider", lambda: _grouped(Article.objects.published(), "provider"))


def by_year() -> dict[int, int]:
    """Articles of each year that has any."""
    dated = Article.objects.published().filter(published_date_time__isnull=False)
    rows = dated.annotate(year=ExtractYear("published_date_time"))
    return _kept("year", lambda: _grouped(rows, "year"))


def by_month(year: int) -> dict[int, int]:
    """Articles of each month of a year."""
    start, end = start_of(date(year, 1, 1)), end_of(date(year, 12, 31))
    rows = Article.objects.published().filter(dated_q(gte=start, lte=end))
    months = rows.annotate(month=ExtractMonth("published_date_time"))
    return _kept(f"month:{date(year, 1, 1):%Y}", lambda: _grouped(months, "month"))


def _grouped(rows: QuerySet[Any], column: str) -> dict[int, int]:
    return dict(rows.order_by().values(column).annotate(count=Count("pk")).values_list(column, "count"))


def _kept(name: str, count: Callable[[], dict[int, int]]) -> dict[int, int]:
    return kept(f"counts:{name}", count)
