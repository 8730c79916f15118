"""The form of an article: saved and decided at once, checked, advised, compared with its source."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.editing import workflow
from articles.editing.history import Actor
from articles.models import Article, Conflict, Image, ImportRun, Listing, RelatedLink, Revision
from articles.models.workflow import State
from articles.reading.pictures import address_to_show
from articles.roles import CHIEF, CONTRIBUTOR, EDITOR
from documents.json_values import pack
from tests.support.forms import save, sent_by_browser
from tests.support.make import make_article, make_picture, make_provider, make_related, make_topic, make_user

pytestmark = pytest.mark.django_db

LATER = datetime(2031, 5, 6, 7, 30, tzinfo=UTC)


def address_of(article: Article, verb: str = "change") -> str:
    return reverse(f"admin:articles_article_{verb}", args=[article.pk])


@pytest.fixture
def user() -> User:
    return make_user("ada", EDITOR)


@pytest.fixture
def desk(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


@pytest.fixture
def draft() -> Article:
    """An article in the inbox that lacks nothing."""
    return make_article(
        published=None,
        excerpt="Why to read it.",
        provider=make_provider(),
        topics=[make_topic()],
        images=[{"url": "https://example.org/a.jpg", "title": "A boat"}],
    )


def told(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def decide(desk: Client, article: Article, to: str, **changes: str) -> str:
    """Press a button of the form; what the next page tells."""
    sent = sent_by_browser(desk, address_of(article), "article") | {"_move": to} | changes
    response = desk.post(address_of(article), sent, follow=True)
    article.refresh_from_db()
    return told(response)


# ---- Saved and decided at once


def test_publishing_saves_first_and_both_are_in_its_history(desk: Client, draft: Article, user: User) -> None:
    assert "is published" in decide(desk, draft, "published", title="Better")
    assert (draft.title, draft.state, draft.published, draft.decided_by) == (
        "Better",
        "published",
        True,
        user,
    )
    revisions = Revision.objects.filter(path=draft.path)
    assert {change["key"] for one in revisions for change in one.changes} >= {"title", "published", "state"}
    assert {one.origin for one in revisions} == {Revision.Origin.FORM}


def test_form_that_is_refused_decides_nothing(desk: Client, draft: Article) -> None:
    sent = sent_by_browser(desk, address_of(draft), "article")
    response = desk.post(address_of(draft), sent | {"web_url": "javascript:alert(1)", "_move": "published"})
    assert response.status_code == 200
    draft.refresh_from_db()
    assert draft.state == State.INBOX


def test_scheduling_takes_the_sites_time_and_names_the_zone(desk: Client, draft: Article) -> None:
    assert "UTC time" in desk.get(address_of(draft)).content.decode()
    assert "2031-05-06 07:30 UTC" in decide(desk, draft, "scheduled", _publish_at="2031-05-06T07:30")
    assert (draft.state, draft.publish_at, draft.published) == ("scheduled", LATER, True)
    assert "2031-05-06T07:30" in desk.get(address_of(draft)).content.decode()


@pytest.mark.parametrize("typed", ["", "yesterday", "2020-01-01T00:00"])
def test_time_that_is_none_or_past_is_refused_in_words(desk: Client, draft: Article, typed: str) -> None:
    answer = decide(desk, draft, "scheduled", _publish_at=typed, title="Kept")
    assert "must be in the future" in answer
    assert "What you wrote is saved" in answer
    assert (draft.state, draft.title) == (State.INBOX, "Kept")


@pytest.mark.parametrize(("published", "to"), [(None, "rejected"), (True, "withdrawn")])
def test_reason_is_kept_and_shown(desk: Client, draft: Article, published: bool | None, to: str) -> None:
    draft.published = published
    draft.save()
    decide(desk, draft, to, **{f"_reason_{to}": "Twice already."})
    assert (draft.state, draft.reason) == (to, "Twice already.")
    assert "Twice already." in desk.get(address_of(draft)).content.decode()
    assert Revision.objects.filter(path=draft.path, note="Twice already.").exists()
    decide(desk, draft, "inbox")
    assert draft.state == State.INBOX


def test_move_that_is_none_is_refused_in_words(desk: Client, draft: Article) -> None:
    assert "cannot become withdrawn" in decide(desk, draft, "withdrawn")
    assert draft.state == State.INBOX


def test_new_article_is_a_draft_of_who_writes_it(desk: Client, user: User) -> None:
    address = reverse("admin:articles_article_add")
    desk.post(address, sent_by_browser(desk, address, "article") | {"title": "Mine"})
    article = Article.objects.get()
    assert (article.state, article.published, article.created_by) == (State.DRAFT, False, user)


def test_new_article_may_be_published_at_once_but_is_asked_what_it_lacks(desk: Client) -> None:
    address = reverse("admin:articles_article_add")
    sent = sent_by_browser(desk, address, "article") | {"title": "Mine", "_move": "published"}
    answer = told(desk.post(address, sent, follow=True))
    assert "it lacks Excerpt, Topic" in answer
    assert Article.objects.get().state == State.DRAFT


def test_new_article_shows_its_checklist_and_goes_out_at_one_press_with_all_of_it(desk: Client) -> None:
    address = reverse("admin:articles_article_add")
    page = desk.get(address)
    assert {check.key for check in page.context["panel"].checks if not check.is_met} == {
        "title", "excerpt", "topic", "picture",
    }  # fmt: skip
    assert "anyway" not in page.content.decode()
    sent = sent_by_browser(desk, address, "article") | {
        "title": "Mine",
        "excerpt": "Why to read it.",
        "listings-TOTAL_FORMS": "1",
        "listings-0-topic": str(make_topic().pk),
        "images-TOTAL_FORMS": "1",
        "images-0-url": "https://example.org/a.jpg",
        "images-0-title": "A boat",
        "_move": "published",
    }
    assert "is published" in told(desk.post(address, sent, follow=True))
    assert Article.objects.get().state == State.PUBLISHED


def test_title_alone_is_published_by_no_button(desk: Client) -> None:
    address = reverse("admin:articles_article_add")
    missing = "excerpt topic picture"
    sent = sent_by_browser(desk, address, "article") | {"title": "Mine", "_seen": missing}
    for to in ("published", "scheduled"):
        asked = {"_move": to, "_publish_at": "2999-01-01T00:00", "_once": ""}
        assert "nothing to read in it" in told(desk.post(address, sent | asked, follow=True))
    assert {*Article.objects.values_list("state", flat=True)} == {State.DRAFT}


@pytest.mark.parametrize("typed", ["2020-01-01T00:00", "yesterday"])
def test_time_that_is_refused_stays_where_it_was_typed(desk: Client, draft: Article, typed: str) -> None:
    sent = sent_by_browser(desk, address_of(draft), "article") | {"_move": "scheduled", "_publish_at": typed}
    [move] = moves(desk.post(address_of(draft), sent, follow=True), "scheduled")
    assert (move.typed, move.is_open) == (typed, True)
    assert "must be in the future" in move.refusal
    # A page that is opened asks nothing.
    [move] = moves(desk.get(address_of(draft)), "scheduled")
    assert (move.typed, move.is_open, move.refusal) == ("", False, "")


def test_form_that_is_refused_keeps_what_was_typed_for_a_decision(desk: Client, draft: Article) -> None:
    sent = sent_by_browser(desk, address_of(draft), "article") | {"web_url": "javascript:alert(1)"}
    typed = {"_move": "rejected", "_reason_rejected": "Twice <already>", "_publish_at": "2031-05-06T07:30"}
    answer = desk.post(address_of(draft), sent | typed)
    assert "Twice &lt;already&gt;</textarea>" in answer.content.decode()
    for to, said in (("rejected", "Twice <already>"), ("scheduled", "2031-05-06T07:30")):
        [move] = moves(answer, to)
        assert (move.typed, move.is_open, move.refusal) == (said, True, "")


def moves(response: Any, to: str) -> list[Any]:
    return [move for move in response.context["panel"].moves if move.to == to]


# ---- What is wrong


def test_what_is_wrong_is_listed_with_the_way_to_each_field(desk: Client, draft: Article) -> None:
    sent = sent_by_browser(desk, address_of(draft), "article")
    topic = draft.listings.get().topic
    wrong = {
        "web_url": "javascript:alert(1)",
        "images-0-url": "ftp://x",
        "listings-TOTAL_FORMS": "2",
        "listings-1-topic": str(topic.pk),
        "listings-1-article": str(draft.pk),
    }
    page = desk.post(address_of(draft), sent | wrong).content.decode()
    listed = page[page.index('class="faults"') : page.index('class="writing"')]
    lines = [re.sub("<[^>]+>", "", line) for line in re.findall("<li>(.*?)</li>", listed)]
    assert [line.split(": ")[:2] for line in lines[1:]] == [
        ["Topics, 2", "Topic"],
        ["Pictures, 1", "Address"],
    ]
    assert lines[0].startswith("Web address: ")
    assert lines[1].endswith("This topic stands twice.")
    places = re.findall('href="#([^"]+)"', listed)
    assert places == ["id_web_url", "id_listings-1-topic", "id_images-0-url"]
    assert all(f'id="{place}"' in page for place in places)


@pytest.mark.parametrize("key", ["x", "0x1", "٣", "9" * 20, "-1", "\ufffe"])
@pytest.mark.parametrize("field", ["provider", "listings-0-topic"])
def test_key_that_is_none_is_refused_in_words(desk: Client, draft: Article, field: str, key: str) -> None:
    sent = sent_by_browser(desk, address_of(draft), "article")
    assert field in sent
    response = desk.post(address_of(draft), sent | {field: key})
    assert response.status_code == 200
    assert "Select a valid choice." in response.content.decode()


def test_a_date_and_a_time_that_are_wrong_are_listed_too(desk: Client, draft: Article) -> None:
    sent = sent_by_browser(desk, address_of(draft), "article")
    wrong = {"published_date_time_0": "31.02.2024", "published_date_time_1": "half past"}
    page = desk.post(address_of(draft), sent | wrong).content.decode()
    listed = page[page.index('class="faults"') : page.index('class="writing"')]
    assert re.findall('href="#([^"]+)"', listed) == ["id_published_date_time_0"] * 2
    assert 'id="id_published_date_time_0"' in page


def told_after(desk: Client, draft: Article, **typed: str) -> list[str]:
    """What the desk says after saving, but that it is saved."""
    sent = sent_by_browser(desk, address_of(draft), "article")
    answer = desk.post(address_of(draft), sent | typed, follow=True)
    return [str(message) for message in answer.context["messages"] if message.level_tag == "warning"]


def test_content_that_plays_nothing_is_said_and_the_address_of_a_video_plays(
    desk: Client, draft: Article
) -> None:
    [told] = told_after(desk, draft, featured_content="<iframe src='https://example.org/x'></iframe>")
    assert "no player" in told
    # Not asked again, and said as long as it is so.
    assert told_after(desk, draft, title="Another") == []
    assert "Readers get no player" in desk.get(address_of(draft)).content.decode()
    for address in (
        "https://www.youtube.com/watch?v=qT7bR0nKh3E",
        "https://m.youtube.com/watch?list=x&v=qT7bR0nKh3E&t=3",
        "https://youtu.be/qT7bR0nKh3E?si=abc",
        "https://www.youtube.com/shorts/qT7bR0nKh3E",
        " https://vimeo.com/12345 ",
    ):
        assert told_after(desk, draft, featured_content=address) == [], address
        page = desk.get(reverse("admin:articles_article_preview", args=[draft.pk])).content.decode()
        assert 'data-frame="https://' in page, address
        assert "Readers get no player" not in desk.get(address_of(draft)).content.decode()


def test_the_address_of_a_video_is_kept_as_documents_embed_it(desk: Client, draft: Article) -> None:
    sent = sent_by_browser(desk, address_of(draft), "article")
    # Sent twice, it is the same still.
    for _ in range(2):
        desk.post(address_of(draft), sent | {"featured_content": " youtu.be/qT7bR0nKh3E?t=1m30s\r\n"})
        draft.refresh_from_db()
        assert draft.featured_content == (
            '<iframe width="800" height="500" frameborder="0" src="https://www.youtube.com/embed/qT7bR0nKh3E'
            '?start=90" allow="accelerometer; autoplay; encrypted-media; gyroscope; picture-in-picture" '
            "allowfullscreen></iframe>"
        )


@pytest.mark.parametrize("typed", ["https://example.org/watch?v=qT7bR0nKh3E", "Some words"])
def test_what_could_be_embedded_nowhere_is_refused_unless_it_was_there(
    desk: Client, draft: Article, typed: str
) -> None:
    sent = sent_by_browser(desk, address_of(draft), "article")
    page = desk.post(address_of(draft), sent | {"featured_content": typed}).content.decode()
    assert "This is no video that plays here" in page
    Article.objects.filter(pk=draft.pk).update(featured_content=typed)
    save(desk, address_of(draft), "article", title="Another")
    draft.refresh_from_db()
    assert (draft.title, draft.featured_content) == ("Another", typed)


def test_an_address_that_came_with_a_document_stays_as_it_is(desk: Client, draft: Article) -> None:
    address = "https://youtu.be/qT7bR0nKh3E?t=3"
    Article.objects.filter(pk=draft.pk).update(featured_content=address)
    save(desk, address_of(draft), "article", title="Another")
    draft.refresh_from_db()
    assert (draft.title, draft.featured_content) == ("Another", address)


def test_a_frame_in_the_text_of_which_readers_get_nothing_is_said(desk: Client, draft: Article) -> None:
    lost = '<iframe src="https://example.org/map"></iframe>'
    [told] = told_after(desk, draft, body=f"One.\n\n{lost}\n")
    assert "frame in the text" in told
    assert told_after(desk, draft, title="Another") == []
    assert told_after(desk, draft, body=f"`{lost}` is code.\n\nhttps://youtu.be/qT7bR0nKh3E\n") == []


def test_a_picture_that_may_be_none_is_said(desk: Client, draft: Article) -> None:
    for number, (address, words) in enumerate(
        (
            ("https://example.org/story", "does not say that it is a picture"),
            ("/assets/images/none.jpg", "no such file"),
            ("https://example.org/a.JPG?x=1", ""),
            ("https://example.org/photo?fm=webp", ""),
        )
    ):
        told = told_after(desk, draft, **{"images-0-url": address, "images-0-title": f"Title {number}"})
        assert [address in one and words in one for one in told] == ([True] if words else [])


def test_refused_form_is_headed_by_what_is_saved(desk: Client, draft: Article) -> None:
    sent = sent_by_browser(desk, address_of(draft), "article")
    wrong = {"title": "Typed and wrong", "web_url": "javascript:alert(1)"}
    page = desk.post(address_of(draft), sent | wrong).content.decode()
    assert page.count("Typed and wrong") == 1
    assert f"<h2>{draft.title}</h2>" in page
    assert f"&rsaquo; {draft.title}\n" in page


# ---- What it lacks


def test_who_is_shown_what_is_missing_may_publish_anyway(desk: Client, draft: Article) -> None:
    draft.listings.all().delete()
    page = desk.get(address_of(draft)).content.decode()
    assert "anyway (1 thing is missing)" in page
    assert "is published" in decide(desk, draft, "published")
    assert draft.state == State.PUBLISHED


def test_what_came_to_be_missing_is_asked_about_first(desk: Client, draft: Article) -> None:
    assert "it lacks Excerpt" in decide(desk, draft, "published", excerpt="")
    assert (draft.state, draft.excerpt) == (State.INBOX, "")
    assert "is published" in decide(desk, draft, "published")


def lacking(desk: Client, article: Article) -> list[str]:
    return [check.key for check in desk.get(address_of(article)).context["panel"].missing]


def test_title_is_the_first_thing_to_have(desk: Client, draft: Article) -> None:
    assert lacking(desk, draft) == []
    Article.objects.filter(pk=draft.pk).update(title=" ", excerpt="")
    assert lacking(desk, draft) == ["title", "excerpt"]


@pytest.mark.parametrize("address", ["web_url", "original_url", "amp_web_url"])
def test_whose_story_is_asked_where_it_was_published_elsewhere(
    desk: Client, draft: Article, address: str
) -> None:
    Article.objects.filter(pk=draft.pk).update(provider=None, web_url="")
    # One of our own has no provider: that is neither missing nor there.
    checks = desk.get(address_of(draft)).context["panel"].checks
    assert "provider" not in [check.key for check in checks]
    Article.objects.filter(pk=draft.pk).update(**{address: "https://example.org/a"})
    assert lacking(desk, draft) == ["provider"]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.PUBLISHED, "Published by its source"),
        (State.WITHDRAWN, "Withdrawn by its source"),
        (State.INBOX, "Came in, nobody has decided"),
    ],
)
def test_who_brought_it_there_is_said_and_nothing_of_its_text(
    desk: Client, draft: Article, state: State, words: str
) -> None:
    Article.objects.filter(pk=draft.pk).update(state=state, published=state == State.PUBLISHED or None)
    assert words in desk.get(address_of(draft)).content.decode()


def test_published_is_no_field(desk: Client, draft: Article) -> None:
    save(desk, address_of(draft), "article", published="true")
    draft.refresh_from_db()
    assert draft.published is None


# ---- Its pictures


def test_pictures_are_shown_as_readers_get_them(desk: Client, draft: Article) -> None:
    path = "assets/images/organizations/harbour.example-50x50.jpg"
    make_picture(path)
    gone = "/assets/images/gone.jpg"
    for position, url in enumerate((f"/{path}", "http://example.org/b.jpg", gone), start=1):
        Image.objects.create(article=draft, url=url, position=position)
    page = desk.get(address_of(draft)).content.decode()
    shown = re.findall('<img src="([^"]+)" alt="" loading="lazy" referrerpolicy="no-referrer">', page)
    assert shown == ["https://example.org/a.jpg", address_to_show(f"/{path}"), "https://example.org/b.jpg"]


# ---- Who may


@pytest.mark.parametrize("verb", ["change", "preview"])
def test_contributor_sees_nothing_of_others(client: Client, draft: Article, verb: str) -> None:
    client.force_login(make_user(role=CONTRIBUTOR))
    assert client.get(address_of(draft, verb)).status_code in {302, 404}
    assert client.post(address_of(draft, "share")).status_code == 404
    for address, query in (("advice", {"web_url": draft.web_url}), ("ours", {"q": draft.web_url})):
        answer = client.get(reverse(f"admin:articles_article_{address}"), query)
        assert draft.title not in answer.content.decode()


def test_contributor_writes_and_does_not_decide(client: Client) -> None:
    author = make_user(role=CONTRIBUTOR)
    client.force_login(author)
    article = make_article(published=False, created_by=author, state=State.DRAFT)
    assert [move.to for move in client.get(address_of(article)).context["panel"].moves] == [State.INBOX]
    sent = sent_by_browser(client, address_of(article), "article")
    assert client.post(address_of(article), sent | {"title": "No", "_move": "published"}).status_code == 403
    article.refresh_from_db()
    assert (article.state, article.title == "No") == (State.DRAFT, False)
    save(client, address_of(article), "article", title="Mine")
    article.refresh_from_db()
    article.published = True
    article.save()
    page = client.get(address_of(article)).content.decode()
    assert 'name="_save"' not in page
    assert "somebody has decided" in page
    assert client.post(address_of(article), sent).status_code == 403
    assert client.post(address_of(article, "share")).status_code == 403


def test_advice_is_for_who_is_signed_in(client: Client, draft: Article) -> None:
    for name in ("advice", "ours"):
        assert client.get(reverse(f"admin:articles_article_{name}")).status_code == 302
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    for name in ("advice", "ours"):
        assert client.get(reverse(f"admin:articles_article_{name}")).status_code == 403


# ---- Preview, and the link to it


def test_preview_is_what_readers_get_below_a_banner(desk: Client) -> None:
    article = make_article(title="Solar", excerpt="Wind", topics=[make_topic("AI")])
    preview = desk.get(address_of(article, "preview")).content.decode()
    page = Client().get(article.get_absolute_url()).content.decode()
    added = r'<meta name="robots"[^>]*>|<aside class="preview".*?</aside>'
    below = re.sub(added, "", preview, flags=re.DOTALL)
    assert (below.split(), below == preview) == (page.split(), False)


def test_preview_is_the_public_page_with_a_banner(desk: Client, draft: Article) -> None:
    response = desk.get(address_of(draft, "preview"))
    text = response.content.decode()
    assert draft.title in text
    assert "Not public" in text
    assert {"no-store", "private"} <= {*response["Cache-Control"].split(", ")}
    assert response["X-Robots-Tag"].startswith("noindex")
    saved = sent_by_browser(desk, address_of(draft), "article") | {"title": "Newer", "_preview": "1"}
    assert "Newer" in desk.post(address_of(draft), saved, follow=True).content.decode()


def test_link_is_made_by_a_button_and_opens_without_signing_in(desk: Client, draft: Article) -> None:
    assert desk.get(address_of(draft, "share")).status_code == 405
    link = desk.post(address_of(draft, "share"), headers={"accept": "application/json"}).json()["link"]
    assert link.startswith("http://testserver/preview/")
    (shown,) = re.findall(
        r'"(http://testserver/preview/[^"]+)"', desk.post(address_of(draft, "share")).content.decode()
    )
    assert draft.title in Client().get(shown).content.decode()
    assert draft.title in Client().get(link).content.decode()


@pytest.mark.parametrize("state", [State.REJECTED, State.WITHDRAWN])
def test_what_was_decided_against_is_not_shown_around(desk: Client, draft: Article, state: State) -> None:
    address = desk.post(address_of(draft, "share"), headers={"accept": "application/json"}).json()["link"]
    actor = Actor(None, Revision.Origin.COMMAND, timezone.now())
    if state == State.WITHDRAWN:
        workflow.move(Article.objects.filter(pk=draft.pk), State.PUBLISHED, actor)
    workflow.move(Article.objects.filter(pk=draft.pk), state, actor)
    assert desk.post(address_of(draft, "share")).status_code == 403
    assert "without an account" not in desk.get(address_of(draft)).content.decode()
    # Links that were made before are over, too.
    old = Client().get(address)
    assert (old.status_code, draft.title in old.content.decode()) == (410, False)


# ---- Our own articles, topics, warnings


def test_link_to_our_own_article_says_what_that_says(desk: Client, draft: Article) -> None:
    other = make_article(title="Another regatta", excerpt="Sails.", provider=make_provider(), heat=7)
    found = desk.get(reverse("admin:articles_article_ours"), {"q": "regat", "article": str(draft.pk)}).json()[
        "articles"
    ]
    assert [one["id"] for one in found] == [other.pk]
    add_related(desk, draft, title=found[0]["title"], web_url=found[0]["address"], ours=str(other.pk))
    link = draft.related_links.get()
    assert (link.title, link.excerpt, link.web_url) == (other.title, "Sails.", other.web_url)
    assert (link.published_date_time, link.provider, link.heat) == (
        other.published_date_time,
        other.provider,
        7,
    )


def test_address_of_ours_without_a_title_is_filled_in(desk: Client, draft: Article) -> None:
    other = make_article(title="Hosted here", web_url="")
    add_related(desk, draft, web_url=other.get_absolute_url())
    link = draft.related_links.get()
    assert (link.title, link.web_url) == ("Hosted here", other.get_absolute_url())


def test_link_that_is_typed_stays_as_typed(desk: Client, draft: Article) -> None:
    other = make_article(title="Theirs")
    add_related(desk, draft, title="As I say", web_url=other.web_url)
    assert draft.related_links.get().title == "As I say"
    assert draft.related_links.get().excerpt == ""


def test_contributor_cannot_copy_what_is_not_theirs(client: Client, draft: Article) -> None:
    author = make_user(role=CONTRIBUTOR)
    client.force_login(author)
    mine = make_article(published=False, created_by=author, state=State.DRAFT)
    add_related(client, mine, title="", web_url=draft.web_url, ours=str(draft.pk))
    assert (mine.related_links.get().title, mine.related_links.get().excerpt) == ("", "")


def add_related(client: Client, article: Article, **fields: str) -> None:
    sent = sent_by_browser(client, address_of(article), "article")
    sent |= {
        "related_links-TOTAL_FORMS": "1",
        "related_links-0-id": "",
        "related_links-0-article": str(article.pk),
        "related_links-0-position": "",
        **{f"related_links-0-{name}": value for name, value in fields.items()},
    }
    response = client.post(address_of(article), sent)
    assert response.status_code == 302, response.context["errors"]


def test_topic_that_the_text_speaks_of_is_added_by_its_button(desk: Client, draft: Article) -> None:
    topic = make_topic("Artificial Intelligence", keywords=["machine learning"])
    draft.excerpt = "All about machine learning."
    draft.save()
    page = desk.get(address_of(draft)).content.decode()
    assert "because of “machine learning”" in page
    sent = sent_by_browser(desk, address_of(draft), "article")
    answer = desk.post(address_of(draft), sent | {"_topic": str(topic.pk)})
    assert answer["Location"] == address_of(draft)
    assert list(draft.listings.order_by("position").values_list("topic", flat=True))[-1] == topic.pk
    [revision] = Revision.objects.filter(path=draft.path)
    assert [change["key"] for change in revision.changes] == ["topics"]
    assert "because of" not in desk.get(address_of(draft)).content.decode()


def test_address_that_another_article_has_is_told_however_it_is_spelt(desk: Client, draft: Article) -> None:
    other = make_article(web_url="https://www.example.net/story/")
    address = reverse("admin:articles_article_advice")
    for typed in ("http://example.net/story?utm_source=feed", "https://www.example.net/story"):
        answer = desk.get(address, {"web_url": typed, "article": str(draft.pk)}).json()
        assert [one["title"] for one in answer["warnings"]["web_url"]] == [other.title]
    assert desk.get(address, {"web_url": other.web_url, "article": str(other.pk)}).json()["warnings"] == {}
    sent = sent_by_browser(desk, address_of(draft), "article")
    after = desk.post(address_of(draft), sent | {"web_url": other.web_url}, follow=True)
    assert "Another article has this address" in told(after)


def test_title_nearly_like_anothers_is_told(desk: Client, draft: Article) -> None:
    make_article(title="Harbour votes to keep the fog", published=None)
    query = {"title": "Harbour votes to keep its fog", "article": str(draft.pk)}
    answer = desk.get(reverse("admin:articles_article_advice"), query).json()
    assert [one["title"] for one in answer["warnings"]["title"]] == ["Harbour votes to keep the fog"]


def test_advice_takes_any_text(desk: Client) -> None:
    address = reverse("admin:articles_article_advice")
    for typed in ("\0", "https://[", "9" * 4000, "%", '"'):
        query = {"title": typed, "web_url": typed, "article": typed, "topics": typed, "q": typed}
        assert desk.get(address, query).status_code == 200
        assert desk.get(reverse("admin:articles_article_ours"), query).status_code == 200


# ---- Beside its source


@pytest.fixture
def edited(site: dict[str, bytes]) -> Article:
    article = Article.objects.get(path__startswith="_news/2026-02-14")
    article.title = "Ours"
    article.save()
    article.listings.all().delete()
    Listing.objects.create(article=article, topic=make_topic("Tides"))
    return article


def test_form_shows_what_the_source_says(desk: Client, edited: Article) -> None:
    page = desk.get(address_of(edited)).content.decode()
    assert page.count("Not what the source says") == 2
    assert 'data-fill="title"' in page
    assert "Tides" in page


@pytest.mark.parametrize(("key", "column"), [("title", "title"), ("topics", "listings")])
def test_field_goes_back_to_the_source_and_history_says_so(
    desk: Client, edited: Article, site: dict[str, bytes], key: str, column: str
) -> None:
    sent = sent_by_browser(desk, address_of(edited), "article")
    desk.post(address_of(edited), sent | {"_to_source": key, "excerpt": "Kept"})
    edited.refresh_from_db()
    assert edited.excerpt == "Kept"
    restored = Revision.objects.filter(path=edited.path, origin=Revision.Origin.RESTORE)
    assert [change["key"] for one in restored for change in one.changes] == [key]
    is_back = {"title": edited.title != "Ours", "listings": edited.listings.count() == 2}
    assert is_back[column]


def test_going_back_settles_the_conflict_about_it(desk: Client, edited: Article) -> None:
    waiting = Conflict.objects.create(
        path=edited.path, key="title", base=pack("Base"), theirs=pack("Theirs"), ours=pack("Ours"),
        run=ImportRun.objects.latest("pk"), found=timezone.now(),
    )  # fmt: skip
    assert "choose" in desk.get(address_of(edited)).content.decode()
    sent = sent_by_browser(desk, address_of(edited), "article")
    desk.post(address_of(edited), sent | {"_to_source": "title"})
    waiting.refresh_from_db()
    edited.refresh_from_db()
    assert (waiting.choice, edited.title) == (Conflict.Choice.THEIRS, "Theirs")


def test_what_nobody_changed_has_nothing_beside_it(desk: Client, site: dict[str, bytes]) -> None:
    article = Article.objects.get(path__startswith="_news/2026-02-14")
    assert "Not what the source says" not in desk.get(address_of(article)).content.decode()


# ---- However many


@pytest.mark.parametrize("role", [EDITOR, CHIEF])
def test_form_takes_as_many_queries_for_many_as_for_few(
    client: Client,
    role: str,
    site: dict[str, bytes],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(make_user(role=role))
    article = Article.objects.get(path__startswith="_news/2026-02-14")
    for number in range(20):
        Listing.objects.create(article=article, topic=make_topic(), position=number + 9)
        link = make_related(article, provider=make_provider(), web_url=f"https://example.org/{number}")
        Image.objects.create(article=article, url=f"https://example.org/{number}.jpg", position=number)
        Image.objects.create(related_link=link, url=f"https://example.org/{number}.jpg")
    client.get(address_of(article))
    # The last of them for the copy of a picture, which its document says is there.
    with django_assert_max_num_queries(13):
        assert client.get(address_of(article)).status_code == 200


# ---- What readers get to see


AHEAD = {"published_date_time_0": "2100-01-01", "published_date_time_1": "00:00:00"}


def test_public_story_that_is_dated_ahead_is_told_to_be_public_from_then(desk: Client) -> None:
    article = make_article()
    response = desk.post(
        address_of(article), sent_by_browser(desk, address_of(article), "article") | AHEAD, follow=True
    )
    assert "Readers do not see it yet, for it is dated ahead: public from 2100-01-01 00:00 UTC." in told(
        response
    )
    assert desk.get(address_of(article)).context["panel"].standing.startswith("public from 2100-01-01")


def test_story_that_is_published_and_dated_ahead_is_told_so_once(desk: Client, draft: Article) -> None:
    said = decide(desk, draft, "published", **AHEAD)
    assert "is published" in said
    assert said.count("public from 2100-01-01 00:00 UTC") == 1


def test_draft_may_be_dated_ahead_without_a_word(desk: Client, draft: Article) -> None:
    response = desk.post(
        address_of(draft), sent_by_browser(desk, address_of(draft), "article") | AHEAD, follow=True
    )
    assert "public from" not in told(response)


REFUSED = "Readers see the title: write one, or withdraw the story first."


@pytest.mark.parametrize("typed", ["", "   ", "\n", "\u200b\ufeff", "\u3164\ufe0f", "\u2800"])
def test_title_of_a_public_story_is_not_emptied(desk: Client, typed: str) -> None:
    article = make_article(title="Gulls")
    sent = sent_by_browser(desk, address_of(article), "article") | {"title": typed, "excerpt": "New"}
    response = desk.post(address_of(article), sent)
    assert response.status_code == 200
    assert REFUSED in response.content.decode()
    article.refresh_from_db()
    assert (article.title, article.excerpt) == ("Gulls", "")


def test_title_of_what_readers_do_not_see_may_be_emptied(desk: Client, draft: Article) -> None:
    save(desk, address_of(draft), "article", title="")
    draft.refresh_from_db()
    assert draft.title == ""


def test_public_story_without_a_title_is_saved_as_it_is(desk: Client) -> None:
    article = make_article(title="")
    save(desk, address_of(article), "article", excerpt="New")
    article.refresh_from_db()
    assert (article.title, article.excerpt) == ("", "New")


def test_somebody_elses_title_is_kept_where_mine_was_emptied(desk: Client) -> None:
    article = make_article(title="Gulls")
    sent = sent_by_browser(desk, address_of(article), "article") | {"title": ""}
    Article.objects.filter(pk=article.pk).update(title="Gulls leave")
    again = desk.post(address_of(article), sent)
    assert again.status_code == 200
    sent |= {"initial-title": "Gulls leave", "clash-title": "theirs"}
    assert desk.post(address_of(article), sent).status_code == 302
    article.refresh_from_db()
    assert article.title == "Gulls leave"


NOTHING_LEFT = "Nothing would be left of the story: keep a title, text or address, or withdraw it first."


@pytest.mark.parametrize("emptied", ["", "\u200b"])
def test_public_story_without_a_title_keeps_what_is_left_of_it(desk: Client, emptied: str) -> None:
    article = make_article(title="", excerpt="All there is", web_url="", original_url="")
    sent = sent_by_browser(desk, address_of(article), "article") | {"excerpt": emptied}
    assert NOTHING_LEFT in desk.post(address_of(article), sent).content.decode()
    article.refresh_from_db()
    assert article.excerpt == "All there is"
    save(desk, address_of(article), "article", excerpt="", title="Gulls")


def test_story_that_waits_for_its_hour_is_not_emptied(desk: Client, user: User, draft: Article) -> None:
    workflow.move(
        Article.objects.filter(pk=draft.pk),
        State.SCHEDULED,
        actor=Actor(user, Revision.Origin.FORM, timezone.now()),
        publish_at=LATER,
    )
    nothing = {"title": "", "excerpt": "", "web_url": "", "original_url": "", "featured_content": ""}
    sent = sent_by_browser(desk, address_of(draft), "article") | nothing
    assert NOTHING_LEFT in desk.post(address_of(draft), sent).content.decode()
    draft.refresh_from_db()
    assert (draft.state, draft.excerpt) == (State.SCHEDULED, "Why to read it.")


def test_public_story_of_nothing_is_saved_as_it_is(desk: Client) -> None:
    article = make_article(title="", web_url="", original_url="")
    save(desk, address_of(article), "article", quality="7")
    article.refresh_from_db()
    assert article.quality == 7


def test_five_thousand_related_links_open_and_save_at_fifty_a_page(desk: Client) -> None:
    article = make_article(title="Gulls")
    RelatedLink.objects.bulk_create(
        RelatedLink(article=article, position=place, title=f"Link {place}", type="article")
        for place in range(5000)
    )
    sent = sent_by_browser(desk, address_of(article), "article")
    assert sum(name.startswith("related_links-") and name.endswith("-id") for name in sent) == 50
    assert desk.post(address_of(article), sent | {"title": "Gulls leave"}).status_code == 302
    article.refresh_from_db()
    assert article.title == "Gulls leave"
    last = address_of(article) + "?related_links-page=100"
    sent = sent_by_browser(desk, last, "article")
    assert desk.post(last, sent | {"related_links-49-title": "The last"}).status_code == 302
    titles = list(article.related_links.order_by("position").values_list("title", flat=True))
    assert (len(titles), titles[0], titles[-1]) == (5000, "Link 0", "The last")
