"""What went out from here and comes in again is no news, whatever was changed here since."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from articles.editing.arranging_topics import step
from articles.editing.history import Actor
from articles.importing import Outcome
from articles.models import Article, Conflict, ExportedDocument, Revision, Topic
from documents.layout import Kind
from tests.support.make import make_article
from tests.support.sites import (
    document,
    export_site,
    files_in,
    import_site,
    reasons,
    topic_document,
    write_site,
)

pytestmark = pytest.mark.django_db

A, B = "_news/a.md", "_news/b.md"
CULTURE = "_data/topics/04-culture.yaml"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with a site, which has been imported."""
    files = {
        A: document(title="First", heat=1),
        B: document(),
        CULTURE: topic_document("Culture", _id="culture"),
        "_data/topics/02-world.yaml": topic_document("World", _id="world"),
    }
    import_site(write_site(tmp_path / "site", files))
    return tmp_path / "site"


def retitle(title: str) -> None:
    article = Article.objects.get(path=A)
    article.title = title
    article.save()


def title() -> str:
    return Article.objects.get(path=A).title


def test_what_was_edited_again_is_in_no_conflict_with_its_own_export(site: Path) -> None:
    retitle("Second")
    export_site(site)
    retitle("Third")
    report = import_site(site)
    assert (report.conflicts, report.changes, title()) == ([], [], "Third")
    export_site(site)
    assert b"Third" in (site / A).read_bytes()


def test_edit_that_went_out_and_was_taken_back_stays_taken_back(site: Path) -> None:
    retitle("Second")
    export_site(site)
    retitle("First")
    assert import_site(site).changes == []
    assert title() == "First"


def test_own_export_is_the_base_from_then_on(site: Path) -> None:
    retitle("Second")
    export_site(site)
    import_site(site)
    assert export_site(site).changed == []
    write_site(site, {A: document(title="From the source", heat=1)})
    import_site(site)
    assert title() == "From the source"


def test_source_that_goes_back_to_what_went_out_once_is_followed(site: Path) -> None:
    retitle("Second")
    export_site(site)
    sent = (site / A).read_bytes()
    write_site(site, {A: document(title="Third", heat=2)})
    import_site(site)
    Conflict.objects.all().delete()
    retitle("Third")
    write_site(site, {A: sent})
    import_site(site)
    assert title() == "Second"


def test_what_went_out_as_it_came_in_is_not_remembered(site: Path) -> None:
    retitle("Second")
    export_site(site)
    rows = list(ExportedDocument.objects.values_list("pk", "path", "digest"))
    assert [path for _, path, _ in rows] == [A]
    export_site(site)
    assert list(ExportedDocument.objects.values_list("pk", "path", "digest")) == rows
    retitle("First")
    export_site(site)
    assert not ExportedDocument.objects.exists()


def test_topic_whose_earlier_place_went_out_is_not_refused(site: Path) -> None:
    topic = Topic.objects.get(name="Culture")
    step(topic, "up", Actor(None, Revision.Origin.FORM, timezone.now()))
    export_site(site)
    Topic.objects.filter(name="Culture").update(position=8)
    report = import_site(site)
    assert (reasons(report), report.changes) == ([], [])
    assert Topic.objects.get(name="Culture").file_path == "_data/topics/08-culture.yaml"
    assert import_site(site).counts[Kind.TOPIC, Outcome.UNCHANGED] == len(files_in(site / "_data"))


def test_article_that_went_out_and_moved_does_not_come_in_twice(tmp_path: Path) -> None:
    article = make_article(path=A)
    export_site(tmp_path)
    article.path = B
    article.save()
    import_site(tmp_path)
    assert [article.path for article in Article.objects.all()] == [B]
