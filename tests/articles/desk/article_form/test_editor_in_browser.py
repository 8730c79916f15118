"""The text of an article in a real browser: tools, preview, what is kept until it is saved, pictures."""

from __future__ import annotations

import base64
import io
import os
import re
from pathlib import Path
from typing import Final

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from django.urls import reverse
from PIL import Image as Picture
from playwright.sync_api import Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests.support.make import make_article, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# A folder that takes pictures of what the walks see; none are taken without.
PICTURES: Final = os.environ.get("FORM_PICTURES", "")
TABLE: Final = "\n\n| a | b |\n| - | - |\n| 1 | 2 |\n"
PASTE: Final = """(field, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  if (field.dispatchEvent(event)) document.execCommand("insertText", false, text);
}"""
DROP: Final = """(field, files) => {
  const data = new DataTransfer();
  for (const [name, bytes, type] of files) {
    data.items.add(new File([Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0))], name, { type }));
  }
  for (const kind of ["dragover", "drop"]) {
    field.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}"""
KEPT: Final = """text => Object.entries(localStorage)
  .some(([key, said]) => key.startsWith("typed:") && said.includes(text))"""


@pytest.fixture
def story() -> Article:
    return make_article(published=None, title="Fog", body="The fog lifted", web_url="")


@pytest.fixture
def desk(live_server: LiveServer, page: Page, story: Article, complaints: list[str]) -> Page:
    """The form of the story, signed in to."""
    make_user("ada")
    # Whoever leaves what is not saved is asked.
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{live_server.url}{reverse('admin:articles_article_change', args=[story.pk])}")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("toolbar", name="Formatting").wait_for()
    return page


def png() -> str:
    file = io.BytesIO()
    Picture.new("RGB", (90, 60), "navy").save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def text_of(desk: Page) -> Locator:
    return desk.locator("#id_body")


def select(desk: Page, words: str) -> None:
    text_of(desk).evaluate(
        "(field, words) => { const at = field.value.indexOf(words); field.focus();"
        " field.setSelectionRange(at, at + words.length); }",
        words,
    )


def test_a_text_is_written_previewed_kept_and_saved(
    desk: Page, story: Article, complaints: list[str]
) -> None:
    field, shown = text_of(desk), desk.frame_locator("#text-preview").locator(".text")
    expect(shown).to_have_text("The fog lifted")
    select(desk, "fog")
    desk.keyboard.press("Control+b")
    expect(field).to_have_value("The **fog** lifted")
    desk.keyboard.press("Control+z")
    expect(field).to_have_value("The fog lifted")
    select(desk, "fog")
    desk.keyboard.press("Control+i")
    expect(shown.locator("em")).to_have_text("fog")
    select(desk, "lifted")
    field.evaluate(PASTE, "https://example.org/fog")
    expect(field).to_have_value("The _fog_ [lifted](https://example.org/fog)")
    # By keys alone: one stop for all tools, and arrows from one to the next.
    field.press("Home")
    desk.keyboard.press("Shift+Tab")
    expect(desk.get_by_role("button", name="Preview", exact=True)).not_to_be_focused()
    expect(desk.get_by_role("button", name="Bold")).to_be_focused()
    for _ in range(3):
        desk.keyboard.press("ArrowRight")
    expect(desk.get_by_role("button", name="Heading")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(field).to_be_focused()
    expect(field).to_have_value("## The _fog_ [lifted](https://example.org/fog)")
    desk.keyboard.press("Control+End")
    desk.keyboard.insert_text(TABLE)
    expect(shown.locator("h2 a")).to_have_text("lifted")
    expect(shown.locator("td")).to_have_text(["1", "2"])
    expect(field).to_be_focused()
    expect(desk.locator(".editor__count")).to_have_text("7 words · 1 minute to read")
    assert desk.evaluate(
        "[...document.querySelectorAll('#text-preview')].every(one => !one.sandbox.contains('allow-scripts'))"
    )
    wanted = field.input_value()
    desk.wait_for_function(KEPT, arg="| 1 | 2 |")
    desk.reload()
    # Offered, and not put in.
    back = desk.get_by_role("button", name="Bring back what you typed at")
    expect(field).to_have_value("The fog lifted")
    field.press_sequentially("!")
    back.click()
    expect(field).to_have_value(wanted)
    # What stood there is not lost for it.
    back.click()
    assert "!" in field.input_value()
    back.click()
    desk.get_by_role("button", name="Throw it away").click()
    expect(field).to_have_value(wanted)
    desk.keyboard.press("Control+s")
    expect(desk.locator(".messagelist")).to_contain_text("was changed successfully")
    story.refresh_from_db()
    assert story.body == wanted
    expect(back).to_have_count(0)
    assert not desk.evaluate(KEPT, "")
    assert complaints == []


def test_what_was_kept_meets_what_others_saved_meanwhile(desk: Page, story: Article) -> None:
    Article.objects.filter(pk=story.pk).update(body="one\n\ntwo\n\nthree\n\nfour\n\nfive")
    desk.reload()
    select(desk, "five")
    desk.keyboard.insert_text("FIVE")
    desk.wait_for_function(KEPT, arg="FIVE")
    Article.objects.filter(pk=story.pk).update(body="ONE\n\ntwo\n\nthree\n\nfour\n\nfive")
    desk.reload()
    desk.get_by_role("button", name="Bring back what you typed at").click()
    desk.keyboard.press("Control+s")
    expect(desk.locator(".messagelist")).to_contain_text("was changed successfully")
    story.refresh_from_db()
    assert story.body == "ONE\n\ntwo\n\nthree\n\nfour\n\nFIVE"


def test_who_signs_out_leaves_nothing_in_the_browser(desk: Page) -> None:
    text_of(desk).fill("Nobody else’s business")
    desk.wait_for_function(KEPT, arg="business")
    desk.locator(".me summary").click()
    desk.get_by_role("button", name="Log out").click()
    expect(desk.get_by_text("Logged out")).to_be_visible()
    assert not desk.evaluate(KEPT, "")


def test_a_preview_that_is_not_reached_is_said_and_comes_again(desk: Page, story: Article) -> None:
    field, told = text_of(desk), desk.locator(".editor__told--preview")
    address = f"**{reverse('admin:articles_article_text', args=[story.pk])}"
    desk.route(address, lambda route: route.abort())
    field.fill("One")
    expect(told).to_have_text("The preview was not reached; it comes again as you write.")
    desk.unroute(address)
    field.press("!")
    expect(desk.frame_locator("#text-preview").locator(".text")).to_have_text("One!")
    expect(told).to_have_text("")


def test_pictures_are_taken_in_where_they_are_dropped(
    desk: Page, story: Article, complaints: list[str]
) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    desk.route("**/pictures/upload/", hold)
    field, told = text_of(desk), desk.locator(".editor__told--pictures")
    select(desk, "lifted")
    field.evaluate(DROP, [["one.png", png(), "image/png"], ["one.png", "eA==", "image/png"]])
    expect(field).to_have_value(
        "The fog lifted\n\n![Uploading one.png …]()\n\n![Uploading one.png … (2)]()\n\n"
    )
    desk.keyboard.press("Control+s")
    expect(told).to_contain_text("still on its way")
    # What is no picture is said with the reason, and takes its place along.
    for route in waiting:
        route.continue_()
    expect(told).to_contain_text("Write between the brackets what the picture shows.")
    expect(told).to_contain_text("one.png: ")
    expect(field).not_to_have_value(re.compile("Uploading"))
    shown = desk.frame_locator("#text-preview").locator(".text img")
    desk.wait_for_function(
        "frame => frame.contentDocument.querySelector('.text img')?.naturalWidth",
        arg=desk.locator("#text-preview").element_handle(),
    )
    expect(shown).to_have_attribute("width", "90")
    # The browser says of every answer of 400 and more that it came.
    assert [said for said in complaints if "422" not in said] == []
    desk.keyboard.press("Control+s")
    expect(desk.locator(".messagelist")).to_contain_text("was changed successfully")
    story.refresh_from_db()
    assert re.fullmatch(r"The fog lifted\n\n!\[\]\(/assets/images/\S+\.png\)\n\n\n\n", story.body)


def test_editor_fits_and_is_at_hand_for_everybody(desk: Page, complaints: list[str]) -> None:
    text_of(desk).fill("## Fog\n\nIt lifted.\n" + TABLE + "\n" + "long " * 400)
    desk.wait_for_function(KEPT, arg="lifted")
    desk.reload()
    desk.get_by_role("button", name="Bring back what you typed at").wait_for()
    # Axe puts in styles of its own.
    assert complaints == []
    desk.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8"))
    fold = desk.get_by_role("button", name="Preview", exact=True)
    assert fold.get_attribute("aria-expanded") == "true"
    for scheme in ("light", "dark"):
        desk.emulate_media(color_scheme="light" if scheme == "light" else "dark")
        desk.evaluate("Promise.all(document.getAnimations().map(animation => animation.finished))")
        found = desk.evaluate("axe.run('#content').then(result => result.violations)")
        grave = [rule for rule in found if rule["impact"] in {"serious", "critical"}]
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in grave] == []
        for width in (360, 768, 1280):
            desk.set_viewport_size({"width": width, "height": 900})
            assert desk.evaluate("document.documentElement.scrollWidth") <= width
            if PICTURES:
                desk.evaluate("window.scrollTo(0, 0)")
                desk.screenshot(path=Path(PICTURES) / f"editor-{width}-{scheme}.png", full_page=True)
    # As high as its text, so that what is looked for on the page is found where it stands.
    assert text_of(desk).evaluate("field => field.scrollHeight - field.clientHeight") <= 2
    desk.set_viewport_size({"width": 360, "height": 800})
    desk.reload()
    expect(fold).to_have_attribute("aria-expanded", "false")
    boxes = [button.bounding_box() for button in desk.locator(".editor__tools button").all()]
    assert all(box and box["width"] >= 44 and box["height"] >= 44 for box in boxes)
    fold.click()
    expect(desk.frame_locator("#text-preview").locator(".text")).to_have_text("The fog lifted")
