"""In which language the site tells that its articles are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article
from articles.public.preview_links import shared_address
from tests.support.make import make_article, make_provider, make_related, make_topic, make_user

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


# ---- What browsers and screen readers are told of the texts on a page


class Languages(HTMLParser):
    """The words of a page that hold a mark, each with the language and direction they are told to be in."""

    VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "source"})

    def __init__(self, page: str, mark: str) -> None:
        super().__init__()
        self.around: list[tuple[str, str | None]] = [("", None)]
        self.mark = mark
        self.found: list[tuple[str, str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language, direction = self.around[-1]
        own = (given.get("lang") or language, given.get("dir") or direction)
        self._hear(given.get("alt") or "", own)
        if tag not in self.VOID:
            self.around.append(own)

    def handle_endtag(self, tag: str) -> None:
        self.around.pop()

    def handle_data(self, data: str) -> None:
        # Data for machines tell languages in their own way.
        if "schema.org" not in data:
            self._hear(data, self.around[-1])

    def _hear(self, text: str, told: tuple[str, str | None]) -> None:
        if self.mark in text:
            self.found.append((" ".join(text.split()), *told))


@pytest.fixture
def read(client: Client) -> Iterator[Any]:
    """How a visitor with a language reads a page: the marked words, and in which language each is told."""

    def read(address: str, language: str, mark: str = "word") -> list[tuple[str, str, str | None]]:
        page = client.get(address, headers={"accept-language": language}).content.decode()
        return Languages(page, mark).found

    yield read


def worded_site() -> tuple[list[str], Article]:
    """The addresses of a site whose texts all hold one mark, and a story of it."""
    above = make_topic("Coastal words")
    topic = make_topic("Harbour words", parent=above)
    provider = make_provider("harbour-post.example", name="Harbour Post", description="Who word it")
    pictures = [{"url": "https://example.org/a.jpg", "width": 3, "height": 2, "title": "A picture of words"}]
    texts: dict[str, Any] = {
        "title": "A headline of words",
        "excerpt": "An excerpt of words. " * 3,
        "provider": provider,
    }
    for _ in range(12):
        story = make_article(topics=[topic, above], images=pictures, **texts)
    make_related(story, title="Other words", web_url="https://elsewhere.example/1")
    make_related(story, title="Words without an address: words", web_url="")
    draft = make_article(published=False, **texts)
    day = story.published_date_time
    assert day is not None
    addresses = ["/", "/topics/", "/topics/harbour-words/", "/topics/coastal-words/", "/feeds/"]
    addresses += [story.get_absolute_url(), shared_address(draft), "/search/?q=headline"]
    addresses += [provider.get_absolute_url(), f"/archive/{day:%Y/%-m}/", f"/archive/{day:%Y/%-m/%-d}/"]
    return addresses, story


def test_no_words_of_the_site_are_told_to_be_in_the_visitors_language(read: Any) -> None:
    for address in worded_site()[0]:
        found = read(address, "de")
        assert found
        assert {(language, direction) for _, language, direction in found} == {("en", None)}, found


def test_a_visitor_who_reads_the_sites_language_is_told_nothing_more(client: Client) -> None:
    for address in worded_site()[0]:
        page = client.get(address, headers={"accept-language": "en"}).content.decode()
        assert re.findall(r'\slang="[^"]*"', page) == [' lang="en"'], address


def test_a_story_is_told_in_the_language_that_its_document_names(read: Any, settings: Settings) -> None:
    settings.SITE_LANGUAGE = "de"
    topic = make_topic("Hafen")
    story = in_language(
        "ar-EG", title="Arabic word", excerpt="Its word", topics=[topic], web_url="https://a.example/1"
    )
    another = in_language("fr", title="French word", topics=[topic])
    make_related(story, title="A word beside it", web_url="https://elsewhere.example/1")
    make_related(another, title="A word about it", web_url=story.web_url)
    arabic = {("Arabic word", "ar-EG", "rtl"), ("Its word", "ar-EG", "rtl")}
    for address in ("/", "/topics/hafen/"):
        assert arabic | {("French word", "fr", None)} <= set(read(address, "de"))
    # What was searched for is marked, and so a piece of its own.
    assert read("/search/?q=arabic", "de", "Arabic") == [("Arabic", "ar-EG", "rtl")]
    assert arabic | {("A word beside it", "ar-EG", "rtl")} <= set(read(story.get_absolute_url(), "de"))
    assert ("A word about it", "ar-EG", "rtl") in read(another.get_absolute_url(), "de")


def test_a_story_in_the_visitors_language_is_told_nothing_more(read: Any) -> None:
    story = in_language("de-AT", title="Ein deutsches Wort", excerpt="Ein Wort.")
    assert {language for _, language, _ in read(story.get_absolute_url(), "de", "Wort")} == {"de"}


def test_the_desks_preview_tells_languages_as_the_page_does(client: Client, read: Any) -> None:
    client.force_login(make_user("editor"))
    story = in_language("fr", title="French word", excerpt="A word", published=False)
    told = read(f"/admin/articles/article/{story.pk}/preview/", "de")
    assert {language for _, language, _ in told} == {"fr"}
