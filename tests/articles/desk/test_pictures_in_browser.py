"""Pictures in a real browser: several sent at once, dropped and pasted, and the point of one that matters."""

from __future__ import annotations

import base64
import io
import os
import re
from pathlib import Path
from typing import Final, Literal

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from django.urls import reverse
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Picture
from tests.support.make import make_article, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# A folder that takes pictures of what the walk sees; none are taken without.
PICTURES: Final = os.environ.get("FORM_PICTURES", "")
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")


def drawn(colour: str, kind: str = "JPEG", size: tuple[int, int] = (900, 600)) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, kind)
    return written.getvalue()


def look(page: Page, name: str, part: str) -> None:
    """Keep what is seen, in both schemes and at three widths, where somebody wants to look."""
    for scheme in SCHEMES if PICTURES else ():
        page.emulate_media(color_scheme=scheme)
        for width in (360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.locator(part).scroll_into_view_if_needed()
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}-{scheme}.png", animations="disabled")


def serious(page: Page) -> list[str]:
    """What axe finds that is serious or critical."""
    page.evaluate(Path(AXE_FILE_PATH).read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    return [one["id"] for one in found if one["impact"] in {"serious", "critical"}]


def put(page: Page, event: str, data: bytes) -> None:
    """Drop or paste a picture on the list of pictures."""
    page.locator(".sending").evaluate(
        """(box, [event, encoded]) => {
            const bytes = Uint8Array.from(atob(encoded), (sign) => sign.charCodeAt(0));
            const carried = new DataTransfer();
            carried.items.add(new File([bytes], "dropped.png", { type: "image/png" }));
            box.dispatchEvent(event === "drop"
                ? new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true })
                : new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
        }""",
        [event, base64.b64encode(data).decode()],
    )


def test_writer_sends_pictures_and_says_what_matters(
    live_server: LiveServer, page: Page, complaints: list[str]
) -> None:
    article = make_article(published=None, title="Harbour votes to keep the fog")
    make_user("ada")
    page.goto(f"{live_server.url}{reverse('admin:articles_article_change', args=[article.pk])}")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in").click()
    files: list[FilePayload] = [
        {"name": "one.jpg", "mimeType": "image/jpeg", "buffer": drawn("teal")},
        {"name": "drawing.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"},
    ]
    page.get_by_label("Send pictures").set_input_files(files)
    wrong = page.locator(".sending__wrong li")
    expect(wrong).to_have_text([re.compile("drawing.svg: SVG drawings can hold programs")])
    expect(page.locator("#images-0 textarea").first).to_be_focused()
    put(page, "drop", drawn("tan", "PNG"))
    expect(page.locator("#images-1 .field-preview img")).to_be_visible()
    put(page, "paste", drawn("plum", "PNG"))
    expect(page.locator("#images-2 .field-preview img")).to_be_visible()
    page.locator("#images-0 .field-title textarea").last.fill("Fog in the basin")
    # The one that was refused.
    assert ["422" in complaint for complaint in complaints] == [True]
    assert serious(page) == []
    look(page, "form", ".sending")
    # axe and what takes pictures bring styles of their own.
    complaints.clear()
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_text("was changed successfully").wait_for()
    assert [image.url.rpartition("/")[2] for image in Article.objects.get().images.order_by("position")] == [
        "harbour-votes-to-keep-the-fog-1.jpg",
        "harbour-votes-to-keep-the-fog-2.png",
        "harbour-votes-to-keep-the-fog-3.png",
    ]
    # The point that matters.
    picture = Picture.objects.order_by("pk")[0]
    page.goto(f"{live_server.url}{reverse('admin:articles_picture_change', args=[picture.pk])}")
    shown = page.locator(".focal")
    box = shown.bounding_box()
    assert box
    shown.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.5})
    shown.press("ArrowDown")
    page.get_by_label("Alternative text").fill("Fog over boats")
    assert complaints == []
    assert serious(page) == []
    look(page, "picture", ".focal")
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_text("was changed successfully").wait_for()
    picture.refresh_from_db()
    assert (picture.focal_x, picture.focal_y, picture.alt) == (0.25, 0.52, "Fog over boats")
