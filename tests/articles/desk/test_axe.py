"""The screens of the desk, light and dark: axe finds nothing serious, and each fits a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Conflict, ImportRun, Picture, Topic
from articles.models.workflow import State
from articles.roles import CHIEF
from documents.json_values import pack
from providers.models import Provider
from tests.support.make import make_article, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Not ours: the lists and fields within which Django's own scripts build choices.
OURS: Final = '{"exclude": [".select2-container", ".calendarbox", ".clockbox"]}'


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(
    site: dict[str, bytes], live_server: LiveServer, page: Page, scheme: Any
) -> None:
    page.route(lambda url: not url.startswith(live_server.url), lambda route: route.abort())
    page.emulate_media(color_scheme=scheme)
    chief, other = make_user(role=CHIEF), make_user()
    article = Article.objects.waiting().first() or Article.objects.earliest("pk")
    Conflict.objects.create(
        path=article.path,
        key="title",
        base=pack("Was"),
        theirs=pack("Theirs"),
        ours=pack("Ours"),
        found=timezone.now(),
    )
    wrong = look(page, f"{live_server.url}/admin/login/")
    page.get_by_label("Username").fill(chief.username)
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in").click()
    page.locator("#user-tools").wait_for()
    draft = make_article(
        title="Unripe",
        published=False,
        state=State.DRAFT,
        created_by=chief,
        decided_by=other,
        decided_at=timezone.now(),
        reason="Who saw it?",
    )
    make_article(published=False, created_by=other, sent_for_review_at=timezone.now())
    addresses = (
        "",
        "articles/article/",
        "articles/article/?tab=draft",
        f"articles/article/{draft.pk}/change/",
        "articles/article/?tab=all",
        f"articles/article/{article.pk}/change/",
        f"articles/article/{article.pk}/history/",
        f"articles/article/{article.pk}/delete/",
        "articles/conflict/",
        f"articles/picture/?for={article.pk}",
        f"articles/picture/{Picture.objects.of_the_site().earliest('pk').pk}/change/",
        "articles/importrun/",
        f"articles/importrun/{ImportRun.objects.earliest('pk').pk}/change/",
        "articles/upload/",
        "articles/topic/",
        f"articles/topic/{Topic.objects.earliest('pk').pk}/change/",
        "providers/provider/",
        f"providers/provider/{Provider.objects.earliest('pk').pk}/change/",
        "auth/user/",
        f"auth/user/{other.pk}/change/",
        "password_change/",
    )
    for address in addresses:
        wrong += look(page, f"{live_server.url}/admin/{address}")
    assert not wrong, "\n".join(wrong)


def look(page: Page, address: str) -> list[str]:
    """What is grave about a page."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address)
    page.evaluate(Path(AXE_FILE_PATH).read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run({OURS}).then(result => result.violations)")
    wrong = [
        f"{address}: {rule['id']}: {node['html'][:160]}"
        for rule in found
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"][:3]
    ]
    page.set_viewport_size({"width": 360, "height": 740})
    if page.evaluate("document.documentElement.scrollWidth") > 360:
        wrong.append(f"{address}: wider than a phone")
    return wrong
