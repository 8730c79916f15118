"""Two people with one article open, in a real browser; and what axe says of the screens."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.editing.history import timeline
from articles.models import Article
from tests.support.make import make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(live_server: LiveServer, page: Page, editor: User, complaints: list[str]) -> Page:
    """The start page of the admin, signed in to."""
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill(editor.username)
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="The editors’ desk").wait_for()
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="Save and continue editing").click()
    page.wait_for_load_state()


def test_the_choice_between_two_texts(desk: Page, live_server: LiveServer, complaints: list[str]) -> None:
    article = make_article(title="Title", excerpt="Excerpt")
    address = f"{live_server.url}/admin/articles/article/{article.pk}/change/"
    other = desk.context.new_page()
    for tab in (desk, other):
        tab.goto(address)
    other.locator("#id_title").fill("Theirs")
    save(other)
    desk.locator("#id_title").fill("Mine")
    desk.locator("#id_excerpt").fill("Mine too")
    save(desk)
    expect(desk.locator(".clash")).to_contain_text("editor changed this too")
    expect(desk.locator("#id_title")).to_have_value("Mine")
    desk.get_by_label("Take theirs").check()
    save(desk)
    expect(desk.locator(".clash")).to_have_count(0)
    article.refresh_from_db()
    assert (article.title, article.excerpt) == ("Theirs", "Mine too")
    assert complaints == []


def test_no_grave_fault_for_readers_aloud(desk: Page, live_server: LiveServer, complaints: list[str]) -> None:
    article = make_article(title="It&#8217;s", excerpt="R&amp;D")
    address = f"{live_server.url}/admin/articles/article/{article.pk}"
    desk.goto(f"{address}/change/")
    desk.locator("#id_excerpt").fill("R&amp;D and more")
    save(desk)
    desk.locator("#id_excerpt").fill("R&amp;D and so on")
    save(desk)
    newest, oldest = (entry.name for entry in timeline(Article.objects.get().path))
    for screen in (
        f"{live_server.url}/admin/articles/article/damaged/",
        f"{address}/history/",
        f"{address}/history/compare/?a={newest}&b={oldest}",
        f"{address}/history/restore/?to={oldest}",
    ):
        desk.goto(screen)
        # Colours that still fade in are not those that people read.
        desk.evaluate("() => Promise.all(document.getAnimations().map(moving => moving.finished))")
        faults = [
            (fault["id"], [node["html"] for node in fault["nodes"]])
            for fault in Axe().run(desk).response["violations"]
            if fault["impact"] in {"serious", "critical"}
        ]
        assert faults == [], screen
    assert complaints == []
