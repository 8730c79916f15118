"""For search engines: the pages that are hosted here, and what robots may read.

The page of an article that stands elsewhere is left out: it says itself that the source is the page to find.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Article, Topic
from articles.public.providers import public_providers
from articles.public.xml_text import xml_text
from articles.querysets import dated_q
from articles.reading import addresses
from documents.languages import are_one_language

# Search engines read 50,000 addresses of one sitemap; fewer are quicker to make, and asked for one by one.
PAGE_SIZE: Final = 10_000
MOST_NEWS: Final = 1000
NEWS_AGE: Final = timedelta(hours=48)
FRESH: Final = 3600
_PROTOCOL: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS: Final = ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
FIXED: Final = ("front", "news", "topics", "providers", "archive")


class Place(NamedTuple):
    """An address, when it changed last, and what stands beside it."""

    path: str
    changed: datetime | None = None
    more: str = ""


@require_safe
@conditional_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index: the sitemaps of each kind of page, as many as it takes."""
    site = addresses.site_of(request)
    entries = [
        f"<sitemap><loc>{_escaped(site + _address(kind, number))}</loc></sitemap>\n"
        for kind, (rows, _) in SECTIONS.items()
        for number in range(1, -(-_count(rows()) // PAGE_SIZE) + 1)
    ]
    return _answer(f'<sitemapindex xmlns="{_PROTOCOL}">\n{"".join(entries)}</sitemapindex>\n')


@require_safe
@conditional_page
def sitemap_page(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """A page of one kind. By their keys, so that what comes in changes only the last one."""
    rows, place = SECTIONS[kind]
    first = (int(number) - 1) * PAGE_SIZE
    found = [place(row) for row in rows()[first : first + PAGE_SIZE]]
    if not found:
        raise Http404
    return _urls(request, found)


@require_safe
@conditional_page
def news_sitemap(request: HttpRequest) -> HttpResponse:
    """What was published here within two days, in the words of Google News."""
    recent = timezone.now() - NEWS_AGE
    hosted = Article.objects.published().hosted().filter(dated_q(gte=recent))
    columns = ("slug", "published_date_time", "edited_at", "title", "language")
    rows = hosted.newest().values_list(*columns)[:MOST_NEWS]
    places = (_article(row[:3], _news(row[1], row[3], row[4])) for row in rows)
    return _urls(request, places, _NEWS)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may read: all but the desk and the endless pages of a search."""
    lines = ["User-agent: *", "Disallow: /admin/", f"Disallow: {reverse('articles:search')}", ""]
    lines += (
        f"Sitemap: {addresses.site_of(request)}{reverse(f'articles:{name}')}"
        for name in ("sitemap", "news_sitemap")
    )
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    patch_cache_control(response, public=True, max_age=FRESH)
    return response


# ---- The kinds of pages


def _hosted() -> Any:
    rows = Article.objects.published().hosted().order_by("pk")
    return rows.values_list("slug", "published_date_time", "edited_at")


def _article(row: tuple[str, datetime | None, datetime | None], more: str = "") -> Place:
    slug, published, edited = row
    changed = max((time for time in (published, edited) if time), default=None)
    return Place(addresses.named("article", slug), changed, more)


def _topics() -> Any:
    return Topic.objects.public().order_by("pk").values_list("slug", flat=True)


def _providers() -> Any:
    return public_providers().order_by("pk").values_list("domain", "name")


SECTIONS: Final[dict[str, tuple[Callable[[], Any], Callable[[Any], Place]]]] = {
    "pages": (lambda: FIXED, lambda name: Place(addresses.fixed(name))),
    "topics": (_topics, lambda slug: Place(addresses.named("topic", slug))),
    "providers": (_providers, lambda row: Place(addresses.named("provider", row[0] or row[1]))),
    "articles": (_hosted, _article),
}


def _count(rows: Any) -> int:
    """How many there are, without reading them."""
    return rows.count() if isinstance(rows, QuerySet) else len(rows)


def _news(published: datetime | None, title: str, language: str | None) -> str:
    assert published is not None
    code = _news_language(language or settings.SITE_LANGUAGE)
    return (
        f"<news:news><news:publication><news:name>{_escaped(settings.SITE_NAME)}</news:name>"
        f"<news:language>{code}</news:language></news:publication>"
        f"<news:publication_date>{published.isoformat()}</news:publication_date>"
        f"<news:title>{_escaped(title)}</news:title></news:news>"
    )


def _news_language(tag: str) -> str:
    """A language as Google News names it: by its code alone, but Chinese by its script as well.

    >>> _news_language("pt-BR"), _news_language("zh-HK"), _news_language("zh")
    ('pt', 'zh-tw', 'zh-cn')
    """
    if not are_one_language(tag, "zh-Hant"):
        return "zh-cn" if are_one_language(tag, "zh-Hans") else tag.partition("-")[0]
    return "zh-tw"


# ---- As XML


def _address(kind: str, number: int) -> str:
    return addresses.fixed("sitemap_page", kind, str(number))


def _escaped(text: str) -> str:
    return html.escape(xml_text(text))


def _urls(request: HttpRequest, places: Iterable[Place], more: str = "") -> HttpResponse:
    written = "".join(_written(places, addresses.site_of(request)))
    return _answer(f'<urlset xmlns="{_PROTOCOL}"{more}>\n{written}</urlset>\n')


def _written(places: Iterable[Place], site: str) -> Iterator[str]:
    for place in places:
        changed = f"<lastmod>{place.changed.isoformat()}</lastmod>" if place.changed else ""
        yield f"<url><loc>{_escaped(site + place.path)}</loc>{changed}{place.more}</url>\n"


def _answer(text: str) -> HttpResponse:
    whole = f'<?xml version="1.0" encoding="utf-8"?>\n{text}'
    response = HttpResponse(whole, content_type="application/xml; charset=utf-8")
    patch_cache_control(response, public=True, max_age=FRESH)
    return response
