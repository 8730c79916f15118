"""What a source changes to and fro: followed, told once, held or thawed by an editor; never a retraction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.editing.conflict_texts import digest_of
from articles.editing.history import Actor
from articles.editing.workflow import move
from articles.importing import import_documents, import_history
from articles.importing.settling_conflicts import settle, settle_by_text
from articles.importing.source_differences import back_to_source
from articles.importing.undo import undo_run
from articles.models import Article, Conflict, FrozenField, ImportRun, Revision
from articles.models.workflow import State
from articles.roles import EDITOR
from documents.document import Values
from documents.json_values import pack
from documents.sources.git import Repository
from tests.support.content import content
from tests.support.make import make_user
from tests.support.repository import Site, Story
from tests.support.sites import document, export_site, files_in, import_site, write_site

pytestmark = pytest.mark.django_db

PATH = "_news/2026-01-05-ferry.md"


@pytest.fixture
def say(tmp_path: Path) -> Callable[..., Article]:
    """Imports the story as its source says it now, by the command."""

    def go(**values: Any) -> Article:
        site = write_site(tmp_path / "site", {PATH: document(**values)})
        call_command("import_articles", str(site), verbosity=0, workers=1)
        return Article.objects.get(path=PATH)

    return go


def exported(folder: Path) -> bytes:
    export_site(folder)
    return files_in(folder)[PATH]


def frozen() -> list[tuple[str, bool]]:
    return list(FrozenField.objects.standing().values_list("key", "is_held"))


def waiting() -> list[tuple[str, Any, Any]]:
    return [(one.key, one.theirs, one.ours) for one in Conflict.objects.waiting()]


# ---- A retraction


def test_a_retraction_takes_effect_each_time(say: Callable[..., Article], client: Client) -> None:
    for _ in range(4):
        address = say(published=True).get_absolute_url()
        assert client.get(address).status_code == 200
        article = say(published=False)
        assert client.get(address).status_code == 410
        assert (article.state, article.changed_at_source) == (State.WITHDRAWN, ["published"])
        assert article.is_waiting
    assert frozen() == []


@pytest.mark.parametrize("said", [None, False, "gone"])
def test_a_retraction_takes_effect_in_whatever_words(
    say: Callable[..., Article], said: bool | str | None, tmp_path: Path
) -> None:
    say(published=True)
    values = {"published": said}
    if said == "gone":
        data = document(published=True).replace(b"published: true\n", b"")
        import_site(write_site(tmp_path / "other", {PATH: data}))
        article = Article.objects.get()
    else:
        article = say(**values)
    assert (article.state, article.is_waiting) == (State.WITHDRAWN, True)
    assert waiting() == []


def test_what_was_scheduled_here_is_retracted_too(say: Callable[..., Article]) -> None:
    article = say(published=True)
    for state, at in ((State.WITHDRAWN, None), (State.SCHEDULED, timezone.now() + timedelta(days=1))):
        move(Article.objects.all(), state, Actor(None, Revision.Origin.FORM, timezone.now()), publish_at=at)
    article = say(published=False)
    assert (article.state, article.published, article.is_waiting) == (State.WITHDRAWN, False, True)


def test_a_return_is_followed(say: Callable[..., Article], tmp_path: Path) -> None:
    for title in ("Ferry out of service", "Ferry out of servce", "Ferry out of service"):
        article = say(title=title)
    assert article.title == "Ferry out of service"
    assert exported(tmp_path / "out") == document(title="Ferry out of service")
    assert frozen() == []


# ---- Frozen


def test_three_returns_freeze_a_field_and_ask_once(
    say: Callable[..., Article], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for title in "ABAB":
        assert not say(title=title).is_waiting
    article = say(title="A")
    assert (article.title, article.changed_at_source, article.is_waiting) == ("A", ["title"], True)
    assert frozen() == [("title", False)]
    assert waiting() == [("title", pack("B"), pack("A"))]
    for title in "BABAB":
        assert say(title=title).title == title
        assert exported(tmp_path / "out") == document(title=title)
    assert waiting() == [("title", pack("A"), pack("B"))]
    assert sum(len(run.report["frozen"]) for run in ImportRun.objects.all()) == 1


def test_what_returns_within_longer_than_thirty_days_is_not_frozen(say: Callable[..., Article]) -> None:
    for title in "ABABAB":
        say(title=title)
        for run in ImportRun.objects.all():
            run.started -= timedelta(days=12)
            run.save()
    assert frozen() == []


def test_another_value_ends_it(say: Callable[..., Article]) -> None:
    for title in "ABABAC":
        article = say(title=title)
    assert article.title == "C"
    assert (frozen(), waiting()) == ([], [])


@pytest.mark.parametrize("choice", list(Conflict.Choice))
def test_what_an_editor_chooses_stays_while_it_flips(
    say: Callable[..., Article], choice: Conflict.Choice, tmp_path: Path
) -> None:
    for title in "ABABA":
        say(title=title)
    conflict, now = Conflict.objects.waiting().get(), timezone.now()
    chosen = {Conflict.Choice.OURS: "A", Conflict.Choice.THEIRS: "B", Conflict.Choice.TYPED: "Typed"}[choice]
    if choice == Conflict.Choice.TYPED:
        settle_by_text(conflict, chosen, seen=digest_of("A"), user=None, now=now)
    else:
        settle(conflict, choice, user=None, now=now)
    for title in "BABBABA":
        article = say(title=title)
        assert (article.title, article.is_waiting) == (chosen, False)
        assert exported(tmp_path / "out") == document(title=chosen)
    assert (frozen(), waiting()) == ([("title", True)], [])
    assert say(title="C").title == chosen
    assert [(key, theirs, ours) for key, theirs, ours in waiting()] == [("title", pack("C"), pack(chosen))]
    assert exported(tmp_path / "out") == document(title=chosen)


def test_what_an_editor_wrote_stays_and_is_asked_about_once(say: Callable[..., Article]) -> None:
    article = say(title="A")
    article.title = "Ours"
    article.save()
    for title in "BABABAB":
        assert say(title=title).title == "Ours"
    assert [(key, held) for key, held in frozen()] == [("title", False)]
    assert waiting() == [("title", pack("B"), pack("Ours"))]
    settle(Conflict.objects.waiting().get(), Conflict.Choice.OURS, user=None, now=timezone.now())
    for title in "ABAB":
        article = say(title=title)
        assert (article.title, waiting(), article.is_waiting) == ("Ours", [], False)


# ---- Undone


def test_an_import_that_is_undone_froze_nothing(say: Callable[..., Article]) -> None:
    for title in "ABABA":
        say(title=title)
    undo_run(ImportRun.objects.latest("pk"), user=None, now=timezone.now())
    article = Article.objects.get()
    assert (article.title, article.is_waiting, article.changed_at_source) == ("B", False, [])
    assert (frozen(), waiting()) == ([], [])
    # It counts no more: what the source says next is the first return but two again.
    assert say(title="C").title == "C"
    assert (frozen(), waiting()) == ([], [])
    undo_run(ImportRun.objects.latest("pk"), user=None, now=timezone.now())
    assert say(title="A").title == "A"
    assert (frozen(), waiting()) == ([("title", False)], [("title", pack("B"), pack("A"))])


# ---- Thawed


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user("editor", EDITOR))
    return client


@pytest.mark.parametrize("place", ["question", "list"])
def test_one_click_thaws(say: Callable[..., Article], editor: Client, place: str) -> None:
    for title in "ABABA":
        say(title=title)
    question = Conflict.objects.waiting().get()
    screen = reverse("admin:articles_conflict_changelist")
    page = editor.get(screen).content.decode()
    assert "The source keeps changing this to and fro" in page
    if place == "list":
        settle(question, Conflict.Choice.THEIRS, user=None, now=timezone.now())
        assert Article.objects.get().title == "B"
        chosen = {"action": "thaw_fields", "_selected_action": FrozenField.objects.get().pk}
        editor.post(reverse("admin:articles_frozenfield_changelist"), chosen)
    else:
        editor.post(reverse("admin:articles_conflict_settle", args=[question.pk]), {"choose": "thaw"})
    article = Article.objects.get()
    assert (article.title, article.is_waiting, frozen(), waiting()) == ("A", False, [], [])
    # Counted anew.
    for title in "BA":
        assert say(title=title).title == title
    assert frozen() == []
    for title in "BA":
        say(title=title)
    assert frozen() == [("title", False)]


def test_who_takes_the_text_of_the_source_follows_it_again(say: Callable[..., Article]) -> None:
    for title in "ABABA":
        say(title=title)
    settle(Conflict.objects.waiting().get(), Conflict.Choice.THEIRS, user=None, now=timezone.now())
    assert back_to_source(Article.objects.get(), "title", user=None, now=timezone.now())
    assert say(title="B").title == "B"


def test_an_article_says_what_is_asked_about_it(say: Callable[..., Article], editor: Client) -> None:
    for title in "ABABA":
        article = say(title=title)
    page = editor.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    assert "Title is changed to and fro at the source" in page


# ---- Nothing is missed

# Few values, so that most sequences return to one.
said = st.fixed_dictionaries(
    {
        "title": st.sampled_from("AB"),
        "excerpt": st.sampled_from(["One.", "Two.", "Three."]),
        "topics": st.sampled_from([["Harbour"], ["Harbour", "Sea"], ["Sea"]]),
        "published": st.booleans(),
        "heat": st.sampled_from([1, 2]),
    }
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(said, min_size=1, max_size=14), st.none() | st.integers(0, 8))
def test_no_change_that_only_the_source_made_is_missed(
    tmp_path: Path, series: list[Values], edited_after: int | None
) -> None:
    ours: str | None = None
    with transaction.atomic():
        for place, values in enumerate(series):
            data = document(**values)
            import_site(write_site(tmp_path / "site", {PATH: data}))
            article = Article.objects.get(path=PATH)
            assert (article.title, article.published) == (ours or values["title"], values["published"])
            assert (article.excerpt, article.heat) == (values["excerpt"], values["heat"])
            assert [one.topic.name for one in article.listings.order_by("position")] == values["topics"]
            expected = data if ours is None else document(**{**values, "title": ours})
            assert exported(tmp_path / "out") == expected
            if place == edited_after:
                ours = article.title = "Ours"
                article.save()
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_a_history_replayed_and_its_last_commit_are_one(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    stories = [Story(f"story-{number}", "A", 1 + number) for number in range(5)]
    for turn in range(12):
        for number, story in enumerate(stories):
            story.title = "AB"[turn % 2] if number < 3 else "ABC"[turn % 3]
            story.excerpt = "Quiet." if turn % (number + 2) else "Loud."
            story.published = "true" if (turn + number) % 3 else "false"
            story.topics = ["Harbour", "Sea"][: 1 + turn % 2]
        site.write(*stories)
        site.commit()
    said = []
    for is_history in (True, False):
        with Repository(str(site.folder)) as repository:
            revision = repository.commit("main")
            if is_history:
                list(import_history(repository, revision))
                assert FrozenField.objects.count() > 3
            else:
                import_documents(repository.tree(revision), workers=1)
        export_site(tmp_path / f"out-{is_history}")
        told = content()
        said.append({key: told[key] for key in ("articles", "providers", "listings", "sources")})
        call_command("flush", interactive=False, verbosity=0)
    assert said[0] == said[1]
    assert files_in(tmp_path / "out-True") == files_in(tmp_path / "out-False")


# ---- What nobody here edited goes out as its source has it


def test_what_the_source_blanked_goes_out_blank_until_somebody_decides(
    say: Callable[..., Article], tmp_path: Path
) -> None:
    say(excerpt="Loud.")
    assert say(excerpt="").excerpt == "Loud."
    assert exported(tmp_path / "out") == document(excerpt="")
    settle(Conflict.objects.get(), Conflict.Choice.OURS, user=None, now=timezone.now())
    assert exported(tmp_path / "out") == document(excerpt="Loud.")
