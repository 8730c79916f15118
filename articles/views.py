"""The pages that people read. Each finds its rows or says 404, chooses verbs, and renders."""

from __future__ import annotations

import sys
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from articles import calendars
from articles.coverage import coverage_of
from articles.filters import ArticleFilter
from articles.front import front_page
from articles.metadata import metadata_of
from articles.models import Article, Listing, Redirect, Topic
from articles.paging import page_of
from articles.publishers import directory, public_providers
from articles.results import results
from articles.topics import Tree, branches


def front(request: HttpRequest) -> HttpResponse:
    """The front page."""
    tree = Tree.read()
    return _page(request, "articles/front.html", tree, front=front_page(tree))


def topics(request: HttpRequest) -> HttpResponse:
    """All topics as a tree."""
    tree = Tree.read()
    return _page(request, "articles/topic_list.html", tree, branches=branches(tree))


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """A topic's articles."""
    found = Topic.objects.public().filter(slug=slug).first()
    if found is None:
        return _moved(request, f"topics/{slug}")
    tree = Tree.read()
    around: dict[str, Any] = {"above": tree.above(found), "below": tree.children(found)}
    listing = _listing(request, Listing.objects.newest_in(found).for_listing())
    return _page(request, "articles/topic_detail.html", tree, topic=found, **around, **listing)


def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article."""
    rows = (
        Article.objects.published().select_related("provider").prefetch_related("images", "provider__logos")
    )
    found = rows.filter(slug=slug).newest().first()
    if found is None:
        return _moved(request, f"news/{slug}")
    coverage = coverage_of(found)
    address = request.build_absolute_uri(found.get_absolute_url())
    metadata = metadata_of(found, address=address, site=settings.SITE_NAME, embed=coverage.embed)
    return _page(
        request,
        "articles/article_detail.html",
        Tree.read(),
        article=found,
        coverage=coverage,
        metadata=metadata,
    )


def providers(request: HttpRequest) -> HttpResponse:
    """Everyone who is carried."""
    shown, after = directory(request.GET.get("after", ""))
    is_start = "after" not in request.GET
    context: dict[str, Any] = {"counted": shown, "after": after, "is_start": is_start}
    return _page(request, "providers/provider_list.html", Tree.read(), **context)


def provider(request: HttpRequest, address: str) -> HttpResponse:
    """One provider, and what of theirs is carried."""
    found = public_providers().at(address)
    if found is None:
        raise Http404
    rows = Article.objects.published().from_provider(found).for_listing()
    return _page(
        request, "providers/provider_detail.html", Tree.read(), provider=found, **_listing(request, rows)
    )


def search(request: HttpRequest) -> HttpResponse:
    """What is found by words, best first."""
    filters = ArticleFilter(request.GET, queryset=Article.objects.published())
    found = results(request.GET.get("q", ""), filters.qs, request.GET.get("page", "1"))
    asked = {"q": found.text, **filters.asked}
    options = filters.options(Article.objects.published())
    asks: dict[str, Any] = {"filters": filters, "asked": asked, "options": options}
    return _page(request, "articles/search.html", Tree.read(), found=found, **asks)


def archive(request: HttpRequest) -> HttpResponse:
    """The years."""
    return _page(request, "articles/archive.html", Tree.read(), years=calendars.years())


def archive_year(request: HttpRequest, year: int) -> HttpResponse:
    """The months of a year."""
    span = _span(year)
    return _page(
        request, "articles/archive_year.html", Tree.read(), day=span.start, months=calendars.months(year)
    )


def archive_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """A month: its calendar, and its articles."""
    span = _span(year, month)
    context = _listing(request, calendars.published_in(span).for_listing())
    weeks = calendars.weeks(year, month)
    return _page(request, "articles/archive_month.html", Tree.read(), day=span.start, weeks=weeks, **context)


def archive_day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    """What was published on a day."""
    span = _span(year, month, day)
    context = _listing(request, calendars.published_in(span).for_listing())
    return _page(request, "articles/archive_day.html", Tree.read(), day=span.start, **context)


# ---- When there is no such page


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: there is nothing at this address."""
    return _page(request, "404.html", Tree.read(), status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where only the database is away; neither asks the database for anything."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return render(request, "500.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)
    away = render(request, "503.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
    away["Retry-After"] = "30"
    return away


# ---- What they share


def _page(
    request: HttpRequest, template: str, tree: Tree, *, status: int = HTTPStatus.OK, **context: Any
) -> HttpResponse:
    return render(request, template, {"sections": tree.main(), **context}, status=status)


def _listing(request: HttpRequest, rows: Any) -> dict[str, Any]:
    """A page of a list, as its address asks."""
    filters = ArticleFilter(request.GET, queryset=rows)
    hottest = request.GET.get("order") == "hottest"
    page = page_of(filters.qs, hottest=hottest, after=request.GET.get("after", ""))
    return {
        "articles": [row.article if isinstance(row, Listing) else row for row in page.rows],
        "after": page.after,
        "filters": filters,
        "asked": filters.asked | ({"order": "hottest"} if hottest else {}),
        "hottest": hottest,
        "options": filters.options(rows),
        "is_start": "after" not in request.GET,
    }


def _span(year: int, month: int | None = None, day: int | None = None) -> calendars.Span:
    try:
        return calendars.span_of(year, month, day)
    except (ValueError, OverflowError):
        raise Http404 from None


def _moved(request: HttpRequest, address: str) -> HttpResponse:
    """A 301 to where a page went, 410 where it is gone, 404 where there never was one."""
    former = Redirect.objects.select_related("article", "topic").filter(address=address).first()
    if former is None:
        raise Http404
    target = former.target()
    if target is None:
        return _page(request, "410.html", Tree.read(), status=HTTPStatus.GONE)
    public = Article.objects.published() if isinstance(target, Article) else Topic.objects.public()
    if not public.filter(pk=target.pk).exists():
        raise Http404
    return redirect(target, permanent=True)
