"""A whole day at the desk in a real browser: three people, one story after the other, then the readers."""

from __future__ import annotations

import base64
from typing import Final

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Revision, Topic
from articles.models.workflow import State
from articles.roles import CHIEF, CONTRIBUTOR
from tests.support.make import make_article, make_provider, make_topic, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PIXEL: Final = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


@pytest.fixture
def desk(live_server: LiveServer, page: Page) -> Page:
    """A browser at a desk where twenty stories wait under two topics that are one."""
    make_user("cleo", CONTRIBUTOR)
    make_user("ada")
    make_user("max", CHIEF)
    machines, learning = make_topic("Machines"), make_topic("Machine Learning")
    for number in range(20):
        make_article(
            title=f"Story {number}",
            path=f"_news/2021-06-01-{number:02}.md",
            published=None,
            excerpt="What happened.",
            provider=make_provider(),
            topics=[machines if number % 2 else learning],
            images=[{"url": "https://example.org/a.jpg", "title": "What it looked like"}],
        )
    page.route(
        lambda url: not url.startswith(live_server.url),
        lambda route: route.fulfill(body=PIXEL, content_type="image/gif"),
    )
    return page


def sign_in(desk: Page, live_server: LiveServer, name: str) -> None:
    # Whoever left may not ask for more: a page still loading would be sent to the door.
    desk.goto("about:blank")
    desk.context.clear_cookies()
    desk.goto(f"{live_server.url}/admin/")
    desk.get_by_label("Username").fill(name)
    desk.get_by_label("Password").fill("a long enough password")
    desk.get_by_role("button", name="Log in").click()
    expect(desk.get_by_role("navigation", name="The desk")).to_be_visible()


def told(desk: Page, text: str) -> None:
    expect(desk.locator(".messagelist")).to_contain_text(text)


def open_form(desk: Page, live_server: LiveServer, article: Article) -> None:
    desk.goto(f"{live_server.url}{reverse('admin:articles_article_change', args=[article.pk])}")


def test_a_day_at_the_desk(
    desk: Page, live_server: LiveServer, client: Client, complaints: list[str]
) -> None:
    draft = write_a_draft(desk, live_server)
    review(desk, live_server, draft)
    triage(desk, live_server)
    schedule_and_publish(desk, live_server, draft)
    assert client.get(draft.get_absolute_url()).status_code == 200
    correct_withdraw_and_restore(desk, live_server, draft, client)
    merge_topics(desk, live_server)
    assert complaints == []

    # What readers see of it.
    merged = client.get("/topics/machine-learning/")
    assert (merged.status_code, merged["Location"]) == (301, "/topics/machines/")
    listing = client.get("/topics/machines/").content.decode()
    assert all(f">Story {number}<" in listing for number in range(12))
    assert not any(f">Story {number}<" in listing for number in range(12, 20))
    assert "Fog over the harbour" in client.get(draft.get_absolute_url()).content.decode()
    # And who did it.
    names = {*Revision.objects.values_list("actor", "origin")}
    assert {
        ("cleo", "form"),
        ("ada", "triage"),
        ("ada", "form"),
        ("ada", "restore"),
        ("max", "merge"),
    } <= names


def write_a_draft(desk: Page, live_server: LiveServer) -> Article:
    """A contributor with a phone sees nothing of others, writes, and decides nothing."""
    desk.set_viewport_size({"width": 360, "height": 720})
    sign_in(desk, live_server, "cleo")
    desk.goto(f"{live_server.url}/admin/articles/article/")
    expect(desk.get_by_text("Story 0")).to_have_count(0)
    desk.goto(f"{live_server.url}/admin/articles/article/add/")
    desk.get_by_label("Title:", exact=True).first.fill("Fog over the harbor")
    desk.get_by_label("Excerpt:").fill("Nothing was to be seen.")
    expect(desk.get_by_role("button", name="Save and publish")).to_have_count(0)
    desk.get_by_role("button", name="Save", exact=True).click()
    told(desk, "was added successfully")
    draft = Article.objects.get(title="Fog over the harbor")
    assert (draft.state, draft.created_by.get_username() if draft.created_by else "") == (State.DRAFT, "cleo")
    return draft


def review(desk: Page, live_server: LiveServer, draft: Article) -> None:
    """It goes to the editors, comes back with a note, and goes there again."""
    open_form(desk, live_server, draft)
    desk.get_by_role("button", name="Save, ready for review").click()
    told(desk, "is ready for review")
    open_form(desk, live_server, draft)
    expect(desk.get_by_text("you may read it, but not change it")).to_be_visible()
    desk.set_viewport_size({"width": 1280, "height": 900})
    sign_in(desk, live_server, "ada")
    expect(desk.locator("#for-review")).to_contain_text("Fog over the harbor")
    desk.goto(f"{live_server.url}/admin/articles/article/")
    first = desk.locator(".story").first
    expect(first).to_contain_text("cleo made it ready for review")
    first.focus()
    desk.keyboard.press("b")
    desk.get_by_label("What is to be done?").fill("Who saw nothing?")
    desk.keyboard.press("Enter")
    expect(desk.locator(".story--done")).to_contain_text("Sent back.")
    sign_in(desk, live_server, "cleo")
    expect(desk.locator("#content")).to_contain_text("Who saw nothing?")
    open_form(desk, live_server, draft)
    expect(desk.locator(".panel")).to_contain_text("Who saw nothing?")
    desk.get_by_label("Excerpt:").fill("The harbour master saw nothing.")
    desk.get_by_role("button", name="Save, ready for review").click()
    told(desk, "is ready for review")
    sign_in(desk, live_server, "ada")


def triage(desk: Page, live_server: LiveServer) -> None:
    """Twelve stories go out and eight do not, without a mouse and without a page load."""
    desk.goto(f"{live_server.url}/admin/articles/article/?topic=")
    desk.locator(".story").first.wait_for()
    # The script that listens to keys shows their switch.
    expect(desk.get_by_label("Keyboard shortcuts")).to_be_visible()
    for number in range(20):
        row = desk.locator(".story:not(.story--done)", has_text=f"Story {number}").first
        row.focus()
        desk.keyboard.press("p" if number < 12 else "r")
        if number >= 12:
            desk.keyboard.press("Enter")
        expect(desk.locator(".story[aria-busy]")).to_have_count(0)
        expect(desk.locator(".story:not(.story--done)")).to_have_count(20 - number)
    states = [
        *Article.objects.filter(title__startswith="Story").order_by("path").values_list("state", flat=True)
    ]
    assert states == [State.PUBLISHED] * 12 + [State.REJECTED] * 8


def schedule_and_publish(desk: Page, live_server: LiveServer, draft: Article) -> None:
    """An editor edits the draft, schedules it, looks at it, and publishes it after all."""
    open_form(desk, live_server, draft)
    desk.get_by_label("Title:", exact=True).first.fill("Fog over the harbour")
    desk.get_by_text("Schedule…").click()
    desk.get_by_label("Public from (UTC time)").fill("2031-05-06T07:30")
    desk.get_by_role("button", name="Save and schedule").click()
    if desk.get_by_text("You may do so anyway").count():
        desk.get_by_text("Schedule…").click()
        desk.get_by_label("Public from (UTC time)").fill("2031-05-06T07:30")
        desk.get_by_role("button", name="Save and schedule").click()
    told(desk, "will be public on")
    open_form(desk, live_server, draft)
    desk.get_by_role("button", name="Save and preview").click()
    expect(desk.get_by_role("heading", name="Fog over the harbour")).to_be_visible()
    open_form(desk, live_server, draft)
    desk.get_by_role("button", name="Save and publish").click()
    told(desk, "is published")
    # Its address followed the title, and has the day on which it went out before it.
    draft.refresh_from_db()
    assert draft.published_date_time
    assert draft.slug == f"{draft.published_date_time:%Y-%m-%d}-fog-over-the-harbour"


def correct_withdraw_and_restore(desk: Page, live_server: LiveServer, draft: Article, client: Client) -> None:
    """A correction, a withdrawal, back to the public, and back to the words of before."""
    open_form(desk, live_server, draft)
    desk.get_by_label("Title:", exact=True).first.fill("Fog under the harbour")
    desk.get_by_role("button", name="Save", exact=True).click()
    told(desk, "was changed successfully")
    open_form(desk, live_server, draft)
    desk.get_by_text("Withdraw…").click()
    desk.get_by_label("Why?").fill("Not under")
    desk.get_by_role("button", name="Save and withdraw").click()
    told(desk, "is withdrawn")
    assert client.get(draft.get_absolute_url()).status_code == 410
    open_form(desk, live_server, draft)
    desk.get_by_role("button", name="Save and publish").click()
    told(desk, "is published")
    desk.goto(f"{live_server.url}{reverse('admin:articles_article_history', args=[draft.pk])}")
    over = desk.locator("li.change", has_text="under").last
    # Begun, ready, sent back, rewritten, ready again; then an editor wrote the title.
    desk.locator("li.change").nth(desk.locator("li.change").count() - 6).get_by_role(
        "link", name="Restore"
    ).click()
    expect(over).to_have_count(0)
    desk.get_by_role("button", name="Restore what is ticked").click()
    draft.refresh_from_db()
    assert (draft.title, draft.state) == ("Fog over the harbour", State.PUBLISHED)


def merge_topics(desk: Page, live_server: LiveServer) -> None:
    """A chief editor makes one topic of two."""
    sign_in(desk, live_server, "max")
    source, target = (Topic.objects.get(name=name) for name in ("Machine Learning", "Machines"))
    address = reverse("admin:articles_topic_merge", args=[source.pk])
    desk.goto(f"{live_server.url}{address}?into={target.pk}")
    expect(desk.get_by_role("heading", name="goes into")).to_be_visible()
    desk.get_by_role("button", name="Merge into “Machines”").click()
    told(desk, "Machines")
    assert not Topic.objects.filter(pk=source.pk).exists()
