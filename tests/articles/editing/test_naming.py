"""What a story that is written here is called: its address, the day before it, and all that goes along."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import TimeMachineFixture

from articles.editing.history import Actor, timeline
from articles.editing.naming import readdress
from articles.editing.workflow import move
from articles.exporting import Selection, export_documents
from articles.importing import import_documents
from articles.models import Article, Listing, Redirect, Revision, Withheld
from articles.models.workflow import State
from documents.sources import Sources
from tests.support.make import make_article, make_topic, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2031, 11, 23, 12, tzinfo=UTC)
SOON = NOW + timedelta(days=9)


@pytest.fixture(autouse=True)
def now(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(NOW, tick=False)


def written(title: str = "Fog", **fields: Any) -> Article:
    """A draft as the form begins it."""
    stands: dict[str, Any] = {
        "path": "",
        "published": False,
        "state": State.DRAFT,
        "created_by": make_user(),
        "published_date_time": None,
        "web_url": "",
        "body": "Thick.\n",
    }
    return make_article(title=title, **stands | fields)


def bring(article: Article, to: State, *, at: datetime = NOW) -> None:
    actor = Actor(None, Revision.Origin.FORM, at)
    moved = move(Article.objects.filter(pk=article.pk), to, actor, publish_at=SOON)
    assert not moved.refused
    article.refresh_from_db()


def call(article: Article, slug: str) -> str:
    former = readdress(article, slug, Actor(None, Revision.Origin.FORM, NOW))
    article.refresh_from_db()
    return former


def export_to(folder: Path) -> set[str]:
    done = export_documents(str(folder), selection=Selection(), stdout=io.BytesIO(), delete_left_over=True)
    assert done.problems == []
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.md")}


# ---- The day before it


def test_what_goes_out_is_named_by_its_day_and_its_history_goes_along() -> None:
    article = written(topics=[make_topic()])
    assert article.path == "_news/fog.md"
    bring(article, State.INBOX)
    bring(article, State.SCHEDULED)
    assert (article.path, article.slug) == ("_news/2031-12-02-fog.md", "2031-12-02-fog")
    bring(article, State.PUBLISHED)
    assert (article.path, article.slug) == ("_news/2031-11-23-fog.md", "2031-11-23-fog")
    assert Listing.objects.get().path == article.path
    assert [entry.revision is not None for entry in timeline(article.path)] == [True, True, True]
    assert not Redirect.objects.exists()
    assert Article.objects.in_another_form("2031-11-23-FOG").get() == article


def test_day_that_is_taken_is_no_hindrance() -> None:
    first, second = written(), written("Fog")
    bring(first, State.PUBLISHED)
    bring(second, State.PUBLISHED)
    assert [first.path, second.path] == ["_news/2031-11-23-fog.md", "_news/2031-11-23-fog-2.md"]


def test_name_that_readers_may_know_stays() -> None:
    article = written()
    bring(article, State.PUBLISHED)
    bring(article, State.WITHDRAWN)
    bring(article, State.INBOX)
    bring(article, State.PUBLISHED, at=NOW + timedelta(days=3))
    assert article.path == "_news/2031-11-23-fog.md"


def test_name_that_lies_in_a_folder_or_came_in_stays(tmp_path: Path) -> None:
    article = written()
    assert export_to(tmp_path) == {"_news/fog.md"}
    bring(article, State.PUBLISHED)
    assert article.path == "_news/fog.md"
    came = make_article(path="_news/came.md", published=None, published_date_time=None)
    bring(came, State.PUBLISHED)
    assert came.path == "_news/came.md"


def test_many_are_named_in_as_many_queries_as_one() -> None:
    counts = []
    for many in (1, 12):
        rows = [written(f"Fog {many} {number}") for number in range(many)]
        chosen = Article.objects.filter(pk__in=[row.pk for row in rows])
        with CaptureQueriesContext(connection) as queries:
            move(chosen, State.PUBLISHED, Actor(None, Revision.Origin.BULK, NOW))
        assert chosen.filter(path__startswith="_news/2031-11-23-fog-").count() == many
        counts.append(len(queries))
    assert counts[0] == counts[1]


# ---- Another address


def test_address_that_nobody_knows_leaves_nothing_behind(client: Client) -> None:
    article = written()
    assert call(article, "mist") == ""
    assert (article.path, article.slug) == ("_news/mist.md", "mist")
    assert call(article, "fog") == ""
    assert article.path == "_news/fog.md"
    assert not Redirect.objects.exists()


def test_address_that_readers_know_leads_to_the_new_one(client: Client) -> None:
    article = written()
    bring(article, State.PUBLISHED)
    assert call(article, "mist") == "2031-11-23-fog"
    assert article.path == "_news/2031-11-23-mist.md"
    response = client.get("/news/2031-11-23-fog/")
    assert (response.status_code, response["Location"]) == (301, "/news/2031-11-23-mist/")
    assert client.get("/news/2031-11-23-mist/").status_code == 200


def test_address_that_another_has_gets_a_number_and_keeps_it() -> None:
    first, second = written("Mist"), written()
    call(second, "mist")
    assert second.path == "_news/mist-2.md"
    call(second, "mist")
    assert second.path == "_news/mist-2.md"
    assert first.path == "_news/mist.md"


def test_document_in_a_folder_moves_and_comes_in_as_the_same_story(tmp_path: Path) -> None:
    article = written()
    export_to(tmp_path)
    import_documents(Sources([str(tmp_path)]), workers=1)
    old = (tmp_path / "_news/fog.md").read_bytes()
    call(article, "mist")
    assert Withheld.objects.standing().get().path == "_news/fog.md"
    # A folder from which nobody took the old file makes no second story.
    import_documents(Sources([str(tmp_path)]), workers=1)
    assert Article.objects.count() == 1
    assert export_to(tmp_path) == {"_news/mist.md"}
    assert (tmp_path / "_news/mist.md").read_bytes() == old
    report = import_documents(Sources([str(tmp_path)]), workers=1)
    assert report.problems == []
    assert [row.path for row in Article.objects.all()] == ["_news/mist.md"]
