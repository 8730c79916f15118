"""Numbered pages: the keys that skipping row by row gives, whatever happened since they were last asked."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from time_machine import TimeMachineFixture

from articles.editing.history import Actor
from articles.editing.workflow import move
from articles.exporting import numbering
from articles.exporting.numbering import Numbered
from articles.importing import import_documents
from articles.importing.undo import undo_run
from articles.models import Article, ImportRun, Listing, Revision, Topic
from articles.models.workflow import State
from documents.sources import Sources
from tests.support.make import LONG_AGO, delete_articles, make_article, make_topic, make_user

pytestmark = pytest.mark.django_db
NEW = b'---\ntitle: "New"\npublishedDateTime: 2022-01-01T00:00:00Z\npublished: true\n---\n'


@pytest.fixture(autouse=True)
def _few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbering, "STEP", 3)


@pytest.fixture
def topic() -> Topic:
    """Of twelve articles with dates, some of them equal, and eight without, before, among and after those."""
    topic = make_topic("Harbour")
    for number in range(12):
        make_article(topics=[topic], published_date_time=LONG_AGO + timedelta(hours=number // 2))
        make_article(topics=[topic], published=False)
    for hours in (-2, 0, 0, 0, 2, 9):
        made_at = LONG_AGO + timedelta(hours=hours)
        make_article(topics=[topic], published_date_time=None, made_at=made_at)
    for _ in range(2):
        make_article(topics=[topic], published_date_time=None)
    make_article(topics=[topic], published_date_time=timezone.now() + timedelta(hours=1))
    return topic


ALL = Numbered("all", lambda now: Article.objects.published(now).newest(), "pk")
OF_TOPIC = Numbered("topic", lambda now, topic: Listing.objects.newest_in(topic, now), "article_id")


def assert_true(topic: Topic) -> None:
    """From every place on, and behind the last."""
    everything = list(Article.objects.published().newest().values_list("pk", flat=True))
    of_topic = list(Listing.objects.newest_in(topic).values_list("article_id", flat=True))
    for first in (*reversed(range(len(everything) + 5)), *range(len(everything) + 5)):
        for count in (1, 4):
            assert ALL.keys(first, count) == everything[first : first + count]
            assert OF_TOPIC.keys(first, count, topic.pk) == of_topic[first : first + count]


def test_keys_are_those_that_skipping_gives(topic: Topic) -> None:
    assert_true(topic)


def test_a_site_without_articles_has_no_keys() -> None:
    assert ALL.keys(0, 5) == ALL.keys(7, 5) == []


def publish(topic: Topic, folder: Path) -> None:
    make_article(topics=[topic], published_date_time=LONG_AGO + timedelta(days=1))


def withdraw(topic: Topic, folder: Path) -> None:
    newest = Article.objects.published().newest()[0]
    actor = Actor(make_user(), Revision.Origin.TRIAGE, timezone.now())
    move(Article.objects.filter(pk=newest.pk), State.WITHDRAWN, actor)


def delete(topic: Topic, folder: Path) -> None:
    delete_articles(Article.objects.published().newest()[0])


def bring(topic: Topic, folder: Path) -> None:
    (folder / "_news").mkdir()
    (folder / "_news" / "2022-01-01-new.md").write_bytes(NEW)
    import_documents(Sources([str(folder)]), workers=1)


def come(topic: Topic, folder: Path) -> None:
    """Another is listed under the topic, in the middle."""
    other = make_article(published_date_time=LONG_AGO + timedelta(hours=3))
    assert_true(topic)
    Listing.objects.put_under([other], [topic])


@pytest.mark.parametrize("happens", [publish, withdraw, delete, bring, come])
def test_what_is_done_moves_all_that_come_behind_at_once(
    topic: Topic, tmp_path: Path, happens: Callable[[Topic, Path], None]
) -> None:
    assert_true(topic)
    happens(topic, tmp_path)
    assert_true(topic)


def test_import_that_is_taken_back_does_too(topic: Topic, tmp_path: Path) -> None:
    bring(topic, tmp_path)
    make_article(topics=[topic])
    assert_true(topic)
    undo_run(ImportRun.objects.get(), user=None, now=timezone.now())
    assert_true(topic)


def test_time_that_comes_does_too(topic: Topic, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(timezone.now() + timedelta(minutes=59, seconds=50), tick=False)
    assert_true(topic)
    time_machine.shift(20)
    assert_true(topic)


def test_a_place_far_from_the_start_skips_few(
    topic: Topic, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ALL.keys(9, 3)
    with django_assert_num_queries(2):
        ALL.keys(9, 3)
