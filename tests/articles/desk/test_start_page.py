"""What the start page says, to whom, and in how many queries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from time_machine import TimeMachineFixture

from articles.desk import start_page
from articles.editing import workflow
from articles.editing.history import Actor
from articles.models import Article, Conflict, ImportRun, Revision
from articles.models.workflow import State
from articles.roles import CHIEF, CONTRIBUTOR, EDITOR
from documents.json_values import pack
from tests.support.make import make_article, make_provider, make_topic, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2031, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(NOW, tick=False)


def page(client: Client, role: str) -> str:
    client.force_login(make_user(role=role))
    return client.get(reverse("admin:index")).content.decode()


def ago(**time: float) -> datetime:
    return timezone.now() - timedelta(**time)


def schedule(article: Article, when: datetime) -> None:
    actor = Actor(None, Revision.Origin.TRIAGE, timezone.now())
    workflow.move(Article.objects.filter(pk=article.pk), State.SCHEDULED, actor, publish_at=when)


def test_inbox_by_topic_with_the_hottest_first() -> None:
    sea, land = make_topic("Sea"), make_topic("Land")
    for heat in (5, 50, 20):
        make_article(published=None, heat=heat, topics=[sea], title=f"Heat {heat}")
    make_article(published=None, topics=[land, sea], title="Cold")
    make_article(topics=[sea])
    inbox = start_page.inbox()
    assert str(inbox.count) == "4"
    assert list(inbox.topics) == [("Sea", 4), ("Land", 1)]
    assert [row["title"] for row in inbox.hottest] == ["Heat 50", "Heat 20", "Heat 5", "Cold"]


def test_what_is_many_is_counted_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_page, "INBOX", 2)
    topic = make_topic("Sea")
    for _ in range(4):
        make_article(published=None, topics=[topic])
    inbox = start_page.inbox()
    assert str(inbox.count) == "2+"
    assert list(inbox.topics) == [("Sea", 2)]


def test_scheduled_are_the_next_ones_with_their_zone(client: Client) -> None:
    late, soon = (make_article(published=None, title=title) for title in ("Late", "Soon"))
    schedule(late, NOW + timedelta(days=2))
    schedule(soon, NOW + timedelta(hours=1))
    assert [article.title for article in start_page.underway(make_user(), NOW).scheduled] == ["Soon", "Late"]
    text = page(client, EDITOR)
    assert "2031-11-23 13:00" in text
    assert "Times are UTC." in text


def test_days_and_topics_are_of_what_was_published() -> None:
    topic = make_topic("Sea")
    for days in (0, 0, 1, 8, 13, 20):
        make_article(published_date_time=ago(days=days), topics=[topic])
    make_article(published=None, published_date_time=ago(days=1), topics=[topic])
    make_article(published_date_time=ago(days=-1), topics=[topic])
    lately = start_page.lately(NOW)
    assert [count for _day, count in lately.days] == [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 2]
    assert list(lately.topics) == [("Sea", 3)]


def test_silent_is_who_was_regular_and_stopped() -> None:
    regular, rare, busy = (make_provider(name=name) for name in ("Regular", "Rare", "Busy"))
    for number in range(start_page.REGULAR):
        make_article(provider=regular, published_date_time=ago(days=9 + number))
        make_article(provider=busy, published_date_time=ago(days=6 + number))
    make_article(provider=rare, published_date_time=ago(days=9))
    silent = start_page.lately(NOW).silent
    assert [(provider.name, provider.before) for provider in silent] == [("Regular", start_page.REGULAR)]
    assert silent[0].last == ago(days=9).date()


def test_imports_and_conflicts_are_told_with_their_outcome(client: Client) -> None:
    report = {"counts": {"created": 3, "updated": 2, "refused": 1}}
    run = ImportRun.objects.create(started=NOW, source="the site", process="x", state="done", report=report)
    sides = {"base": pack("a"), "theirs": pack("b"), "ours": pack("c")}
    for key in ("title", "excerpt"):
        Conflict.objects.create(path="_news/a.md", key=key, run=run, found=NOW, **sides)
    text = page(client, EDITOR)
    for said in ("the site", "3 new, 2 changed", "1 refused", "2 in conflict", "_news/a.md"):
        assert said in text


def test_contributor_sees_own_drafts_and_nothing_else(client: Client) -> None:
    user = make_user("writer", CONTRIBUTOR)
    make_article(published=None, created_by=user, title="Mine alone")
    make_article(published=None, title="Somebody else’s")
    Article.objects.filter(title="Mine alone").update(
        state=State.REJECTED, reason="Too long", is_waiting=False
    )
    client.force_login(user)
    text = client.get(reverse("admin:index")).content.decode()
    for said in ("Mine alone", "rejected", "Too long"):
        assert said in text
    for hidden in ("Somebody else", "Inbox", "Last imports", "Conflicts"):
        assert hidden not in text


@pytest.mark.parametrize("role", [CONTRIBUTOR, EDITOR, CHIEF])
def test_new_site_says_so_in_plain_words(client: Client, role: str) -> None:
    text = page(client, role)
    assert ("You have written nothing yet" if role == CONTRIBUTOR else "Nothing waits for you") in text


@pytest.mark.parametrize("role", [CONTRIBUTOR, EDITOR, CHIEF])
def test_desk_stays_within_twelve_queries(
    client: Client, role: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    user = make_user(role=role)
    topics = [make_topic() for _ in range(12)]
    for number in range(30):
        provider = make_provider()
        make_article(
            published=None if number % 2 else True,
            provider=provider,
            topics=topics[: number % 5],
            published_date_time=ago(days=number),
            created_by=user,
        )
    for number in range(3):
        run = ImportRun.objects.create(started=NOW, source="s", process="x", state="done")
        Conflict.objects.create(path=f"{number}", key="title", run=run, found=NOW)
    client.force_login(user)
    cache.clear()
    with django_assert_max_num_queries(12):
        assert client.get(reverse("admin:index")).status_code == 200


def test_rows_address_is_told_to_who_may_see_the_row(client: Client) -> None:
    secret = make_article(published=None, path="_news/2031-01-01-a-secret.md")
    client.force_login(make_user(role=CONTRIBUTOR))
    kind = ContentType.objects.get_for_model(Article).pk
    assert client.get(reverse("admin:view_on_site", args=[kind, secret.pk])).status_code == 404
    for wrong in ("x", "0", str(ContentType.objects.get_for_model(User).pk)):
        assert client.get(reverse("admin:view_on_site", args=[wrong, "1"])).status_code == 404
