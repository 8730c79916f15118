"""The pages that people read. Each finds its rows or says 404, chooses verbs, and renders."""

from __future__ import annotations

import sys
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils import timezone

from articles.models import Article
from articles.public import archives
from articles.public.article_page import TEMPLATE, for_few, public_story, render_page, story_page
from articles.public.filters import Filters
from articles.public.front import front_page
from articles.public.lists import EVERYTHING, IN_SPAN, OF_PROVIDER, OF_TOPIC, Shelf, Shown
from articles.public.preview_links import LIFETIME, Expired, shared_link
from articles.public.providers import directory, public_providers
from articles.public.redirects import moved_to, reason_for_readers
from articles.public.search_results import results
from articles.reading.cards import cards, illustrated
from articles.reading.paging import page_from, page_of
from articles.reading.pictures import logos_of
from articles.reading.topic_tree import CHIPS, Tree, branches

# Topics whose feeds are named; every topic has its feeds, as its own page says.
FEEDS: Final = 60


def front(request: HttpRequest) -> HttpResponse:
    """The front page."""
    tree = Tree.read()
    return _page(request, "front.html", tree, front=front_page(tree))


def topics(request: HttpRequest) -> HttpResponse:
    """All topics as a tree."""
    tree = Tree.read()
    after = request.GET.get("after", "")
    context: dict[str, Any] = {"branches": branches(tree, after), "is_start": "after" not in request.GET}
    return _page(request, "topics.html", tree, **context)


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """A topic's articles."""
    tree = Tree.read()
    found = tree.at(slug)
    if found is None:
        return _moved(request, f"topics/{slug}")
    below = tree.children(found)
    around: dict[str, Any] = {
        "above": tree.above(found),
        "below": below[:CHIPS],
        "has_more_below": len(below) > CHIPS,
    }
    listing = _listing(request, OF_TOPIC, found.pk)
    return _page(request, "topic.html", tree, topic=found, **around, **listing)


def news(request: HttpRequest) -> HttpResponse:
    """Everything, newest first."""
    return _page(request, "news.html", Tree.read(), **_listing(request, EVERYTHING))


def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article."""
    found = public_story(slug, timezone.now())
    if found is None:
        return _moved(request, f"news/{slug}", reason=lambda: reason_for_readers(slug))
    tree = Tree.read()
    return _page(request, TEMPLATE, tree, **story_page(request, found, tree))


def shared(request: HttpRequest, token: str) -> HttpResponse:
    """A story that is not public, for whoever was given its link."""
    tree = Tree.read()
    try:
        link = shared_link(token)
    except Expired:
        days = LIFETIME.days
        answer = _page(request, "expired.html", tree, status=HTTPStatus.GONE, days=days)
        return for_few(answer)
    if link is None:
        raise Http404
    found = Article.objects.with_body().filter(pk=link.article).select_related("provider").first()
    # A link that was made before somebody revoked it, or rejected or withdrew the story, ends with that.
    if found is None or found.is_refused or (found.revoked_links or 0) != link.revoked_before:
        return for_few(_page(request, "410.html", tree, status=HTTPStatus.GONE))
    if found.is_public(timezone.now()):
        return for_few(redirect(found))
    page = {**story_page(request, found, tree), "is_public": False}
    return for_few(_page(request, TEMPLATE, tree, is_preview=True, **page))


def providers(request: HttpRequest) -> HttpResponse:
    """Everyone who is carried."""
    shown, after = directory(request.GET.get("after", ""))
    is_start = "after" not in request.GET
    context: dict[str, Any] = {"counted": shown, "after": after, "is_start": is_start}
    return _page(request, "providers.html", Tree.read(), **context)


def provider(request: HttpRequest, address: str) -> HttpResponse:
    """One provider, and what of theirs is carried."""
    found = public_providers().at(address)
    if found is None or address != found.address:
        return _moved(request, f"providers/{address}")
    listing = _listing(request, OF_PROVIDER, found.pk)
    logo = logos_of([found])[found.pk]
    return _page(request, "provider.html", Tree.read(), provider=found, logo=logo, **listing)


def search(request: HttpRequest) -> HttpResponse:
    """What is found by words, best first."""
    filters = Filters(request.GET, Shown(EVERYTHING, timezone.now()))
    found = results(request.GET.get("q", ""), filters.rows, request.GET.get("page", "1"))
    asked = {"q": found.text, **filters.asked}
    asks: dict[str, Any] = {"filters": filters, "asked": asked, "options": filters.options()}
    return _page(request, "search.html", Tree.read(), found=found, **asks)


def feeds(request: HttpRequest) -> HttpResponse:
    """What can be followed: the site, its topics, and any provider or search from its own page."""
    tree = Tree.read()
    return _page(request, "feeds.html", tree, topics=tree.topics[:FEEDS])


def site_feed(request: HttpRequest, form: str) -> HttpResponse:
    """From where a feed is often looked for to where it is."""
    return redirect("articles:feed", form, permanent=True)


def icon(request: HttpRequest) -> HttpResponse:
    """From where browsers look for the icon to where it is."""
    return redirect(static("public/favicon.svg"))


def archive(request: HttpRequest) -> HttpResponse:
    """The years."""
    return _page(request, "archive.html", Tree.read(), years=archives.years())


def archive_year(request: HttpRequest, year: int) -> HttpResponse:
    """The months of a year."""
    span = _span(year)
    return _page(request, "archive_year.html", Tree.read(), day=span.start, months=archives.months(year))


def archive_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """A month: its calendar, and its articles."""
    span = _span(year, month)
    context = _listing(request, IN_SPAN, span.start, span.end)
    weeks = archives.weeks(year, month)
    return _page(request, "archive_month.html", Tree.read(), day=span.start, weeks=weeks, **context)


def archive_day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    """What was published on a day."""
    span = _span(year, month, day)
    context = _listing(request, IN_SPAN, span.start, span.end)
    return _page(request, "archive_day.html", Tree.read(), day=span.start, **context)


# ---- When there is no such page


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: there is nothing at this address."""
    return _page(request, "404.html", Tree.read(), status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where only the database is away; neither asks the database for anything."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return render_page(request, "500.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)
    away = render_page(request, "503.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
    away["Retry-After"] = "30"
    return away


# ---- What they share


def _page(
    request: HttpRequest, template: str, tree: Tree, *, status: int = HTTPStatus.OK, **context: Any
) -> HttpResponse:
    return render_page(request, template, status=status, sections=tree.main(), **context)


def _listing(request: HttpRequest, shelf: Shelf, *key: Any) -> dict[str, Any]:
    """A page of a list, as its address asks."""
    filters = Filters(request.GET, Shown(shelf, timezone.now(), key))
    hottest = request.GET.get("order") == "hottest"
    after = request.GET.get("after", "")
    if after or filters.left is None:
        page = page_of(filters.rows, cards, hottest=hottest, after=after)
    else:
        page = page_from(filters.left.start(hottest=hottest), hottest=hottest)
    return {
        "articles": illustrated(page.rows),
        "after": page.after,
        "filters": filters,
        "asked": filters.asked | ({"order": "hottest"} if hottest else {}),
        "hottest": hottest,
        "options": filters.options(),
        "is_start": "after" not in request.GET,
    }


def _span(year: int, month: int | None = None, day: int | None = None) -> archives.Span:
    try:
        return archives.span_of(year, month, day)
    except (ValueError, OverflowError):
        raise Http404 from None


def _moved(request: HttpRequest, address: str, reason: Callable[[], str] = str) -> HttpResponse:
    """A 301 to where a page went, 410 where it is gone, 404 where there never was one."""
    found = moved_to(address)
    if found is None:
        return _page(request, "410.html", Tree.read(), status=HTTPStatus.GONE, reason=reason())
    return redirect(found, permanent=True)
