"""Drafts: whose they are, how they come into the inbox and back, and what imports do with them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from articles.editing.history import Actor, timeline
from articles.editing.workflow import Moved, move, take_back
from articles.exporting.selection import Selection
from articles.exporting.site import SiteFile, site_files
from articles.importing import import_documents
from articles.importing.settling_conflicts import settle
from articles.models import Article, Conflict, Revision
from articles.models.workflow import State
from articles.roles import CHIEF, CONTRIBUTOR, EDITOR, ROLES
from documents.sources import Sources
from tests.support.make import make_article, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2031, 11, 23, 12, tzinfo=UTC)
SOON = NOW + timedelta(hours=1)
TEXT = "_news/fog.md"


def draft_of(writer: User | None, **fields: Any) -> Article:
    stands: dict[str, Any] = {"published": False, "state": State.DRAFT, "created_by": writer}
    return make_article(**stands | fields)


def bring(article: Article, to: State, by: User | None = None, note: str = "") -> Moved:
    actor = Actor(by, Revision.Origin.TRIAGE, NOW, note)
    when = SOON if to == State.SCHEDULED else None
    moved = move(Article.objects.filter(pk=article.pk), to, actor, publish_at=when)
    article.refresh_from_db()
    return moved


def outcome(article: Article, to: State, by: User) -> str:
    """What comes of a move: yes, refused with a word, or forbidden."""
    try:
        return "refused" if bring(article, to, by).refused else "yes"
    except PermissionDenied:
        return "forbidden"


# ---- Who may do what with a draft, and with what is ready for review

WAYS = (State.INBOX, State.DRAFT, State.PUBLISHED, State.SCHEDULED, State.REJECTED)
TABLE = {
    # role, whose it is, where it stands: what comes of each of WAYS
    (CONTRIBUTOR, "own", State.DRAFT): "yes forbidden forbidden forbidden forbidden",
    (CONTRIBUTOR, "own", State.INBOX): "refused forbidden forbidden forbidden forbidden",
    (EDITOR, "own", State.DRAFT): "yes refused yes yes refused",
    (EDITOR, "own", State.INBOX): "refused yes yes yes yes",
    (EDITOR, "other", State.DRAFT): "yes refused refused refused refused",
    (EDITOR, "other", State.INBOX): "refused yes yes yes yes",
    (EDITOR, "nobody", State.DRAFT): "yes refused yes yes refused",
    (EDITOR, "nobody", State.INBOX): "refused refused yes yes yes",
    (CHIEF, "other", State.DRAFT): "yes refused refused refused refused",
    (CHIEF, "other", State.INBOX): "refused yes yes yes yes",
}


@pytest.mark.parametrize(("role", "whose", "stands"), TABLE)
def test_each_role_moves_what_the_table_says(role: str, whose: str, stands: State) -> None:
    user = make_user(role=role)
    writer = {"own": user, "other": make_user(role=CONTRIBUTOR), "nobody": None}[whose]
    came = []
    for to in WAYS:
        article = draft_of(writer, state=stands)
        came.append(outcome(article, to, user))
        assert (article.state == to) is (came[-1] == "yes" or to == stands)
    assert " ".join(came) == TABLE[role, whose, stands]


def test_a_contributor_reaches_no_draft_of_another() -> None:
    other = draft_of(make_user(role=CONTRIBUTOR))
    assert bring(other, State.INBOX, make_user(role=CONTRIBUTOR)) == Moved()
    assert other.state == State.DRAFT


@pytest.mark.parametrize("role", ROLES)
def test_a_draft_is_changed_by_its_writer_and_by_editors(role: str) -> None:
    user = make_user(role=role)
    own, other = draft_of(user), draft_of(make_user(role=CONTRIBUTOR))
    for article, may in ((own, True), (other, role != CONTRIBUTOR)):
        assert article.may_be_changed_by(user) is may
        bring(article, State.INBOX)
        assert article.may_be_changed_by(user) is (role != CONTRIBUTOR)


# ---- There and back


def test_a_story_goes_to_review_and_back_with_a_note_and_again() -> None:
    writer, editor = make_user(role=CONTRIBUTOR), make_user(first_name="Edda")
    article = draft_of(writer)
    assert (article.is_waiting, article.sent_for_review_at) == (False, None)
    bring(article, State.INBOX, writer)
    assert (article.is_waiting, article.sent_for_review_at, article.published) == (True, NOW, False)
    bring(article, State.DRAFT, editor, "Who saw it?")
    assert (article.is_waiting, article.sent_for_review_at, article.published) == (False, None, False)
    assert (article.reason, article.decided_by) == ("Who saw it?", editor)
    back = timeline(article.path)[0]
    assert (back.actor, back.note) == ("Edda", "Who saw it?")
    bring(article, State.INBOX, writer)
    assert (article.reason, article.decided_by, article.sent_for_review_at) == ("", None, NOW)
    bring(article, State.PUBLISHED, editor)
    assert article.is_public(NOW)
    assert article.sent_for_review_at is None


def test_what_was_made_ready_or_sent_back_is_taken_back_whole() -> None:
    writer, editor = make_user(role=CONTRIBUTOR), make_user()
    article = draft_of(writer)
    [ready] = bring(article, State.INBOX, writer).revisions.values()
    assert not take_back([ready], by=writer, now=NOW).refused
    article.refresh_from_db()
    assert (article.state, article.is_waiting, article.sent_for_review_at) == (State.DRAFT, False, None)
    bring(article, State.INBOX, writer)
    [back] = bring(article, State.DRAFT, editor, "No").revisions.values()
    assert not take_back([back], by=editor, now=NOW).refused
    article.refresh_from_db()
    assert (article.state, article.reason, article.sent_for_review_at) == (State.INBOX, "", NOW)


# ---- Imports that meet it


def exported() -> str:
    [file] = [one for one in site_files(Selection()) if one.path == TEXT]
    assert isinstance(file, SiteFile)
    return file.data.decode()


def arrive(folder: Path, text: str) -> Article:
    (folder / "_news").mkdir(exist_ok=True)
    (folder / TEXT).write_text(text)
    import_documents(Sources([str(folder)]), workers=1)
    return Article.objects.get()


def test_a_draft_stays_one_whatever_import_brings_it(tmp_path: Path) -> None:
    writer, editor = make_user(role=CONTRIBUTOR), make_user()
    draft = draft_of(writer, path=TEXT, title="Fog", web_url="", excerpt="Thick.")
    out = exported()
    assert "published: false" in out
    assert arrive(tmp_path, out).state == State.DRAFT
    # Somebody published it at its source: that is asked, and nothing goes out.
    came = arrive(tmp_path, out.replace("published: false", "published: true").replace("Fog", "Thick fog"))
    assert (came.state, came.published, came.is_waiting, came.title) == (
        State.DRAFT,
        False,
        False,
        "Thick fog",
    )
    assert "published: false" in exported()
    conflict = Conflict.objects.waiting().get(key="published")
    assert settle(conflict, Conflict.Choice.THEIRS, user=editor, now=NOW)
    draft.refresh_from_db()
    assert draft.state == State.PUBLISHED


def test_a_draft_is_no_part_of_the_inbox_and_what_is_ready_is_first_in_it(client: Client) -> None:
    writer = make_user(role=CONTRIBUTOR, first_name="Carla")
    draft_of(writer, title="Unripe")
    news = [make_article(published=None, published_date_time=NOW - timedelta(days=day)) for day in range(3)]
    ready = [draft_of(writer, published_date_time=None) for _ in range(2)]
    for article in reversed(ready):
        bring(article, State.INBOX, writer)
        Article.objects.filter(pk=article.pk).update(sent_for_review_at=NOW - timedelta(hours=article.pk))
    client.force_login(make_user())
    inbox = client.get(reverse("admin:articles_article_changelist"))
    assert [row.article for row in inbox.context["rows"]] == [*reversed(ready), *news]
    assert "Carla made it ready for review" in inbox.content.decode()
    tabs = {tab["name"]: tab["count"] for tab in inbox.context["tabs"]}
    assert (tabs["inbox"], tabs["draft"]) == ("5", "1")
    drafts = client.get(reverse("admin:articles_article_changelist"), {"tab": "draft"})
    assert "Draft of Carla" in drafts.content.decode()
    start = client.get(reverse("admin:index")).content.decode()
    assert "Unripe" not in start
    assert "Ready for review" in start


@pytest.mark.parametrize("sent", [0, 1, 2, 3, 5])
def test_pages_of_the_inbox_repeat_and_lose_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch, sent: int
) -> None:
    monkeypatch.setattr("articles.desk.article_list.changelist.PAGE", 2)
    for number in range(5):
        moment = NOW if number < sent else None
        make_article(published=None, created_by=None, sent_for_review_at=moment)
    client.force_login(make_user())
    seen: list[Article] = []
    address = reverse("admin:articles_article_changelist")
    while address:
        page = client.get(address)
        seen += [row.article for row in page.context["rows"]]
        following = page.context["cl"].next_page
        address = reverse("admin:articles_article_changelist") + following if following else ""
    waiting = list(Article.objects.waiting().newest())
    first = list(Article.objects.sent_for_review())
    assert seen == [*first, *(article for article in waiting if article not in first)]
