"""Providers that are blocked, what that does to their stories, and what comes of the end of it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.editing.blocking import AlreadySo, Standing, block, standing, unblock
from articles.editing.history import Actor, timeline
from articles.editing.track_record import LAST, TrackRecord, track_records
from articles.editing.workflow import move
from articles.models import Article, Listing, Revision
from articles.models.workflow import BLOCKED, State
from articles.roles import CHIEF
from providers.models import Block, Provider
from tests.support.make import LONG_AGO, make_article, make_provider, make_topic, make_user
from tests.support.sites import document, export_site, files_in, import_site, write_site

pytestmark = pytest.mark.django_db
NOW = datetime(2031, 11, 23, 12, tzinfo=UTC)
SOON = NOW + timedelta(hours=1)


def actor(note: str = "") -> Actor:
    return Actor(make_user(role=CHIEF), Revision.Origin.BLOCK, NOW, note)


def one_of_each(provider: Provider) -> dict[str, Article]:
    made = {
        "waiting": make_article(provider=provider, published=None),
        "scheduled": make_article(provider=provider, published=None),
        "public": make_article(provider=provider),
        "others": make_article(published=None),
    }
    move(Article.objects.filter(pk=made["scheduled"].pk), State.SCHEDULED, actor(), publish_at=SOON)
    return made


def states(made: dict[str, Article]) -> dict[str, str]:
    return {name: Article.objects.get(pk=article.pk).state for name, article in made.items()}


def test_block_rejects_what_waits_and_leaves_what_is_public(client: Client) -> None:
    provider = make_provider("spam.example")
    made = one_of_each(provider)
    assert standing(provider, NOW) == Standing(waiting=1, scheduled=1, public=1, rejected=0)
    who = actor("They make it up.")
    done = block(provider, who, withdraw=False)
    assert (done.rejected, done.withdrawn) == (2, 0)
    assert states(made) == {
        "waiting": "rejected", "scheduled": "rejected", "public": "published", "others": "inbox",
    }  # fmt: skip
    kept = Block.objects.get()
    assert (kept.provider, kept.by, kept.reason) == (provider, who.by, "They make it up.")
    assert timeline(made["waiting"].path)[0].origin == "provider blocked"
    assert timeline(provider.path)[0].note == "They make it up."
    assert client.get("/providers/spam.example/").status_code == 200
    with pytest.raises(AlreadySo):
        block(provider, actor(), withdraw=False)


def test_block_withdraws_what_is_public_where_asked(client: Client) -> None:
    provider = make_provider("spam.example")
    made = one_of_each(provider)
    done = block(provider, actor(), withdraw=True)
    assert (done.rejected, done.withdrawn) == (2, 1)
    assert states(made)["public"] == "withdrawn"
    assert client.get(made["public"].get_absolute_url()).status_code == 410
    assert client.get("/providers/spam.example/").status_code == 404


def test_end_of_a_block_brings_back_what_it_rejected_and_nothing_else() -> None:
    provider = make_provider()
    bad = make_article(provider=provider, published=None)
    move(Article.objects.filter(pk=bad.pk), State.REJECTED, actor("Wrong."))
    made = one_of_each(provider)
    block(provider, actor(), withdraw=False)
    assert standing(provider, NOW).rejected == 2
    assert unblock(provider, actor(), bring_back=True) == 2
    assert states({**made, "bad": bad}) == {
        "waiting": "inbox", "scheduled": "inbox", "public": "published", "others": "inbox", "bad": "rejected",
    }  # fmt: skip
    assert not Block.objects.exists()
    with pytest.raises(AlreadySo):
        unblock(provider, actor(), bring_back=True)


def test_what_comes_in_from_a_blocked_provider_is_rejected_at_once(tmp_path: Path, client: Client) -> None:
    provider = make_provider("spam.example")
    block(provider, actor(), withdraw=False)
    path, other = "_news/spam.md", "_news/good.md"
    site = {
        path: document(provider={"domain": "spam.example"}, topics=["News"]),
        other: document(provider={"domain": "good.example"}),
    }
    import_site(write_site(tmp_path / "site", site))
    article = Article.objects.get(path=path)
    assert (article.state, article.reason, article.is_waiting) == (State.REJECTED, BLOCKED, False)
    assert not Listing.objects.get(article=article).published
    assert Article.objects.get(path=other).state == State.PUBLISHED
    assert client.get("/news/spam/").status_code == 404
    assert timeline(path)[0].origin == "provider blocked"
    # The source goes on saying that it is public, and changes it: it stays rejected.
    site[path] = document(provider={"domain": "spam.example"}, topics=["News"], title="Again")
    import_site(write_site(tmp_path / "site", site))
    article.refresh_from_db()
    assert (article.title, article.state) == ("Again", State.REJECTED)
    export_site(tmp_path / "out")
    assert b"published: false" in files_in(tmp_path / "out")[path]
    assert unblock(provider, actor(), bring_back=True) == 1


def test_block_takes_the_same_queries_for_any_number_of_stories() -> None:
    def queries(size: int) -> int:
        provider = make_provider()
        for _ in range(size):
            make_article(provider=provider, published=None, topics=[make_topic()])
        who = actor()
        with CaptureQueriesContext(connection) as captured:
            block(provider, who, withdraw=True)
        return len(captured)

    assert queries(1) == queries(9)


# ---- Records


def test_record_tells_of_the_last_stories_what_became_of_them() -> None:
    provider, silent = make_provider(), make_provider()
    for _ in range(LAST):
        make_article(provider=provider, published=None)
    # Those that came before the last hundred do not count.
    last = [make_article(provider=provider) for _ in range(4)]
    move(
        Article.objects.filter(pk=make_article(provider=provider, published=None).pk), State.REJECTED, actor()
    )
    records = track_records([provider.pk, silent.pk])
    assert records[silent.pk] == TrackRecord()
    assert records[provider.pk] == TrackRecord(
        stories=100, published=4, rejected=1, waiting=95, last=last[0].published_date_time
    )
    assert last[0].published_date_time == LONG_AGO


def test_records_of_fifty_take_two_queries() -> None:
    providers = [make_provider() for _ in range(50)]
    make_article(provider=providers[3])
    with CaptureQueriesContext(connection) as captured:
        track_records([provider.pk for provider in providers])
    assert len(captured) == 2


def test_last_stories_are_read_from_an_index_however_many_there_are() -> None:
    last = Article.objects.filter(provider=make_provider()).order_by("-pk").values("pk")[:LAST]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A table of a test is too small for an index to be worth it.
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    plan = last.explain()
    assert (
        "article_of_provider_as_it_came" if connection.vendor == "postgresql" else "provider_id=?"
    ) in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


@pytest.mark.parametrize("is_here", [True, False], ids=["before", "after"])
def test_block_that_ends_leaves_no_trace_in_documents(tmp_path: Path, is_here: bool) -> None:
    provider = make_provider("spam.example")
    says = {"provider": {"domain": "spam.example"}, "published": None}
    site = write_site(
        tmp_path / "site",
        {
            "_news/absent.md": document(**says).replace(b"published:\n", b""),
            "_news/false.md": document(**says | {"published": False}),
        },
    )
    if is_here:
        import_site(site)
    block(provider, actor(), withdraw=False)
    import_site(site)
    assert set(Article.objects.values_list("state", flat=True)) == {State.REJECTED}
    unblock(provider, actor(), bring_back=True)
    assert set(Article.objects.values_list("state", flat=True)) == {State.INBOX}
    export_site(tmp_path / "out")
    out = files_in(tmp_path / "out")
    assert {path: out[path] for path in files_in(site)} == files_in(site)
    assert b"published:" not in out["_news/absent.md"]
