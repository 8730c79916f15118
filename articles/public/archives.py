"""The archive: how much was published in each year, month and day."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Count
from django.db.models.functions import ExtractDay

from articles.models import Article
from articles.querysets import ArticleQuerySet, dated_q
from articles.reading.counts import by_month, by_year


@dataclass(frozen=True, slots=True)
class Span:
    """A year, a month or a day: from one moment up to another, which is not in it."""

    start: datetime
    end: datetime


def span_of(year: int, month: int | None = None, day: int | None = None) -> Span:
    """Raises ValueError where the calendar has no such day."""
    start = datetime(year, month or 1, day or 1, tzinfo=UTC)
    if day:
        return Span(start, datetime.fromordinal(start.toordinal() + 1).replace(tzinfo=UTC))
    if month:
        return Span(start, datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC))
    return Span(start, datetime(year + 1, 1, 1, tzinfo=UTC))


def published_in(span: Span) -> ArticleQuerySet:
    """What the public may see of a span."""
    return Article.objects.published().filter(dated_q(gte=span.start, lt=span.end))


def years() -> list[tuple[int, int]]:
    """Each year with how much it has, newest first."""
    return sorted(by_year().items(), reverse=True)


def months(year: int) -> list[tuple[date, int]]:
    """The twelve months of a year, each with how much it has."""
    counts = by_month(year)
    return [(date(year, month, 1), counts.get(month, 0)) for month in range(1, 13)]


def weeks(year: int, month: int) -> Sequence[Sequence[tuple[date | None, int]]]:
    """A month as a calendar shows it: weeks of seven days, each with how much it has."""
    rows = published_in(span_of(year, month)).order_by().values(day=ExtractDay("published_date_time"))
    counts = dict(rows.annotate(count=Count("pk")).values_list("day", "count"))
    return [
        [(date(year, month, day) if day else None, counts.get(day, 0)) for day in week]
        for week in calendar.Calendar().monthdayscalendar(year, month)
    ]
