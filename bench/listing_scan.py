"""A topic's newest articles: by Listing's own columns, and by the plain join with ORDER BY.

    .venv/bin/python bench/listing_scan.py [--count 100000]

On SQLite, or on PostgreSQL where DATABASE_URL names a server; in a database of its own.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django  # noqa: E402  the project's folder must be found first

django.setup()

from django.db import connection  # noqa: E402  models come after the settings

from articles.models import Article, Listing, Topic  # noqa: E402  settings come first

PAGE: Final = 25
TOPICS: Final = 40
ROUNDS: Final = 50


def fill(count: int) -> Topic:
    """Articles, two of three published, each in one of a few topics and all in another."""
    start = datetime(2019, 1, 1, tzinfo=UTC)
    topics = Topic.objects.bulk_create(Topic(name=f"T{n}", slug=f"t{n}") for n in range(TOPICS))
    for first in range(0, count, 5000):
        articles = Article.objects.bulk_create(
            Article(
                path=f"_news/{n:07}.md", slug=f"{n:07}", title=f"Article {n}", published=n % 3 != 0,
                published_date_time=start + timedelta(minutes=n * 17 % count),
            )
            for n in range(first, min(first + 5000, count))
        )  # fmt: skip
        Listing.objects.bulk_create(
            Listing(
                article=article, topic=topic, published=article.published is True, path=article.path,
                published_date_time=article.published_date_time,
            )
            for n, article in enumerate(articles)
            for topic in (topics[0], topics[1 + n % (TOPICS - 1)])
        )  # fmt: skip
    return topics[0]


def milliseconds(query: Any) -> float:
    """The best time of one page."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        list(query.all()[:PAGE])
        times.append(time.perf_counter() - started)
    return min(times) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=100_000)
    count: int = parser.parse_args().count
    # A database of its own, made and dropped as a test's is.
    connection.settings_dict["TEST"]["NAME"] = (
        f"bench_{os.getpid()}" if connection.vendor != "sqlite" else None
    )
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        measure(count)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def measure(count: int) -> None:
    topic = fill(count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    scan = Listing.objects.newest_in(topic).values_list("article_id")
    join = Article.objects.published().in_topic(topic).newest().values_list("id")
    assert [*scan[:PAGE]] == [*join[:PAGE]]
    plan = scan[:PAGE].explain()
    print(f"{count:,} articles on {connection.vendor}, best of {ROUNDS}, a page of {PAGE}")
    fast, slow = milliseconds(scan), milliseconds(join)
    print(f"{'by columns of Listing':34}{fast:9.2f} ms")
    print(f"{'by a join with ORDER BY':34}{slow:9.2f} ms{slow / fast:9.1f} times as long")
    print(plan)


if __name__ == "__main__":
    main()
