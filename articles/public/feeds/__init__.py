"""Feeds of the site, a topic, a provider and a search, each as RSS 2.0, Atom and JSON Feed 1.1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Article, Listing, Topic
from articles.public.feeds import json_feed, xml
from articles.public.feeds.items import Feed
from articles.public.feeds.texts import texts_of
from articles.public.providers import public_providers
from articles.public.redirects import moved_to
from articles.reading.addresses import site_of
from articles.reading.cards import cards, illustrated, topic_names
from articles.reading.paging import page_of
from articles.search import search
from providers.models import Provider

PAGE_SIZE: Final = 50
# Seconds for which an answer may be kept; after that its ETag is asked for.
FRESH: Final = 300

# By the last part of the address.
FORMS: Final[dict[str, tuple[str, Callable[[Feed], str]]]] = {
    "rss.xml": ("application/rss+xml; charset=utf-8", xml.rss),
    "atom.xml": ("application/atom+xml; charset=utf-8", xml.atom),
    "feed.json": ("application/feed+json; charset=utf-8", json_feed.write),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a feed is about: its title, the page of it, and its rows."""

    title: str
    page: str
    rows: Any


def of_site(request: HttpRequest, form: str) -> HttpResponse:
    """All articles."""
    rows = Article.objects.published()
    return _answer(request, form, Subject(settings.SITE_NAME, reverse("articles:front"), rows))


def of_topic(request: HttpRequest, form: str, slug: str) -> HttpResponse:
    """A topic's articles."""
    topic = Topic.objects.public().filter(slug=slug).first()
    if topic is None:
        former = moved_to(f"topics/{slug}")
        if not isinstance(former, Topic):
            raise Http404
        return _open_to_all(redirect("articles:topic_feed", former.slug, form, permanent=True))
    rows = Listing.objects.newest_in(topic)
    return _answer(
        request, form, Subject(f"{topic.name} · {settings.SITE_NAME}", topic.get_absolute_url(), rows)
    )


def of_provider(request: HttpRequest, form: str, address: str) -> HttpResponse:
    """A provider's articles."""
    provider = public_providers().at(address)
    if provider is None or address != provider.address:
        former = moved_to(f"providers/{address}")
        if not isinstance(former, Provider):
            raise Http404
        return _open_to_all(redirect("articles:provider_feed", former.address, form, permanent=True))
    rows = Article.objects.published().from_provider(provider)
    title = f"{provider} · {settings.SITE_NAME}"
    return _answer(request, form, Subject(title, provider.get_absolute_url(), rows))


def of_search(request: HttpRequest, form: str) -> HttpResponse:
    """What is found by words, newest first."""
    text = request.GET.get("q", "")
    found = search(text, Article.objects.published())
    title = _("Search for “%(text)s”") % {"text": text}
    page = f"{reverse('articles:search')}?{urlencode({'q': text})}"
    rows = Article.objects.published().filter(pk__in=found)
    return _answer(request, form, Subject(f"{title} · {settings.SITE_NAME}", page, rows))


@require_safe
@conditional_page
def _answer(request: HttpRequest, form: str, subject: Subject) -> HttpResponse:
    content_type, write = FORMS[form]
    feed = _read(request, subject, is_illustrated=write is json_feed.write)
    response = HttpResponse(write(feed), content_type=content_type)
    patch_cache_control(response, public=True, max_age=FRESH)
    return _open_to_all(response)


def _open_to_all(response: HttpResponse) -> HttpResponse:
    """Let scripts on pages of any other site read it; where it leads on, they ask for that only then."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _read(request: HttpRequest, subject: Subject, *, is_illustrated: bool) -> Feed:
    after = request.GET.get("after", "")
    page = page_of(subject.rows, cards, hottest=False, after=after, size=PAGE_SIZE)
    site = site_of(request)
    asked = {"q": request.GET["q"]} if "q" in request.GET else {}

    def address(cursor: str) -> str:
        query = urlencode({**asked, **({"after": cursor} if cursor else {})})
        return f"{site}{quote(request.path)}?{query}".rstrip("?")

    # The two forms in XML tell of no pictures.
    articles = illustrated(page.rows) if is_illustrated else page.rows
    return Feed(
        title=subject.title,
        page=site + subject.page,
        address=address(after),
        next_address=address(page.after) if page.after else "",
        articles=articles,
        topics=topic_names([article.pk for article in articles]),
        texts=texts_of(articles, lambda article: site + article.address),
        site=site,
    )
