"""In which language the site tells that its articles are."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article
from tests.support.make import make_article

pytestmark = pytest.mark.django_db

NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def in_language(tag: str | None, **fields: Any) -> Article:
    article = make_article(**fields)
    Article.objects.filter(pk=article.pk).update(language=tag)
    article.refresh_from_db()
    return article


def news_languages(client: Client) -> dict[str, str | None]:
    root = ElementTree.fromstring(client.get("/news-sitemap.xml").content)
    return {
        news.findtext(f"{NEWS}title") or "": news.findtext(f"{NEWS}publication/{NEWS}language")
        for news in root.iter(f"{NEWS}news")
    }


def json_ld(client: Client, article: Article) -> dict[str, Any]:
    page = client.get(article.get_absolute_url()).content.decode()
    found = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def test_the_news_sitemap_names_languages_as_google_does(client: Client, settings: Settings) -> None:
    settings.SITE_LANGUAGE = "pt-BR"
    for title, tag in {
        "own": None, "german": "de-AT", "serbian": "sr-Latn", "china": "zh", "taiwan": "zh-TW",
    }.items():  # fmt: skip
        in_language(tag, title=title, web_url="", published_date_time=timezone.now())
    assert news_languages(client) == {
        "own": "pt",
        "german": "de",
        "serbian": "sr",
        "china": "zh-cn",
        "taiwan": "zh-tw",
    }


@pytest.mark.parametrize(("site", "item"), [("en", "de"), ("de-AT", None)])
def test_atom_tells_the_language_of_an_entry_where_it_is_not_the_sites(
    client: Client, settings: Settings, site: str, item: str | None
) -> None:
    settings.SITE_LANGUAGE = site
    in_language("de")
    feed = ElementTree.fromstring(client.get("/feeds/atom.xml").content)
    (entry,) = feed.iter(f"{ATOM}entry")
    assert (feed.get(LANG), entry.get(LANG)) == (site, item)


@pytest.mark.parametrize(("site", "item"), [("en", "de"), ("de-AT", None)])
def test_json_feed_tells_the_language_of_an_item_where_it_is_not_the_sites(
    client: Client, settings: Settings, site: str, item: str | None
) -> None:
    settings.SITE_LANGUAGE = site
    in_language("de")
    feed = client.get("/feeds/feed.json").json()
    assert (feed["language"], feed["items"][0].get("language")) == (site, item)


def test_rss_tells_the_language_of_the_site(client: Client, settings: Settings) -> None:
    settings.SITE_LANGUAGE = "fa"
    in_language("de")
    feed = ElementTree.fromstring(client.get("/feeds/rss.xml").content)
    assert feed.findtext("channel/language") == "fa"


def test_a_hosted_articles_data_tell_its_language(client: Client, settings: Settings) -> None:
    settings.SITE_LANGUAGE = "de"
    assert json_ld(client, in_language("ar-EG", web_url=""))["inLanguage"] == "ar-EG"
    assert json_ld(client, in_language(None, web_url=""))["inLanguage"] == "de"


def test_a_linked_articles_data_tell_the_language_of_the_original(client: Client) -> None:
    told = json_ld(client, in_language("fr"))
    assert (told["inLanguage"], told["isBasedOn"]["inLanguage"]) == ("en", "fr")
