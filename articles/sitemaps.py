"""For search engines: the pages that are hosted here, and what robots may read.

The page of an article that stands elsewhere is left out: it says itself that the source is the page to find.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.html import escape
from django.views.decorators.http import conditional_page, require_safe

from articles.markup import xml_text
from articles.models import Article, Topic
from articles.publishers import public_providers
from articles.querysets import ArticleQuerySet

# More than this, search engines do not read.
MOST: Final = 50_000
MOST_NEWS: Final = 1000
NEWS_AGE: Final = timedelta(hours=48)
FRESH: Final = 3600
_OPEN: Final = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"{more}>\n'
_NEWS: Final = ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


class Place(NamedTuple):
    """An address, when it changed last, and what stands beside it."""

    path: str
    changed: datetime | None = None
    more: str = ""


@require_safe
@conditional_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """All pages that are hosted here, the newest articles first."""
    places = [Place(reverse(f"articles:{name}")) for name in ("front", "topics", "providers", "archive")]
    places += (Place(topic.get_absolute_url()) for topic in Topic.objects.public())
    places += (Place(provider.get_absolute_url()) for provider in public_providers())
    hosted = Article.objects.published().hosted().newest()[: max(0, MOST - len(places))]
    places += (_place(article) for article in _in_short(hosted))
    return _answer(request, places[:MOST], "")


@require_safe
@conditional_page
def news_sitemap(request: HttpRequest) -> HttpResponse:
    """What was published here within two days, in the words of Google News."""
    recent = timezone.now() - NEWS_AGE
    hosted = Article.objects.published().hosted().filter(published_date_time__gte=recent)
    places = (_place(article, _news(article)) for article in _in_short(hosted.newest()[:MOST_NEWS]))
    return _answer(request, places, _NEWS)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may read: all but the desk and the endless pages of a search."""
    lines = ["User-agent: *", "Disallow: /admin/", f"Disallow: {reverse('articles:search')}", ""]
    lines += (
        f"Sitemap: {request.build_absolute_uri(reverse(f'articles:{name}'))}"
        for name in ("sitemap", "news_sitemap")
    )
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    patch_cache_control(response, public=True, max_age=FRESH)
    return response


def _in_short(articles: ArticleQuerySet) -> ArticleQuerySet:
    return articles.only("slug", "title", "published_date_time", "edited_at")


def _place(article: Article, more: str = "") -> Place:
    times = [time for time in (article.published_date_time, article.edited_at) if time]
    return Place(article.get_absolute_url(), max(times, default=None), more)


def _news(article: Article) -> str:
    assert article.published_date_time is not None
    return (
        f"<news:news><news:publication><news:name>{_escaped(settings.SITE_NAME)}</news:name>"
        f"<news:language>{settings.LANGUAGE_CODE}</news:language></news:publication>"
        f"<news:publication_date>{article.published_date_time.isoformat()}</news:publication_date>"
        f"<news:title>{_escaped(article.title)}</news:title></news:news>"
    )


def _escaped(text: str) -> str:
    return escape(xml_text(text))


def _answer(request: HttpRequest, places: Iterable[Place], more: str) -> HttpResponse:
    text = "".join(_written(places, request.build_absolute_uri("/").rstrip("/"), more))
    response = HttpResponse(text, content_type="application/xml; charset=utf-8")
    patch_cache_control(response, public=True, max_age=FRESH)
    return response


def _written(places: Iterable[Place], site: str, more: str) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield _OPEN.format(more=more)
    for place in places:
        changed = f"<lastmod>{place.changed.isoformat()}</lastmod>" if place.changed else ""
        yield f"<url><loc>{_escaped(site + place.path)}</loc>{changed}{place.more}</url>\n"
    yield "</urlset>\n"
