"""The origin's API, for the programs that know it: at its static addresses and as `?page=`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from articles.exporting.origin_api import news_page, represent_all, topics
from articles.models import Article, Topic
from articles.public.article_page import public_story
from articles.public.redirects import moved_to
from articles.reading.topic_tree import topic_at
from documents.layout.slugs import is_slug

# Seconds for which an answer may be kept; after that its ETag is asked for.
FRESH: Final = 60
_DESCRIPTION: Final = Path(__file__).with_name("openapi.json")
_PAGE: Final = re.compile(r"[1-9][0-9]{0,6}")
_P = ParamSpec("_P")
_Moved = TypeVar("_Moved", Topic, Article)


def _answers_json(view: Callable[_P, Any]) -> Callable[_P, HttpResponse]:
    """Say a value as JSON to any page that asks, a 404 too; a redirect stays one."""

    @wraps(view)
    def answer(*args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
        try:
            value, status = view(*args, **kwargs), 200
        except Http404 as error:
            value, status = {"error": str(error)}, 404
        response = (
            value
            if isinstance(value, HttpResponse)
            else JsonResponse(value, status=status, json_dumps_params={"ensure_ascii": False})
        )
        patch_cache_control(response, public=True, max_age=FRESH)
        # As the origin's static host answers: scripts of other sites may read it.
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return require_safe(conditional_page(answer))


@_answers_json
def news(request: HttpRequest, page: str = "", topic: str = "") -> dict[str, Any] | HttpResponse:
    """A page of articles, of one topic or of all; `?page=` where the address itself names none."""
    subject = _topic(topic)
    if topic and subject is None:
        return _moved(request, topic)
    return _page(request, page, subject)


@_answers_json
def topic_or_article(request: HttpRequest, name: str) -> dict[str, Any] | HttpResponse:
    """The first page of a topic, or one article alone; a topic comes first where both have the name."""
    subject = _topic(name)
    if subject is not None:
        return _page(request, "", subject)
    article = None if "\0" in name else public_story(name, timezone.now())
    # It may have ended to be public between two queries.
    item = represent_all([article.pk]) if article else []
    return item[0] if item else _moved(request, name)


def _topic(slug: str) -> Topic | None:
    return topic_at(slug) if is_slug(slug) else None


def _page(request: HttpRequest, page: str, subject: Topic | None) -> dict[str, Any]:
    number = page or request.GET.get("page", "1")
    found = news_page(int(number), subject) if _PAGE.fullmatch(number) else None
    if found is None:
        raise Http404("There is no such page.")
    return found.as_json()


def _moved(request: HttpRequest, name: str) -> HttpResponse:
    """Lead to what the public may see of a topic or an article that had this name, at the same page."""
    if "\0" in name:
        raise _MISSING
    now = _now_at(f"topics/{name}", Topic) or _now_at(f"news/{name}", Article)
    if now is None:
        raise _MISSING
    before, _, rest = request.get_full_path().partition(f"/api/news/{quote(name)}/")
    return HttpResponsePermanentRedirect(f"{before}/api/news/{quote(now.slug)}/{rest}")


_MISSING: Final = Http404("There is no such topic or article.")


def _now_at(address: str, model: type[_Moved]) -> _Moved | None:
    try:
        found = moved_to(address)
    except Http404:
        return None
    return found if isinstance(found, model) else None


@_answers_json
def all_topics(request: HttpRequest) -> dict[str, Any]:
    """All topics."""
    return topics()


@_answers_json
def description(request: HttpRequest) -> Any:
    """What this API is, for programs that write clients: an OpenAPI document."""
    return _described()


@cache
def _described() -> Any:
    return json.loads(_DESCRIPTION.read_text(encoding="utf-8"))


@_answers_json
def nothing(request: HttpRequest, rest: str) -> Any:
    """Any other address below /api/."""
    raise Http404("There is nothing at this address; /api/ describes what there is.")
