"""The form of an article in a real browser: order by keyboard, links, topics, warnings, decisions."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urljoin

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from django.contrib.auth.models import Group, User
from django.urls import reverse
from playwright.sync_api import Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.importing import import_documents
from articles.models import Article, Image
from articles.roles import CHIEF
from documents.sources import Sources
from tests.conftest import BROWSER_PATIENCE
from tests.support.make import make_article, make_provider, make_related, make_topic, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PIXEL: Final = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
# A folder that takes pictures of what the walks see; none are taken without.
PICTURES: Final = os.environ.get("FORM_PICTURES", "")


@pytest.fixture
def user() -> User:
    return make_user("ada")


@pytest.fixture
def draft() -> Article:
    article = make_article(
        published=None,
        title="Harbour votes to keep the fog",
        excerpt="All about machine learning.",
        provider=make_provider(),
        web_url="https://example.org/fog",
        topics=[make_topic("Fog"), make_topic("Harbour"), make_topic("Weather")],
        images=[{"url": "https://example.org/a.jpg", "title": "Fog in the basin"}],
    )
    make_related(article, title="Fog elsewhere", web_url="https://example.org/elsewhere")
    return article


@pytest.fixture
def desk(live_server: LiveServer, page: Page, user: User, draft: Article, complaints: list[str]) -> Page:
    """The form of the draft, signed in to."""
    page.route(
        lambda url: not url.startswith(live_server.url),
        lambda route: route.fulfill(body=PIXEL, content_type="image/gif"),
    )
    page.goto(f"{live_server.url}{reverse('admin:articles_article_change', args=[draft.pk])}")
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in").click()
    page.locator("#listings-group .mover").first.wait_for()
    return page


def topics_of(article: Article) -> list[str]:
    return list(article.listings.order_by("position").values_list("topic__name", flat=True))


def save(desk: Page) -> None:
    desk.keyboard.press("Control+s")
    expect(desk.locator(".messagelist")).to_contain_text("was changed successfully")


def test_rows_are_sorted_by_keyboard_and_by_pointer(
    desk: Page, draft: Article, complaints: list[str]
) -> None:
    up = desk.locator("#listings-2").get_by_role("button", name="Move up")
    up.focus()
    up.press("Enter")
    expect(desk.locator("#said")).to_have_text("Weather: place 2 of 3")
    expect(up).to_be_focused()
    up.press("ArrowUp")
    expect(desk.locator("#said")).to_have_text("Weather: place 1 of 3")
    save(desk)
    assert topics_of(draft) == ["Weather", "Fog", "Harbour"]
    handle, target = desk.locator("#listings-0 .handle"), desk.locator("#listings-2 .field-topic")
    handle.hover()
    desk.mouse.down()
    target.hover()
    desk.mouse.up()
    save(desk)
    assert topics_of(draft) == ["Fog", "Harbour", "Weather"]
    # Over more than one place, and a little back.
    desk.locator("#listings-0 .handle").hover()
    desk.mouse.down()
    for row in (1, 2, 2):
        desk.locator(f"#listings-{row} .field-topic").hover()
    desk.mouse.up()
    expect(desk.locator("tr.dragged")).to_have_count(0)
    save(desk)
    assert topics_of(draft) == ["Harbour", "Fog", "Weather"]
    assert complaints == []


def test_rows_that_are_added_moved_and_removed_stay_themselves(desk: Page, draft: Article) -> None:
    add = desk.locator("#listings-group .add-row a")
    add.click()
    add.click()
    desk.locator("#listings-4").get_by_role("button", name="Move up").press("ArrowUp")
    desk.locator("#listings-3 .inline-deletelink").click()
    desk.locator("#listings-group tr.dynamic-listings:not(.has_original) .select2-selection").click()
    make_topic("Climate")
    desk.locator(".select2-search__field").fill("clim")
    desk.locator(".select2-results__option", has_text="Climate").click()
    save(desk)
    assert sorted(topics_of(draft)) == ["Climate", "Fog", "Harbour", "Weather"]
    # A row that was left empty is none.
    desk.locator("#listings-group .add-row a").click()
    save(desk)
    assert len(topics_of(draft)) == 4


def test_suggested_topic_is_added_by_one_key(desk: Page, draft: Article) -> None:
    make_topic("Artificial Intelligence", keywords=["machine learning"])
    desk.get_by_label("Excerpt:").press("End")
    desk.get_by_label("Excerpt:").type(" ")
    button = desk.get_by_role("button", name="Artificial Intelligence because of “machine learning”")
    button.press("Enter")
    expect(desk.locator("#said")).to_have_text("Artificial Intelligence added to the topics")
    expect(button).to_have_count(0)
    save(desk)
    assert topics_of(draft) == ["Fog", "Harbour", "Weather", "Artificial Intelligence"]


def test_our_own_article_becomes_a_related_link(desk: Page, draft: Article, complaints: list[str]) -> None:
    other = make_article(title="Regatta day", excerpt="Sails.", provider=make_provider())
    field = desk.get_by_label("Add from our articles")
    field.type("regat", delay=20)
    expect(desk.locator("#ours-found button")).to_have_count(1)
    field.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(desk.locator(".ours__said")).to_have_text("Regatta day added to the related links")
    save(desk)
    link = draft.related_links.order_by("position").last()
    assert link is not None
    assert (link.title, link.web_url, link.excerpt, link.provider) == (
        other.title, other.web_url, "Sails.", other.provider,
    )  # fmt: skip
    assert complaints == []


def test_warnings_come_while_typing_and_go_again(desk: Page, draft: Article) -> None:
    twin = make_article(title="The lighthouse that was lit again", web_url="https://www.example.net/light/")
    title = desk.get_by_label("Title:", exact=True).first
    title.fill("The lighthouse which was lit again")
    note = desk.locator("[data-notes=title]")
    expect(note).to_contain_text(twin.title)
    assert note.get_attribute("role") == "status"
    title.fill("Something else")
    expect(note).to_be_empty()
    desk.get_by_label("Web address:", exact=True).fill("http://example.net/light?utm_source=x")
    expect(desk.locator("[data-notes=web_url]")).to_contain_text("Another article has this address")


def test_preview_and_link(desk: Page, draft: Article, live_server: LiveServer, browser: Any) -> None:
    desk.get_by_role("button", name="Link for somebody").click()
    link = desk.locator("#shared")
    link.wait_for()
    address = link.input_value()
    assert address.startswith(f"{live_server.url}/preview/")
    stranger = browser.new_page()
    stranger.set_default_timeout(BROWSER_PATIENCE)
    stranger.route("https://**", lambda route: route.fulfill(body=PIXEL, content_type="image/gif"))
    stranger.goto(address)
    expect(stranger.get_by_role("heading", name=draft.title)).to_be_visible()
    stranger.close()
    desk.get_by_label("Title:", exact=True).first.fill("Fog stays")
    desk.get_by_role("button", name="Save and preview").click()
    expect(desk.get_by_role("heading", name="Fog stays")).to_be_visible()
    expect(desk.get_by_text("Not public")).to_be_visible()
    desk.get_by_role("link", name="Back to editing").click()
    desk.locator("#article_form").wait_for()


def test_enter_in_a_field_saves_and_decides_nothing(desk: Page, draft: Article) -> None:
    desk.get_by_label("Web address:", exact=True).press("Enter")
    expect(desk.locator(".messagelist")).to_contain_text("was changed successfully")
    draft.refresh_from_db()
    assert draft.state == "inbox"


def test_enter_takes_no_text_back_to_the_source(
    desk: Page, draft: Article, tmp_path: Path, complaints: list[str]
) -> None:
    document = tmp_path / "_news" / "fog.md"
    document.parent.mkdir()
    document.write_text("---\ntitle: Fog\n---\n")
    import_documents(Sources([str(tmp_path)]), workers=1)
    fog = Article.objects.get(path="_news/fog.md")
    Article.objects.filter(pk=fog.pk).update(title="Fog lifts")
    desk.goto(desk.url.replace(f"/{draft.pk}/", f"/{fog.pk}/"))
    expect(desk.locator(".field-title .at-source")).to_be_visible()
    desk.get_by_label("Excerpt:").fill("At last.")
    desk.get_by_label("Web address:", exact=True).press("Enter")
    expect(desk.locator(".messagelist")).to_contain_text("was changed successfully")
    fog.refresh_from_db()
    assert (fog.title, fog.excerpt) == ("Fog lifts", "At last.")
    assert complaints == []


def test_save_and_publish(desk: Page, draft: Article) -> None:
    desk.get_by_label("Title:", exact=True).first.fill("Fog stays")
    desk.get_by_role("button", name="Save and publish").click()
    expect(desk.locator(".messagelist")).to_contain_text("Fog stays is published.")
    draft.refresh_from_db()
    assert (draft.title, draft.state) == ("Fog stays", "published")


def test_schedule(desk: Page, draft: Article) -> None:
    desk.get_by_text("Schedule…").click()
    desk.get_by_label("Public from (UTC time)").fill("2031-05-06T07:30")
    desk.get_by_role("button", name="Save and schedule").click()
    expect(desk.locator(".messagelist")).to_contain_text("will be public on 2031-05-06 07:30 UTC")
    draft.refresh_from_db()
    assert draft.state == "scheduled"


def test_picture_that_does_not_come_leaves_no_room(desk: Page, draft: Article) -> None:
    expect(desk.locator("#images-0 .field-preview img")).to_be_visible()
    desk.route("**/a.jpg", lambda route: route.abort())
    desk.reload()
    expect(desk.locator("#images-0 .field-preview")).to_be_hidden()
    place, address = (desk.locator(f"#images-0 .field-{name}").bounding_box() for name in ("position", "url"))
    assert place is not None
    assert address is not None
    assert address["x"] - place["x"] - place["width"] < 20


def test_logos_are_members_in_order_too(desk: Page, user: User, complaints: list[str]) -> None:
    user.groups.add(Group.objects.get(name=CHIEF))
    provider = make_provider("post.example")
    for position in (0, 1):
        url = f"https://post.example/{position}.png"
        Image.objects.create(provider=provider, position=position, url=url)
    address = reverse("admin:providers_provider_change", args=[provider.pk])
    desk.goto(urljoin(desk.url, address))
    desk.locator("#logos-1").get_by_role("button", name="Move up").click()
    # A row that was left empty is none.
    desk.locator("#logos-group .add-row a").click()
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".messagelist")).to_contain_text("was changed successfully")
    assert [logo.url[-5:] for logo in provider.logos.order_by("position")] == ["1.png", "0.png"]
    assert complaints == []


def test_one_begins_at_the_first_field_that_is_wrong(
    desk: Page, draft: Article, complaints: list[str]
) -> None:
    desk.get_by_label("Web address:", exact=True).fill("javascript:alert(1)")
    address = desk.locator("#images-0").get_by_label("Address", exact=True)
    address.fill("ftp://x")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".faults")).to_contain_text("Pictures, 1: Address:")
    expect(desk.get_by_label("Web address:", exact=True)).to_be_focused()
    desk.get_by_role("link", name="Pictures, 1: Address").click()
    expect(address).to_be_focused()
    expect(address).to_be_in_viewport(ratio=1)
    assert complaints == []


def test_time_that_is_refused_is_at_hand(desk: Page, draft: Article) -> None:
    desk.get_by_text("Schedule…").click()
    time = desk.get_by_label("Public from (UTC time)")
    time.fill("2020-01-01T00:00")
    desk.get_by_role("button", name="Save and schedule").click()
    expect(desk.locator(".move__refusal")).to_contain_text("must be in the future")
    expect(time).to_have_value("2020-01-01T00:00")
    expect(time).to_be_focused()


def test_form_fits_and_hides_nothing(desk: Page, draft: Article, complaints: list[str]) -> None:
    make_topic("Artificial Intelligence", keywords=["machine learning"])
    desk.reload()
    desk.locator(".suggested__topic").wait_for()
    for details in desk.locator("details.move > summary").all():
        details.click()
    desk.locator("#listings-group .add-row a").click()
    desk.locator("#related_links-group .add-row a").click()
    assert complaints == []
    desk.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8"))
    for scheme in SCHEMES:
        desk.emulate_media(color_scheme=scheme)
        # Colours fade from one scheme to the other.
        desk.evaluate("Promise.all(document.getAnimations().map(animation => animation.finished))")
        found = desk.evaluate("axe.run('#content').then(result => result.violations)")
        grave = [rule for rule in found if rule["impact"] in {"serious", "critical"}]
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in grave] == []
        for width in (360, 768, 1280):
            desk.set_viewport_size({"width": width, "height": 900})
            over = desk.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert over <= 0, f"{over} pixels too wide at {width}"
            if PICTURES:
                desk.screenshot(path=Path(PICTURES) / f"form-{width}-{scheme}.png", full_page=True)


def test_session_that_ended_loses_nothing(desk: Page, draft: Article, complaints: list[str]) -> None:
    desk.get_by_label("Title:", exact=True).first.fill("Fog stays")
    desk.locator("#related_links-0").get_by_label("Title", exact=True).fill("Fog everywhere")
    desk.context.clear_cookies(name="sessionid")
    desk.keyboard.press("Control+s")
    desk.get_by_label("Username").fill("ada")
    desk.get_by_label("Password").fill("a long enough password")
    # Where it stands in the way of nobody but scripts: the answer says 403.
    complaints.clear()
    desk.get_by_role("button", name="Sign in and go on").click()
    expect(desk.locator(".messagelist")).to_contain_text("was changed successfully")
    draft.refresh_from_db()
    assert (draft.title, draft.related_links.get().title) == ("Fog stays", "Fog everywhere")
    assert complaints == []


def test_form_is_saved_after_signing_in_elsewhere(
    desk: Page, draft: Article, live_server: LiveServer, complaints: list[str]
) -> None:
    desk.get_by_label("Title:", exact=True).first.fill("Fog stays")
    other = desk.context.new_page()
    desk.context.clear_cookies(name="sessionid")
    other.goto(f"{live_server.url}/admin/")
    other.get_by_label("Username").fill("ada")
    other.get_by_label("Password").fill("a long enough password")
    other.get_by_role("button", name="Log in").click()
    expect(other.get_by_role("navigation", name="The desk")).to_be_visible()
    other.close()
    save(desk)
    draft.refresh_from_db()
    assert draft.title == "Fog stays"
    assert complaints == []


def test_nobody_leaves_what_they_wrote_by_a_wrong_click(desk: Page, draft: Article) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    desk.on("dialog", stay)
    title = desk.get_by_label("Title:", exact=True).first
    title.fill("Fog stays")
    desk.get_by_role("link", name="Desk").click()
    expect(title).to_have_value("Fog stays")
    assert asked == ["beforeunload"]
    # What is as it was may be left, and what is saved.
    title.fill(draft.title)
    desk.get_by_role("link", name="Desk").click()
    desk.wait_for_url("**/admin/")
    assert asked == ["beforeunload"]
