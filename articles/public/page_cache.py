"""Public pages for readers of whom nothing is known, kept as they were answered for as long as they are true.

A page that is kept costs one small query, which asks for the edition (`articles.reading.edition`). Here
stands also what browsers and proxies are told of keeping: the one place that says so for pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache as once
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final, NamedTuple

import django
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.translation import get_language_from_request

from articles.public.filters import ArticleFilter
from articles.reading.addresses import site_of
from articles.reading.edition import Standing, one_edition

_LIST: Final = frozenset({"after", "order", *ArticleFilter.base_filters})
# By the name of an address: the parameters of its query that can change the page. Others are ignored.
# An address that is not named here is never kept, such as a preview's, or the news sitemap, from which
# stories go as time passes.
PARAMETERS: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(
        ("front", "article", "feeds", "archive", "archive_year", "sitemap", "sitemap_page", "robots"),
        frozenset[str](),
    ),
    **dict.fromkeys(("topics", "providers"), frozenset({"after"})),
    **dict.fromkeys(("news", "topic", "provider", "archive_month", "archive_day"), _LIST),
    "search": frozenset({"q", "page", *ArticleFilter.base_filters}),
    **dict.fromkeys(("feed", "topic_feed", "provider_feed", "search_feed"), frozenset({"after", "q"})),
    **dict.fromkeys(("api", "api-topics"), frozenset[str]()),
    **dict.fromkeys(
        ("api-news", "api-news-page", "api-topic-news", "api-topic-news-page"), frozenset({"page"})
    ),
}
# What the pages say besides what the database does.
_SETTINGS: Final = (
    "SITE_LANGUAGE",
    "SITE_NAME",
    "SITE_TEMPLATES",
    "SITE_URL",
    "ORIGIN_URL",
    "API_FORM",
    "API_TIME_ZONE",
    "MEDIA_URL",
    "STATIC_URL",
    "LANGUAGE_CODE",
    "CDN_SECONDS",
)
# A larger answer, such as a sitemap's, is made anew each time: it would drive out many small ones.
_LARGEST: Final = 256 * 1024
# What a browser says it has already is compared here, and not by whatever makes the page.
_CONDITIONS: Final = (
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
)
_OPEN: Final = "Access-Control-Allow-Origin"
_PUBLIC: Final = frozenset(
    {HTTPStatus.OK, HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
)


class _Page(NamedTuple):
    """An answer that is kept: until when it is true, and what it says."""

    until: datetime
    headers: tuple[tuple[str, str], ...]
    content: bytes

    def response(self) -> HttpResponse:
        """As it was answered."""
        return HttpResponse(self.content, headers=dict(self.headers))


class PageCache:
    """The middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response: Final = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A page that is kept, or whatever is answered."""
        if request.method not in ("GET", "HEAD"):
            return self._get_response(request)
        with one_edition() as standing:
            key = _key(request, standing)
            if key is None:
                return _told_whether_to_keep(request, self._get_response(request))
            page: _Page | None = cache.get(key)
            if page is not None and standing.now < page.until:
                return _conditional(request, page.response())
            return self._made(request, key, standing)

    def _made(self, request: HttpRequest, key: str, standing: Standing) -> HttpResponse:
        """The page made anew, and kept if it is for everybody."""
        conditions: dict[str, str] = {
            name: request.META.pop(name) for name in _CONDITIONS if name in request.META
        }
        response = _told_whether_to_keep(request, self._get_response(request))
        request.META.update(conditions)
        if _is_for_everybody(response):
            if not response.has_header("ETag"):
                set_response_etag(response)
            end = standing.end(timedelta(seconds=settings.PAGE_CACHE_SECONDS))
            if (seconds := (end - timezone.now()).total_seconds()) > 0:
                cache.set(key, _Page(end, tuple(response.headers.items()), response.content), seconds)
        return _conditional(request, response)


# ---- What is kept, and under which key


def _key(request: HttpRequest, standing: Standing) -> str | None:
    """Under which the answer to a request is kept; None where it must not be."""
    if settings.DEBUG or not settings.PAGE_CACHE_SECONDS or is_personal(request):
        return None
    try:
        match = resolve(request.path_info)
        host = request.get_host()
    except (Resolver404, DisallowedHost):
        return None
    parameters = PARAMETERS.get(match.url_name or "") if match.app_name == "articles" else None
    edition = standing.edition if parameters is not None else None
    if parameters is None or edition is None:
        return None
    query = tuple((name, request.GET[name]) for name in sorted(parameters) if name in request.GET)
    is_api = str(match.url_name).startswith("api")
    what = (
        edition if is_api else edition[:2],
        (request.scheme, host, site_of(request)),
        (request.path, query),
        get_language_from_request(request),
        tuple(str(getattr(settings, name)) for name in _SETTINGS),
        _release(),
    )
    return f"page:{hashlib.blake2b(repr(what).encode(), digest_size=20).hexdigest()}"


def is_personal(request: HttpRequest) -> bool:
    """Whether a page may be for whoever asks alone: of a session, with a message, in a chosen language."""
    names = (settings.SESSION_COOKIE_NAME, "messages", settings.LANGUAGE_COOKIE_NAME)
    return "HTTP_AUTHORIZATION" in request.META or any(name in request.COOKIES for name in names)


def _is_for_everybody(response: HttpResponse) -> bool:
    said = {word.strip() for word in response.get("Cache-Control", "").split(",")}
    varies = {word.strip().lower() for word in response.get("Vary", "").split(",")} - {""}
    return (
        response.status_code == HTTPStatus.OK
        and not response.streaming
        and not response.cookies
        and "public" in said
        and varies <= {"accept-language"}
        and len(response.content) <= _LARGEST
    )


@once
def _release() -> str:
    """What the pages are made by: another release, or another look, never shows the pages of this one.

    Computed of all code, templates (the site's own too), translations and the list of static files, once
    in a process.
    """
    digest = hashlib.blake2b(django.__version__.encode(), digest_size=16)
    base = Path(settings.BASE_DIR)
    rooms = ("articles", "documents", "newsroom", "providers", "templates", "locale")
    files = [file for room in rooms for file in (base / room).rglob("*")]
    if settings.SITE_TEMPLATES is not None:
        files += settings.SITE_TEMPLATES.rglob("*")
    for file in sorted([*files, Path(settings.STATIC_ROOT) / "staticfiles.json"]):
        if file.suffix in {".py", ".html", ".json", ".mo"} and file.is_file():
            digest.update(str(file).encode() + file.read_bytes())
    return digest.hexdigest()


# ---- What browsers and proxies are told


def _told_whether_to_keep(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say whether a page may be kept by others, where the view did not.

    By default they may if they ask each time whether it still holds; with CDN_SECONDS shared caches may
    keep it so long, and show it so long again while they fetch the next.
    """
    if response.has_header("Cache-Control") or not _is_page(request, response):
        return response
    seconds = settings.CDN_SECONDS
    if is_personal(request):
        response["Cache-Control"] = "private, no-cache"
    elif seconds:
        response["Cache-Control"] = f"public, max-age=0, s-maxage={seconds}, stale-while-revalidate={seconds}"
    else:
        response["Cache-Control"] = "public, no-cache"
    return response


def _is_page(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether it is an answer of the public site: of one of its addresses, or that there is no such."""
    if response.status_code not in _PUBLIC:
        return False
    match: Any = request.resolver_match
    # Under DEBUG, Django itself tells developers of an address that there is not.
    return match.app_name == "articles" if match else not settings.DEBUG


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """304 for a reader who has this page already."""
    answer: HttpResponse | None = get_conditional_response(
        request, etag=response.get("ETag"), response=response
    )
    if answer is None or answer is response:
        return response
    if response.has_header(_OPEN):
        answer[_OPEN] = response[_OPEN]
    return answer
