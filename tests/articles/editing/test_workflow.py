"""Moves between states, who may make them, what the public and the document see of them, and undoing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import TimeMachineFixture

from articles.editing import workflow
from articles.editing.history import Actor, timeline
from articles.editing.workflow import move, publish_due, take_back
from articles.exporting.selection import Selection
from articles.exporting.site import SiteFile, site_files
from articles.importing import import_documents
from articles.models import Article, Conflict, Listing, Revision
from articles.models.workflow import MOVES, IllegalMove, State
from articles.roles import CHIEF, CONTRIBUTOR, EDITOR
from documents.sources import Sources
from tests.support.make import delete_articles, make_article, make_topic, make_user
from tests.support.overtaking import overtaken

pytestmark = pytest.mark.django_db
NOW = datetime(2031, 11, 23, 12, tzinfo=UTC)
SOON = NOW + timedelta(hours=1)
LATER = NOW + timedelta(hours=2)


def actor(user: User | None = None, note: str = "") -> Actor:
    return Actor(user, Revision.Origin.TRIAGE, NOW, note)


def bring(
    article: Article,
    to: State,
    user: User | None = None,
    note: str = "",
    publish_at: datetime | None = None,
) -> workflow.Moved:
    moved = move(Article.objects.filter(pk=article.pk), to, actor(user, note), publish_at=publish_at)
    article.refresh_from_db()
    return moved


def in_state(state: State) -> Article:
    """An article that came to a state by legal moves."""
    article = make_article(published=None, created_by=User.objects.first() or make_user())
    ways: dict[State, list[State]] = {
        State.DRAFT: [State.DRAFT],
        State.INBOX: [],
        State.SCHEDULED: [State.SCHEDULED],
        State.PUBLISHED: [State.PUBLISHED],
        State.REJECTED: [State.REJECTED],
        State.WITHDRAWN: [State.PUBLISHED, State.WITHDRAWN],
    }
    for step in ways[state]:
        bring(article, step, publish_at=SOON if step == State.SCHEDULED else None)
    return article


# ---- What goes out has a date


def dates(article: Article) -> tuple[datetime | None, datetime | None]:
    article.refresh_from_db()
    listing = article.listings.get()
    assert listing.published_date_time == article.published_date_time
    return article.published_date_time, article.publish_at


def test_publishing_dates_what_has_no_date_and_undoing_takes_it_away() -> None:
    user = make_user(role=EDITOR)
    undated = make_article(published=None, published_date_time=None, heat=3, topics=[make_topic()])
    dated = make_article(published=None)
    before = undated.heat_score
    moved = move(Article.objects.all(), State.PUBLISHED, actor(user))
    assert dates(undated) == (NOW, None)
    assert undated.heat_score > before
    dated.refresh_from_db()
    assert dated.published_date_time == make_article().published_date_time
    told = {change["key"] for change in timeline(undated.path)[0].changes}
    assert "publishedDateTime" in told
    assert "publishedDateTime" not in {change["key"] for change in timeline(dated.path)[0].changes}
    assert not take_back(list(moved.revisions.values()), by=user, now=NOW).refused
    assert dates(undated) == (None, None)
    assert undated.heat_score == before


def test_a_date_that_somebody_gave_since_outlives_the_undoing() -> None:
    user = make_user(role=EDITOR)
    article = make_article(published=None, published_date_time=None)
    moved = bring(article, State.PUBLISHED, user)
    Article.objects.filter(pk=article.pk).update(published_date_time=LATER)
    assert not take_back(list(moved.revisions.values()), by=user, now=NOW).refused
    article.refresh_from_db()
    assert (article.state, article.published_date_time) == (State.INBOX, LATER)


def test_scheduling_dates_what_has_no_date_and_the_date_follows_the_plan() -> None:
    article = make_article(published=None, published_date_time=None, topics=[make_topic()])
    bring(article, State.SCHEDULED, publish_at=SOON)
    assert dates(article) == (SOON, SOON)
    bring(article, State.SCHEDULED, publish_at=LATER)
    assert dates(article) == (LATER, LATER)
    bring(article, State.INBOX)
    assert dates(article) == (None, None)
    bring(article, State.SCHEDULED, publish_at=LATER)
    bring(article, State.PUBLISHED)
    assert dates(article) == (NOW, None)
    assert article.is_public(NOW)


def test_a_date_that_the_source_gives_is_never_the_desks(tmp_path: Path) -> None:
    (tmp_path / "_news").mkdir()
    text = f"---\ntitle: Ahead\npublishedDateTime: {SOON:%Y-%m-%dT%H:%M:%SZ}\n---\n"
    (tmp_path / "_news/ahead.md").write_text(text)
    import_documents(Sources([str(tmp_path)]), workers=1)
    article = Article.objects.get()
    bring(article, State.SCHEDULED, publish_at=SOON)
    bring(article, State.INBOX)
    assert article.published_date_time == SOON


def test_what_has_nothing_to_read_cannot_go_out() -> None:
    nothing: dict[str, Any] = {"title": " \u200b", "web_url": "", "type": "", "published": None}
    for to in (State.PUBLISHED, State.SCHEDULED):
        article = make_article(**nothing)
        moved = bring(article, to, publish_at=SOON)
        assert "empty" in moved.refused[article.pk]
        assert article.state == State.INBOX
    for words in ({"title": "T"}, {"excerpt": "E"}, {"web_url": "https://example.org/"}):
        article = make_article(**nothing | words)
        assert not bring(article, State.PUBLISHED).refused
    article.title = article.excerpt = article.web_url = ""
    article.state = State.WITHDRAWN
    article.save()
    article.state = State.PUBLISHED
    with pytest.raises(IllegalMove, match="empty"):
        article.save()


# ---- Which moves there are


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("to", State)
def test_only_the_moves_of_the_table_are_made(state: State, to: State) -> None:
    article = in_state(state)
    moved = bring(article, to, publish_at=LATER if to == State.SCHEDULED else None)
    if to in MOVES[state]:
        assert article.state == to
        assert list(moved.revisions) == [article.pk]
    else:
        assert article.state == state
        assert ("already" if state == to else "cannot become") in moved.refused[article.pk]


def test_saving_an_illegal_move_is_refused_by_the_model() -> None:
    article = in_state(State.INBOX)
    article.state = State.WITHDRAWN
    with pytest.raises(IllegalMove, match="cannot become withdrawn"):
        article.save()


def test_the_database_refuses_a_state_that_published_contradicts() -> None:
    article = in_state(State.REJECTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(published=True)


def test_published_set_by_a_script_moves_the_state() -> None:
    article = make_article(published=True)
    assert article.state == State.PUBLISHED
    article.published = False
    article.save()
    assert Article.objects.get().state == State.WITHDRAWN


def test_scheduling_takes_a_time_to_come() -> None:
    article = in_state(State.INBOX)
    assert "future" in bring(article, State.SCHEDULED, publish_at=NOW).refused[article.pk]
    assert "future" in bring(article, State.SCHEDULED).refused[article.pk]
    assert article.state == State.INBOX


def test_many_are_moved_in_as_many_queries_as_one() -> None:
    counts = []
    for many in (1, 30):
        articles = [make_article(published=None, topics=[make_topic()]) for _ in range(many)]
        chosen = Article.objects.filter(pk__in=[article.pk for article in articles])
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(move(chosen, State.PUBLISHED, actor()).revisions) == many
        counts.append(len(queries))
    assert counts[0] == counts[1]


# ---- What the public sees


def test_a_scheduled_story_is_public_from_its_second_on(time_machine: TimeMachineFixture) -> None:
    topic = make_topic()
    article = make_article(published=None, topics=[topic], published_date_time=NOW - timedelta(days=1))
    bring(article, State.SCHEDULED, publish_at=SOON)
    for moment, is_public in ((SOON - timedelta(seconds=1), False), (SOON, True)):
        time_machine.move_to(moment, tick=False)
        assert Article.objects.published().exists() is is_public
        assert Listing.objects.newest_in(topic).exists() is is_public
        assert article.is_public(moment) is is_public


def test_a_withdrawn_story_is_gone(client: Client) -> None:
    article = make_article(published=True)
    address = article.get_absolute_url()
    assert client.get(address).status_code == 200
    bring(article, State.WITHDRAWN, note="wrong")
    assert client.get(address).status_code == 410
    bring(article, State.PUBLISHED)
    assert client.get(address).status_code == 200


# ---- What readers never saw is not said to be gone


def answers(client: Client, article: Article) -> int:
    return client.get(article.get_absolute_url()).status_code


def test_a_story_that_was_scheduled_and_put_back_was_never_there(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOW, tick=False)
    article = in_state(State.SCHEDULED)
    assert answers(client, article) == 404
    bring(article, State.INBOX)
    assert answers(client, article) == 404


def test_a_publication_of_a_story_dated_ahead_leaves_nothing_behind(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOW, tick=False)
    article = make_article(published_date_time=LATER)
    bring(article, State.WITHDRAWN)
    assert answers(client, article) == 404


def test_what_was_scheduled_is_gone_once_readers_saw_it(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOW, tick=False)
    article = in_state(State.SCHEDULED)
    time_machine.move_to(LATER, tick=False)
    assert answers(client, article) == 200
    move(Article.objects.all(), State.WITHDRAWN, Actor(None, Revision.Origin.TRIAGE, LATER))
    assert answers(client, article) == 410


def test_a_withdrawn_story_is_gone_until_it_is_public_again(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOW, tick=False)
    article = in_state(State.WITHDRAWN)
    bring(article, State.SCHEDULED, publish_at=SOON)
    assert answers(client, article) == 410
    bring(article, State.INBOX)
    assert answers(client, article) == 410
    bring(article, State.SCHEDULED, publish_at=SOON)
    time_machine.move_to(LATER, tick=False)
    assert answers(client, article) == 200


def test_a_publication_that_is_taken_back_is_gone_until_its_time_comes(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOW, tick=False)
    user, article = make_user(), in_state(State.SCHEDULED)
    take_back([*bring(article, State.PUBLISHED, user).revisions.values()], by=user, now=NOW)
    assert answers(client, article) == 410
    time_machine.move_to(LATER, tick=False)
    assert answers(client, article) == 200


def test_what_readers_never_saw_is_deleted_without_a_trace(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOW, tick=False)
    planned, ahead, seen = in_state(State.SCHEDULED), make_article(published_date_time=LATER), make_article()
    delete_articles(Article.objects.filter(pk=planned.pk))
    delete_articles(ahead)
    delete_articles(seen)
    assert [answers(client, article) for article in (planned, ahead, seen)] == [404, 404, 410]


@pytest.mark.parametrize(("dated", "status"), [(NOW, 410), (LATER, 404)])
def test_a_form_takes_from_readers_only_what_they_had(
    client: Client, time_machine: TimeMachineFixture, dated: datetime, status: int
) -> None:
    time_machine.move_to(NOW, tick=False)
    article = make_article(published_date_time=dated)
    article.published = False
    article.save()
    assert answers(client, article) == status


def test_a_public_story_that_is_dated_ahead_is_gone_until_then(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOW, tick=False)
    article = make_article()
    article.published_date_time = SOON
    article.save()
    assert answers(client, article) == 410
    time_machine.move_to(SOON, tick=False)
    assert answers(client, article) == 200


@pytest.mark.parametrize(("before", "status"), [("", 404), ("true", 410)])
def test_a_source_that_says_no_tells_readers_only_of_what_they_had(
    tmp_path: Path, client: Client, before: str, status: int
) -> None:
    arrive(tmp_path, published=before)
    assert answers(client, arrive(tmp_path, published="false")) == status


def test_verbs_and_one_article_say_the_same_of_where_it_stands_at_a_time() -> None:
    for state in State:
        in_state(state)
    make_article(published_date_time=LATER)
    every = Article.objects.all
    for now in (NOW, SOON, LATER):
        stands = {article: article.state_at(now) for article in every()}
        assert {*every().released(now)} == {one for one, at in stands.items() if at == State.PUBLISHED}
        assert {*every().scheduled(now)} == {one for one, at in stands.items() if at == State.SCHEDULED}
        assert {*every().marked_published()} == {*every().released(now), *every().scheduled(now)}
        assert {*every().published(now)} == {article for article in every() if article.is_public(now)}
        assert {*every().due(now)} == {one for one, at in stands.items() if at != one.state}


# ---- Who may


@pytest.mark.parametrize("role", [CONTRIBUTOR, EDITOR, CHIEF])
def test_contributors_decide_nothing(role: str) -> None:
    user = make_user(role=role)
    for to in (State.PUBLISHED, State.REJECTED):
        article = make_article(published=None, created_by=user)
        if role == CONTRIBUTOR:
            with pytest.raises(PermissionDenied):
                bring(article, to, user)
        else:
            assert bring(article, to, user).revisions


def test_what_others_wrote_is_not_open_to_contributors() -> None:
    user = make_user(role=CONTRIBUTOR)
    own = make_article(published=None, created_by=user)
    make_article()
    assert list(Article.objects.open_to(user)) == [own]
    assert Article.objects.open_to(make_user()).count() == 2


# ---- Taking back


@pytest.mark.parametrize("published", [None, False])
def test_an_undone_decision_leaves_no_trace_in_the_document(published: bool | None) -> None:
    user = make_user()
    article = make_article(published=published)
    revision = bring(article, State.REJECTED, user, "old news").revisions[article.pk]
    assert (article.published, article.reason) == (False, "old news")
    take_back([revision], by=user, now=NOW)
    article.refresh_from_db()
    assert (article.state, article.published, article.reason) == (State.INBOX, published, "")
    assert (article.decided_at, article.is_waiting) == (None, True)
    revision.refresh_from_db()
    assert revision.undone_by is not None


def test_what_was_decided_again_since_is_not_taken_back() -> None:
    user = make_user()
    article = in_state(State.INBOX)
    revision = bring(article, State.PUBLISHED, user).revisions[article.pk]
    bring(article, State.WITHDRAWN)
    assert take_back([revision], by=user, now=NOW).refused == {article.pk: "It was decided again since."}
    article.refresh_from_db()
    assert article.state == State.WITHDRAWN


def test_decisions_of_others_are_not_taken_back() -> None:
    article = in_state(State.INBOX)
    revision = bring(article, State.PUBLISHED, make_user()).revisions[article.pk]
    with pytest.raises(PermissionDenied):
        take_back([revision], by=make_user(), now=NOW)


def test_one_decision_of_somebody_else_among_ones_own_stops_all_of_them() -> None:
    user, articles = make_user(), [in_state(State.INBOX), in_state(State.INBOX)]
    revisions = [
        bring(article, State.PUBLISHED, by).revisions[article.pk]
        for article, by in zip(articles, (user, make_user()), strict=True)
    ]
    with pytest.raises(PermissionDenied):
        take_back(revisions, by=user, now=NOW)
    assert [Article.objects.get(pk=article.pk).state for article in articles] == [State.PUBLISHED] * 2


def test_whoever_may_not_bring_it_back_to_where_it_was_does_not_take_it_back() -> None:
    """They may reject, and may not publish any more: what they withdrew was public."""
    user, article = make_user(), in_state(State.PUBLISHED)
    revision = bring(article, State.WITHDRAWN, user).revisions[article.pk]
    user.groups.clear()
    for name in ("change_article", "edit_every_article", "reject_article"):
        user.user_permissions.add(Permission.objects.get(codename=name))
    user = User.objects.get(pk=user.pk)
    assert take_back([revision], by=user, now=NOW).refused == {
        article.pk: "You may not decide that any more."
    }

    rejected = in_state(State.INBOX)
    revision = bring(rejected, State.REJECTED, user).revisions[rejected.pk]
    assert rejected.pk in take_back([revision], by=user, now=NOW).refused
    rejected.refresh_from_db()
    assert rejected.state == State.REJECTED


# ---- Documents

DOCUMENT = """---
title: {title}
{published}heat: {heat}
---
"""


def arrive(folder: Path, *, title: str = "One", published: str = "", heat: int = 1) -> Article:
    news = folder / "_news"
    news.mkdir(exist_ok=True)
    text = DOCUMENT.format(title=title, published=f"published: {published}\n" if published else "", heat=heat)
    (news / "2020-01-01-one.md").write_bytes(text.encode())
    import_documents(Sources([str(folder)]), workers=1)
    return Article.objects.get()


def exported() -> str:
    (file,) = site_files(Selection())
    assert isinstance(file, SiteFile)
    return file.data.decode()


@pytest.mark.parametrize(("said", "state"), [("true", "published"), ("false", "inbox"), ("", "inbox")])
def test_a_new_story_stands_where_its_document_puts_it(tmp_path: Path, said: str, state: str) -> None:
    article = arrive(tmp_path, published=said)
    assert article.state == state
    assert article.is_waiting is (state == "inbox")


@pytest.mark.parametrize(
    ("state", "lines"),
    [
        (State.PUBLISHED, ["publishedDateTime: 2031-11-23T12:00:00Z", "published: true"]),
        (State.SCHEDULED, ["publishedDateTime: 2031-11-23T13:00:00Z", "published: false"]),
        (State.REJECTED, ["published: false"]),
    ],
)
def test_only_the_lines_of_the_decision_change(tmp_path: Path, state: State, lines: list[str]) -> None:
    article = arrive(tmp_path)
    before = exported().splitlines()
    bring(article, state, publish_at=SOON if state == State.SCHEDULED else None)
    after = exported().splitlines()
    assert [text for text in after if text not in before] == lines
    assert [text for text in before if text not in after and "published" not in text] == []


def test_what_was_scheduled_goes_out_as_published_when_its_time_has_come(tmp_path: Path) -> None:
    article = arrive(tmp_path)
    bring(article, State.SCHEDULED, publish_at=SOON)
    assert publish_due(NOW) == 0
    assert "published: false" in exported()
    assert publish_due(SOON) == 1
    assert "published: true" in exported()
    assert timeline(article.path)[0].origin == "its time came"


def test_what_somebody_rejects_before_its_row_is_locked_stays_rejected() -> None:
    rejected, due = in_state(State.SCHEDULED), in_state(State.SCHEDULED)
    quicker = Actor(None, Revision.Origin.TRIAGE, NOW)
    with overtaken(lambda: move(Article.objects.filter(pk=rejected.pk), State.REJECTED, quicker)):
        assert publish_due(SOON) == 1
    states = dict(Article.objects.values_list("pk", "state"))
    assert states == {rejected.pk: State.REJECTED, due.pk: State.PUBLISHED}


def test_a_rejected_story_stays_rejected_whatever_the_source_says_of_published(tmp_path: Path) -> None:
    bring(arrive(tmp_path, published="false"), State.REJECTED)
    article = arrive(tmp_path, published="true")
    assert (article.state, article.published) == (State.REJECTED, False)
    assert article.is_waiting
    assert article.changed_at_source == ["published"]
    assert Conflict.objects.waiting().get().key == "published"


def test_a_count_brings_no_story_back_to_the_inbox(tmp_path: Path) -> None:
    bring(arrive(tmp_path), State.REJECTED)
    assert not arrive(tmp_path, heat=2).is_waiting


def test_an_editorial_change_brings_a_decided_story_back_and_says_which(tmp_path: Path) -> None:
    bring(arrive(tmp_path), State.REJECTED)
    article = arrive(tmp_path, title="Two")
    assert (article.state, article.title) == (State.REJECTED, "Two")
    assert (article.is_waiting, article.changed_at_source) == (True, ["title"])
    assert bring(article, State.REJECTED).revisions
    assert (article.is_waiting, article.changed_at_source) == (False, [])


def test_what_the_source_publishes_and_nobody_decided_keeps_out_of_the_inbox(tmp_path: Path) -> None:
    arrive(tmp_path, published="true")
    assert not arrive(tmp_path, published="true", title="Two").is_waiting


def test_a_retraction_takes_a_live_story_from_the_public_and_asks(tmp_path: Path, client: Client) -> None:
    address = arrive(tmp_path, published="true").get_absolute_url()
    article = arrive(tmp_path, published="false")
    assert (article.state, article.is_waiting) == (State.WITHDRAWN, True)
    assert article.changed_at_source == ["published"]
    assert client.get(address).status_code == 410
    assert "published: false" in exported()


# ---- Back in the inbox


@pytest.mark.parametrize("said", ["", "false", "null"])
@pytest.mark.parametrize(
    "way",
    [
        (State.REJECTED,),
        (State.SCHEDULED,),
        (State.SCHEDULED, State.REJECTED),
        (State.PUBLISHED, State.WITHDRAWN),
    ],
)
def test_what_is_back_in_the_inbox_goes_out_as_it_came(
    tmp_path: Path, said: str, way: tuple[State, ...]
) -> None:
    article = arrive(tmp_path, published=said)
    before = exported()
    for state in way:
        bring(article, state, publish_at=SOON if state == State.SCHEDULED else None)
    bring(article, State.INBOX)
    assert article.state == State.INBOX
    assert exported() == before


def test_what_its_source_publishes_is_not_public_in_the_inbox(tmp_path: Path) -> None:
    article = arrive(tmp_path, published="true")
    bring(article, State.WITHDRAWN)
    bring(article, State.INBOX)
    assert (article.state, article.published) == (State.INBOX, False)
    assert "published: false" in exported()


def test_what_was_written_here_says_nothing_of_published_in_the_inbox() -> None:
    article = make_article(published=None)
    bring(article, State.REJECTED)
    bring(article, State.INBOX)
    assert article.published is None


def test_way_back_to_the_inbox_that_is_undone_leaves_no_trace(tmp_path: Path) -> None:
    user = make_user()
    article = arrive(tmp_path)
    bring(article, State.REJECTED, user, "old news")
    before = exported()
    revision = bring(article, State.INBOX, user).revisions[article.pk]
    take_back([revision], by=user, now=NOW)
    article.refresh_from_db()
    assert (article.state, article.published, article.reason) == (State.REJECTED, False, "old news")
    assert exported() == before


def test_way_back_to_the_inbox_asks_no_more_of_many() -> None:
    def queries(count: int) -> int:
        paths = [make_article(published=None).path for _ in range(count)]
        move(Article.objects.filter(path__in=paths), State.REJECTED, actor())
        with CaptureQueriesContext(connection) as captured:
            move(Article.objects.filter(path__in=paths), State.INBOX, actor())
        return len(captured)

    assert queries(2) == queries(20)
