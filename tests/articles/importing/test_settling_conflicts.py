"""Conflicts settled."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from articles.editing.conflict_texts import digest_of, meeting_of
from articles.editing.emptying import WouldEmpty
from articles.importing import import_documents
from articles.importing.settling_conflicts import NotSettled, settle, settle_by_text
from articles.models import Article, Conflict, Revision
from articles.models.workflow import State
from documents.sources import Sources
from tests.articles.importing.test_undo import write
from tests.support.repository import Story
from tests.support.sites import import_site, write_site

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


# ---- By a text that somebody typed


def typed(conflict: Conflict, text: str, *, seen: str | None = None) -> bool:
    held = getattr(Article.objects.with_body().get(), "body" if conflict.key == "body" else "title")
    seen = digest_of(held) if seen is None else seen
    return settle_by_text(conflict, text, seen=seen, user=None, now=timezone.now())


def test_a_third_text_can_be_typed(conflict: Conflict) -> None:
    assert typed(conflict, "Of both")
    assert Article.objects.get().title == "Of both"
    conflict.refresh_from_db()
    assert conflict.choice == Conflict.Choice.TYPED
    revision = Revision.objects.latest("pk")
    assert (revision.origin, [change["key"] for change in revision.changes]) == ("conflict", ["title"])
    assert not typed(conflict, "Too late")


def test_what_is_typed_for_another_text_than_stands_there_is_refused(conflict: Conflict) -> None:
    seen = digest_of("By hand")
    Article.objects.update(title="By another hand")
    with pytest.raises(NotSettled, match="was changed here meanwhile"):
        typed(conflict, "Of both", seen=seen)
    assert Article.objects.get().title == "By another hand"
    assert Conflict.objects.waiting().exists()


@pytest.mark.parametrize("left", ["a <<<<<<< b", "a >>>>>>>", "a\n======= at the source\nb"])
def test_marks_between_two_texts_are_never_saved(conflict: Conflict, left: str) -> None:
    with pytest.raises(NotSettled, match="Two texts still stand in it"):
        typed(conflict, left)
    assert Conflict.objects.waiting().exists()


def test_what_no_document_can_say_is_refused(conflict: Conflict) -> None:
    with pytest.raises(NotSettled, match="1,001 characters"):
        typed(conflict, "a" * 1001)
    assert Conflict.objects.waiting().exists()


@pytest.mark.parametrize("way", ["theirs", "typed"])
def test_no_choice_empties_what_readers_see(conflict: Conflict, way: str) -> None:
    Article.objects.update(published=True, state=State.PUBLISHED)
    Conflict.objects.update(theirs={"value": " "})
    conflict.refresh_from_db()
    with pytest.raises(WouldEmpty, match="write one, or withdraw the story first"):
        if way == "typed":
            typed(conflict, "")
        else:
            settle(conflict, Conflict.Choice.THEIRS, user=None, now=timezone.now())
    assert Article.objects.get().title == "By hand"
    assert Conflict.objects.waiting().exists()
    Article.objects.update(published=False, state=State.WITHDRAWN)
    assert settle(conflict, Conflict.Choice.THEIRS, user=None, now=timezone.now())
    assert Article.objects.get().title == " "


def test_what_was_written_since_elsewhere_in_a_text_outlives_theirs(tmp_path: Path) -> None:
    front = b"---\ntitle: Gulls\n---\n\n"
    import_site(write_site(tmp_path, {"_news/a.md": front + b"One\n\nTwo\n\nThree\n"}))
    Article.objects.update(body="One here\n\nTwo\n\nThree")
    import_site(write_site(tmp_path, {"_news/a.md": front + b"One there\n\nTwo\n\nThree\n"}))
    Article.objects.update(body="One here\n\nTwo\n\nThree, written since")
    conflict = Conflict.objects.get()
    meeting = meeting_of(conflict, "One here\n\nTwo\n\nThree, written since")
    assert [(part.ours, part.theirs) for part in meeting.parts if part.is_met] == [
        ("One here\n", "One there\n")
    ]
    assert settle(conflict, Conflict.Choice.THEIRS, user=None, now=timezone.now())
    assert Article.objects.with_body().get().body == "One there\n\nTwo\n\nThree, written since"
