"""Topics arranged and merged in a real browser, by keyboard and by dragging; readable by everybody."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Topic
from tests.articles.desk.test_upload_in_browser import look
from tests.support.make import make_article, make_provider, make_topic

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(live_server: LiveServer, page: Page, editor: User) -> Page:
    """The tree of topics, signed in to."""
    coast = make_topic("Coast")
    harbour, food, sport = (make_topic(name, parent=coast) for name in ("Harbour", "Food", "Sport"))
    make_topic("Ferries", parent=harbour)
    make_article(topics=[food])
    make_article(topics=[sport], published=None)
    page.goto(f"{live_server.url}/admin/articles/topic/")
    page.get_by_label("Username").fill(editor.username)
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in").click()
    page.locator("#topic-tree").wait_for()
    return page


def outline(desk: Page) -> list[str]:
    return [name.strip() for name in desk.locator(".topics__name").all_inner_texts()]


def test_tree_is_arranged_by_keyboard_and_by_dragging(desk: Page, complaints: list[str]) -> None:
    look(desk, complaints, "topics")
    desk.set_viewport_size({"width": 1280, "height": 900})
    desk.get_by_role("link", name="Sport", exact=True).focus()
    desk.keyboard.press("Shift+ArrowUp")
    expect(desk.locator("#arranged")).to_have_text("“Sport” was moved.")
    assert outline(desk) == ["Coast", "Harbour", "Ferries", "Sport", "Food"]
    expect(desk.get_by_role("link", name="Sport", exact=True)).to_be_focused()
    desk.keyboard.press("Shift+ArrowRight")
    expect(desk.locator("#topic-tree ol ol ol")).to_contain_text("Sport")
    button = desk.get_by_role("button", name="Move Sport out")
    button.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#topic-tree ol ol ol")).not_to_contain_text("Sport")
    expect(button).to_be_focused()

    food, ferries = (desk.locator(".topics__row", has_text=name) for name in ("Food", "Ferries"))
    food.locator(".topics__about").drag_to(ferries.locator(".topics__name"))
    expect(desk.locator("#topic-tree ol ol ol ol")).to_contain_text("Food")
    assert Topic.objects.get(name="Food").parent == Topic.objects.get(name="Ferries")
    assert complaints == []


def test_topic_is_merged_after_a_look(desk: Page, complaints: list[str]) -> None:
    desk.get_by_role("link", name="Merge Sport").click()
    desk.locator(".select2-selection").click()
    desk.locator(".select2-search__field").fill("foo")
    desk.locator(".select2-results__option", has_text="Food").click()
    desk.get_by_role("button", name="Show what would move").click()
    expect(desk.locator(".foreseen")).to_contain_text("1 article moves.")
    look(desk, complaints, "topic-merge")
    desk.get_by_role("button", name="Merge into “Food”").click()
    expect(desk.locator(".messagelist")).to_contain_text("“Sport” is part of “Food” now")
    assert not Topic.objects.filter(name="Sport").exists()
    look(desk, complaints, "topic-form")
    assert complaints == []


def test_provider_is_readable_and_blocked_after_a_look(
    live_server: LiveServer, desk: Page, complaints: list[str]
) -> None:
    provider = make_provider("post.example", other_names=["The Post"])
    make_article(provider=provider, published=None)
    desk.goto(f"{live_server.url}/admin/providers/provider/")
    look(desk, complaints, "providers")
    desk.get_by_role("link", name="Post", exact=True).click()
    look(desk, complaints, "provider-form")
    desk.get_by_role("link", name="Block …").click()
    look(desk, complaints, "provider-block")
    desk.get_by_role("button", name="Block").click()
    expect(desk.locator(".messagelist")).to_contain_text("1 story rejected")
    assert complaints == []
