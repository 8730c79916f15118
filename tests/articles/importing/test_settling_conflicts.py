"""Conflicts settled."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from articles.importing import import_documents
from articles.importing.settling_conflicts import settle
from articles.models import Article, Conflict
from documents.sources import Sources
from tests.articles.importing.test_undo import write
from tests.support.repository import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def conflict(tmp_path: Path) -> Conflict:
    """The source and an editor both changed a title."""
    story = Story("gulls", "Gulls", 1)
    import_documents(Sources([str(write(tmp_path, story))]), workers=1)
    article = Article.objects.get()
    article.title = "By hand"
    article.save()
    story.title = "At the source"
    import_documents(Sources([str(write(tmp_path, story))]), workers=1)
    return Conflict.objects.get()


def test_ours_stays_live_until_somebody_settles(conflict: Conflict) -> None:
    assert Article.objects.get().title == "By hand"
    assert conflict.base == {"value": "Gulls"}
    assert conflict.theirs == {"value": "At the source"}
    assert conflict.ours == {"value": "By hand"}


def test_ours_can_be_kept(conflict: Conflict) -> None:
    assert settle(conflict, Conflict.Choice.OURS, user=None, now=timezone.now())
    assert Article.objects.get().title == "By hand"
    assert not Conflict.objects.waiting().exists()


def test_theirs_can_be_taken(conflict: Conflict) -> None:
    assert settle(conflict, Conflict.Choice.THEIRS, user=None, now=timezone.now())
    assert Article.objects.get().title == "At the source"


def test_a_conflict_is_settled_once(conflict: Conflict) -> None:
    assert settle(conflict, Conflict.Choice.OURS, user=None, now=timezone.now())
    assert not settle(conflict, Conflict.Choice.THEIRS, user=None, now=timezone.now())
    assert Article.objects.get().title == "By hand"


def test_a_newer_clash_takes_the_place_of_an_older_one(conflict: Conflict, tmp_path: Path) -> None:
    story = Story("gulls", "Changed again", 1)
    import_documents(Sources([str(write(tmp_path, story))]), workers=1)
    waiting = Conflict.objects.waiting().get()
    assert waiting.theirs == {"value": "Changed again"}
    assert waiting.base == {"value": "Gulls"}


def test_a_source_that_comes_round_to_ours_ends_the_conflict(conflict: Conflict, tmp_path: Path) -> None:
    story = Story("gulls", "By hand", 1)
    import_documents(Sources([str(write(tmp_path, story))]), workers=1)
    assert not Conflict.objects.waiting().exists()


def test_a_public_article_whose_file_is_gone_is_withdrawn_only_when_an_editor_says_so(tmp_path: Path) -> None:
    gulls, eels = Story("gulls", "Gulls", 1), Story("eels", "Eels", 2)
    import_documents(Sources([str(write(tmp_path, gulls, eels))]), workers=1)
    (tmp_path / gulls.path).unlink()
    import_documents(Sources([str(tmp_path)]), workers=1)
    question = Conflict.objects.get()
    assert Article.objects.get(path=gulls.path).published is True
    settle(question, Conflict.Choice.THEIRS, user=None, now=timezone.now())
    assert Article.objects.get(path=gulls.path).published is False
