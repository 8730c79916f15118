"""Sitemaps and robots.txt: pages hosted here, and no others."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.importing import import_documents
from documents.sources import Sources
from tests.make import make_article, make_provider, make_topic

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def urls(client: Client, address: str) -> list[ElementTree.Element]:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return ElementTree.fromstring(response.content).findall(f"{SITEMAP}url")


def paths(client: Client, address: str) -> list[str]:
    return [urlsplit(url.findtext(f"{SITEMAP}loc") or "").path for url in urls(client, address)]


def test_addresses_of_the_origins_sitemap_answer(client: Client, shared: Path) -> None:
    site = shared / "corpus" / "site-2021"
    import_documents(Sources([str(site)]), workers=1)
    stored = ElementTree.fromstring((site / "news-sitemap.xml").read_bytes())
    stems = [
        urlsplit(loc.text or "").path.rstrip("/").rpartition("/")[2] for loc in stored.iter(f"{SITEMAP}loc")
    ]
    assert len(stems) >= 3
    ours = paths(client, "/sitemap.xml")
    for stem in stems:
        assert client.get(f"/news/{stem}/").status_code == 200, stem
        assert f"/news/{stem}/" in ours


def test_only_pages_hosted_here_are_listed(client: Client) -> None:
    topic = make_topic("AI")
    hosted = make_article(web_url="", topics=[topic], provider=make_provider("contoso.example"))
    make_article(web_url="https://elsewhere.example/", topics=[topic])
    make_article(web_url="", published=False)
    found = paths(client, "/sitemap.xml")
    assert [path for path in found if path.startswith("/news/")] == [hosted.get_absolute_url()]
    assert {"/", "/topics/ai/", "/providers/contoso.example/"} <= set(found)
    for path in found:
        assert client.get(path).status_code == 200, path


def test_news_are_those_of_two_days(client: Client) -> None:
    now = timezone.now()
    make_article(web_url="", published_date_time=now - timedelta(hours=49))
    make_article(web_url="", published_date_time=now + timedelta(hours=1))
    make_article(web_url="https://elsewhere.example/", published_date_time=now)
    fresh = make_article(web_url="", title="A & <b>\x0b", published_date_time=now - timedelta(hours=47))
    (url,) = urls(client, "/news-sitemap.xml")
    assert (url.findtext(f"{SITEMAP}loc") or "").endswith(fresh.get_absolute_url())
    assert url.findtext(f"{NEWS}news/{NEWS}title") == "A & <b>"
    assert url.findtext(f"{NEWS}news/{NEWS}publication/{NEWS}language") == "en"


def test_robots_are_told_of_both_and_kept_from_the_desk(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    for name in ("sitemap.xml", "news-sitemap.xml"):
        assert f"Sitemap: http://testserver/{name}\n" in text


@pytest.mark.parametrize("articles", [1, 30])
def test_any_number_of_pages_takes_the_same_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, articles: int
) -> None:
    for _ in range(articles):
        make_article(web_url="", topics=[make_topic()], provider=make_provider())
    for address in ("/sitemap.xml", "/news-sitemap.xml"):
        with django_assert_max_num_queries(4):
            urls(client, address)


@pytest.mark.parametrize("address", ["/sitemap.xml", "/news-sitemap.xml"])
def test_second_request_with_the_etag_gives_304(client: Client, address: str) -> None:
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
