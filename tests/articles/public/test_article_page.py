"""An article's page: what it says of one article, its text above all."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django import DjangoAssertNumQueries
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from articles.public.preview_links import shared_address
from tests.support.make import make_article, make_user

pytestmark = pytest.mark.django_db

TEXT = """# The fire

It *began* at noon.[^1] <script>alert(1)</script>

| district | alarms |
| --- | ---: |
| Harbour | 3 |

<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>

[^1]: Said the brigade.
"""


def own_story(**fields: Any) -> Article:
    return make_article(**{"web_url": "", "title": "Fires", "body": TEXT} | fields)


def page_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def text_in(page: str) -> str:
    found = re.search(r'<div class="text"[^>]*>\n(.*?)\n</div>\n</div>', page, re.DOTALL)
    return found[1] if found else ""


def test_text_of_a_story_stands_on_its_page(client: Client) -> None:
    page = page_of(client, own_story().get_absolute_url())
    text = text_in(page)
    assert "<h2>The fire</h2>" in text
    assert "It <em>began</em> at noon." in text
    assert '<td class="right">3</td>' in text
    assert "Said the brigade." in text
    assert "public/text.css" in page


def test_markup_of_a_text_runs_nothing_and_asks_nobody(client: Client) -> None:
    page = page_of(client, own_story().get_absolute_url())
    assert "<script>alert" not in page
    assert "<iframe" not in page
    assert 'data-frame="https://www.youtube-nocookie.com/embed/abcdefghijk"' in text_in(page)
    assert "public/player.js" in page


def test_story_without_a_text_loads_no_styles_for_one(client: Client) -> None:
    page = page_of(client, own_story(body="").get_absolute_url())
    assert text_in(page) == ""
    assert "public/text.css" not in page
    assert "public/player.js" not in page


def test_story_from_elsewhere_shows_the_text_of_its_document_beside_the_way_there(client: Client) -> None:
    page = page_of(client, make_article(body="A note.").get_absolute_url())
    assert text_in(page) == "<p>A note.</p>\n"
    assert 'class="read"' in page


def test_text_says_in_which_language_it_is(client: Client) -> None:
    page = page_of(client, own_story(language="ar").get_absolute_url())
    assert '<div class="text" lang="ar" dir="rtl">' in page


def test_text_takes_no_query(client: Client) -> None:
    before, without, with_text = own_story(), own_story(body=""), own_story()
    # The first page of all reads what pages share.
    page_of(client, before.get_absolute_url())
    asked = []
    for article in (without, with_text):
        with CaptureQueriesContext(connection) as captured:
            page_of(client, article.get_absolute_url())
        asked.append(len(captured))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("way", ["preview", "shared"])
def test_text_is_shown_before_it_is_public(
    client: Client, way: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    article = own_story(published=None)
    client.force_login(make_user())
    address = {
        "preview": reverse("admin:articles_article_preview", args=[article.pk]),
        "shared": shared_address(article),
    }[way]
    with django_assert_max_num_queries(12) as counted:
        assert "<h2>The fire</h2>" in text_in(page_of(client, address))
    asked = [query["sql"] for query in counted.captured_queries if "body" in query["sql"]]
    assert len(asked) == 1


def test_machines_are_told_how_long_it_is(client: Client) -> None:
    page = page_of(client, own_story(body="## one\n\n- two | --- | _*three*_").get_absolute_url())
    told = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert told["wordCount"] == 3


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_wide_table_and_code_scroll_in_their_boxes(live_server: LiveServer, page: Page) -> None:
    wide = " | ".join(f"column{number}" for number in range(30))
    row = " | ".join("-" for _ in range(30)).replace("-", "---")
    article = own_story(body=f"| {wide} |\n| {row} |\n\n```\n{'x' * 400}\n```\n")
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(live_server.url + article.get_absolute_url())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for box in (".text .scroll", ".text pre"):
        assert page.locator(box).evaluate("box => box.scrollWidth > box.clientWidth")
        # By keys too.
        page.locator(box).focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("box => document.querySelector(box).scrollLeft > 0", arg=box)
