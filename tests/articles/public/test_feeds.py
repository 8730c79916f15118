"""Feeds: what readers' programs make of them, stable identities, and paging to the end."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import feedparser
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Image, Listing, Redirect
from providers.models import Provider
from tests.support.make import LONG_AGO, make_article, make_provider, make_related, make_topic

pytestmark = pytest.mark.django_db

TYPES = {
    "rss.xml": "application/rss+xml",
    "atom.xml": "application/atom+xml",
    "feed.json": "application/feed+json",
}
FORMS = list(TYPES)


def parsed(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, response.content
    assert response["Content-Type"].startswith(TYPES[address.partition("?")[0].rpartition("/")[2]])
    if "json" in address:
        feed = json.loads(response.content)
        check_json_feed(feed)
        return feed
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.bozo_exception
    return feed


def ids(client: Client, address: str) -> list[str]:
    feed = parsed(client, address)
    return [item["id"] for item in (feed["items"] if "json" in address else feed.entries)]


def check_json_feed(feed: dict[str, Any]) -> None:
    """The rules of jsonfeed.org/version/1.1."""
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str)
    assert set(feed) <= {"version", "title", "home_page_url", "feed_url", "next_url", "language", "items"}
    assert feed.get("next_url") != feed["feed_url"]
    seen = set()
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["id"] not in seen
        seen.add(item["id"])
        assert isinstance(item.get("content_text", item.get("content_html")), str)
        for key in ("url", "external_url", "image"):
            assert item.get(key, "http").startswith("http")
        for key in ("date_published", "date_modified"):
            if key in item:
                assert datetime.fromisoformat(item[key]).tzinfo
        assert all(set(author) & {"name", "url", "avatar"} for author in item["authors"])
        assert all(isinstance(tag, str) for tag in item.get("tags", []))


@pytest.mark.parametrize("form", FORMS)
def test_each_subject_has_its_feed(client: Client, form: str) -> None:
    topic, provider = make_topic("AI"), make_provider("contoso.example")
    make_article(title="Solar wind", topics=[topic], provider=provider)
    make_article(title="Other", published_date_time=LONG_AGO - timedelta(days=1))
    make_article(title="Solar draft", published=False, topics=[topic], provider=provider)
    everything = ids(client, f"/feeds/{form}")
    assert len(everything) == 2
    for address in ("topics/ai/", "providers/contoso.example/", "search/"):
        query = "?q=solar" if address == "search/" else ""
        assert ids(client, f"/feeds/{address}{form}{query}") == everything[:1]


@pytest.mark.parametrize("form", FORMS)
def test_feed_without_articles_is_a_feed(client: Client, form: str) -> None:
    assert ids(client, f"/feeds/{form}") == []
    assert ids(client, f"/feeds/search/{form}") == []
    assert client.get(f"/feeds/{form}").content == client.get(f"/feeds/{form}").content


@pytest.mark.parametrize(
    "address", ["topics/none/rss.xml", "providers/none/atom.xml", "feed.xml", "topics/%00/feed.json"]
)
def test_feed_of_nothing_is_a_404(client: Client, address: str) -> None:
    assert client.get(f"/feeds/{address}").status_code == 404


def test_topic_of_drafts_alone_has_no_feed(client: Client) -> None:
    topic = make_topic("Secret")
    type(topic).objects.update(path="")
    make_article(topics=[topic], published=False)
    assert client.get("/feeds/topics/secret/rss.xml").status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_any_text_makes_a_feed(client: Client, form: str) -> None:
    nasty = "<b>&amp;</b> ]]> \x0b\x1f\ufffe 🎉 \"'"
    make_article(title=nasty, excerpt=nasty, provider=make_provider(name=nasty), topics=[make_topic(nasty)])
    feed = parsed(client, f"/feeds/{form}")
    if form == "feed.json":
        assert feed["items"][0]["title"] == nasty
    else:
        assert "🎉" in feed.entries[0].title
        assert "<b>" not in feed.entries[0].summary.replace("&lt;b&gt;", "")


def test_source_is_credited(client: Client) -> None:
    provider = make_provider("contoso.example", name="Contoso")
    make_article(provider=provider, web_url="https://contoso.example/story", topics=[make_topic("AI")])
    rss = parsed(client, "/feeds/rss.xml").entries[0]
    assert (rss.source.href, rss.source.title) == ("https://contoso.example/story", "Contoso")
    atom = parsed(client, "/feeds/atom.xml").entries[0]
    assert atom.author_detail.name == "Contoso"
    assert {"rel": "via", "href": "https://contoso.example/story"}.items() <= atom.links[1].items()
    item = parsed(client, "/feeds/feed.json")["items"][0]
    assert item["authors"] == [{"name": "Contoso", "url": "https://contoso.example/"}]
    assert item["external_url"] == "https://contoso.example/story"
    assert item["url"].startswith("http://testserver/news/")
    assert item["tags"] == ["AI"]


@pytest.mark.parametrize(
    "start", [f"/feeds/{rest}" for rest in ("feed.json", "topics/ai/feed.json", "search/feed.json?q=story")]
)
def test_following_next_url_gives_every_article_once(client: Client, start: str) -> None:
    topic = make_topic("AI")
    now = datetime(2021, 6, 1, tzinfo=UTC)
    for number in range(120):
        when = None if number < 5 else now - timedelta(hours=number // 3)
        make_article(title=f"Story {number}", topics=[topic], published_date_time=when)
    seen: list[str] = []
    address = start
    while address:
        feed = parsed(client, address)
        seen += [item["title"] for item in feed["items"]]
        address = feed.get("next_url", "").removeprefix("http://testserver")
    assert len(seen) == 120
    assert len(set(seen)) == 120


def test_xml_pages_lead_on_too(client: Client) -> None:
    for _ in range(51):
        make_article()
    for form in ("rss.xml", "atom.xml"):
        (link,) = [link for link in parsed(client, f"/feeds/{form}").feed.links if link["rel"] == "next"]
        assert len(ids(client, link["href"].removeprefix("http://testserver"))) == 1


# ---- The texts of hosted stories

TEXT = (
    "Six *fires*[^1] at [the head](/map) & ]]>\x0b.\n\n"
    '<iframe src="https://www.youtube.com/embed/qT7bR0nKh3E"></iframe>\n\n[^1]: Seen <script>1</script> here.'
)


def contents(client: Client) -> list[dict[str, str]]:
    """What each form holds of texts, by title."""
    rss, atom = (parsed(client, f"/feeds/{form}").entries for form in ("rss.xml", "atom.xml"))
    items = parsed(client, "/feeds/feed.json")["items"]
    return [
        *({one.title: one.content[0].value for one in form if "content" in one} for form in (rss, atom)),
        {one["title"]: one["content_html"] for one in items if "content_html" in one},
    ]


def test_a_hosted_story_is_in_every_form_with_its_text(client: Client) -> None:
    article = make_article(title="Fires", excerpt="In short", body=TEXT, web_url="")
    page = f"http://testserver{article.get_absolute_url()}"
    for found in contents(client):
        text = found["Fires"]
        assert '<a href="http://testserver/map" rel="noopener">the head</a> &amp; ]]&gt;' in text
        assert f'<a href="{page}#fn1"' in text
        assert '<a href="https://www.youtube.com/watch?v=qT7bR0nKh3E"' in text
    # Feedparser cleans what it reads, so this is the JSON's.
    assert "Watch at YouTube" in text
    left = ("<script", "class=", " id=", "data-", "<div", "<section")
    assert [mark for mark in left if mark in text] == []
    assert item(client)["summary"] == "In short"


def test_what_stands_elsewhere_is_read_there(client: Client) -> None:
    make_article(title="Linked", body=TEXT, web_url="https://post.example/fires")
    make_article(title="Only quoted", body=TEXT, web_url="/not-a-web-address")
    make_article(title="Empty")
    assert [set(found) for found in contents(client)] == [{"Only quoted"}] * 3


def test_a_feed_has_an_end_whatever_the_texts(client: Client) -> None:
    make_article(title="A megabyte", body="word " * 200_000, web_url="")
    for number in range(9):
        make_article(title=f"Long {number}", body="word " * 15_000, web_url="")
    found = contents(client)[-1]
    assert len(found) == 6
    assert "A megabyte" not in found


# ---- Identity and time


def item(client: Client) -> dict[str, Any]:
    (only,) = parsed(client, "/feeds/feed.json")["items"]
    assert isinstance(only, dict)
    return only


def test_identity_is_a_uuid_that_stays(client: Client) -> None:
    article = make_article(path="_news/2021-06-01-a.md")
    before = item(client)["id"]
    assert UUID(before.removeprefix("urn:uuid:")).version == 5
    # Written down, for no change of code may ever change it.
    assert before == IDENTITY
    article.title = article.web_url = "https://example.org/elsewhere"
    article.save()
    assert item(client)["id"] == before
    assert ids(client, "/feeds/rss.xml") == ids(client, "/feeds/atom.xml") == [before]


IDENTITY = "urn:uuid:e84d4b11-1baf-527a-9d47-833c72ea20f2"


def test_metrics_never_move_the_time(client: Client) -> None:
    article = make_article()
    before = item(client)["date_modified"]
    assert before == LONG_AGO.isoformat()
    article.heat = article.quality = 99
    article.save()
    Article.objects.update(heat=5, heat_score=7.0, quality=1)
    Provider.objects.update(name="Renamed")
    assert item(client)["date_modified"] == before


def test_what_stands_beside_the_words_never_moves_the_time(client: Client) -> None:
    """Else every story would come up as new in readers' programs when an editor sorts the topics."""
    article = make_article()
    before = item(client)["date_modified"]
    Listing.objects.create(article=article, topic=make_topic("AI"))
    Image.objects.create(article=article, url="https://example.org/i.jpg")
    make_related(article)
    after = item(client)
    assert (after["tags"], after["date_modified"]) == (["AI"], before)


@pytest.mark.parametrize("in_bulk", [True, False])
@pytest.mark.parametrize(
    "change",
    [
        {"title": "B"},
        {"excerpt": "B"},
        {"web_url": "https://example.org/b"},
        {"featured_content": "B"},
        {"body": "B"},
        {"type": "video"},
    ],
)
def test_words_move_the_time(client: Client, change: dict[str, str], in_bulk: bool) -> None:
    article = make_article()
    before = item(client)["date_modified"]
    if in_bulk:
        Article.objects.update(**change)
    else:
        for name, value in change.items():
            setattr(article, name, value)
        article.save()
    after = item(client)["date_modified"]
    assert datetime.fromisoformat(after) > datetime.fromisoformat(before)
    Article.objects.update(**change)
    assert item(client)["date_modified"] == after


def test_saving_an_old_copy_does_not_set_the_time_back(client: Client) -> None:
    article = make_article()
    old = Article.objects.get()
    article.title = old.title = "B"
    article.save()
    after = item(client)["date_modified"]
    old.heat = 3
    old.save()
    assert item(client)["date_modified"] == after


# ---- As an address


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("articles", [1, 50])
@pytest.mark.usefixtures("made_anew")
def test_any_number_of_articles_takes_the_same_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, form: str, articles: int
) -> None:
    topic = make_topic("AI")
    for _ in range(articles):
        make_article(
            topics=[topic],
            provider=make_provider(),
            images=[{"url": "https://example.org/i.jpg"}],
            body="A text.",
            web_url="",
        )
    # The first search after a change makes the index know of it.
    client.get(f"/feeds/search/{form}?q=article")
    for address in (f"/feeds/{form}", f"/feeds/topics/ai/{form}", f"/feeds/search/{form}?q=article"):
        with django_assert_max_num_queries(8):
            assert len(ids(client, address)) == articles


@pytest.mark.parametrize("form", FORMS)
def test_second_request_with_the_etag_gives_304(client: Client, form: str) -> None:
    make_article()
    first = client.get(f"/feeds/{form}")
    assert client.get(f"/feeds/{form}", headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("query", ["after=x", "after=%00", "after=" + "a" * 5000, "q=%00", "after=bnVsbA"])
def test_nonsense_gives_the_first_page(client: Client, query: str) -> None:
    make_article()
    assert len(ids(client, f"/feeds/feed.json?{query}")) == 1
    assert client.get(f"/feeds/search/feed.json?{query}").status_code == 200


@pytest.mark.parametrize("form", FORMS)
def test_scripts_of_other_sites_may_read_every_feed(client: Client, form: str) -> None:
    make_article(topics=[make_topic("AI")], provider=make_provider("post.example"))
    for address in ("", "topics/ai/", "providers/post.example/", "search/"):
        response = client.get(f"/feeds/{address}{form}")
        assert (response.status_code, response["Access-Control-Allow-Origin"]) == (200, "*"), address


@pytest.mark.parametrize("form", FORMS)
def test_they_may_follow_a_feed_that_moved(client: Client, form: str) -> None:
    topic, provider = make_topic("Tides"), make_provider("post.example")
    make_article(topics=[topic], provider=provider)
    topic.slug = "high-water"
    topic.save()
    Redirect.objects.create(address="providers/daily.example", provider=provider)
    for address in ("topics/tides/", "providers/daily.example/"):
        response = client.get(f"/feeds/{address}{form}")
        assert (response.status_code, response["Access-Control-Allow-Origin"]) == (301, "*"), address
