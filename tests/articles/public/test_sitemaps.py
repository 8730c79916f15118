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
from articles.public import sitemaps
from documents.sources import Sources
from tests.support.make import make_article, make_provider, make_topic

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


def listed(client: Client) -> list[str]:
    """The paths of all pages that the index leads to, each sitemap of it in turn."""
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    found = ElementTree.fromstring(response.content).iterfind(f"{SITEMAP}sitemap/{SITEMAP}loc")
    return [path for loc in found for path in paths(client, urlsplit(loc.text or "").path)]


def test_addresses_of_the_origins_sitemap_answer(client: Client, whole_site: Path) -> None:
    import_documents(Sources([str(whole_site)]), workers=1)
    stored = ElementTree.fromstring((whole_site / "news-sitemap.xml").read_bytes())
    stems = [
        urlsplit(loc.text or "").path.rstrip("/").rpartition("/")[2] for loc in stored.iter(f"{SITEMAP}loc")
    ]
    assert len(stems) >= 3
    ours = listed(client)
    for stem in stems:
        assert client.get(f"/news/{stem}/").status_code == 200, stem
        assert f"/news/{stem}/" in ours


def test_only_pages_hosted_here_are_listed(client: Client) -> None:
    topic = make_topic("AI")
    hosted = make_article(web_url="", topics=[topic], provider=make_provider("contoso.example"))
    make_article(web_url="https://elsewhere.example/", topics=[topic])
    make_article(web_url="", published=False)
    found = listed(client)
    assert [path for path in found if path.startswith("/news/")] == ["/news/", hosted.get_absolute_url()]
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
@pytest.mark.usefixtures("made_anew")
def test_any_number_of_pages_takes_the_same_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, articles: int
) -> None:
    for _ in range(articles):
        make_article(web_url="", topics=[make_topic()], provider=make_provider())
    for address in ("/sitemap.xml", "/sitemap-articles-1.xml", "/sitemap-topics-1.xml", "/news-sitemap.xml"):
        with django_assert_max_num_queries(3):
            assert client.get(address).status_code == 200


def test_pages_follow_each_other_without_repeats_and_gaps(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "PAGE_SIZE", 3)
    articles = [make_article(web_url="", topics=[make_topic()]) for _ in range(7)]
    sizes = [len(urls(client, f"/sitemap-articles-{number}.xml")) for number in (1, 2, 3)]
    assert sizes == [3, 3, 1]
    before = client.get("/sitemap-articles-1.xml").content
    make_article(web_url="")
    assert client.get("/sitemap-articles-1.xml").content == before
    found = listed(client)
    assert len(found) == len(set(found))
    assert {article.get_absolute_url() for article in articles} <= set(found)


@pytest.mark.parametrize(
    "name", ["articles-2", "articles-0", "articles-x", "nothing-1", "articles-9999999", "topics-1"]
)
def test_sitemap_that_is_not_there_is_a_404(client: Client, name: str) -> None:
    make_article(web_url="")
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


@pytest.mark.parametrize("address", ["/sitemap.xml", "/sitemap-pages-1.xml", "/news-sitemap.xml"])
def test_second_request_with_the_etag_gives_304(client: Client, address: str) -> None:
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
