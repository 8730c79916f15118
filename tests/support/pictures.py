"""The pictures in docs/, taken from the sample site by `make pictures`; no test, for it writes files."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from PIL import Image as Picture
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from articles.importing import import_documents
from articles.models import Article, ImportRun
from documents.sources import Sources
from tests.support.make import make_article

# A story of one's own, half written.
STORY = """The first boats came in on Monday with *more herring* than the harbour has seen for years. By \
noon the [fish market](https://market.example/) had run out of ice.

## What was landed

| boat | boxes |
| --- | ---: |
| Annelie | 412 |
| Wilhelmina | 388 |

> Nobody here has caught so much in one night.

The festival begins on Friday.[^1]

[^1]: Said the mayor.
"""

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs/pictures"
WIDTH, HEIGHT = 1280, 900


@pytest.fixture
def visitor(live_server: LiveServer, browser: Browser, root: Path) -> Page:
    """A reader of the sample site. The sample's publishers do not exist: their pictures stay away."""
    import_documents(Sources([str(root / "fixtures/site")]), workers=1)
    # Where this machine keeps it is nobody's business.
    run = ImportRun.objects.get()
    run.source, run.process = "fixtures/site", "import"
    run.save()
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, base_url=live_server.url, color_scheme="light"
    )
    page = context.new_page()
    page.route(lambda url: not url.startswith(live_server.url), lambda route: route.abort())
    return page


def keep(page: Page, name: str) -> None:
    """Keep what is seen as a small WebP; the same page gives the same bytes."""
    page.wait_for_load_state("networkidle")
    with Picture.open(io.BytesIO(page.screenshot(animations="disabled"))) as picture:
        FOLDER.mkdir(exist_ok=True)
        picture.convert("RGB").save(FOLDER / f"{name}.webp", quality=80, method=6)


def test_front(visitor: Page) -> None:
    visitor.goto("/")
    keep(visitor, "front")


def test_desk(visitor: Page) -> None:
    User.objects.create_superuser("editor", password="a long enough password")
    visitor.goto("/admin/")
    visitor.get_by_label("Username").fill("editor")
    visitor.get_by_label("Password").fill("a long enough password")
    visitor.get_by_role("button", name="Log in").click()
    keep(visitor, "desk")
    visitor.goto("/admin/articles/article/")
    keep(visitor, "desk-articles")
    visitor.set_viewport_size({"width": 390, "height": 844})
    keep(visitor, "desk-phone")
    visitor.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    article = Article.objects.get(path__startswith="_news/2026-10-15")
    visitor.goto(f"/admin/articles/article/{article.pk}/change/")
    keep(visitor, "desk-article")
    # A history that has something to tell.
    for title in (
        "The herring are back. So is the festival.",
        "Herring are back, and the festival with them",
    ):
        visitor.get_by_label("Title:", exact=True).first.fill(title)
        visitor.get_by_role("button", name="Save and continue editing").click()
        visitor.get_by_text("was changed successfully").wait_for()
    visitor.get_by_text("Withdraw…").click()
    visitor.get_by_label("Why?").fill("The festival is called off.")
    visitor.get_by_role("button", name="Save and withdraw").click()
    visitor.get_by_text("is withdrawn").wait_for()
    visitor.goto(f"/admin/articles/article/{article.pk}/history/")
    keep(visitor, "desk-history")
    own = make_article(published=None, title="Herring, at last", body=STORY, web_url="")
    visitor.goto(f"/admin/articles/article/{own.pk}/change/")
    visitor.frame_locator("#text-preview").locator("table").wait_for()
    visitor.locator(".field-body").evaluate("row => row.scrollIntoView()")
    visitor.locator("#id_body").focus()
    keep(visitor, "desk-writing")
