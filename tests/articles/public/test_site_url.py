"""How absolute addresses begin: as SITE_URL says, or as was asked for, but with no port of a visitor's."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.support.make import make_article, make_provider, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(client: Client) -> list[str]:
    """Every address whose answer names absolute addresses of this site."""
    topic, provider = make_topic("Sea"), make_provider("a.example")
    now = timezone.now()
    story = make_article(title="Fog", web_url="", published_date_time=now, topics=[topic], provider=provider)
    for number in range(60):
        make_article(title=f"Fog {number}", topics=[topic], provider=provider)
    of = ("", f"topics/{topic.slug}/", f"providers/{provider.domain}/", "search/")
    feeds = [f"/feeds/{place}{form}" for place in of for form in ("rss.xml", "atom.xml", "feed.json")]
    sitemaps = re.findall("<loc>http://testserver([^<]+)", client.get("/sitemap.xml").content.decode())
    assert len(sitemaps) >= 3
    return [*feeds, *sitemaps, "/sitemap.xml", "/news-sitemap.xml", "/robots.txt", story.get_absolute_url()]


def ours_in(answer: str) -> set[str]:
    """What the addresses of this site in an answer begin with."""
    return set(re.findall(r"https?://(?:testserver|news\.example)[^/\"<\s]*", answer))


def test_no_port_of_a_visitors_gets_into_an_answer_that_caches_keep(client: Client, pages: list[str]) -> None:
    for page in pages:
        answer = client.get(page, headers={"Host": "testserver:6666"})
        assert ours_in(answer.content.decode()) == {"http://testserver"}, page


def test_the_port_on_which_the_server_listens_is_told(client: Client, pages: list[str]) -> None:
    for page in pages:
        answer = client.get(page, headers={"Host": "testserver:8000"}, SERVER_PORT="8000")
        assert ours_in(answer.content.decode()) == {"http://testserver:8000"}, page


def test_absolute_addresses_begin_as_the_setting_says(
    client: Client, pages: list[str], settings: Settings
) -> None:
    settings.SITE_URL = "https://news.example"
    for page in pages:
        answer = client.get(page, headers={"Host": "testserver:6666"})
        assert ours_in(answer.content.decode()) == {"https://news.example"}, page


def test_the_link_to_a_preview_begins_so_too(client: Client, settings: Settings) -> None:
    client.force_login(make_user())
    draft = make_article(published=None)
    share = reverse("admin:articles_article_share", args=[draft.pk])
    for url, begins in (("", "http://testserver/"), ("https://news.example", "https://news.example/")):
        settings.SITE_URL = url
        answer = client.post(share, headers={"Accept": "application/json", "Host": "testserver:6666"})
        assert answer.json()["link"].startswith(begins)
