"""Pages that are kept: what they cost, for whom, and that they never say anything but what is true."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings
from time_machine import TimeMachineFixture

from articles.editing.history import Actor
from articles.editing.workflow import move
from articles.models import Article, Revision, Topic
from articles.models.workflow import State
from articles.public import page_cache
from articles.public.page_cache import PARAMETERS
from articles.public.urls import urlpatterns
from articles.reading import edition
from providers.models import Provider
from tests.support.databases import ROOT, Database
from tests.support.make import delete_articles, make_article, make_provider, make_topic, make_user
from tests.support.sites import document, import_site, write_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition_at_once")]
NOW = datetime(2031, 11, 23, 12, tzinfo=UTC)
REDIS = "redis://127.0.0.1:6379/"
# What tells of a page, apart from its bytes.
HEADERS = ("Content-Type", "Cache-Control", "Vary", "Content-Language", "ETag", "Access-Control-Allow-Origin")
ADDRESSES = (
    "/",
    "/topics/",
    "/topics/tides/",
    "/topics/tides/?order=hottest",
    "/news/first/",
    "/news/second/",
    "/providers/",
    "/providers/p.example/",
    "/search/?q=harbour",
    "/archive/",
    "/archive/2021/",
    "/archive/2021/06/",
    "/archive/2021/06/01/",
    "/feeds/",
    "/feeds/rss.xml",
    "/feeds/topics/tides/feed.json",
    "/feeds/search/atom.xml?q=harbour",
    "/sitemap.xml",
    "/sitemap-topics-1.xml",
    "/news-sitemap.xml",
    "/robots.txt",
    "/api/news/",
    "/api/news/tides/",
    "/api/topics/",
)


def told(client: Client, address: str, **headers: Any) -> tuple[int, bytes, list[str | None]]:
    response = client.get(address, **headers)
    return response.status_code, response.content, [response.get(name) for name in HEADERS]


def made_anew(client: Client, address: str) -> tuple[int, bytes, list[str | None]]:
    """As if there were no cache at all."""
    with pytest.MonkeyPatch.context() as patched, override_settings(PAGE_CACHE_SECONDS=0):
        patched.setattr(edition, "current_edition", lambda: None)
        return told(client, address)


@pytest.fixture
def tides() -> Topic:
    topic = make_topic("Tides")
    when = datetime(2021, 6, 1, tzinfo=UTC)
    provider = make_provider("p.example", name="P")
    make_article(
        path="_news/first.md", title="Harbour", topics=[topic], provider=provider, published_date_time=when
    )
    return topic


# ---- What a hit costs, and what it says


@pytest.mark.usefixtures("tides")
@pytest.mark.parametrize("address", ADDRESSES)
def test_second_time_costs_one_query_and_says_the_same(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    if address in {"/news/second/", "/news-sitemap.xml"}:
        assert told(client, address) == told(client, address)
        return
    told(client, address)
    first = told(client, address)
    with django_assert_num_queries(1):
        assert told(client, address) == first
    assert first == made_anew(client, address)
    assert client.head(address)["ETag"] == first[2][4]


@pytest.mark.usefixtures("tides")
def test_reader_who_has_the_page_already_is_told_so_from_the_cache(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for address in ("/", "/feeds/rss.xml"):
        first = client.get(address)
        with django_assert_num_queries(1):
            again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
            assert again[name] == first[name]
        assert again.get("Access-Control-Allow-Origin") == first.get("Access-Control-Allow-Origin")


def test_reader_who_comes_back_fills_the_cache_too(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    etag = client.get("/")["ETag"]
    cache.clear()
    assert client.get("/", headers={"If-None-Match": etag}).status_code == 304
    with django_assert_num_queries(1):
        assert client.get("/").status_code == 200


def test_page_that_would_drive_out_many_is_made_anew_each_time(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    small, large = make_article(body="tide " * 40_000), make_article(body="tide " * 60_000)
    for article in (small, large):
        client.get(article.get_absolute_url())
    with django_assert_num_queries(1):
        client.get(small.get_absolute_url())
    with CaptureQueriesContext(connection) as queries:
        client.get(large.get_absolute_url())
    assert len(queries) > 1


# ---- For whom


@pytest.fixture
def count_made(monkeypatch: pytest.MonkeyPatch) -> Callable[..., bool]:
    """Whether an answer was made anew, and not kept."""

    def is_made(client: Client, address: str = "/", **headers: Any) -> bool:
        before = len(cache_sets)
        client.get(address, **headers)
        return len(cache_sets) > before

    cache_sets: list[str] = []
    usual = page_cache.PageCache._made

    def counted(self: Any, *args: Any) -> Any:
        cache_sets.append("made")
        return usual(self, *args)

    monkeypatch.setattr(page_cache.PageCache, "_made", counted)
    return is_made


def test_nobody_with_a_session_is_answered_from_the_cache(client: Client) -> None:
    client.get("/")
    client.force_login(make_user())
    keys = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(cache, "get", lambda *args: keys.append(args))
        patched.setattr(cache, "set", lambda *args: keys.append(args))
        response = client.get("/")
    assert response["Cache-Control"] == "private, no-cache"
    assert [key for key, *_ in keys if str(key).startswith("page:")] == []


@pytest.mark.parametrize("cookie", ["sessionid", "messages", "django_language"])
def test_cookies_that_matter_keep_a_page_out_of_the_cache(
    client: Client, count_made: Callable[..., bool], cookie: str
) -> None:
    client.cookies[cookie] = "de"
    assert not count_made(client)
    assert client.get("/")["Cache-Control"] == "private, no-cache"


def test_cookies_that_do_not_matter_find_the_page(client: Client, count_made: Callable[..., bool]) -> None:
    assert count_made(client)
    client.cookies["csrftoken"] = "x" * 32
    client.cookies["_visitor"] = "1"
    assert not count_made(client)
    assert client.get("/")["Cache-Control"] == "public, no-cache"


def test_password_in_a_header_keeps_a_page_out(client: Client, count_made: Callable[..., bool]) -> None:
    assert not count_made(client, headers={"Authorization": "Basic eDp5"})


@pytest.mark.parametrize("cookie", [True, False])
def test_answer_with_a_cookie_or_for_few_is_never_kept(cookie: bool) -> None:
    response = HttpResponse(b"own", headers={"Cache-Control": "public" if cookie else "private"})
    if cookie:
        response.set_cookie("a", "b")
    assert not page_cache._is_for_everybody(response)


def test_each_language_and_each_host_has_its_page(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    for host in settings.ALLOWED_HOSTS:
        for language in ("de", "en"):
            for _ in range(2):
                response = client.get("/", headers={"Host": host, "Accept-Language": language})
                assert f'<html lang="{language}"' in response.content.decode()
                assert host in response.content.decode()
                assert response["Vary"] == "Accept-Language"


def test_host_that_is_not_ours_finds_nothing(client: Client) -> None:
    client.get("/")
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.usefixtures("tides")
def test_parameters_that_change_nothing_find_the_page(
    client: Client, count_made: Callable[..., bool]
) -> None:
    first = told(client, "/topics/tides/?order=hottest&utm_source=x")
    assert not count_made(client, "/topics/tides/?b=1&order=hottest")
    assert told(client, "/topics/tides/?order=hottest") == first
    assert told(client, "/topics/tides/") != first


@pytest.mark.usefixtures("tides")
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_asks_for_a_parameter_that_the_cache_does_not_know(client: Client, address: str) -> None:
    """An unknown parameter changes no byte of any page."""
    mark = "&" if "?" in address else "?"
    others = "&".join(f"{name}=zzz" for name in ("utm_source", "page_size", "lang", "format", "preview"))
    assert made_anew(client, address)[:2] == made_anew(client, f"{address}{mark}{others}")[:2]


def test_every_public_address_is_kept_or_left_out_on_purpose() -> None:
    named = {pattern.name for pattern in urlpatterns if pattern.name}
    assert named - {*PARAMETERS} == {"shared", "news_sitemap"}
    assert {*PARAMETERS} <= named


def test_debugging_and_zero_seconds_keep_nothing(
    client: Client, settings: Settings, count_made: Callable[..., bool]
) -> None:
    settings.DEBUG = True
    assert not count_made(client)
    settings.DEBUG = False
    settings.PAGE_CACHE_SECONDS = 0
    assert not count_made(client)


def test_another_look_of_the_site_is_shown(
    client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that starts again finds pages in the cache that were made by its templates of before."""
    templates: Any = settings.TEMPLATES
    settings.SITE_TEMPLATES = tmp_path
    monkeypatch.setattr(page_cache, "_release", page_cache._release.__wrapped__)
    for text in ("one", "two"):
        (tmp_path / "_footer.html").write_text(f"<footer>foot number {text}</footer>", "utf-8")
        own_first = templates[0] | {"DIRS": [tmp_path, *templates[0]["DIRS"]]}
        settings.TEMPLATES = [own_first, *templates[1:]]
        assert [f"foot number {text}" in client.get("/").content.decode() for _ in range(2)] == [True] * 2


def test_what_other_caches_may_do_behind_a_network(client: Client, settings: Settings) -> None:
    settings.CDN_SECONDS = 30
    wanted = "public, max-age=0, s-maxage=30, stale-while-revalidate=30"
    assert [client.get("/")["Cache-Control"] for _ in range(2)] == [wanted] * 2
    client.force_login(make_user())
    assert client.get("/")["Cache-Control"] == "private, no-cache"


# ---- Never anything but what is true


def test_page_ends_when_the_next_story_becomes_public(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOW, tick=False)
    topic = make_topic("Tides")
    make_article(title="Dated", topics=[topic], published_date_time=NOW + timedelta(seconds=5))
    scheduled = make_article(title="Planned", topics=[topic], published=None)
    actor = Actor(None, Revision.Origin.TRIAGE, NOW)
    move(
        Article.objects.filter(pk=scheduled.pk),
        State.SCHEDULED,
        actor,
        publish_at=NOW + timedelta(seconds=9),
    )
    shown = []
    for second in (0, 4, 5, 8, 9):
        time_machine.move_to(NOW + timedelta(seconds=second), tick=False)
        content = client.get("/topics/tides/").content.decode()
        shown.append(("Dated" in content, "Planned" in content))
    assert shown == [(False, False)] * 2 + [(True, False)] * 2 + [(True, True)]


def _import(tmp_path: Path, title: str, published: bool) -> None:
    data = document(
        title=title, published=published, topics=["Tides"], publishedDateTime="2021-06-01T00:00:00Z"
    )
    import_site(write_site(tmp_path, {"_news/2021-06-01-second.md": data}))


ACTIONS = ("publish", "withdraw", "rename", "title", "delete", "import", "provider", "slug", "read", "new")


@hypothesis_settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_kept_page_never_differs_from_one_made_anew(
    tmp_path: Path, tides: Topic, client: Client, data: st.DataObject
) -> None:
    cache.clear()
    number = 0

    def act(action: str) -> None:
        rows = Article.objects.filter(path="_news/first.md")
        actor = Actor(None, Revision.Origin.TRIAGE, datetime.now(UTC))
        changes: dict[str, Callable[[], object]] = {
            "publish": lambda: move(rows, State.PUBLISHED, actor),
            "withdraw": lambda: move(rows, State.WITHDRAWN, actor),
            "rename": lambda: _renamed(f"Tides {number}"),
            "title": lambda: rows.update(title=f"Harbour {number}"),
            "delete": lambda: delete_articles(rows),
            "import": lambda: _import(tmp_path, f"Harbour wall {number}", number % 2 == 0),
            "provider": lambda: Provider.objects.update(name=f"P {number}"),
            "slug": lambda: Topic.objects.filter(pk=tides.pk).update(slug=f"tides-{number % 2}"),
            "new": lambda: make_article(title=f"Harbour new {number}", topics=[tides]),
            "read": lambda: None,
        }
        changes[action]()

    def _renamed(name: str) -> None:
        topic = Topic.objects.get(pk=tides.pk)
        topic.name = name
        topic.save()

    with transaction.atomic():
        for action in data.draw(st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=6)):
            number += 1
            act(action)
            for address in data.draw(st.lists(st.sampled_from(ADDRESSES), min_size=1, max_size=5)):
                assert told(client, address) == made_anew(client, address), (action, address)
        transaction.set_rollback(True)


# ---- Several caches, several processes


@pytest.fixture(params=["memory", "redis"])
def each_cache(request: pytest.FixtureRequest, settings: Settings) -> Iterator[None]:
    if request.param == "redis":
        try:
            redis.Redis.from_url(REDIS).ping()
        except redis.exceptions.ConnectionError:
            pytest.skip(f"no Redis answers at {REDIS}")
        backend = "django.core.cache.backends.redis.RedisCache"
        settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": REDIS, "KEY_PREFIX": "newsroom-tests"}}
    yield


@pytest.mark.usefixtures("tides", "each_cache")
def test_change_is_shown_at_once_and_what_was_withdrawn_is_gone(
    client: Client, count_made: Callable[..., bool]
) -> None:
    rows = Article.objects.filter(path="_news/first.md")
    actor = Actor(None, Revision.Origin.TRIAGE, datetime.now(UTC))
    shows = (
        "/",
        "/topics/tides/",
        "/news/first/",
        "/providers/p.example/",
        "/search/?q=harbour",
        "/feeds/rss.xml",
    )
    for address in shows:
        client.get(address)
        assert b"Harbour" in client.get(address).content, address
        client.get(address)
        assert not count_made(client, address), address
    move(rows, State.WITHDRAWN, actor)
    for address in shows:
        # What was asked for stands in the field of the search.
        assert b">Harbour<" not in client.get(address).content, address
        assert b"/news/first/" not in client.get(address).content.replace(b'href="/news/first/"', b""), (
            address
        )
    assert client.get("/news/first/").status_code == 410
    move(rows, State.PUBLISHED, actor)
    for address in shows:
        assert b"Harbour" in client.get(address).content, address


READER = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
import django; django.setup()
from django.conf import settings
settings.DEBUG, settings.ALLOWED_HOSTS = False, ["testserver"]
settings.STORAGES["staticfiles"]["BACKEND"] = settings.STATIC_STORAGE_AT_DESK
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
client = Client()
for address in sys.stdin:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address.strip(), secure=False)
    plain = response.content.replace(b"<mark>", b"").replace(b"</mark>", b"")
    print(response.status_code, b"Harbour wall" in plain, len(captured), flush=True)
"""


def test_another_process_shows_at_once_what_was_published_and_withdrawn(
    own: Database, tmp_path: Path
) -> None:
    def bring(published: bool) -> None:
        data = document(title="Harbour wall", published=published, topics=["Tides"])
        site = write_site(tmp_path, {"_news/wall.md": data})
        done = own.manage("import_articles", site)
        assert done.returncode == 0, done.stderr

    reader = subprocess.Popen(
        [sys.executable, "-c", READER],
        env=own.environment(),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdin and reader.stdout

    def ask(address: str) -> list[str]:
        assert reader.stdin and reader.stdout
        print(address, file=reader.stdin, flush=True)
        return reader.stdout.readline().split()

    try:
        addresses = ("/", "/topics/", "/news/wall/", "/feeds/rss.xml", "/api/news/", "/search/?q=harbour")
        for published in (False, True, False):
            bring(published)
            for address in addresses:
                assert ask(address)[1] == str(published), (published, address)
        assert ask("/")[2] == "1"
    finally:
        reader.stdin.close()
        reader.wait(20)
        reader.stdout.close()
