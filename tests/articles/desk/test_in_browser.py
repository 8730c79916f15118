"""An editor's walk through the desk in a real browser, and what it leaves in the documents."""

from __future__ import annotations

import base64
from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# A picture of one pixel: the sample site's publishers do not exist, and nothing may leave this machine.
PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


@pytest.fixture
def desk(live_server: LiveServer, page: Page, editor: User, complaints: list[str]) -> Page:
    """The start page of the admin, signed in to."""

    def paint(route: Route) -> None:
        route.fulfill(body=PIXEL, content_type="image/gif")

    page.route(lambda url: not url.startswith(live_server.url) or "/assets/" in url, paint)
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill(editor.username)
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="The editors’ desk").wait_for()
    return page


def test_every_list_opens(site: dict[str, bytes], desk: Page, complaints: list[str]) -> None:
    links = desk.locator("#content-main th a")
    addresses = [link.get_attribute("href") for link in links.all()]
    assert len(addresses) >= 10
    for address in addresses:
        assert address is not None
        desk.goto(urljoin(desk.url, address))
        expect(desk.locator("#changelist, .library")).to_be_visible()
    assert complaints == []


def test_changed_title_is_the_one_line_that_differs(
    site: dict[str, bytes],
    desk: Page,
    complaints: list[str],
    exported: Callable[[], dict[str, bytes]],
) -> None:
    article = Article.objects.get(path__startswith="_news/2026-02-14")
    desk.locator("#content-main th").get_by_role("link", name="Articles", exact=True).click()
    desk.locator("#searchbar").fill("tide board")
    desk.get_by_role("button", name="Search").click()
    desk.get_by_role("link", name="asks the tide board").click()
    expect(desk.get_by_label("Excerpt:")).to_have_value(article.excerpt)
    expect(desk.locator("#listings-group")).to_contain_text("Harbour")
    desk.get_by_label("Title:", exact=True).first.fill("The tide board proposes")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".messagelist")).to_contain_text("was changed successfully")

    after = exported()
    assert [path for path, data in after.items() if data != site[path]] == [article.path]
    old, new = site[article.path].splitlines(), after[article.path].splitlines()
    assert [line for line in new if line not in old] == [b'title: "The tide board proposes"']
    assert len(old) == len(new)
    assert complaints == []


def test_topic_is_chosen_by_typing(site: dict[str, bytes], desk: Page, complaints: list[str]) -> None:
    article = Article.objects.get(path__startswith="_news/2026-02-14")
    desk.goto(f"{desk.url}articles/article/{article.pk}/change/")
    desk.locator("#listings-group .add-row a").click()
    desk.locator("#listings-2 .select2-selection").click()
    desk.locator(".select2-search__field").fill("clim")
    desk.locator(".select2-results__option", has_text="Climate").click()
    desk.locator("#id_listings-2-position").fill("1")
    desk.get_by_role("button", name="Save and continue editing").click()
    expect(desk.locator(".messagelist")).to_contain_text("was changed successfully")
    names = article.listings.order_by("position").values_list("position", "topic__name")
    assert list(names) == [(0, "Climate"), (1, "Harbour"), (2, "City Life")]
    assert complaints == []
