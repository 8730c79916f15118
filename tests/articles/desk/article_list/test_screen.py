"""The list of articles as a queue: tabs, filters, rows, decisions, and actions on several."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.desk.article_list import bulk_actions, changelist, screen
from articles.editing.history import Actor
from articles.editing.workflow import move
from articles.models import (
    Article,
    Conflict,
    Image,
    ImportedDocument,
    ImportRun,
    LinkCheck,
    Listing,
    Revision,
    SavedFilter,
)
from articles.models.workflow import State
from articles.roles import CHIEF, CONTRIBUTOR, EDITOR
from documents.json_values import pack
from tests.support.make import LONG_AGO, delete_articles, make_article, make_provider, make_topic, make_user

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"
DECIDE = LIST + "decide/"
UNDO = LIST + "undo/"
TOPICS = LIST + "topics/"
START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def anna() -> User:
    return make_user("anna", EDITOR, first_name="Anna")


@pytest.fixture
def client(client: Client, anna: User) -> Client:
    client.force_login(anna)
    return client


def waiting(**fields: Any) -> Article:
    return make_article(**{"published": None} | fields)


def drafted(**fields: Any) -> Article:
    return waiting(**{"published": False, "state": State.DRAFT, **fields})


def bring(article: Article, to: State, by: User | None = None, **more: Any) -> None:
    actor = Actor(by, Revision.Origin.TRIAGE, timezone.now(), more.pop("note", ""))
    move(Article.objects.filter(pk=article.pk), to, actor, **more)


def shown(client: Client, **asked: Any) -> list[Article]:
    return [row.article for row in client.get(LIST, asked).context["rows"]]


def row_of(client: Client, article: Article, **asked: Any) -> Any:
    return next(row for row in client.get(LIST, asked).context["rows"] if row.article == article)


def post(client: Client, address: str, **fields: Any) -> dict[str, Any]:
    response = client.post(address, fields, headers={"accept": "application/json"})
    assert response.status_code == 200, response.content
    said: dict[str, Any] = response.json()
    return said


# ---- What is listed


def test_tabs_part_articles_by_state(client: Client, anna: User) -> None:
    article = {state: waiting(title=state.value, created_by=anna) for state in State}
    public = make_article()
    bring(article[State.SCHEDULED], State.SCHEDULED, publish_at=timezone.now() + timedelta(days=1))
    bring(article[State.REJECTED], State.REJECTED)
    bring(article[State.DRAFT], State.DRAFT)
    for state in (State.PUBLISHED, State.WITHDRAWN):
        bring(article[state], State.PUBLISHED)
    bring(article[State.WITHDRAWN], State.WITHDRAWN)
    assert shown(client) == [article[State.INBOX]]
    for state in (State.DRAFT, State.SCHEDULED, State.REJECTED, State.WITHDRAWN):
        assert shown(client, tab=state.value) == [article[state]]
    assert {*shown(client, tab="published")} == {article[State.PUBLISHED], public}
    assert len(shown(client, tab="all")) == 7
    counts = {tab["name"]: tab["count"] for tab in client.get(LIST).context["tabs"]}
    assert counts == {
        "inbox": "1", "draft": "1", "scheduled": "1", "published": "2", "rejected": "1", "withdrawn": "1",
        "all": "",
    }  # fmt: skip


def test_scheduled_story_whose_time_came_is_among_the_published(client: Client) -> None:
    article = waiting()
    soon = timezone.now() + timedelta(days=1)
    bring(article, State.SCHEDULED, publish_at=soon)
    assert Article.objects.filter(pk=article.pk).first() == article
    past = timezone.now() - timedelta(minutes=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_article SET publish_at = %s", [past])
    assert (shown(client, tab="scheduled"), shown(client, tab="published")) == ([], [article])


def test_decided_story_comes_back_with_what_the_source_changed(client: Client, anna: User) -> None:
    article = waiting()
    bring(article, State.REJECTED, anna, note="Too local")
    assert shown(client) == []
    article.refresh_from_db()
    article.follow_source(["title", "excerpt"])
    article.save()
    text = client.get(LIST).content.decode()
    assert "Changed at the source: excerpt, title" in text
    assert "Anna rejected it at" in text
    assert "Too local" in text
    assert row_of(client, article).moves == {"inbox", "published", "scheduled", "rejected"}


def test_row_shows_what_it_takes_to_decide(client: Client) -> None:
    provider = make_provider(name="Harbour Post")
    for _ in range(3):
        make_article(provider=provider)
    bring(make_article(provider=provider), State.WITHDRAWN)
    title = "Harbour votes to keep the fog for another winter"
    other = make_article(title=title)
    article = waiting(title=title + "!", provider=provider, quality=12, heat=345,
                      excerpt="Caf&eacute; &amp; bar", topics=[make_topic("Sea")])  # fmt: skip
    conflict = Conflict.objects.create(path=article.path, key="title", found=timezone.now())
    LinkCheck.objects.create(article=article, url=article.web_url, is_dead=True, checked=timezone.now())
    text = client.get(LIST).content.decode()
    for words in (
        "Harbour Post", "3 of last 4 published", "quality 12", "heat 345", "Sea",
        "damaged text", "no picture", "dead link",
        "nearly the title of a story that is published", "in conflict with the source",
        reverse("admin:articles_article_change", args=[other.pk]),
        reverse("admin:articles_conflict_change", args=[conflict.pk]),
    ):  # fmt: skip
        assert words in text, words


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({"topic": "sea"}, "A"),
        ({"topic": "nothing"}, ""),
        ({"provider": "POST.example"}, "A"),
        ({"provider": "harbour post"}, "A"),
        ({"provider": "nobody"}, ""),
        ({"type": "video"}, "B"),
        ({"quality_from": 5}, "B"),
        ({"quality_to": 5}, "A"),
        ({"heat_from": 1, "heat_to": 9}, "A"),
        ({"since": "2026-01-02"}, "B"),
        ({"until": "2026-01-01"}, "A"),
        ({"picture": "yes"}, "B"),
        ({"picture": "no"}, "AC"),
        ({"run": 1}, "C"),
        ({"q": "alpha"}, "A"),
        ({"sort": "newest"}, "BAC"),
        ({"sort": "quality"}, "BAC"),
        ({"sort": "hottest"}, "BAC"),
        ({"heat_from": "many", "type": "video"}, "B"),
        ({"provider": "post.example", "topic": "sea", "quality_to": 5}, "A"),
    ],
)
def test_filters(client: Client, asked: dict[str, Any], titles: str) -> None:
    post_ = make_provider("post.example", name="Harbour Post")
    waiting(title="A", excerpt="alpha", topics=[make_topic("Sea")], provider=post_, quality=1, heat=5,
            published_date_time=START)  # fmt: skip
    waiting(title="B", type="video", quality=9, heat=50, images=[{"url": "https://e.example/1.jpg"}],
            published_date_time=START + timedelta(days=1))  # fmt: skip
    last = waiting(title="C", published_date_time=None, made_at=START - timedelta(days=1))
    run = ImportRun.objects.create(pk=1, started=timezone.now())
    ImportedDocument.objects.create(run=run, path=last.path, outcome="created")
    assert "".join(article.title for article in shown(client, tab="inbox", **asked)) == titles


def test_search_looks_everywhere_and_tabs_narrow_it(client: Client) -> None:
    out, article = make_article(title="Fog today"), waiting(title="Fog tomorrow")
    assert {*shown(client, q="fog")} == {out, article}
    assert shown(client, q="fog", tab="inbox") == [article]


@pytest.mark.parametrize("sort", ["newest", "hottest", "quality"])
def test_pages_go_on_behind_the_last_story_seen(
    client: Client, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(changelist, "PAGE", 4)
    for number in range(10):
        when = START + timedelta(days=number // 2) if number else None
        waiting(title=str(number), published_date_time=when, quality=number // 3 if number % 3 else None)
    seen: list[Article] = []
    address = f"{LIST}?sort={sort}"
    for _ in range(3):
        response = client.get(address)
        page = [row.article for row in response.context["rows"]]
        seen += page
        # What is decided meanwhile leaves no gap.
        bring(page[0], State.REJECTED)
        address = LIST + response.context["cl"].next_page
    assert len({article.pk for article in seen}) == 10
    assert response.context["cl"].next_page == ""


def test_what_goes_out_next_stands_first(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changelist, "PAGE", 2)
    now = timezone.now()
    for days, title in ((3, "C"), (1, "A"), (2, "B"), (3, "D"), (4, "E")):
        story = waiting(title=title, path=f"_news/{title}.md", published_date_time=START - timedelta(days))
        bring(story, State.SCHEDULED, publish_at=now + timedelta(days=days))
    seen, address = "", LIST + "?tab=scheduled"
    for _ in range(3):
        page = client.get(address)
        seen += "".join(row.article.title for row in page.context["rows"])
        address = LIST + page.context["cl"].next_page
    assert (seen, page.context["cl"].next_page) == ("ABCDE", "")
    assert [story.title for story in shown(client, tab="scheduled", sort="newest")] == ["A", "B"]
    assert len(shown(client, tab="scheduled", after="nonsense")) == 2


@pytest.mark.parametrize(
    "pasted",
    [
        "https://example.org/fog",
        "http://www.example.org/fog/?utm_source=feed#top",
        "example.org/fog",
        "/news/2021-06-01-fog/",
        "_news/2021-06-01-fog.md",
    ],
)
def test_pasted_link_finds_its_story_however_it_is_spelt(client: Client, pasted: str) -> None:
    story = make_article(path="_news/2021-06-01-fog.md", web_url="https://example.org/fog")
    make_article(web_url="https://example.org/fog/2")
    assert shown(client, tab="all", q=pasted) == [story]


def test_stroke_between_words_makes_no_address(client: Client) -> None:
    story = make_article(title="The band AC/DC plays 24/7")
    assert shown(client, q="AC/DC") == [story]


def test_search_keeps_filters_and_says_how_many_it_found(client: Client) -> None:
    sea = make_topic("Sea")
    for title in ("Fog one", "Fog two"):
        waiting(title=title, topics=[sea])
    waiting(title="Fog three")
    page = client.get(LIST, {"topic": "Sea"}).content.decode()
    form = page.partition('id="changelist-search"')[2].partition("</form>")[0]
    assert '<input type="hidden" name="topic" value="Sea">' in form
    assert "2 found" in client.get(LIST, {"topic": "Sea", "q": "fog"}).content.decode()
    assert "found</p>" not in client.get(LIST).content.decode()


def test_name_that_nothing_has_is_said_to_be_unknown(client: Client) -> None:
    waiting(topics=[make_topic("Sea")])
    assert "Nothing is called “Seea”." in client.get(LIST, {"topic": "Seea"}).content.decode()
    assert "Nothing is called “Postt”." in client.get(LIST, {"provider": "Postt"}).content.decode()
    told = client.get(LIST, {"topic": "Sea", "heat_from": "9", "heat_to": "1"}).content.decode()
    assert ("Nothing is called" in told, "This ends before it begins." in told) == (False, True)


def test_decision_tells_how_many_each_tab_has_now(client: Client) -> None:
    first, _second = waiting(), waiting()
    told = post(client, DECIDE, to="published", ids=first.pk)
    assert told["counts"] == {
        "inbox": "1",
        "draft": "0",
        "scheduled": "0",
        "published": "1",
        "rejected": "0",
        "withdrawn": "0",
    }


def test_row_leads_to_the_original(client: Client) -> None:
    waiting(web_url="https://example.org/a?b=1&c=2")
    waiting(web_url="", original_url="javascript:alert(1)")
    page = client.get(LIST).content.decode()
    assert page.count('class="story__original"') == 1
    assert 'href="https://example.org/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer"' in page


def test_last_day_of_the_calendar_has_an_end(client: Client) -> None:
    story = waiting()
    assert shown(client, since="0001-01-01", until="9999-12-31") == [story]


def test_story_without_title_and_address_is_named_by_its_document(client: Client) -> None:
    story = waiting(title="", web_url="")
    page = client.get(LIST).content.decode()
    assert f'data-title="{story.path}"' in page
    assert f"Select: {story.path}" in page


def test_saved_filters_are_ones_own_or_shared(client: Client, anna: User) -> None:
    client.post(LIST + "filters/save/", {"name": "Hot", "query": "tab=inbox&sort=hottest&after=x&evil=1"})
    theirs = make_user("ben")
    SavedFilter.objects.create(owner=theirs, name="Shared", query="tab=all", is_shared=True)
    SavedFilter.objects.create(owner=theirs, name="Private", query="tab=all")
    assert SavedFilter.objects.get(owner=anna).query == "sort=hottest&tab=inbox"
    text = client.get(LIST).content.decode()
    assert ("Hot" in text, "Shared" in text, "Private" in text) == (True, True, False)
    for kept in SavedFilter.objects.all():
        response = client.post(f"{LIST}filters/{kept.pk}/delete/")
        assert response.status_code == (302 if kept.owner == anna else 404)
    assert client.get(LIST + "filters/save/").status_code == 405


# ---- Deciding


def test_decision_answers_with_the_row(client: Client, anna: User) -> None:
    article = waiting()
    seen = row_of(client, article).seen
    said = post(
        client, DECIDE, to="rejected", ids=[article.pk], reason=" Dull ", **{f"seen_{article.pk}": seen}
    )
    article.refresh_from_db()
    assert (article.state, article.reason, article.decided_by) == ("rejected", "Dull", anna)
    revision = Revision.objects.get()
    assert (revision.origin, revision.note, said["revisions"]) == ("triage", "Dull", [revision.pk])
    assert said["done"] == [article.pk]
    assert f'data-story="{article.pk}"' in said["rows"][str(article.pk)]


def test_what_a_story_lacks_is_said_and_holds_nothing_up(client: Client) -> None:
    article = waiting(excerpt="", topics=[make_topic()], provider=make_provider())
    lacks = "2 things are missing: Excerpt, Picture with alternative text."
    # In its row a mark says "no picture" already.
    assert row_of(client, article).lacks == "lacks: excerpt"
    assert "lacks: excerpt" in client.get(LIST).content.decode()
    Image.objects.create(article=article, url="https://e.example/1.jpg")
    assert row_of(client, article).lacks == "lacks: excerpt, picture text"
    assert post(client, DECIDE, to="published", ids=[article.pk])["note"] == f"1 published. {lacks}"
    # What is out is not nagged about; and what is rejected need not have it.
    assert row_of(client, article, tab="all").lacks == ""
    other = waiting()
    assert post(client, DECIDE, to="rejected", ids=[other.pk])["note"] == "1 rejected."
    button = {"decide": f"scheduled:{other.pk}", "publish_at": "2999-01-01T06:00"}
    assert (
        "missing: Excerpt, Topic, Provider, Picture"
        in client.post(DECIDE, button, follow=True).content.decode()
    )


def test_bulk_says_how_many_lack_something(client: Client) -> None:
    picture = {"url": "https://e.example/1.jpg", "title": "Fog"}
    whole = waiting(excerpt="Words", topics=[make_topic()], provider=make_provider(), images=[picture])
    some = [whole, waiting(), waiting(), make_article()]
    said = "2 of them lack something of the checklist."
    assert said in act(client, "publish_many", some).content.decode()
    assert said not in act(client, "reject_many", some).content.decode()
    keys = [article.pk for article in some]
    assert post(client, DECIDE, to="published", ids=keys)["note"] == f"3 published. {said}"


def test_story_decided_by_somebody_else_meanwhile_is_refused(client: Client) -> None:
    article = waiting()
    seen = row_of(client, article).seen
    bring(article, State.REJECTED, make_user("ben", first_name="Ben"))
    said = post(client, DECIDE, to="published", ids=[article.pk], **{f"seen_{article.pk}": seen})
    assert said["done"] == []
    assert said["refused"][str(article.pk)].startswith("Ben rejected it at ")
    article.refresh_from_db()
    assert article.state == State.REJECTED


def test_illegal_move_is_refused_in_words(client: Client) -> None:
    article = make_article()
    said = post(client, DECIDE, to="rejected", ids=[article.pk])
    assert said["refused"] == {str(article.pk): "A story that is published cannot become rejected."}
    assert client.post(DECIDE, {"to": "eaten", "ids": [article.pk]}).status_code == 400
    assert client.get(DECIDE).status_code == 405


@pytest.mark.parametrize(
    ("when", "state"), [("2999-01-01T06:00", "scheduled"), ("2001-01-01T06:00", "inbox"), ("", "inbox")]
)
def test_scheduling_takes_a_time_to_come(client: Client, when: str, state: str) -> None:
    article = waiting()
    said = post(client, DECIDE, to="scheduled", ids=[article.pk], publish_at=when)
    article.refresh_from_db()
    assert article.state == state
    assert bool(said["refused"]) is (state == "inbox")


def test_own_decisions_are_undone_and_no_others(client: Client, anna: User) -> None:
    own, other = waiting(), waiting()
    made = post(client, DECIDE, to="published", ids=[own.pk])["revisions"]
    bring(other, State.PUBLISHED, make_user("ben"))
    theirs = Revision.objects.get(path=other.path).pk
    assert post(client, UNDO, revisions=[*made, theirs])["done"] == [own.pk]
    assert [*Article.objects.order_by("pk").values_list("state", flat=True)] == ["inbox", "published"]


def test_undo_without_saying_what_takes_the_last(client: Client) -> None:
    topic, first, second = make_topic(), waiting(), waiting()
    post(client, DECIDE, to="published", ids=[first.pk])
    post(client, TOPICS, ids=[second.pk], add=[topic.pk])
    assert post(client, UNDO)["done"] == [second.pk]
    assert Listing.objects.count() == 0
    assert post(client, UNDO)["done"] == [first.pk]
    assert post(client, UNDO)["done"] == []


def test_topics_are_changed_from_the_list(client: Client) -> None:
    sea, fog = make_topic("Sea"), make_topic("Fog")
    article = waiting(topics=[sea])
    said = post(client, TOPICS, ids=[article.pk], add=[fog.pk], remove=[sea.pk, "x", 10**30])
    assert [*article.listings.values_list("position", "topic__name")] == [(0, "Fog")]
    assert "Fog" in said["rows"][str(article.pk)]
    assert Revision.objects.get().origin == "triage"


def test_without_a_script_a_button_does_the_same(client: Client) -> None:
    article = waiting()
    response = client.post(
        DECIDE,
        {"decide": f"published:{article.pk}", f"seen_{article.pk}": "inbox ", "back": LIST + "?tab=inbox"},
        follow=True,
    )
    assert response.redirect_chain == [(LIST + "?tab=inbox", 302)]
    assert "1 published." in response.content.decode()
    client.post(UNDO, {"at": response.context["last"]["at"]})
    article.refresh_from_db()
    assert article.state == State.INBOX
    far = client.post(DECIDE, {"decide": f"published:{article.pk}", "back": "https://evil.example/"})
    assert far["Location"] == LIST


# ---- Who may


def test_contributor_sees_and_changes_own_drafts_only(client: Client) -> None:
    user = make_user(role=CONTRIBUTOR)
    client.force_login(user)
    topic, own, other = make_topic(), drafted(created_by=user), waiting()
    assert shown(client) == shown(client, tab="draft") == [own]
    assert row_of(client, own, tab="all").moves == frozenset({"inbox"})
    for to in ("published", "rejected", "draft"):
        response = client.post(DECIDE, {"to": to, "ids": [own.pk, other.pk]})
        assert response.status_code == 403
    said = post(client, TOPICS, ids=[own.pk, other.pk], add=[topic.pk])
    assert said["done"] == [own.pk]
    assert [*said["rows"]] == [str(own.pk)]
    assert Listing.objects.get().article == own
    said = post(client, DECIDE, to="inbox", ids=[own.pk, other.pk])
    assert (said["done"], said["note"]) == ([own.pk], "1 ready for review.")
    assert shown(client, tab="inbox") == [own]
    # It is the editors' now.
    assert row_of(client, own, tab="inbox").moves == frozenset()
    assert post(client, TOPICS, ids=own.pk, remove=[topic.pk])["done"] == []


@pytest.mark.parametrize(("role", "has"), [(CONTRIBUTOR, False), (EDITOR, True), (CHIEF, True)])
def test_actions_are_those_that_one_may(client: Client, role: str, has: bool) -> None:
    user = make_user(role=role)
    client.force_login(user)
    waiting(created_by=user)
    offered = {name for name, _ in client.get(LIST).context["action_form"].fields["action"].choices}
    assert ("publish_many" in offered, "reject_many" in offered) == (has, has)
    assert "change_topics_of_many" in offered


def test_whoever_is_not_signed_in_is_asked_who_it_is(client: Client) -> None:
    client.logout()
    for address in (DECIDE, UNDO, TOPICS, LIST + "filters/save/"):
        asked = client.post(address)
        assert (asked.status_code, "sign in, and it is done" in asked.content.decode()) == (403, True)


# ---- Several at once


def act(client: Client, action: str, articles: list[Article], **said: Any) -> Any:
    fields = {"action": action, "_selected_action": [article.pk for article in articles], **said}
    return client.post(LIST + "?tab=all", fields, follow=True)


def test_bulk_says_before_what_it_will_do_and_what_it_cannot(client: Client) -> None:
    some = [waiting(), waiting(), make_article()]
    text = act(client, "publish_many", some).content.decode()
    assert "2 of 3 will be changed." in text
    assert "1 cannot: It is published already." in text
    assert Article.objects.filter(state="published").count() == 1
    response = act(client, "publish_many", some, confirmed="yes")
    assert "2 published." in response.content.decode()
    assert "1 stayed: It is published already." in response.content.decode()
    assert {*Revision.objects.values_list("origin", flat=True)} == {"bulk"}
    client.post(UNDO, {"at": response.context["last"]["at"]})
    assert Article.objects.filter(state="published").count() == 1


def test_bulk_rejects_with_a_reason_and_schedules_with_a_time(client: Client) -> None:
    first, second = waiting(), waiting()
    act(client, "reject_many", [first], confirmed="yes", reason="Dull")
    assert (
        "in the future"
        in act(
            client, "schedule_many", [second], confirmed="yes", publish_at="2001-01-01T10:00"
        ).content.decode()
    )
    act(client, "schedule_many", [second], confirmed="yes", publish_at="2999-01-01T10:00")
    rows = Article.objects.order_by("pk").values_list("state", "reason")
    assert [*rows] == [("rejected", "Dull"), ("scheduled", "")]


def test_bulk_adds_and_removes_topics_and_sets_providers(client: Client) -> None:
    sea, fog, provider = make_topic("Sea"), make_topic("Fog"), make_provider()
    some = [waiting(topics=[sea]), waiting()]
    assert "Choose a topic" in act(client, "change_topics_of_many", some, confirmed="yes").content.decode()
    act(client, "change_topics_of_many", some, confirmed="yes", add=[fog.pk])
    assert [*Listing.objects.order_by("article_id", "position").values_list("topic__name", flat=True)] == [
        "Sea", "Fog", "Fog",
    ]  # fmt: skip
    for wrong in ("x", "9" * 20):
        for action, name in (("set_provider_of_many", "provider"), ("change_topics_of_many", "add")):
            refused = act(client, action, some, confirmed="yes", **{name: wrong})
            assert refused.status_code == 200, (action, wrong)
    act(client, "set_provider_of_many", some, confirmed="yes", provider=provider.pk)
    assert {*Article.objects.values_list("provider", flat=True)} == {provider.pk}
    assert {*Revision.objects.values_list("origin", flat=True)} == {"bulk"}


def test_action_is_for_all_that_the_list_finds_on_every_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changelist, "PAGE", 2)
    monkeypatch.setattr(bulk_actions, "MOST", 2)
    monkeypatch.setattr(bulk_actions, "NAMED", 3)
    found = [waiting(title=f"Fog {number}", heat=5) for number in range(5)]
    others = [waiting(heat=1), make_article(title="Fog that is out", heat=5)]
    address = LIST + "?tab=inbox&heat_from=5"
    page = client.get(address)
    assert "all 5 that this list finds, on every page" in page.content.decode()
    response = client.post(address, {"action": "publish_many", "select_across": "1", "index": "0"})
    text = response.content.decode()
    assert "5 of 5 will be changed." in text
    assert "… and 2 more" in text
    assert Revision.objects.count() == 0
    # What comes in after this was said is not meant, and what was decided since stays.
    late = waiting(heat=5)
    bring(found[0], State.REJECTED)
    sent = {"action": "publish_many", "select_across": "1", "confirmed": "yes",
            "keys": response.context["keys"]}  # fmt: skip
    bring(found[1], State.PUBLISHED)
    done = client.post(address, sent, follow=True)
    assert "4 published." in done.content.decode()
    assert "1 stayed: It is published already." in done.content.decode()
    waits = Article.objects.filter(state="inbox")
    assert {*waits.all()} == {others[0], late}
    assert len({*Revision.objects.filter(origin="bulk").values_list("at", flat=True)}) == 1
    assert "You changed 4 stories last." in client.get(LIST).content.decode()
    undone = client.post(UNDO, {"at": done.context["last"]["at"]}, follow=True)
    assert "4 taken back." in undone.content.decode()
    assert {*waits.all()} == {others[0], late, *found[2:]}
    assert Revision.objects.filter(undone_by__isnull=False).count() == 4


@pytest.mark.parametrize(
    "sent",
    [
        {"action": "delete_selected", "post": "yes"},
        {"action": "withhold", "confirmed": "yes"},
    ],
)
def test_nothing_deletes_all_that_a_list_finds(client: Client, sent: dict[str, str]) -> None:
    client.force_login(make_user(role=CHIEF))
    for _ in range(3):
        waiting()
    for keys in ({}, {"keys": "x"}):
        client.post(LIST, {**sent, **keys, "select_across": "1"})
    assert Article.objects.count() == 3


@pytest.mark.parametrize(
    ("asked", "count"), [("", 5), ("&sort=quality", 5), ("&sort=hottest&heat_from=3", 3)]
)
def test_list_says_how_many_it_finds_in_any_order(
    client: Client, monkeypatch: pytest.MonkeyPatch, asked: str, count: int
) -> None:
    monkeypatch.setattr(changelist, "PAGE", 2)
    for heat in range(1, 6):
        waiting(heat=heat)
    make_article(heat=9)
    page = client.get(f"{LIST}?tab=inbox{asked}").content.decode()
    assert f"all {count} that this list finds, on every page" in page


def test_whoever_may_not_decide_any_more_takes_nothing_back(client: Client, anna: User) -> None:
    own = waiting(created_by=anna)
    made = post(client, DECIDE, to="published", ids=own.pk)["revisions"]
    anna.groups.set([Group.objects.get_or_create(name=CONTRIBUTOR)[0]])
    answer = post(client, UNDO, revisions=made)
    own.refresh_from_db()
    assert (answer["done"], own.state) == ([], State.PUBLISHED)
    assert answer["refused"][str(own.pk)] == "You may not decide that any more."


@pytest.mark.parametrize("origin", ["form", "triage"])
def test_change_that_is_no_decision_is_not_taken_back_here(client: Client, anna: User, origin: str) -> None:
    own = waiting(created_by=anna)
    change = {"key": "title", "before": pack("A"), "after": pack("B"), "editorial": True}
    revision = Revision.objects.create(
        path=own.path, at=timezone.now(), user=anna, origin=origin, changes=[change]
    )
    assert post(client, UNDO, revisions=[revision.pk])["revisions"] == []
    revision.refresh_from_db()
    assert revision.undone_by is None


def test_stories_that_stood_differently_go_back_to_where_each_stood(client: Client) -> None:
    withdrawn, rejected = make_article(), waiting()
    bring(withdrawn, State.WITHDRAWN)
    bring(rejected, State.REJECTED, note="Dull")
    response = act(client, "publish_many", [withdrawn, rejected], confirmed="yes")
    assert Article.objects.filter(state="published", published=True).count() == 2
    client.post(UNDO, {"at": response.context["last"]["at"]})
    stand = Article.objects.order_by("pk").values_list("state", "reason", "published")
    assert [*stand] == [("withdrawn", "", False), ("rejected", "Dull", False)]


def test_action_on_more_than_may_be_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, most in (
        (bulk_actions, "ACROSS", 3),
        (screen, "ACROSS", 3),
        (changelist, "COUNTED", 2),
        (screen, "COUNTED", 2),
    ):
        monkeypatch.setattr(module, name, most)
    monkeypatch.setattr(changelist, "PAGE", 2)
    for _ in range(4):
        waiting()
    assert "all that this list finds, on every page (3 at most)" in client.get(LIST).content.decode()
    sent = {"action": "publish_many", "select_across": "1", "index": "0"}
    assert "Choose 3 at most at a time." in client.post(LIST, sent, follow=True).content.decode()
    every = ",".join(str(article.pk) for article in Article.objects.all())
    client.post(LIST, sent | {"keys": every, "confirmed": "yes"})
    assert not Revision.objects.exists()


def test_only_what_one_may_see_is_found(client: Client) -> None:
    user = make_user(role=CONTRIBUTOR)
    client.force_login(user)
    own, other, topic = drafted(created_by=user), waiting(), make_topic()
    sent = {"action": "change_topics_of_many", "select_across": "1", "index": "0"}
    assert "1 of 1 will be changed." in client.post(LIST, sent).content.decode()
    client.post(LIST, sent | {"keys": f"{own.pk},{other.pk}", "confirmed": "yes", "add": [topic.pk]})
    assert [listing.article for listing in Listing.objects.all()] == [own]
    client.post(LIST, sent | {"action": "publish_many", "keys": f"{own.pk}", "confirmed": "yes"})
    assert Article.objects.filter(published=True).count() == 0


@pytest.mark.parametrize("action", ["withhold", "delete_selected"])
def test_nothing_is_deleted_that_nobody_ticked(client: Client, action: str) -> None:
    client.force_login(make_user("chief", CHIEF))
    waiting()
    sent = {"action": action, "select_across": "1", "index": "0", "post": "yes", "confirmed": "yes"}
    assert "Tick the stories that you mean" in client.post(LIST, sent, follow=True).content.decode()
    assert Article.objects.count() == 1


def test_action_takes_as_many_queries_for_many_as_for_few(client: Client) -> None:
    used = []
    for number in (2, 40):
        delete_articles(Article.objects.all())
        for _ in range(number):
            waiting()
        counted = []
        response = None
        for more in ({"index": "0"}, {"confirmed": "yes"}):
            sent = {"action": "publish_many", "select_across": "1", **more}
            if response is not None:
                sent["keys"] = response.context["keys"]
            with CaptureQueriesContext(connection) as queries:
                response = client.post(LIST, sent)
            counted.append(len(queries))
        with CaptureQueriesContext(connection) as queries:
            client.post(UNDO, {"at": client.session["desk_last_deed"]["at"]})
        used.append([*counted, len(queries)])
    assert used[0] == used[1]


# ---- How many questions


@pytest.mark.parametrize("sort", ["", "quality"])
def test_questions_are_asked_of_the_newest(
    client: Client, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(changelist, "NEAR", 2)
    undated = waiting(published_date_time=None, made_at=LONG_AGO - timedelta(days=1), heat=5)
    asked = {"tab": "inbox", "heat_from": "5", "sort": sort}
    assert shown(client, **asked) == [undated]
    old = waiting(published_date_time=LONG_AGO, heat=5)
    assert {*shown(client, **asked)} == {undated, old}
    new = waiting(published_date_time=LONG_AGO + timedelta(days=2), heat=1)
    assert shown(client, **asked) == [old]
    waiting(published_date_time=LONG_AGO + timedelta(days=1), heat=1)
    assert shown(client, **asked) == []
    new.heat = 5
    new.save()
    assert shown(client, **asked) == [new]


@pytest.mark.parametrize("role", [CONTRIBUTOR, EDITOR, CHIEF])
@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"tab": "all"},
        {"tab": "published", "q": "article"},
        {"tab": "all", "provider": "post.example", "topic": "sea", "quality_from": "0", "picture": "yes"},
        {"tab": "inbox", "sort": "quality"},
        {"tab": "inbox", "topic": "sea"},
        {"tab": "inbox", "q": "article", "topic": "sea"},
    ],
)
def test_list_takes_the_same_queries_however_long(client: Client, role: str, asked: dict[str, str]) -> None:
    user = make_user(role=role)
    provider, sea = make_provider("post.example"), make_topic("Sea")
    used = []
    for number in (1, 49):
        for _ in range(number):
            make_article(published=None if "tab" not in asked or asked["tab"] == "inbox" else True,
                         created_by=user, provider=provider, topics=[sea], quality=1,
                         images=[{"url": "https://e.example/1.jpg"}])  # fmt: skip
        client.force_login(user)
        # The first search after a change makes the index know of it.
        shown(client, **asked)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(shown(client, **asked)) == len(Article.objects.all())
        used.append(len(queries) - 1)
    assert used[0] == used[1]
    # Words ask once for the others of their stem.
    assert used[1] <= 12 + ("q" in asked), [query["sql"] for query in queries.captured_queries]


def test_row_of_a_published_story_that_is_dated_ahead_says_when_readers_see_it(client: Client) -> None:
    story = make_article(published_date_time=datetime(2100, 1, 1, tzinfo=UTC))
    row = row_of(client, story, tab="published")
    assert (row.state, [doubt.code for doubt in row.doubts]) == (
        State.PUBLISHED,
        ["embargoed", "no-picture"],
    )
    assert "public from 2100-01-01 00:00 UTC" in client.get(LIST, {"tab": "published"}).content.decode()
