"""Where things stand on the desk's pages: nothing upon another, nothing cut, nothing out of sight."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.editing.history import Actor, recorded
from articles.models import Article, Revision
from articles.roles import CHIEF
from tests.support.make import make_article, make_provider, make_topic, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "How the keeper of the lighthouse learned to love what his daughters made of it in the years after"

Visit = Callable[[str, int], Page]


@pytest.fixture
def visit(live_server: LiveServer, page: Page) -> Visit:
    """Open a page of the desk in a window so wide, as a chief editor."""
    chief = make_user("ada", CHIEF)
    page.route(lambda url: not url.startswith(live_server.url), lambda route: route.abort())
    page.goto(f"{live_server.url}/admin/login/")
    page.get_by_label("Username").fill(chief.username)
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in").click()
    page.locator("#user-tools").wait_for()

    def open_page(address: str, width: int) -> Page:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{live_server.url}{address}")
        return page

    return open_page


def form_of(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def edges(place: Locator) -> tuple[float, float, float, float]:
    """Left, top, right, bottom."""
    box = place.bounding_box()
    assert box is not None
    return box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]


def overlap(one: Locator, other: Locator) -> bool:
    left, top, right, bottom = edges(one)
    its_left, its_top, its_right, its_bottom = edges(other)
    return left < its_right and its_left < right and top < its_bottom and its_top < bottom


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_long_title_runs_beneath_nothing(visit: Visit, width: int) -> None:
    desk = visit(form_of(make_article(title=LONG)), width)
    expect(desk.get_by_role("link", name="View on site")).to_be_visible()
    assert not overlap(desk.locator("#content > h2"), desk.locator(".object-tools"))


@pytest.mark.parametrize("width", [1100, 1280])
def test_saving_bar_ends_where_its_column_ends(visit: Visit, width: int) -> None:
    desk = visit(form_of(make_article()), width)
    assert not overlap(desk.locator(".submit-row"), desk.locator(".panel"))
    assert edges(desk.locator(".submit-row"))[2] == edges(desk.locator(".writing__fields"))[2]


def test_what_is_said_of_a_move_stands_where_a_new_page_has_it(visit: Visit) -> None:
    make_topic("Fog")
    make_topic("Harbour")
    desk = visit(reverse("admin:articles_topic_changelist"), 768)
    desk.get_by_role("button", name="Move Harbour up").click()
    said = desk.locator(".messagelist")
    expect(said).to_have_text("“Harbour” was moved.")
    assert not overlap(said, desk.locator(".object-tools"))
    assert edges(said)[3] <= edges(desk.locator("#content"))[1]


def test_sign_for_light_and_dark_is_whole(visit: Visit) -> None:
    desk = visit(reverse("admin:index"), 360)
    sign, drawn = desk.locator(".theme-toggle svg:visible"), desk.locator(".theme-toggle svg:visible use")
    assert edges(drawn)[2:] <= edges(sign)[2:]


# ---- On a phone, and on a tablet


def test_row_at_the_head_begins_where_one_is(visit: Visit) -> None:
    desk = visit(reverse("admin:auth_user_changelist"), 360)
    here = desk.locator(".sections [aria-current]")
    expect(here).to_have_text("Users")
    expect(here).to_be_in_viewport(ratio=1)
    # It may be slid further, once it has come to rest.
    desk.evaluate("() => Promise.all(document.getAnimations().map(moving => moving.finished))")
    desk.locator(".sections ul").evaluate("row => row.scrollTo(0, 0)")
    expect(desk.get_by_role("link", name="Desk", exact=True)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_last_line_of_a_text_is_not_cut(visit: Visit, width: int) -> None:
    desk = visit(form_of(make_article(title=LONG, excerpt=f"{LONG}. " * 4)), width)
    for name in ("title", "excerpt"):
        over = desk.locator(f"#id_{name}").evaluate("box => box.scrollHeight - box.clientHeight")
        assert over <= 0, f"{over} pixels of the {name} are out of sight at {width}"


def test_what_is_taken_hold_of_is_large_enough(visit: Visit) -> None:
    article = make_article(topics=[make_topic()])
    for title in ("Fog", "Fog lifts"):
        article.title = title
        actor = Actor(None, Revision.Origin.COMMAND, timezone.now())
        with recorded([article], actor):
            article.save()
    handle = edges(visit(form_of(article), 768).locator("#listings-0 .handle"))
    history = visit(reverse("admin:articles_article_history", args=[article.pk]), 360)
    restore = edges(history.locator(".change__restore").first)
    for left, top, right, bottom in (handle, restore):
        assert min(right - left, bottom - top) >= 24


def test_filters_take_no_width_from_a_table_on_a_tablet(visit: Visit) -> None:
    for number in range(3):
        make_provider(f"a-rather-long-name-{number}.example", name=LONG[:40])
    desk = visit(reverse("admin:providers_provider_changelist"), 768)
    assert edges(desk.locator("#changelist-filter"))[3] <= edges(desk.locator("#result_list"))[1]
    over = desk.locator(".results").evaluate("frame => frame.scrollWidth - frame.clientWidth")
    assert over <= 0
