"""An upload's walk through a real browser: from the file to the articles, on a telephone and on a desk."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from articles.importing import import_documents
from articles.models import Article, Conflict, Upload, Withheld
from documents.sources import Sources
from tests.articles.importing.test_undo import write
from tests.support.repository import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Where to leave pictures of each page for somebody to look at; none by default.
PICTURES = os.environ.get("SCREENSHOTS")
# Without Django's own filters and search, whose words are paler than they should be.
OURS = "{include: ['#content'], exclude: ['#changelist-filter', '#changelist-search']}"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> None:
    settings.UPLOADS_ROOT = tmp_path / "uploads"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A site of which most is here already, with an edit on both sides."""
    gulls = Story("gulls", "Gulls come back to the harbour at last", 1, topics=["Harbour", "Birds"])
    eels, cod = Story("eels", "Eels", 2), Story("cod", "Cod", 3)
    import_documents(Sources([str(write(tmp_path / "site", gulls, eels, cod))]), workers=1)
    article = Article.objects.get(path=gulls.path)
    article.title = "Gulls leave the harbour at last"
    article.save()
    gulls.title, gulls.topics = "Gulls come back to the old harbour", ["Harbour", "Birds", "Weather"]
    gulls.excerpt = "They were quiet."
    eels.heat = 77
    new, bad = Story("crab", "A crab walks in", 4), Story("bad", "Bad", 5, published="perhaps")
    twin = Story("cod-again", "Cod again", 6)
    with zipfile.ZipFile(tmp_path / "site.zip", "w") as packed:
        for story in (gulls, eels, cod, new, bad):
            packed.writestr(story.path, story.text())
        packed.writestr(twin.path, twin.text().replace("harbour.example/cod-again", "harbour.example/cod"))
    return tmp_path / "site.zip"


def look(page: Page, complaints: list[str], name: str) -> None:
    """Every page fits its width, hides nothing from who cannot see, and may be pictured, light and dark."""
    page.wait_for_load_state()
    page.locator("#content").wait_for()
    heard = len(complaints)
    page.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run({OURS}).then(result => result.violations)")
    # axe itself tries styles that the policy forbids.
    del complaints[heard:]
    grave = [rule for rule in found if rule["impact"] in {"serious", "critical"}]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in grave] == [], name
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{name} is {overflow} pixels too wide at {width}"
        for scheme in ("light", "dark") if PICTURES else ():
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=f"{PICTURES}/{name}-{width}-{scheme}.png", full_page=True)


def test_upload_is_chosen_from_and_imported(
    live_server: LiveServer, page: Page, editor: User, complaints: list[str], archive: Path
) -> None:
    page.goto(f"{live_server.url}/admin/articles/upload/add/")
    page.get_by_label("Username").fill(editor.username)
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in").click()

    look(page, complaints, "upload")
    page.get_by_label("File:").set_input_files(archive)
    page.get_by_role("button", name="Upload and show the plan").click()
    expect(page.get_by_role("link", name="in conflict (1)")).to_be_visible()
    expect(page.get_by_role("link", name="possible duplicates (1)")).to_be_visible()
    expect(page.get_by_text("expected true or false")).to_be_visible()
    look(page, complaints, "plan")

    gulls = page.locator(".planned", has_text="Gulls")
    gulls.get_by_role("checkbox", name="excerpt").uncheck()
    twin = page.locator(".planned", has_text="Cod again")
    twin.get_by_label("keep it out for good").check()
    page.get_by_role("button", name="Remember my choices").click()
    expect(gulls.get_by_role("checkbox", name="excerpt")).not_to_be_checked()
    page.get_by_role("button", name="Import what is chosen").first.click()
    expect(page.locator(".messagelist")).to_contain_text("1 created")
    look(page, complaints, "imports")
    article = Article.objects.get(path__contains="-gulls")
    assert (article.title, article.excerpt) == ("Gulls leave the harbour at last", "Quiet.")
    assert Withheld.objects.get().title == "Cod again"
    assert not Upload.objects.exists()

    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    page.get_by_role("link", name="title was changed here and at the source").click()
    expect(page.get_by_role("heading", name="Theirs: at the source now")).to_be_visible()
    look(page, complaints, "conflict")
    page.goto(f"{live_server.url}/admin/articles/conflict/")
    look(page, complaints, "conflicts")
    page.get_by_role("button", name="Take theirs").click()
    expect(page.locator(".messagelist")).to_contain_text("theirs is taken")
    assert Article.objects.get(pk=article.pk).title == "Gulls come back to the old harbour"
    assert not Conflict.objects.waiting().exists()

    page.goto(f"{live_server.url}/admin/articles/importrun/")
    page.locator("#result_list tbody th a").first.click()
    look(page, complaints, "import")
    page.get_by_role("link", name="What it changed", exact=True).click()
    look(page, complaints, "changed")
    page.go_back()
    page.get_by_role("link", name="Undo …").click()
    look(page, complaints, "undo")
    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_text("The import is undone")).to_be_visible()
    assert complaints == []
