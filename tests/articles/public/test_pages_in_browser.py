"""Every kind of public page in a real browser: with and without scripts, light and dark, narrow and wide."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, Page, Route
from pytest_django.live_server_helper import LiveServer

from articles.importing import import_documents
from articles.models import Article, Redirect
from articles.public.preview_links import shared_address
from documents.sources import Sources
from tests.conftest import BROWSER_PATIENCE
from tests.support.make import make_article, make_provider, make_related, make_topic

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VIDEO = "/news/2026-11-18-cranes-over-the-cranes-four-thousand-birds-cross-the-container-port/"
PAGES = {
    "/": 200,
    "/topics/": 200,
    "/topics/harbour/": 200,
    "/topics/harbour/?order=hottest&minimum_heat=hot&since=2026-01-01&type=article": 200,
    "/topics/harbour/?type=nothing": 200,
    "/news/2026-11-22-the-lighthouse-keepers-apprentice-is-a-machine-and-it-is-afraid-of-the-dark/": 200,
    VIDEO: 200,
    "/providers/": 200,
    "/providers/harbour-post.example/": 200,
    "/news/": 200,
    "/archive/": 200,
    "/archive/2026/": 200,
    "/archive/2026/11/": 200,
    "/archive/2026/11/22/": 200,
    "/search/?q=harbour": 200,
    "/search/?q=nothinglikeit": 200,
    "/feeds/": 200,
    "/nothing/": 404,
    "/news/gone/": 410,
}
PIXEL = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89"
    b"\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x9f\xa7\x80\xc5\0\0\0\0IEND\xaeB`\x82"
)


@pytest.fixture
def site(live_server: LiveServer, root: Path) -> str:
    """The sample site, served."""
    import_documents(Sources([str(root / "fixtures" / "site")]), workers=1)
    Redirect.objects.create(address="news/gone")
    return str(live_server.url)


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def page(request: pytest.FixtureRequest, browser: Browser, media_root: Path) -> Iterator[Page]:
    """A page whose pictures come from here: the media as a web server would serve it, the rest one pixel."""
    context = browser.new_context(java_script_enabled=request.param)
    context.set_default_timeout(BROWSER_PATIENCE)
    opened = context.new_page()

    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.path.startswith("/media/"):
            route.fulfill(path=media_root / parts.path.removeprefix("/media/"))
        elif parts.hostname in {"localhost", "127.0.0.1"}:
            route.continue_()
        else:
            assert route.request.resource_type == "image", route.request.url
            route.fulfill(body=PIXEL, content_type="image/png")

    opened.route("**/*", answer)
    yield opened
    context.close()


def visit(page: Page, address: str, status: int) -> None:
    response = page.goto(address, wait_until="load")
    assert response is not None
    assert response.status == status, address


def is_expected(text: str) -> bool:
    """The browser's own word for a page of 404 or 410."""
    return "the server responded with a status of 4" in text


def test_pages_obey_the_policy_and_ask_no_other_host_but_for_pictures(
    site: str, page: Page, complaints: list[str]
) -> None:
    for address, status in PAGES.items():
        visit(page, site + address, status)
        assert page.locator("h1").count() == 1, address
        assert [text for text in complaints if not is_expected(text)] == [], address


@pytest.mark.parametrize("width", [360, 768, 1280, 1600])
@pytest.mark.parametrize("page", [True], indirect=True, ids=["scripts"])
def test_nothing_is_wider_than_the_window_nor_moves_while_it_loads(site: str, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for address, status in PAGES.items():
        visit(page, site + address, status)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert shift_of(page) == 0, address


@pytest.mark.parametrize("page", [True], indirect=True, ids=["scripts"])
def test_no_text_widens_a_page_however_long_its_words(live_server: LiveServer, page: Page) -> None:
    word, address = "W" * 150, "https://example.org/" + "x" * 500
    topics = [make_topic(word), make_topic(f"{word}2", parent=make_topic(f"{word}3"))]
    provider = make_provider("w" * 60 + ".example", name=word, description=address)
    for number in range(12):
        article = make_article(
            topics=topics,
            provider=provider,
            title=word if number % 2 else address,
            excerpt=f"Words {address}",
            type=word[:60],
            featured_content=f"<p>{address}</p>",
            images=[{"url": "https://example.org/i.jpg", "title": address, "attribution": word}],
        )
        make_related(article, title=address, provider=provider)
    paths = [
        article.get_absolute_url(),
        provider.get_absolute_url(),
        *(one.get_absolute_url() for one in topics),
    ]
    lists = [
        "/",
        "/topics/",
        "/providers/",
        "/archive/2021/6/1/",
        "/feeds/",
        f"/search/?q={word}",
        "/search/?q=words",
    ]
    page.set_viewport_size({"width": 360, "height": 800})
    for path in [
        *paths,
        *lists,
        f"/search/?q={word}nothing",
        shared_address(make_article(title=word, published=False)),
    ]:
        visit(page, f"{live_server.url}{path}", 200)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def shift_of(page: Page) -> float:
    script = """() => new Promise(resolve => {
        let sum = 0;
        const watch = new PerformanceObserver(list => {
            for (const entry of list.getEntries()) sum += entry.value;
        });
        watch.observe({type: "layout-shift", buffered: true});
        setTimeout(() => resolve(sum), 100);
    })"""
    return float(page.evaluate(script))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", [True], indirect=True, ids=["scripts"])
def test_axe_finds_nothing_serious(site: str, page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    script = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
    for address, status in PAGES.items():
        visit(page, site + address, status)
        page.evaluate(script)
        found = page.evaluate("axe.run().then(result => result.violations)")
        serious = [
            (one["id"], [node["html"] for node in one["nodes"]][:3])
            for one in found
            if one["impact"] in {"serious", "critical"}
        ]
        assert serious == [], address


@pytest.mark.parametrize("page", [True], indirect=True, ids=["scripts"])
def test_keyboard_reaches_the_content_first(site: str, page: Page) -> None:
    visit(page, site, 200)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize("page", [True], indirect=True, ids=["scripts"])
def test_video_plays_where_its_picture_stands_once_asked_for(
    site: str, page: Page, complaints: list[str]
) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="<p>A video</p>", content_type="text/html")

    page.route("https://www.youtube-nocookie.com/**", answer)
    visit(page, site + VIDEO, 200)
    assert asked == []
    page.locator("a.player").click()
    page.frame_locator("iframe").get_by_text("A video").wait_for()
    assert asked[0].startswith("https://www.youtube-nocookie.com/embed/")
    assert complaints == []


@pytest.mark.parametrize("page", [False], indirect=True, ids=["no-scripts"])
def test_video_without_scripts_is_a_link(site: str, page: Page) -> None:
    visit(page, site + VIDEO, 200)
    link = page.locator("a.player").get_attribute("href")
    assert link is not None
    assert link.startswith("https://www.youtube.com/watch?v=")


@pytest.mark.parametrize("page", [True], indirect=True, ids=["scripts"])
def test_dead_picture_leaves_its_box(site: str, page: Page) -> None:
    page.route("https://img.*/**", lambda route: route.abort())
    visit(page, site + "/topics/harbour/", 200)
    article = Article.objects.get(title="Harbour to be renamed for accuracy")
    frame = page.locator(".card", has_text=article.title).locator(".frame")
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    assert box is not None
    assert abs(box["width"] / box["height"] - 1.5) < 0.02
    letter = frame.locator("img").evaluate("image => getComputedStyle(image, '::after').content")
    assert "attr(data-letter)" in letter or '"H"' in letter


@pytest.mark.parametrize("page", [True], indirect=True, ids=["scripts"])
def test_page_weighs_less_than_60_kilobytes_without_pictures(site: str, page: Page) -> None:
    weights: dict[str, int] = {}
    page.on(
        "response",
        lambda response: weights.update(
            {response.url: len(response.body())}
            if response.request.resource_type != "image" and response.ok
            else {}
        ),
    )
    for address, status in PAGES.items():
        weights.clear()
        visit(page, site + address, status)
        page.wait_for_load_state("networkidle")
        # A page in another alphabet may ask for the second part of the font, too.
        main = {url: weight for url, weight in weights.items() if "newsreader-ext" not in url}
        assert sum(main.values()) < 60_000, (address, main)
