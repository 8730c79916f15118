"""The public pages, through the test client."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.templatetags.static import static
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from markupsafe import escape

from articles.models import Article, Image, Listing, Topic
from articles.public import views
from tests.support.make import (
    LONG_AGO,
    delete_articles,
    make_article,
    make_provider,
    make_related,
    make_topic,
    make_user,
)
from tests.support.sites import document, import_site, write_site

pytestmark = pytest.mark.django_db

MOST_QUERIES = 8


def page(client: Client, address: str, status: int = HTTPStatus.OK, **query: Any) -> str:
    response = client.get(address, query)
    assert response.status_code == status
    return response.content.decode()


def fill(number: int) -> Topic:
    """A site of one topic below another, with so many articles."""
    topic = make_topic("Harbour", parent=make_topic("Coast"))
    provider = make_provider("harbour-post.example")
    for day in range(number):
        article = make_article(
            topics=[topic],
            provider=provider,
            heat=day,
            published_date_time=LONG_AGO + timedelta(days=day),
            images=[{"url": "https://example.org/a.jpg", "width": 3, "height": 2}],
        )
        make_related(article, web_url=f"https://elsewhere.example/{day}")
    return topic


def addresses_of(article: Article) -> list[str]:
    return [
        "/",
        "/news/",
        "/topics/",
        "/topics/harbour/",
        "/topics/harbour/?order=hottest&provider=harbour-post.example&type=article&since=2021-01-01",
        article.get_absolute_url(),
        "/providers/",
        "/providers/harbour-post.example/",
        "/archive/",
        "/archive/2021/",
        "/archive/2021/06/",
        "/archive/2021/6/1/",
    ]


def test_everything_new_is_one_page_of_the_site(client: Client) -> None:
    older = make_article(title="Older", published_date_time=LONG_AGO)
    newer = make_article(title="Newer", published_date_time=LONG_AGO + timedelta(days=1))
    make_article(title="A draft", published=None)
    text = page(client, "/news/")
    assert text.index(newer.get_absolute_url()) < text.index(older.get_absolute_url())
    assert "A draft" not in text
    assert 'href="/news/"' in page(client, "/")


@pytest.mark.parametrize(
    ("guess", "address"),
    [
        *[
            (name, "/feeds/rss.xml")
            for name in ("rss", "rss/", "rss.xml", "feed", "feed/", "feed.xml", "index.xml")
        ],
        *[(name, "/feeds/atom.xml") for name in ("atom", "atom/", "atom.xml")],
        ("feed.json", "/feeds/feed.json"),
    ],
)
def test_a_feed_is_found_where_one_looks_for_it(client: Client, guess: str, address: str) -> None:
    answer = client.get(f"/{guess}")
    assert (answer.status_code, answer["Location"]) == (HTTPStatus.MOVED_PERMANENTLY, address)


def test_icon_is_found_where_browsers_look_for_it(client: Client) -> None:
    assert client.get("/favicon.ico")["Location"] == static("public/favicon.svg")


# ---- What every page keeps


@pytest.mark.usefixtures("made_anew", "edition_at_once")
def test_queries_do_not_grow_with_rows(client: Client) -> None:
    topic = fill(2)
    first = Article.objects.newest()[0]

    def queries() -> dict[str, int]:
        counted = {}
        for address in addresses_of(first):
            # What all pages share is read once for an edition.
            page(client, address)
            with CaptureQueriesContext(
                connection,
            ) as captured:
                page(client, address)
            counted[address] = len(captured)
        return counted

    few = queries()
    for day in range(60):
        make_article(topics=[topic], heat=day, provider=first.provider)
        make_article(topics=[make_topic(parent=topic.parent)], images=[{"url": "https://example.org/b.jpg"}])
    many = queries()
    assert all(count <= MOST_QUERIES for count in many.values()), many
    assert {
        address: many[address] - few[address] for address in few if many[address] > few[address] + 1
    } == {}


def test_second_visit_is_told_that_nothing_changed(client: Client) -> None:
    fill(3)
    for address in addresses_of(Article.objects.newest()[0]):
        etag = client.get(address)["ETag"]
        again = client.get(address, headers={"if-none-match": etag})
        assert (again.status_code, again.content) == (HTTPStatus.NOT_MODIFIED, b"")


def test_pages_weigh_little_and_say_no_inline_code(client: Client) -> None:
    fill(45)
    for address in addresses_of(Article.objects.newest()[0]):
        text = page(client, address)
        assert len(text.encode()) < 30_000
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! src=| type=.application/ld\+json)", text)


def test_no_page_grows_with_the_number_of_topics_and_providers(client: Client) -> None:
    top = make_topic("A subject with a name of some length")
    topics = [make_topic(f"A subject with a name of some length {n}", parent=top) for n in range(300)]
    for number in range(300):
        make_article(
            title=f"{number} " + "A headline that takes two lines in most of the columns, as many do " * 2,
            excerpt="An excerpt of the length that excerpts have. " * 12,
            topics=[topics[number], top],
            provider=make_provider(f"the-{number}-post-of-some-harbour.example"),
            published_date_time=LONG_AGO + timedelta(minutes=number),
            images=[{"url": f"https://the-{number}-post-of-some-harbour.example/pictures/{number}.jpg"}],
        )
    asked = [*addresses_of(Article.objects.newest()[0]), top.get_absolute_url(), "/search/?q=headline"]
    for named in asked:
        address = named.replace("/topics/harbour/", top.get_absolute_url())
        address = address.replace("harbour-post", "the-7-post-of-some-harbour")
        # For a visitor from abroad, each text of the site says in which language it is.
        for language in ("en", "de"):
            text = client.get(address, headers={"accept-language": language}).content
            assert len(text) < 60_000, (address, language, len(text))


def test_tree_has_pages_that_neither_repeat_nor_skip(client: Client) -> None:
    top = make_topic("Top")
    for _ in range(200):
        make_topic(parent=top)
    found: list[str] = []
    address = "/topics/"
    while address:
        text = page(client, address)
        found += re.findall(r'<h2><a href="([^"]+)"', text)
        following = re.search(r'rel="next" href="([^"]+)"', text)
        address = f"/topics/{following[1]}" if following else ""
    assert len(found) == len(set(found)) == 201
    assert page(client, "/topics/", after="nothing").count("<h2>") == 80


def test_empty_site_has_friendly_pages(client: Client) -> None:
    assert "Nothing has been published yet." in page(client, "/")
    assert "No topics yet." in page(client, "/topics/")
    assert "Nobody yet." in page(client, "/providers/")
    assert page(client, "/archive/")


# ---- What the public may see

SECRET = "xylophonist"


def make_secret(topic: Topic, number: int, **fields: Any) -> Article:
    """An article with a word of its own in every field."""
    word = f"{SECRET}{number}"
    article = make_article(
        path=f"_news/2021-06-01-{word}.md",
        topics=[topic, make_topic(f"Named {word}", path="")] if number % 2 else [topic],
        title=word,
        excerpt=word,
        featured_content=word,
        provider=make_provider(f"{word}.example", description=word),
        provider_mention={"name": word},
        original_url=f"https://{word}.example/",
        web_url=f"https://{word}.example/web",
        type=word,
        heat=10_000,
        images=[{"url": f"https://example.org/{word}.jpg", "title": word, "attribution": word}],
        **fields,
    )
    make_related(article, title=word, web_url=f"https://{word}.example/related")
    Topic.objects.filter(name=f"Named {word}").update(path="")
    return article


def test_nothing_unpublished_is_told(client: Client) -> None:
    topic = fill(3)
    tomorrow = timezone.now() + timedelta(days=1)
    states: list[dict[str, Any]] = [
        {"published": False},
        {"published": None},
        {"published": True, "published_date_time": tomorrow},
        {"published": False, "published_date_time": None},
    ]
    secrets = [make_secret(topic, number, **states[number % 4]) for number in range(20)]
    visible = Article.objects.published().newest()[0]
    for secret in secrets:
        make_related(visible, title=secret.title, web_url=secret.web_url)
        make_related(visible, title=secret.title, web_url=f"/news/{secret.slug}/")
    for address in crawl(client, [*addresses_of(visible), "/topics/harbour/?order=hottest", "/nothing/"]):
        assert SECRET not in client.get(address).content.decode().lower(), address
    for secret in secrets:
        gone = client.get(secret.get_absolute_url())
        assert gone.status_code == HTTPStatus.NOT_FOUND
        assert SECRET not in gone.content.decode().lower()
        assert client.get(f"/providers/{secret.title}.example/").status_code == HTTPStatus.NOT_FOUND
        assert client.get(f"/topics/named-{secret.title}/").status_code == HTTPStatus.NOT_FOUND


def crawl(client: Client, start: list[str]) -> set[str]:
    """Every address of the site that its pages link to."""
    seen: set[str] = set()
    waiting = list(start)
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        text = client.get(address).content.decode()
        for found in re.findall(r'href="(/[^"]*|\?[^"]*)"', text):
            link = found.replace("&amp;", "&")
            link = address.partition("?")[0] + link if link.startswith("?") else link
            if not link.startswith(("/static/", "/media/")):
                waiting.append(link)
    return seen


def test_article_appears_when_its_time_comes(client: Client) -> None:
    article = make_article(published_date_time=timezone.now() + timedelta(hours=1))
    page(client, article.get_absolute_url(), HTTPStatus.NOT_FOUND)
    article.published_date_time = timezone.now()
    article.save()
    page(client, article.get_absolute_url())


def test_counts_are_of_what_the_public_sees(client: Client) -> None:
    topic = fill(2)
    make_secret(topic, 1, published=False)
    assert "2 stories" in page(client, "/topics/")
    assert "3 stories" not in page(client, "/topics/")


# ---- Lists


def titles(text: str) -> list[str]:
    return re.findall(r'<h3><a href="[^"]+">([^<]+)</a>', text)


def walk(client: Client, address: str, between: Callable[[], object] = lambda: None) -> list[str]:
    """The headlines of a list, page by page."""
    found = []
    while address:
        text = page(client, address)
        found += titles(text)
        between()
        following = re.search(r'rel="next" href="([^"]+)"', text)
        address = address.partition("?")[0] + following[1].replace("&amp;", "&") if following else ""
    return found


@pytest.mark.parametrize("order", ["", "?order=hottest"])
def test_pages_neither_repeat_nor_skip_while_articles_arrive(client: Client, order: str) -> None:
    topic = fill(0)
    for number in range(50):
        # Many of one time and one heat, and some without a date among them.
        placed_at = LONG_AGO + timedelta(minutes=number // 9)
        when = None if number % 9 == 4 else placed_at
        make_article(topics=[topic], title=f"Old {number}", heat=number % 3, published_date_time=when,
                     made_at=placed_at)  # fmt: skip
    expected = {f"Old {number}" for number in range(50)}
    # One line, used below.
    arrive = lambda: make_article(topics=[topic], published_date_time=timezone.now(), heat=9)  # noqa: E731
    found = walk(client, f"/topics/harbour/{order}", arrive)
    assert len(found) == len(set(found))
    assert set(found) == expected


def test_list_is_newest_first_and_what_has_no_date_stands_where_it_was_made(client: Client) -> None:
    topic = fill(0)
    for name, when in (("b", LONG_AGO), ("c", None), ("a", LONG_AGO + timedelta(days=1))):
        make_article(topics=[topic], title=name, published_date_time=when)
    between = LONG_AGO + timedelta(hours=1)
    make_article(topics=[topic], title="between", published_date_time=None, made_at=between)
    assert titles(page(client, "/topics/harbour/")) == ["c", "a", "between", "b"]


def test_heat_fades_by_half_in_three_days(client: Client) -> None:
    topic = fill(0)
    for name, heat, days in (("old and hot", 39, 0), ("new", 20, 3), ("old and hottest", 41, 0)):
        when = LONG_AGO + timedelta(days=days)
        make_article(topics=[topic], title=name, heat=heat, published_date_time=when)
    found = titles(page(client, "/topics/harbour/", order="hottest"))
    assert found == ["old and hottest", "new", "old and hot"]


def test_filters_are_kept_across_pages(client: Client) -> None:
    fill(30)
    text = page(client, "/topics/harbour/", minimum_heat=5, order="hottest")
    assert "order=hottest" in (found := re.search(r'rel="next" href="([^"]+)"', text) or [""])[1]
    assert "minimum_heat=5" in found[1]
    assert len(walk(client, "/topics/harbour/?minimum_heat=5")) == 25


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"provider": "HARBOUR-post.example"}, 3),
        ({"provider": "nobody.example"}, 0),
        ({"type": "video"}, 0),
        ({"since": "2021-06-02"}, 2),
        ({"until": "2021-06-02"}, 2),
        ({"minimum_heat": "2"}, 1),
    ],
)
@pytest.mark.parametrize(
    "address", ["/topics/harbour/", "/providers/harbour-post.example/", "/archive/2021/6/"]
)
def test_filters(client: Client, address: str, query: dict[str, Any], count: int) -> None:
    fill(3)
    assert len(titles(page(client, address, **query))) == count


NONSENSE = [
    "",
    "x",
    "-1",
    "9" * 400,
    "1e999",
    "NaN",
    "\0",
    "\ud800".encode("utf-8", "surrogatepass"),
    "0001-01-01",
    "9999-12-31",
    "%00",
    "'\"<script>",
]


@pytest.mark.parametrize("value", NONSENSE)
@pytest.mark.parametrize(
    "address", ["/topics/harbour/", "/providers/harbour-post.example/", "/archive/2021/6/"]
)
def test_nonsense_gets_a_friendly_page(client: Client, address: str, value: Any) -> None:
    fill(1)
    for name in ("provider", "type", "since", "until", "minimum_heat", "order", "after", "page", "q"):
        text = page(client, address, **{name: value})
        assert "<script>" not in text.replace('<script type="application/ld+json">', "")


@pytest.mark.parametrize(
    "cursor",
    [
        "bnVsbA",
        "W10",
        "W251bGwsICJcdTAwMDAiXQ",
        "WzFlOTk5LCAiYSJd",
        "W3RydWUsICJhIl0",
        "WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIiwgImEiXQ",
    ],
)
def test_foreign_cursor_starts_over(client: Client, cursor: str) -> None:
    fill(1)
    for order in ("", "hottest"):
        assert page(client, "/topics/harbour/", after=cursor, order=order)


@pytest.mark.parametrize(
    "address",
    [
        "/topics/nothing/",
        "/topics/%00/",
        "/news/%00/",
        "/news/nothing/",
        "/providers/%00/",
        "/providers/nobody.example/",
        "/archive/0/",
        "/archive/2021/13/",
        "/archive/2021/2/30/",
        "/archive/99999999999999999999/",
        "/archive/9999/12/31/",
        "/nothing/at/all",
    ],
)
def test_no_page_is_a_friendly_404(client: Client, address: str) -> None:
    assert "never printed" in page(client, address, HTTPStatus.NOT_FOUND)


def test_directory_of_providers_has_pages(client: Client) -> None:
    for number in range(130):
        # Names of two kinds, so that many are alike.
        make_article(provider=make_provider(f"a{number}.example", name=f"Name {number % 2}"))
    first = page(client, "/providers/")
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    second = page(client, f"/providers/{following[1]}")
    listed = [re.findall(r'class="person" href="([^"]+)"', text) for text in (first, second)]
    assert [len(part) for part in listed] == [120, 10]
    assert len({*listed[0], *listed[1]}) == 130
    for nonsense in ("x", "0", "9" * 40, "-1"):
        assert page(client, "/providers/", after=nonsense)


# ---- Addresses that were


def test_renamed_topic_leaves_a_redirect_and_back_again_makes_no_circle(client: Client) -> None:
    topic = make_topic("Harbour", slug="a")
    for slug in ("b", "a", "c"):
        topic.slug = slug
        topic.save()
    for former in ("a", "b"):
        response = client.get(f"/topics/{former}/")
        assert (response.status_code, response["Location"]) == (HTTPStatus.MOVED_PERMANENTLY, "/topics/c/")
    topic.slug = "a"
    topic.save()
    assert client.get("/topics/a/").status_code == HTTPStatus.OK
    assert client.get("/topics/c/")["Location"] == "/topics/a/"


def test_moved_article_leaves_a_redirect(client: Client) -> None:
    article = make_article(path="_news/one.md")
    article.path = "_news/two.md"
    article.save()
    assert client.get("/news/one/")["Location"] == "/news/two/"
    article.published = False
    article.save()
    assert client.get("/news/one/").status_code == HTTPStatus.NOT_FOUND


def test_withdrawn_and_deleted_articles_are_gone(client: Client) -> None:
    withdrawn, deleted, draft = make_article(), make_article(), make_article(published=False)
    withdrawn.published = False
    withdrawn.save()
    delete_articles(deleted)
    assert "withdrawn" in page(client, withdrawn.get_absolute_url(), HTTPStatus.GONE)
    assert "withdrawn" in page(client, f"/news/{deleted.slug}/", HTTPStatus.GONE)
    delete_articles(draft)
    page(client, f"/news/{draft.slug}/", HTTPStatus.NOT_FOUND)
    withdrawn.published = True
    withdrawn.save()
    page(client, withdrawn.get_absolute_url())


# ---- One article


def json_ld(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def canonical(text: str) -> str:
    found = re.search(r'<link rel="canonical" href="([^"]+)"', text)
    assert found
    return found[1]


def test_linked_article_stands_for_its_source(client: Client) -> None:
    article = make_article(provider=make_provider("post.example"), web_url="https://post.example/a")
    text = page(client, article.get_absolute_url())
    told = json_ld(text)
    assert canonical(text) == "https://post.example/a"
    assert told["isBasedOn"]["url"] == "https://post.example/a"
    assert told["isBasedOn"]["publisher"]["url"] == "https://post.example/"
    assert "Read at Post" in text


def test_hosted_article_stands_for_itself(client: Client) -> None:
    article = make_article(web_url="", provider=make_provider("post.example"))
    text = page(client, article.get_absolute_url())
    assert canonical(text) == f"http://testserver{article.get_absolute_url()}"
    assert json_ld(text)["@type"] == "NewsArticle"
    assert "Read at" not in text


def test_title_cannot_end_the_script_that_tells_of_it(client: Client) -> None:
    title = "</script><script>alert(1)</script><!-- & \u2028"
    text = page(client, make_article(title=title).get_absolute_url())
    assert json_ld(text)["name"] == title
    assert escape("<script>alert(1)") in text
    assert "<script>alert" not in text


def test_video_is_a_link_to_its_host_and_names_the_player(client: Client) -> None:
    frame = '<iframe src="https://www.youtube.com/embed/qT7bR0nKh3E"></iframe>'
    text = page(client, make_article(type="video", web_url="", featured_content=frame).get_absolute_url())
    assert 'href="https://www.youtube.com/watch?v=qT7bR0nKh3E"' in text
    assert 'data-frame="https://www.youtube-nocookie.com/embed/qT7bR0nKh3E"' in text
    assert "<iframe" not in text
    assert json_ld(text)["@type"] == "VideoObject"


@pytest.mark.parametrize(
    "html",
    [
        '<iframe src="https://evil.example/embed/qT7bR0nKh3E"></iframe>',
        '<iframe src="javascript:alert(1)"></iframe>',
        "<script>alert(1)</script>",
        '<iframe src="https://www.youtube.com/embed/short"></iframe>',
        '<iframe src="https://www.youtube.com.evil.example/embed/qT7bR0nKh3E"></iframe>',
    ],
)
def test_what_is_no_player_is_not_on_the_page(client: Client, html: str) -> None:
    text = page(client, make_article(featured_content=html).get_absolute_url())
    assert html not in text
    assert escape(html) not in text


def test_address_that_is_none_is_no_link(client: Client) -> None:
    article = make_article(web_url="javascript:alert(1)")
    make_related(article, title="Trap", web_url="javascript:alert(2)")
    text = page(client, article.get_absolute_url())
    assert "Trap" in text
    assert "javascript:" not in text


def test_related_link_to_an_article_of_ours_leads_there(client: Client) -> None:
    ours = make_article(web_url="https://post.example/ours")
    article = make_article()
    make_related(article, web_url="https://post.example/ours", title="Ours")
    assert f'<a href="{ours.get_absolute_url()}">Ours</a>' in page(client, article.get_absolute_url())


def test_articles_of_one_stem_have_each_an_address_of_its_own(client: Client) -> None:
    make_article(path="_news/a/same.md", title="Older")
    make_article(path="_news/b/same.md", title="Newer", published_date_time=LONG_AGO + timedelta(days=1))
    assert "<h1>Older</h1>" in page(client, "/news/same/")
    assert "<h1>Newer</h1>" in page(client, "/news/b-same/")


# ---- When something breaks


def test_broken_page_says_so_without_the_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    client.raise_request_exception = False
    monkeypatch.setattr(views, "front_page", fail)
    assert "jammed" in page(client, "/", HTTPStatus.INTERNAL_SERVER_ERROR)


def test_absent_database_is_a_503(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OperationalError

    client.raise_request_exception = False
    monkeypatch.setattr(views, "front_page", fail)
    assert "Back in a moment" in page(client, "/", HTTPStatus.SERVICE_UNAVAILABLE)
    assert client.get("/")["Retry-After"] == "30"


# ---- One index scan


@pytest.mark.parametrize(
    ("order", "index"), [("", "listing_newest_in_topic"), ("hottest", "listing_hottest_in_topic")]
)
def test_topic_page_reads_one_index_and_sorts_nothing(client: Client, order: str, index: str) -> None:
    fill(30)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            # So few rows are sorted more cheaply than read in order.
            for way in ("seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    first = page(client, "/topics/harbour/", order=order)
    following = re.search(r"after=([\w-]+)", first)
    assert following
    with CaptureQueriesContext(connection) as captured:
        page(client, "/topics/harbour/", order=order, after=following[1])
    (query,) = (
        q["sql"]
        for q in captured
        if 'FROM "articles_listing"' in q["sql"]
        and "INNER JOIN" in q["sql"]
        and "<=" in q["sql"]
        and "LIMIT 21" in q["sql"]
    )
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{query}")
        plan = "\n".join(str(row) for row in cursor.fetchall())
    assert index in plan
    assert not re.search(r"TEMP B-TREE|Sort|MULTI-INDEX", plan), plan


def test_reverse_knows_every_page() -> None:
    assert reverse("articles:archive_day", args=[2021, 6, 1]) == "/archive/2021/6/1/"
    assert Listing.objects.count() == 0


@pytest.mark.parametrize(("elsewhere", "of_others"), [(1, 5), (5, 1)], ids=["few of theirs", "few in topic"])
def test_topic_narrowed_to_a_provider_shows_theirs_there_and_nothing_hidden(
    client: Client, elsewhere: int, of_others: int
) -> None:
    """Whichever of the two there is less of, and so is read through."""
    topic, other, provider = make_topic("Harbour"), make_topic("Sea"), make_provider("post.example")
    for number in range(2):
        make_article(title=f"Theirs {number}", topics=[topic], provider=provider)
    make_article(title="Hidden", topics=[topic], provider=provider, published=False)
    later = timezone.now() + timedelta(days=1)
    make_article(title="Tomorrow", topics=[topic], provider=provider, published_date_time=later)
    for number in range(elsewhere):
        make_article(title=f"Elsewhere {number}", topics=[other], provider=provider)
    for number in range(of_others):
        make_article(title=f"Others {number}", topics=[topic], provider=make_provider(f"{number}.example"))
    for order in ("", "&order=hottest"):
        text = page(client, f"{topic.get_absolute_url()}?provider=POST.example{order}")
        assert set(re.findall(r"<h3><a [^>]+>(\w+)", text)) == {"Theirs"}
        assert text.count('class="card"') == 2


def test_what_lasts_is_in_the_language_of_each_reader(client: Client) -> None:
    make_article(topics=[make_topic("Harbour")])
    for language, words in (("en", "Skip to content"), ("de", "Zum Inhalt"), ("en", "Skip to content")):
        text = client.get("/?q=x", headers={"accept-language": language}).content.decode()
        assert words in text
        assert text.count("<footer") == text.count("</body>") == 1


def test_searched_words_stand_in_the_form_of_no_other_page(client: Client) -> None:
    assert 'value="umbrella"' in page(client, "/search/?q=umbrella")
    assert "umbrella" not in page(client, "/search/")


def test_a_domain_that_leads_elsewhere_is_shown_and_not_linked(client: Client) -> None:
    # As it came in before such a domain was refused.
    provider = make_provider("bank.example@evil.example", name="Bank")
    article = make_article(provider=provider, web_url="https://bank.example@evil.example/")
    for page in (provider.get_absolute_url(), article.get_absolute_url()):
        assert "https://bank.example@evil.example" not in client.get(page).content.decode(), page


# ---- What proxies may keep


def test_pages_may_be_kept_if_asked_for_again_but_not_those_of_a_session(client: Client) -> None:
    article = make_article(topics=[make_topic("Tides")], provider=make_provider("p.example"))
    for address in (
        "/",
        "/topics/",
        "/topics/tides/",
        article.get_absolute_url(),
        "/search/?q=a",
        "/nothing/",
    ):
        response = client.get(address)
        assert response["Cache-Control"] == "public, no-cache", address
        assert "Set-Cookie" not in response.headers
    client.force_login(make_user())
    for address in ("/", article.get_absolute_url(), "/nothing/"):
        assert client.get(address)["Cache-Control"] == "private, no-cache", address


# ---- What was withdrawn, and when


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("It was published by mistake.", "It was published by mistake."),
        ("Er wurde versehentlich veröffentlicht.", "It was published by mistake."),
        ("The minister rang", ""),
        ("", ""),
    ],
)
def test_page_of_a_withdrawn_story_says_a_public_reason_and_no_note(
    client: Client, typed: str, told: str
) -> None:
    article = make_article()
    desk = Client()
    desk.force_login(make_user())
    sent = {"to": "withdrawn", "ids": article.pk, "reason": typed, f"seen_{article.pk}": "published "}
    assert desk.post("/admin/articles/article/decide/", sent).status_code == 302
    response = client.get(article.get_absolute_url())
    assert response.status_code == 410
    text = response.content.decode()
    assert f"no longer published. {told}</p>".replace(" </p>", "</p>") in text
    assert "minister" not in text


def test_page_of_a_story_that_its_source_took_back_says_so(client: Client, tmp_path: Path) -> None:
    for published in (True, False):
        import_site(write_site(tmp_path, {"_news/a.md": document(published=published)}))
    response = client.get("/news/a/", headers={"Accept-Language": "de"})
    assert response.status_code == 410
    assert "Sein Herausgeber hat ihn zurückgezogen." in response.content.decode()


def test_times_are_told_one_way_with_the_exact_time_at_hand(client: Client) -> None:
    article = make_article(
        published_date_time=datetime(2024, 4, 11, 8, tzinfo=UTC), provider=make_provider("p.example")
    )
    for language, day in (("en", "April 11, 2024"), ("de", "11. April 2024")):
        told = f'<time datetime="2024-04-11T08:00:00+00:00" title="{day}, 08:00 UTC">{day}</time>'
        for address in (article.get_absolute_url(), "/providers/p.example/", "/search/?q=article", "/"):
            text = client.get(address, headers={"Accept-Language": language}).content.decode()
            assert re.findall("<time.*?</time>", text) == [told], address


def test_page_of_feeds_names_those_of_the_site_and_of_topics(client: Client) -> None:
    make_article(topics=[make_topic("Tides")])
    text = client.get("/feeds/").content.decode()
    named = re.findall(r'href="(/feeds/[^"]+\.(?:xml|json))">(?:RSS|Atom|JSON)<', text)
    assert {"/feeds/rss.xml", "/feeds/topics/tides/atom.xml", "/feeds/topics/tides/feed.json"} <= {*named}
    for address in named:
        assert client.get(address).status_code == 200
    assert 'href="/feeds/"' in client.get("/").content.decode()


def test_no_host_of_a_picture_learns_which_page_is_read(client: Client) -> None:
    other = "https://elsewhere.example"
    provider = make_provider("harbour-post.example")
    Image.objects.create(provider=provider, url=f"{other}/logo.png", width=50, height=50)
    stories = [
        make_article(provider=provider, images=[{"url": f"{other}/{n}.jpg"}], body=f"![a]({other}/b.jpg)")
        for n in range(9)
    ]
    for address in ("/", stories[0].get_absolute_url(), "/providers/", provider.get_absolute_url()):
        tags = re.findall(rf"<img[^>]*{other}[^>]*>", page(client, address))
        assert tags, address
        assert [tag for tag in tags if 'referrerpolicy="no-referrer"' not in tag] == [], address
        # What leads a page and the logo at its head are seen at once.
        eager = [tag for tag in tags if 'loading="lazy"' not in tag and "fetchpriority" not in tag]
        assert [tag for tag in eager if "logo.png" not in tag] == [], address
