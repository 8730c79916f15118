"""What has no date stands where it was made: in lists, feeds and the inbox, and by one index each."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.importing import import_documents, import_history
from articles.models import Article, ImportRun, Listing
from articles.querysets import dated_q, placed_q
from articles.roles import CONTRIBUTOR
from documents.sources import Sources
from documents.sources.git import Repository
from tests.support.make import LONG_AGO, make_article, make_provider, make_topic, make_user
from tests.support.repository import Site
from tests.support.sites import write_site

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
UNDATED = b'---\ntitle: "Undated"\npublished: true\ntopics:\n  - Harbour\n---\n'
DATED = b'---\ntitle: "Dated"\npublished: true\npublishedDateTime: 2021-06-01T12:00:00Z\n---\n'


@pytest.fixture
def site() -> Article:
    """Three dated stories, and one without a date that was made after them."""
    topic, provider = make_topic("Harbour"), make_provider("post.example")
    for days in range(3):
        when = timezone.now() - (days + 1) * DAY
        make_article(topics=[topic], provider=provider, title=f"Dated {days}", published_date_time=when)
    return make_article(topics=[topic], provider=provider, title="Made now", published_date_time=None)


def headlines(client: Client, address: str) -> list[str]:
    return re.findall(r"Dated \d|Made now", client.get(address).content.decode().partition("<main")[2])


@pytest.mark.parametrize(
    "address",
    ["/", "/topics/harbour/", "/topics/harbour/?order=hottest", "/providers/post.example/"],
)
def test_published_story_without_a_date_stands_first_if_it_was_made_last(
    client: Client, site: Article, address: str
) -> None:
    assert headlines(client, address)[0] == "Made now"


@pytest.mark.parametrize("address", ["/feeds/feed.json", "/feeds/topics/harbour/feed.json"])
def test_it_stands_first_in_feeds_without_a_date_that_nobody_gave(
    client: Client, site: Article, address: str
) -> None:
    first = client.get(address).json()["items"][0]
    assert first["title"] == "Made now"
    assert "date_published" not in first


def test_it_stands_first_in_the_api_without_a_date_that_nobody_gave(client: Client, site: Article) -> None:
    first = client.get("/api/news/index.json").json()["value"][0]
    assert first["title"] == "Made now"
    assert str(site.made_at)[:10] not in json.dumps(first)


def test_story_that_a_contributor_made_ready_stands_first_in_the_inbox(client: Client) -> None:
    for days in range(3):
        make_article(published=None, published_date_time=LONG_AGO + days * DAY)
    client.force_login(make_user(role=CONTRIBUTOR))
    topics = {f"listings-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    others = {
        f"{name}-{total}": "0"
        for name in ("images", "related_links")
        for total in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    client.post(
        reverse("admin:articles_article_add"), {"title": "My draft", "_move": "inbox", **topics, **others}
    )
    draft = Article.objects.get(title="My draft")
    assert draft.published_date_time is None
    client.force_login(make_user())
    rows = client.get(reverse("admin:articles_article_changelist")).context["rows"]
    assert rows[0].article == draft


def test_imported_story_stands_where_it_came_in(tmp_path: Path) -> None:
    early = make_article(published_date_time=timezone.now() - DAY)
    late = make_article(published=None, published_date_time=None, made_at=timezone.now() + DAY)
    write_site(tmp_path, {"_news/undated.md": UNDATED, "_news/dated.md": DATED})
    import_documents(Sources([str(tmp_path)]), workers=1)
    undated = Article.objects.get(title="Undated")
    assert undated.made_at == ImportRun.objects.get().started
    assert Listing.objects.get(article=undated).made_at == undated.made_at
    assert list(Article.objects.published().newest())[:2] == [undated, early]
    assert list(Article.objects.newest())[:3] == [late, undated, early]
    before = undated.made_at
    write_site(tmp_path, {"_news/undated.md": UNDATED.replace(b"Undated", b"Undated still")})
    import_documents(Sources([str(tmp_path)]), workers=1)
    undated.refresh_from_db()
    assert (undated.title, undated.made_at) == ("Undated still", before)


def test_story_of_a_replayed_commit_stands_where_its_commit_does(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    write_site(site.folder, {"_news/undated.md": UNDATED, "_news/dated.md": DATED})
    site.commit()
    commit = datetime.fromtimestamp(int(site.git("log", "-1", "--format=%ct")), UTC)
    with Repository(str(site.folder)) as repository:
        list(import_history(repository, repository.commit("main")))
    assert Article.objects.get(title="Undated").made_at == commit


# ---- One index each

NOW = LONG_AGO + 40 * DAY
ASKED: dict[str, Callable[[], QuerySet[Any]]] = {
    "article_newest_published": lambda: Article.objects.published(NOW).filter(placed_q(lte=NOW)).newest(),
    "article_newest_of_provider": lambda: Article.objects.published(NOW).filter(provider=1).newest(),
    "article_newest_waiting": lambda: Article.objects.waiting().newest(),
    "article_newest_set_aside": lambda: Article.objects.set_aside_as("rejected").newest(),
    "article_newest": lambda: Article.objects.filter(placed_q(gte=LONG_AGO)).newest(),
    "listing_newest_in_topic": lambda: Listing.objects.newest_in(1, NOW).filter(dated_q(lte=NOW)),
}


@pytest.mark.parametrize("index", ASKED)
def test_each_list_reads_one_index_and_sorts_nothing(index: str) -> None:
    # One in ten stories is of the topic and provider asked for: where most are, an index of all is as good.
    topics = [make_topic(pk=number) for number in range(1, 11)]
    providers = [make_provider(pk=number) for number in range(1, 11)]
    for number in range(240):
        when = LONG_AGO + timedelta(hours=number)
        which = number // 3 % 10
        make_article(topics=[topics[which]], provider=providers[which], made_at=when,
                     published=number % 2 == 0 or None,
                     published_date_time=None if number % 3 else when)  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            # So few rows are sorted more cheaply than read in order.
            for way in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    plan = ASKED[index]()[:20].explain()
    assert re.search(rf"\b{index}\b", plan), plan
    assert not re.search(r"TEMP B-TREE|Sort|MULTI-INDEX", plan), plan


def test_archive_of_a_month_reads_its_range_of_the_index() -> None:
    rows = Article.objects.published(NOW).filter(dated_q(gte=LONG_AGO, lt=NOW)).newest()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for way in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    plan = rows[:20].explain()
    assert "article_newest" in plan
    assert re.search(r"\(<expr>>\? AND <expr><\?\)|Index Cond: .*>=.*<", plan), plan
