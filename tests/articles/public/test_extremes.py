"""What an import accepts, every output can say: a site of extremes, asked everywhere and for everything."""

import io
import json
import math
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from articles.models import Article, Topic
from articles.public.providers import public_providers
from tests.support.extremes import FRAGMENTS, extreme_site
from tests.support.make import make_user
from tests.support.sites import import_site, reasons, write_site

pytestmark = pytest.mark.django_db

# Cursors that say 1e999, two times that are none in UTC, and null.
CURSORS = [
    urlsafe_b64encode(json.dumps([value, ""]).encode()).decode().rstrip("=")
    for value in (math.inf, "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", None)
]
VALUES = (
    "unknown", "", "x" * 5000, '"' * 2000, "\0", "-1", "0", "9" * 400, "1e999", "nan", "１", "0001-01-01",
    "9999-12-31", "0000-00-00", "99999-01-01", "<![x]>", "%", "\ufffe", "1,2,x", "a OR b* -c:^ NEAR(", "((((",
    "*", *CURSORS,
)  # fmt: skip
# 503 would be an answer for a database that is away.
FINE = frozenset({200, 301, 302, 304, 403, 404, 405, 410})


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """All of it imported; nothing was refused."""
    folder = write_site(tmp_path / "site", extreme_site())
    report = import_site(folder)
    assert reasons(report) == []
    assert Article.objects.count() == len(list((folder / "_news").iterdir()))
    return folder


def ask(client: Client, address: str) -> Any:
    response = client.get(address)
    # Django's own refusal of columns that no screen asks by.
    is_refused = response.status_code == 400 and re.search("[?&](?:_to_field|id__exact)=", address)
    assert response.status_code in FINE or is_refused, (response.status_code, address[:300])
    if response.status_code == 200 and not response.streaming:
        _is_well_formed(response["Content-Type"], response.content.decode())
    return response


def _is_well_formed(content_type: str, text: str) -> None:
    if "xml" in content_type:
        ElementTree.fromstring(text)
    elif "json" in content_type:
        json.loads(text, parse_constant=pytest.fail)


def public_addresses() -> Iterator[str]:
    """Every page, feed, sitemap and page of the API, of every article, topic and provider that there is."""
    names = {
        "article": list(Article.objects.values_list("slug", flat=True)),
        "topic": list(Topic.objects.values_list("slug", flat=True)),
        "provider": [provider.domain or provider.name for provider in public_providers()],
    }
    for route in _routes(get_resolver("articles.public.urls")):
        yield from _filled(route, names)


def _filled(route: URLPattern, names: dict[str, list[str]]) -> Iterator[str]:
    kind = (route.name or "").replace("-", "_").partition("_")[0]
    values: dict[str, list[str]] = {
        "form": ["rss.xml", "atom.xml", "feed.json"],
        "slug": names.get(kind, []),
        "address": names["provider"],
        "topic": names["topic"],
        "name": names["topic"] + names["article"],
        "token": ["x", "1:x:x", "a:" * 500],
        "page": ["1", "2", "0", "9" * 40],
        "kind": ["pages", "topics", "providers", "articles"],
        "number": ["1", "2"],
        "year": ["1", "2021", "9999", "0", "9" * 40],
        "month": ["1", "12", "13"],
        "day": ["1", "31", "32"],
        "rest": ["x", "\0"],
    }
    for found in _combined(route, values):
        yield "/" + found


def _combined(route: URLPattern, values: dict[str, list[str]]) -> Iterator[str]:
    pattern = str(route.pattern)
    places = re.findall(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", pattern)
    texts = [re.sub(r"\(\?:.*\)\?", "", pattern).strip("^$").replace("\\.", ".")]
    for place in (a or b for a, b in places):
        one = re.compile(rf"<(?:\w+:)?{place}>|\(\?P<{place}>(?:[^()]|\([^()]*\))*\)")
        texts = [one.sub(quote(value, safe=""), text, count=1) for text in texts for value in values[place]]
    yield from texts


def _routes(resolver: URLResolver) -> Iterator[URLPattern]:
    for one in resolver.url_patterns:
        yield from _routes(one) if isinstance(one, URLResolver) else [one]


# ---- Readers and programs


def test_every_public_address_answers(client: Client, site: Path) -> None:
    addresses = list(public_addresses())
    assert len(addresses) > 400
    for address in addresses:
        ask(client, address)


@pytest.mark.parametrize("form", ["2021", "2023"])
@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati"])
def test_api_tells_every_extreme(
    client: Client, site: Path, settings: Settings, form: str, zone: str
) -> None:
    settings.API_FORM, settings.API_TIME_ZONE = form, zone
    page, seen = 1, []
    while page:
        answer = json.loads(ask(client, f"/api/news/?page={page}").content)
        seen += answer["value"]
        page = answer["nextPage"]
    assert len(seen) == Article.objects.published().count() > len(FRAGMENTS)


LISTED = "after order provider type since until minimum_heat q"
# What each address reads; the others stand for all that read nothing.
ASKED = {
    "/news/": LISTED,
    "/topics/xxx/": LISTED,
    "/providers/odd.example/": LISTED,
    "/archive/1/1/": LISTED,
    "/archive/1/1/1/": LISTED,
    "/search/": "q page provider type since until minimum_heat",
    "/topics/": "after",
    "/providers/": "after",
    "/feeds/rss.xml": "after q",
    "/feeds/search/atom.xml": "q after",
    "/feeds/topics/xxx/feed.json": "after q",
    "/feeds/providers/odd.example/rss.xml": "after q",
    "/api/news/": "page",
    "/api/news/xxx/": "page",
    "/news/odd/": "page",
    "/sitemap.xml": "page",
    "/healthz": "page",
}


def test_every_parameter_may_be_anything(client: Client, site: Path) -> None:
    for pattern, names in ASKED.items():
        address = pattern.replace("xxx", "x" * 100)
        for name, value in product(names.split(), VALUES):
            ask(client, f"{address}?{urlencode({name: value})}")
        for value in VALUES:
            ask(client, f"{address}?{urlencode({'q': 'related', **dict.fromkeys(names.split()[1:], value)})}")
        ask(client, f"{address}?q=%ff%fe&after=%ed%a0%80&page=%ff")


# ---- Exports


@pytest.mark.parametrize("kind", ["site", "api", "csv", "jsonl"])
def test_every_export_holds_all(site: Path, tmp_path: Path, settings: Settings, kind: str) -> None:
    settings.API_FORM = "2021"
    target = tmp_path / "out"
    call_command("export_articles", str(target), "--format", kind, verbosity=0, stderr=io.StringIO())
    files = [path for path in target.rglob("*") if path.is_file()]
    if kind == "site":
        assert {path.relative_to(target): path.read_bytes() for path in files} == {
            path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()
        }
    for path in files:
        if path.suffix == ".json":
            json.loads(path.read_bytes(), parse_constant=pytest.fail)
    assert files


# ---- The desk


def desk_addresses() -> Iterator[str]:
    """Every screen of the desk for every row of its model, and for rows that there never were."""
    keys = {
        f"{model._meta.app_label}/{model._meta.model_name}/": [
            *(str(key) for key in model._default_manager.values_list("pk", flat=True)[:80]), "0", "9" * 40,
        ]
        for model in admin.site._registry
    }  # fmt: skip
    for prefix in admin.site.urls[0]:
        for route in _routes(prefix) if isinstance(prefix, URLResolver) else [prefix]:
            whole = str(prefix.pattern) if isinstance(prefix, URLResolver) else ""
            values = {
                name: keys.get(whole, ["1", "x", "9" * 40])
                for name in ("object_id", "pk", "key", "id", "content_type_id")
            }
            names = {"app_label": ["articles", "x"], "url": ["x"]}
            for text in _combined(route, {**values, **names}):
                yield f"/admin/{whole}{text}"


def test_every_screen_of_the_desk_answers(client: Client, site: Path) -> None:
    client.force_login(make_user(is_superuser=True))
    addresses = [one for one in desk_addresses() if "logout" not in one]
    assert len(addresses) > 400
    for address in addresses:
        ask(client, address)


QUEUE = (
    "tab after q topic provider type since until quality_from quality_to heat_from heat_to picture run sort"
)
LISTS = "q p o e all id__exact _popup _to_field _changelist_filters"
SCREENS = {
    "": "q",
    "login/": "next",
    "autocomplete/": "term app_label model_name field_name p",
    "articles/article/": QUEUE,
    "articles/article/damaged/": "p",
    "articles/article/advice/": "title excerpt webUrl originalUrl topics article",
    "articles/article/ours/": "q article",
    "articles/article/add/": "title topics _changelist_filters _publish_at",
    "articles/article/{pk}/change/": "_move _publish_at _reason_withdrawn _to_field _changelist_filters",
    "articles/article/{pk}/history/": "p a b",
    "articles/article/{pk}/history/compare/": "a b",
    "articles/article/{pk}/history/restore/": "number version",
    "articles/topic/": LISTS,
    "articles/importrun/": LISTS,
    "articles/conflict/": f"{LISTS} show",
    "articles/withheld/": f"{LISTS} state",
    "articles/upload/": f"{LISTS} show",
    "providers/provider/": f"{LISTS} blocked",
    "auth/user/": f"{LISTS} groups is_active__exact",
}


def test_every_parameter_of_the_desk_may_be_anything(client: Client, site: Path) -> None:
    client.force_login(make_user(is_superuser=True))
    odd = Article.objects.get(slug="odd").pk
    for screen, names in SCREENS.items():
        address = f"/admin/{screen.format(pk=odd)}"
        for name, value in product(names.split(), VALUES):
            ask(client, f"{address}?{urlencode({name: value})}")
