"""What waits at the desk: the numbers and the rows of its start page, in a fixed number of small queries.

Nothing here counts a whole table. What can be many is looked at from its newest end up to a limit; where
there is more, the number says so ("2,000+").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, Final

from django.contrib.auth.models import User
from django.core.cache import cache
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import TruncDate

from articles.desk.forms.labels import label_of
from articles.models import Article, Conflict, ImportRun, Listing
from articles.models.workflow import State
from articles.querysets import dated_q
from documents.layout import kind_of

# Of the inbox: what is looked at for topics and for what is hottest.
INBOX: Final = 2_000
# Of conflicts and damaged texts: counted up to here.
FEW: Final = 100
# Of what was published lately: what charts and silent providers are made of.
RECENT: Final = 20_000
DAYS: Final = 14
WEEK: Final = 7
# A provider is silent that published this many in the month before, and nothing for a week.
REGULAR: Final = 5
MONTH: Final = 30

_SHOWN: Final = 10
_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class Capped:
    """A number that was counted up to a limit."""

    number: int
    limit: int

    def __str__(self) -> str:
        """As a reader is told it: `12`, or `2,000+` where there are more.

        >>> str(Capped(12, 100)), str(Capped(2001, 2000))
        ('12', '2,000+')
        """
        return f"{self.limit:,}+" if self.number > self.limit else f"{self.number:,}"

    def __bool__(self) -> bool:
        return self.number > 0


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits for a decision."""

    count: Capped
    topics: Sequence[tuple[str, int]]
    hottest: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Question:
    """A field that waits for a choice, under the name that editors know."""

    pk: int
    field: str
    path: str


@dataclass(frozen=True, slots=True)
class Silent:
    """A provider that published regularly and has stopped."""

    pk: int
    name: str
    before: int
    last: date


@dataclass(frozen=True, slots=True)
class Lately:
    """What was published in the last weeks."""

    days: Sequence[tuple[date, int]]
    topics: Sequence[tuple[str, int]]
    silent: Sequence[Silent]


def inbox() -> Inbox:
    """The newest that wait: how many, under which topics, and the hottest of them; two queries."""
    newest = Article.objects.waiting().newest().values("pk")
    columns = ("pk", "title", "path", "heat", "published_date_time", "provider__name")
    # The database counts and sorts them: two thousand rows would take Python more time than all of the page.
    rows = Article.objects.filter(pk__in=newest[: INBOX + 1]).annotate(count=Window(Count("pk")))
    hottest = list(rows.order_by("-heat_score", "path").values(*columns, "count")[:5])
    return Inbox(
        Capped(hottest[0]["count"] if hottest else 0, INBOX),
        _most(Listing.objects.filter(article__in=newest[:INBOX]), "topic__name"),
        hottest,
    )


@dataclass(frozen=True, slots=True)
class Underway:
    """What is on its way to readers: what writers say is ready, what goes out next, and one's own drafts."""

    for_review: Sequence[Article]
    scheduled: Sequence[Article]
    drafts: Sequence[Article]


def underway(user: User, now: datetime) -> Underway:
    """The first of each; one query."""
    kinds = (
        Article.objects.sent_for_review(),
        Article.objects.scheduled(now).soonest(),
        Article.objects.filter(created_by=user, state=State.DRAFT).order_by("-pk"),
    )
    of_each = reduce(or_, (Q(pk__in=kind.values("pk")[:_SHOWN]) for kind in kinds))
    rows = list(Article.objects.filter(of_each).select_related("created_by", "decided_by").order_by("-pk"))
    sent = [row for row in rows if row.sent_for_review_at]
    planned = [row for row in rows if row.publish_at]
    return Underway(
        sorted(sent, key=lambda row: (row.sent_for_review_at, row.path)),
        sorted(planned, key=lambda row: (row.publish_at, row.path)),
        [row for row in rows if row.state == State.DRAFT],
    )


def conflicts() -> tuple[Capped, list[Question]]:
    """How many fields wait for a choice, and the newest of them."""
    rows = list(Conflict.objects.waiting().order_by("-found", "-pk").only("path", "key", "found")[: FEW + 1])
    newest = [Question(row.pk, label_of(kind_of(row.path), row.key), row.path) for row in rows[:5]]
    return Capped(len(rows), FEW), newest


def damaged() -> Capped:
    """How many texts hold characters that were read wrongly."""
    return Capped(len(Article.objects.damaged().order_by().values_list("pk")[: FEW + 1]), FEW)


def imports() -> list[ImportRun]:
    """The last imports, with what their reports count."""
    counts: dict[str, Any] = {
        f"n_{name}": F(f"report__counts__{name}") for name in ("created", "updated", "refused")
    }
    clashes = Conflict.objects.filter(run=OuterRef("pk")).order_by().values("run").annotate(n=Count("pk"))
    counts["n_conflicts"] = Subquery(clashes.values("n"))
    return list(ImportRun.objects.defer("report", "mentioned").annotate(**counts).order_by("-pk")[:5])


def lately(now: datetime) -> Lately:
    """What was published, by day and by topic, and who went silent: two queries, at most once a minute."""
    kept: Lately | None = cache.get("desk:lately")
    if kept is None:
        kept = _lately(now)
        cache.set("desk:lately", kept, _SECONDS)
    return kept


def written_by(user: User) -> list[Article]:
    """What somebody wrote themselves, whatever became of it, the newest first."""
    rows = Article.objects.filter(created_by=user).select_related("decided_by")
    return list(rows.order_by("-pk")[:50])


def _lately(now: datetime) -> Lately:
    published = Article.objects.published().newest()
    month = published.filter(dated_q(gt=now - timedelta(days=WEEK + MONTH))).values("pk")[:RECENT]
    rows = (
        Article.objects.filter(pk__in=month)
        .order_by()
        .annotate(day=TruncDate("published_date_time"))
        .values_list("day", "provider", "provider__name", "provider__domain")
        .annotate(count=Count("pk"))
    )
    found = list(rows)
    per_day: Counter[date] = Counter()
    for day, _provider, _name, _domain, count in found:
        per_day[day] += count
    today = now.date()
    week = published.filter(dated_q(gt=now - timedelta(days=WEEK))).values("pk")[:RECENT]
    return Lately(
        [(day, per_day[day]) for day in (today - timedelta(days=ago) for ago in range(DAYS - 1, -1, -1))],
        _most(Listing.objects.filter(article__in=week), "topic__name"),
        sorted(_silent(found, today), key=lambda silent: -silent.before)[:_SHOWN],
    )


def _silent(found: list[Any], today: date) -> Iterator[Silent]:
    before: Counter[int] = Counter()
    last: dict[int, date] = {}
    names: dict[int, str] = {}
    for day, provider, name, domain, count in found:
        if provider is not None:
            before[provider] += count
            last[provider] = max(day, last.get(provider, day))
            names[provider] = name or domain
    for provider, count in before.items():
        if count >= REGULAR and last[provider] < today - timedelta(days=WEEK):
            yield Silent(provider, names[provider], count, last[provider])


def _most(listings: QuerySet[Listing], name: str) -> list[tuple[str, int]]:
    counted = listings.order_by().values_list(name).annotate(count=Count("pk")).order_by("-count", name)
    return list(counted[:_SHOWN])
