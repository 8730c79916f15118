"""The queue worked off in a real browser, without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from articles.desk.article_list import changelist
from articles.editing.history import Actor
from articles.editing.workflow import move
from articles.models import Article, Revision
from articles.models.workflow import State
from tests.support.make import LONG_AGO, make_article, make_related, make_topic, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def inbox(live_server: LiveServer, page: Page) -> Page:
    """Twenty stories that wait, and an editor who looks at them; no address of theirs is asked for."""
    make_user("anna", first_name="Anna")
    sea = make_topic("Sea")
    make_topic("Fog")
    # One path after the other, at one time: story 0 stands first.
    for number in range(20):
        make_article(
            title=f"Story {number}", path=f"_news/2021-06-01-{number:02}.md", published=None, topics=[sea]
        )
    page.goto(f"{live_server.url}/admin/articles/article/")
    page.get_by_label("Username").fill("anna")
    page.get_by_label("Password").fill("a long enough password")
    page.keyboard.press("Enter")
    # The script that listens to keys shows their switch.
    expect(page.get_by_label("Keyboard shortcuts")).to_be_visible()
    return page


def states() -> list[str]:
    return [*Article.objects.order_by("path").values_list("state", flat=True)]


def settled(page: Page, left: int) -> None:
    """Wait until the desk has answered and so many stories are left."""
    expect(page.locator(".story:not(.story--done)")).to_have_count(left)
    expect(page.locator(".story[aria-busy]")).to_have_count(0)


def test_twenty_stories_without_a_mouse(inbox: Page, complaints: list[str]) -> None:
    press = inbox.keyboard.press
    loads: list[str] = []
    inbox.on("framenavigated", lambda frame: loads.append(frame.url))
    press("j")
    for _ in range(8):
        press("p")
    settled(inbox, 12)
    # With a reason, and without.
    press("r")
    inbox.keyboard.type("Too local")
    press("Enter")
    settled(inbox, 11)
    for left in range(10, 3, -1):
        press("r")
        press("Enter")
        settled(inbox, left)
    # Taken back, and published.
    press("u")
    settled(inbox, 5)
    expect(inbox.locator(".story--here")).to_contain_text("Story 15")
    press("p")
    settled(inbox, 4)
    # Topics first, then out.
    press("t")
    inbox.keyboard.type("fo")
    expect(inbox.get_by_role("option", name="Fog")).to_be_visible()
    press("Enter")
    press("Enter")
    expect(inbox.locator(".story--here")).to_contain_text("Fog")
    press("p")
    settled(inbox, 3)
    # Down and up again, and a day for one.
    press("j")
    press("k")
    press("s")
    inbox.locator("#ask-time-when").fill("2999-01-01T06:00")
    press("Enter")
    settled(inbox, 2)
    press("r")
    press("Escape")
    press("p")
    settled(inbox, 1)
    press("p")
    settled(inbox, 0)

    assert (
        states()
        == ["published"] * 8 + ["rejected"] * 7 + ["published"] * 2 + ["scheduled"] + ["published"] * 2
    )
    article = Article.objects.get(path="_news/2021-06-01-16.md")
    assert [*article.listings.order_by("position").values_list("topic__name", flat=True)] == ["Sea", "Fog"]
    assert Article.objects.get(path="_news/2021-06-01-08.md").reason == "Too local"
    origins = [*Revision.objects.order_by("pk").values_list("origin", flat=True)]
    assert (origins.count("triage"), origins.count("undo"), len(origins)) == (22, 1, 23)
    assert {*Revision.objects.values_list("actor", flat=True)} == {"Anna"}
    assert loads == []
    assert complaints == []


def test_keys_are_silent_where_they_would_disturb(inbox: Page, complaints: list[str]) -> None:
    press = inbox.keyboard.press
    press("j")
    press("Control+p")
    press("Meta+p")
    press("/")
    inbox.keyboard.type("p")
    expect(inbox.locator("#searchbar")).to_have_value("p")
    inbox.locator("#searchbar").blur()
    press("?")
    expect(inbox.get_by_role("heading", name="Keys")).to_be_visible()
    press("p")
    press("Escape")
    inbox.get_by_label("Keyboard shortcuts").uncheck()
    press("p")
    inbox.reload()
    expect(inbox.get_by_label("Keyboard shortcuts")).not_to_be_checked()
    sent: list[str] = []
    inbox.on("request", lambda request: sent.append(request.method))
    press("p")
    # What a key sends is sent before the page can ask for anything else.
    inbox.evaluate("() => fetch(location.href).then(answer => answer.text())")
    assert sent == ["GET"]
    assert {*states()} == {"inbox"}
    assert complaints == []


def test_selected_stories_are_decided_together(inbox: Page, complaints: list[str]) -> None:
    press = inbox.keyboard.press
    for _ in range(3):
        press("j")
        press("x")
    expect(inbox.locator("#picked")).to_have_text("3 selected")
    press("p")
    expect(inbox.locator(".bulk")).to_contain_text("3 of 3 will be changed.")
    inbox.get_by_role("button", name="Publish").click()
    expect(inbox.locator(".messagelist")).to_contain_text("3 published.")
    inbox.get_by_role("button", name="Undo").click()
    expect(inbox.locator(".messagelist")).to_contain_text("3 taken back.")
    assert {*states()} == {"inbox"}
    assert complaints == []


def test_story_decided_elsewhere_says_so_in_its_row(inbox: Page, complaints: list[str]) -> None:
    inbox.keyboard.press("j")
    ben = make_user("ben", first_name="Ben")
    article = Article.objects.get(path="_news/2021-06-01-01.md")
    actor = Actor(ben, Revision.Origin.FORM, LONG_AGO)
    move(Article.objects.filter(pk=article.pk), State.REJECTED, actor)
    inbox.keyboard.press("j")
    inbox.keyboard.press("p")
    expect(inbox.locator(".story__problem")).to_contain_text("Ben rejected it on 1 Jun 2021")
    assert Article.objects.get(pk=article.pk).state == "rejected"
    assert complaints == []


def test_phone_has_buttons_for_thumbs(inbox: Page, complaints: list[str]) -> None:
    inbox.set_viewport_size({"width": 360, "height": 740})
    button = inbox.get_by_role("button", name="Publish", exact=True).first
    box = button.bounding_box()
    assert box is not None
    assert (box["height"] >= 44, box["width"] >= 130) == (True, True)
    assert inbox.evaluate("document.documentElement.scrollWidth") <= 360
    button.click()
    settled(inbox, 19)
    inbox.get_by_role("button", name="Undo").first.click()
    settled(inbox, 20)
    assert {*states()} == {"inbox"}
    assert complaints == []


def test_all_that_the_list_finds_are_chosen_with_one_tick(
    inbox: Page, complaints: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changelist, "PAGE", 8)
    inbox.reload()
    inbox.get_by_label("all 20 that this list finds, on every page").check()
    inbox.keyboard.press("p")
    expect(inbox.get_by_text("20 of 20 will be changed.")).to_be_visible()
    inbox.get_by_role("button", name="Publish").click()
    inbox.get_by_role("button", name="Undo").wait_for()
    assert {*states()} == {"published"}
    inbox.get_by_role("button", name="Undo").click()
    inbox.get_by_label("all 20 that this list finds, on every page").check()
    inbox.locator(".story [type=checkbox]").first.uncheck()
    expect(inbox.get_by_label("all 20 that this list finds, on every page")).not_to_be_checked()
    assert {*states()} == {"inbox"}
    assert complaints == []


def test_what_the_list_finds_falls_with_each_decision_and_rises_with_undo(
    inbox: Page, complaints: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changelist, "PAGE", 8)
    inbox.goto(f"{inbox.url}?tab=inbox&q=Story")
    press = inbox.keyboard.press
    across = inbox.locator(".tools__across")
    expect(across).to_contain_text("all 20 that this list finds")
    press("j")
    press("p")
    press("p")
    expect(across).to_contain_text("all 18 that this list finds")
    expect(inbox.locator(".found")).to_have_text("18 found")
    press("u")
    expect(across).to_contain_text("all 19 that this list finds")
    expect(inbox.locator(".found")).to_have_text("19 found")
    inbox.goto(inbox.url.replace("tab=inbox", "tab=all"))
    press("j")
    press("j")
    press("r")
    press("Enter")
    settled(inbox, 7)
    expect(across).to_contain_text("all 20 that this list finds")
    assert complaints == []


def test_the_first_story_is_decided_on_a_phone_without_scrolling(
    inbox: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changelist, "PAGE", 8)
    story = Article.objects.get(path__endswith="-00.md")
    story.title = (
        "How the keeper of the lighthouse learned to love what his daughters made of it in the years after"
    )
    story.excerpt = "Nobody knew what would come of it. " * 20
    story.save()
    make_related(story)
    inbox.set_viewport_size({"width": 360, "height": 640})
    inbox.reload()
    box = inbox.get_by_role("button", name="Publish").first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 640
    # An action is chosen once there is something that it could be about.
    expect(inbox.get_by_label("Action:")).to_be_hidden()
    inbox.locator(".story [type=checkbox]").first.check()
    expect(inbox.get_by_label("Action:")).to_be_visible()


def test_undo_pressed_fast_takes_back_one_after_the_other(inbox: Page, complaints: list[str]) -> None:
    press = inbox.keyboard.press
    press("j")
    for _ in range(6):
        press("p")
    settled(inbox, 14)
    for _ in range(5):
        press("u")
    settled(inbox, 19)
    expect(inbox.locator("[data-tab=inbox]")).to_have_text("19")
    expect(inbox.locator("[data-tab=published]")).to_have_text("1")
    assert states().count("published") == 1
    press("u")
    settled(inbox, 20)
    press("u")
    expect(inbox.locator("#said")).to_have_text("There is nothing to undo.")
    expect(inbox.locator("#said")).to_be_in_viewport()
    assert complaints == []


def test_a_key_too_many_after_the_last_story_takes_nothing_back(
    inbox: Page, complaints: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changelist, "PAGE", 2)
    inbox.reload()
    expect(inbox.get_by_label("Keyboard shortcuts")).to_be_visible()
    for left in (1, 0):
        inbox.keyboard.press("r")
        inbox.keyboard.press("Enter")
        settled(inbox, left)
    expect(inbox.get_by_role("link", name="Next page")).to_be_focused()
    inbox.keyboard.press("Enter")
    settled(inbox, 2)
    assert states().count("rejected") == 2
    assert complaints == []


def test_original_opens_by_a_key(inbox: Page, complaints: list[str]) -> None:
    inbox.context.route("https://example.org/**", lambda route: route.fulfill(body="The original"))
    inbox.keyboard.press("j")
    with inbox.context.expect_page() as opened:
        inbox.keyboard.press("v")
    assert opened.value.url == Article.objects.earliest("path").web_url
    assert complaints == []


def test_decisions_go_on_after_signing_in_elsewhere(inbox: Page, live_server: LiveServer) -> None:
    inbox.context.clear_cookies(name="sessionid")
    inbox.keyboard.press("p")
    expect(inbox.locator(".story__problem")).to_contain_text("You are signed out.")
    other = inbox.context.new_page()
    other.goto(f"{live_server.url}/admin/")
    other.get_by_label("Username").fill("anna")
    other.get_by_label("Password").fill("a long enough password")
    other.keyboard.press("Enter")
    expect(other.get_by_role("navigation", name="The desk")).to_be_visible()
    other.close()
    inbox.keyboard.press("p")
    settled(inbox, 19)


def test_reason_for_several_is_asked_where_one_types(inbox: Page, complaints: list[str]) -> None:
    for _ in range(2):
        inbox.keyboard.press("j")
        inbox.keyboard.press("x")
    inbox.keyboard.press("r")
    expect(inbox.locator(".bulk")).to_contain_text("2 of 2 will be changed.")
    # The browser puts the focus there once it has the whole page, before it draws it.
    expect(inbox.get_by_label("Why?")).to_be_focused()
    inbox.keyboard.type("Too local")
    inbox.keyboard.press("Enter")
    expect(inbox.locator(".messagelist")).to_contain_text("2 rejected.")
    assert {*Article.objects.filter(state="rejected").values_list("reason", flat=True)} == {"Too local"}
    assert complaints == []


def test_what_is_typed_ahead_opens_no_story(inbox: Page) -> None:
    """The page of a decision about several is on its way."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    inbox.keyboard.press("j")
    inbox.keyboard.press("x")
    inbox.route("**/admin/articles/article/**", hold)
    with inbox.expect_request("**/admin/articles/article/**"):
        inbox.keyboard.press("r")
    inbox.keyboard.type("too local")
    # All that was held goes on.
    inbox.unroute("**/admin/articles/article/**")
    expect(inbox.get_by_label("Why?")).to_be_focused()
