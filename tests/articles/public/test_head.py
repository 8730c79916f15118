"""What the head of every page tells search engines, and programs that show a link."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from tests.support.make import make_article, make_provider, make_topic

pytestmark = pytest.mark.django_db

TITLE = 'The "harbour" & <b>'


def told(client: Client, address: str) -> dict[str, str]:
    """The canonical address and the `<meta>` of a page, by name."""
    head = client.get(address).content.decode().partition("</head>")[0]
    canonical = re.findall('<link rel="canonical" href="([^"]*)">', head)
    metas = re.findall('<meta (?:name|property)="([^"]*)" content="([^"]*)">', head)
    return {name: unescape(text) for name, text in [*metas, *(("canonical", one) for one in canonical)]}


@pytest.fixture
def addresses() -> list[str]:
    """A page of each kind that search engines may show."""
    topic = make_topic(TITLE)
    provider = make_provider("harbour.example", description="All " + "day " * 500)
    day = timezone.now() - timedelta(days=400)
    story = make_article(provider=provider, topics=[topic], web_url="", published_date_time=day)
    lists = ["/", "/news/", "/topics/", "/providers/", "/archive/", f"/archive/{day:%Y/%-m/%-d}/", "/feeds/"]
    return [*lists, *(row.get_absolute_url() for row in (topic, provider, story))]


def test_every_page_says_what_it_is_where_its_link_is_shown(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        head = told(client, address)
        assert head["canonical"] == head["og:url"] == f"http://testserver{address}", address
        assert head["og:title"], address
        assert 0 < len(head["description"]) <= 200, address
        assert head["twitter:card"] in {"summary", "summary_large_image"}, address


def test_signs_of_markup_in_a_name_stay_signs(client: Client, addresses: list[str]) -> None:
    (address,) = (one for one in addresses if one.startswith("/topics/") and one != "/topics/")
    assert told(client, address)["og:title"] == TITLE
    assert told(client, address)["description"] == f"Stories about {TITLE}, newest first."


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("?order=hottest", ""),
        ("?type=video", ""),
        ("?type=video&after=x", ""),
        ("?order=hottest&after=x", ""),
        ("?utm_source=letter", ""),
        ("?after=2021%2B1", "?after=2021%2B1"),
    ],
)
def test_a_page_further_down_stands_for_itself_and_a_filtered_one_for_the_whole(
    client: Client, query: str, canonical: str
) -> None:
    make_article()
    assert told(client, f"/news/{query}")["canonical"] == f"http://testserver/news/{canonical}"
