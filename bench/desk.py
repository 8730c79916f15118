"""How long the desk's pages take on a small site and on a large one: list, search, filters, form, start.

    .venv/bin/python bench/desk.py [--counts 10000 1000000] [--rounds 5]

On SQLite, or on PostgreSQL where DATABASE_URL names a server; in databases of their own, dropped
afterwards. The sites take turns, a page at a time. Every page is asked for in this process, as a
signed-in editor, so that a figure is what database, Python and templates take together. Figures are
medians; the ratios say how many times as long the largest site takes, by the medians and by the best
rounds. Pages that have more rows to show on a larger site are slower for that: `rows` says how many.
Ends with 1 where a page takes more than 13 queries: 12, and one for the stems of words.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
os.environ.setdefault("DEBUG", "true")
os.environ.setdefault("SECRET_KEY", "only-for-a-benchmark")

import django  # noqa: E402  the project's folder must be found first
import psycopg  # noqa: E402  settings come first

django.setup()

from django.conf import settings  # noqa: E402  settings come first
from django.contrib.auth.models import Group, User  # noqa: E402  settings come first
from django.core.cache import cache  # noqa: E402  settings come first
from django.db import connection  # noqa: E402  settings come first
from django.test import Client  # noqa: E402  settings come first
from django.test.utils import CaptureQueriesContext  # noqa: E402  settings come first

from articles.models import Article, Topic  # noqa: E402  models come after the settings
from articles.roles import EDITOR  # noqa: E402  settings come first
from articles.search import follow  # noqa: E402  settings come first
from providers.models import Provider  # noqa: E402  settings come first

MOST_QUERIES: Final = 13
# How often each site has its turn with each page, so that a busy minute meets both.
TURNS: Final = 3
TOPICS: Final = 60
PROVIDERS: Final = 300
# Words that many titles have, and words that few have.
WORDS: Final = 1000
RARE: Final = 50_000
LIST: Final = "/admin/articles/article/"
# As pages of editors are: what each is called, and its address.
PAGES: Final = {
    "inbox": LIST,
    "scheduled": f"{LIST}?tab=scheduled",
    "published": f"{LIST}?tab=published",
    "rejected": f"{LIST}?tab=rejected",
    "withdrawn": f"{LIST}?tab=withdrawn",
    "all": f"{LIST}?tab=all",
    "second page": f"{LIST}?tab=all&after={{after}}",
    "search, a word of many": f"{LIST}?q=word7",
    "search, two words": f"{LIST}?q=excerpt+word7",
    # No story has both.
    "search in vain": f"{LIST}?q=word7+word19",
    "search in the inbox": f"{LIST}?q=word7&tab=inbox",
    "search, an address": f"{LIST}?q=https://example.org/story/77",
    "inbox by topic": f"{LIST}?tab=inbox&topic=Topic+7",
    "inbox by provider": f"{LIST}?tab=inbox&provider=provider-7.example",
    "all by topic": f"{LIST}?tab=all&topic=Topic+7",
    "all by provider": f"{LIST}?tab=all&provider=provider-7.example",
    "published by provider": f"{LIST}?tab=published&provider=provider-7.example",
    "inbox by type": f"{LIST}?tab=inbox&type=video",
    "inbox by quality": f"{LIST}?tab=inbox&quality_from=90",
    "inbox by heat": f"{LIST}?tab=inbox&heat_from=900",
    "all by dates": f"{LIST}?tab=all&since=2012-01-11&until=2012-02-10",
    "inbox without picture": f"{LIST}?tab=inbox&picture=no",
    "inbox, best first": f"{LIST}?tab=inbox&sort=quality",
    "all, hottest first": f"{LIST}?tab=all&sort=hottest",
    "form": f"{LIST}{{article}}/change/",
    "start": "/admin/",
}
# Of a hundred stories five wait, one is scheduled, two are rejected, one is withdrawn.
_STATE: Final = """CASE WHEN n % 100 < 5 THEN 'inbox' WHEN n % 100 = 6 THEN 'scheduled'
    WHEN n % 50 = 7 THEN 'rejected' WHEN n % 100 = 8 THEN 'withdrawn' ELSE 'published' END"""
# One topic and one provider have a fifth of all, so that a small site fills a page with them too.
_UNDER: Final = (
    f"CASE WHEN a.id / 100 % 5 = 0 THEN 8 ELSE 9 + a.id % {TOPICS - 10} END",
    "1 + a.id % 7",
)
_COMMON: Final = " || ' ' || ".join(
    f"'word' || ((n * {factor} + {factor}) % {WORDS})" for factor in (7919, 104729, 1299709, 15485863)
)
_TELLING: Final = " || ' ' || ".join(
    f"'telling' || ((n * {factor} + {factor}) % {RARE})" for factor in (49979687, 86028121, 32452843)
)
# Sites name documents by their days, so that imports bring them in the order of their dates, more or less:
# one in seven minutes, up to three days before or after its time.
_MINUTES: Final = "(n * 7 + (n * 104729) % 4320)"
_TIMES: Final = {
    "sqlite": f"datetime('2012-01-01', '+' || {_MINUTES} || ' minutes')",
    "postgresql": f"timestamptz '2012-01-01 00:00:00+00' + {_MINUTES} * interval '1 minute'",
}
_TRUE: Final = {"sqlite": ("1", "0"), "postgresql": ("true", "false")}
_NUMBERS: Final = (
    "WITH RECURSIVE numbers(n) AS "
    "(SELECT CAST({first} AS bigint) UNION ALL SELECT n + 1 FROM numbers WHERE n < {last})"
)


def article_columns() -> dict[str, str]:
    """What each column of the n-th article has, as SQL."""
    vendor = connection.vendor
    yes, no = _TRUE[vendor]
    live = f"({_STATE}) IN ('published', 'scheduled')"
    given = {
        "id": "n",
        "path": "'_news/' || n || '.md'",
        "slug": "n",
        "title": f"{_COMMON} || ' ' || {_TELLING}",
        "excerpt": f"'An excerpt: ' || {_COMMON}",
        "category": "'news'",
        "type": "CASE WHEN n % 10 = 0 THEN 'video' ELSE 'article' END",
        "web_url": "'https://example.org/story/' || n",
        "published_date_time": _TIMES[vendor],
        "made_at": _TIMES[vendor],
        "quality": "(n * 7919) % 101",
        "heat": "(n * 104729) % 1000",
        "heat_score": f"{_MINUTES} / 2000.0 + (n * 7919) % 10",
        "provider_id": f"CASE WHEN n / 100 % 5 = 0 THEN 8 ELSE 1 + n % {PROVIDERS} END",
        "state": _STATE,
        "published": f"CASE WHEN {live} THEN {yes} ELSE {no} END",
        "is_waiting": f"CASE WHEN ({_STATE}) = 'inbox' THEN {yes} ELSE {no} END",
        "publish_at": (
            f"CASE WHEN ({_STATE}) = 'scheduled' THEN {_TIMES[vendor].replace('2012', '2990')} END"
        ),
        "changed_at_source": "'[]'",
        "is_damaged": no,
    }
    empty = {str(field.column): "NULL" if field.null else "''" for field in Article._meta.concrete_fields}
    return {column: given.get(column, nothing) for column, nothing in empty.items()}


def fill(first: int, last: int) -> None:
    """The articles from one number to another, each with a picture and two topics, and their words."""
    columns = article_columns()
    numbers = _NUMBERS.format(first=first, last=last)
    yes, _no = _TRUE[connection.vendor]
    named, new = ", ".join(columns), f"a.id BETWEEN {first} AND {last}"
    statements = [
        f"INSERT INTO articles_article ({named}) {numbers} SELECT {', '.join(columns.values())} FROM numbers",
        *(
            f"""INSERT INTO articles_listing (article_id, topic_id, position, published, published_date_time,
                made_at, publish_at, path, heat_score)
            SELECT a.id, {topic}, {position}, a.published, a.published_date_time, a.made_at, a.publish_at,
                a.path, a.heat_score
            FROM articles_article a WHERE {new}"""
            for position, topic in enumerate(_UNDER)
        ),
        f"""INSERT INTO articles_image (article_id, position, url, title, attribution, is_cached)
            SELECT a.id, 0, 'https://example.org/' || a.id || '.jpg', '', '', {yes}
            FROM articles_article a WHERE {new} AND a.id % 4 > 0""",
        f"INSERT INTO articles_searchdue (article) SELECT a.id FROM articles_article a WHERE {new}",
    ]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # For the filling only: what is measured has the usual cache.
            cursor.execute("PRAGMA cache_size = -1000000")
        with without_triggers():
            for statement in statements:
                cursor.execute(statement)
        follow()
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA cache_size = -2000")
        else:
            # What autovacuum does within minutes of so many new rows: it tells the planner of them, lets
            # counts be read from an index alone, and puts the newest words where searches find them.
            cursor.execute("VACUUM ANALYZE")


@contextmanager
def without_triggers() -> Iterator[None]:
    """Rows come with what triggers would add."""
    tables = ("articles_article", "articles_listing")
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _name, sql in triggers:
            cursor.execute(sql)


def people() -> Client:
    """Topics, providers, and a browser in which an editor is signed in."""
    Topic.objects.bulk_create(
        Topic(id=1 + n, name=f"Topic {n}", slug=f"topic-{n}", path=f"_data/topics/{n}.yaml", position=n)
        for n in range(TOPICS)
    )
    Provider.objects.bulk_create(
        Provider(id=1 + n, name=f"Provider {n}", domain=f"provider-{n}.example") for n in range(PROVIDERS)
    )
    editor = User.objects.create_user("editor", is_staff=True)
    editor.groups.add(Group.objects.get(name=EDITOR))
    client = Client()
    client.force_login(editor)
    return client


@dataclass(frozen=True, slots=True)
class Cost:
    """What a page takes: milliseconds of each round, queries; and how many rows it shows."""

    times: list[float]
    queries: int
    rows: int

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.times + other.times, max(self.queries, other.queries), max(self.rows, other.rows))

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def best(self) -> float:
        return min(self.times)


class Site:
    """A database of a size of its own, which this process can turn to."""

    def __init__(self, count: int, after: str) -> None:
        """Keep what the database holds now, with `count` articles; a page begins `after` a place."""
        self.count, self.after = count, after
        filled = str(connection.settings_dict["NAME"])
        self.name = f"{filled}_{count}"
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [self.name])
            return
        _turn_to(filled)
        with psycopg.connect(**_server(), autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{filled}"'.encode())

    def drop(self) -> None:
        if connection.vendor == "postgresql":
            with psycopg.connect(**_server(), autocommit=True) as server:
                server.execute(f'DROP DATABASE "{self.name}"'.encode())

    def cost(self, client: Client, page: str, rounds: int) -> Cost:
        """What a page takes here."""
        _turn_to(self.name)
        address = page.format(after=self.after, article=self.count // 2)
        # What a process remembers, such as the types of content, is asked for once.
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        # Asked now: the connection forgets its queries when the next request begins.
        used, rows = len(queries), response.content.count(b'<li class="story ')
        times = []
        for _ in range(rounds):
            started = time.perf_counter()
            client.get(address)
            times.append((time.perf_counter() - started) * 1000)
        return Cost(times, used, rows)


def _turn_to(name: str) -> None:
    """Let this process speak with the database of a name, and with no other."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]  # of this backend only
    connection.settings_dict["NAME"] = name
    # What a process keeps for a minute is of the other one.
    cache.clear()


def _server() -> dict[str, Any]:
    known = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    given = {name: connection.settings_dict[key] for name, key in known.items()}
    return {"dbname": "postgres", **{name: value for name, value in given.items() if value}}


def sites(counts: list[int], client: Client) -> Iterator[Site]:
    """Sites of all sizes, each larger than the one before."""
    filled = 0
    for count in counts:
        started = time.perf_counter()
        fill(filled + 1, count)
        filled = count
        first = client.get(f"{LIST}?tab=all").content.decode()
        yield Site(count, re.findall(r"after=([^&\"]+)", first)[-1])
        print(f"{count:,} articles after {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)


def measure(counts: list[int], rounds: int) -> None:
    client = people()
    filled = connection.settings_dict["NAME"]
    made = list(sites(counts, client))
    try:
        figures: dict[str, list[Cost]] = {}
        for name, page in PAGES.items():
            figures[name] = [Cost([], 0, 0) for _ in made]
            for _ in range(TURNS):
                for place, site in enumerate(made):
                    figures[name][place] += site.cost(client, page, rounds)
    finally:
        _turn_to(filled)
        for site in made:
            site.drop()
    told(counts, rounds, figures)


def told(counts: list[int], rounds: int, figures: dict[str, list[Cost]]) -> None:
    print(f"on {connection.vendor}, medians of {TURNS} times {rounds} rounds, {datetime.now(UTC):%Y-%m-%d}")
    heads = "".join(f"{f'{count:,}':>12} {'rows':>4}" for count in counts)
    print(f"{'':24}{heads}{'ratio':>8}{'best':>6}{'queries':>9}")
    for name, found in figures.items():
        times = "".join(f"{one.median:9.1f} ms {one.rows:4}" for one in found)
        first, last = found[0], found[-1]
        ratios = f"{last.median / first.median:8.2f}{last.best / first.best:6.2f}"
        print(f"{name:24}{times}{ratios}{last.queries:9}")
    if too_many := [name for name, found in figures.items() if found[-1].queries > MOST_QUERIES]:
        sys.exit(f"more than {MOST_QUERIES} queries: {', '.join(too_many)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--counts", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=5)
    asked: Any = parser.parse_args()
    # What DEBUG does with queries and templates is no part of what an editor waits for.
    settings.DEBUG, settings.ALLOWED_HOSTS = False, ["testserver"]
    with tempfile.TemporaryDirectory() as folder:
        is_file = connection.vendor == "sqlite"
        connection.settings_dict["TEST"]["NAME"] = f"{folder}/desk" if is_file else f"bench_{os.getpid()}"
        name = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, serialize=False)
        try:
            measure(asked.counts, asked.rounds)
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
