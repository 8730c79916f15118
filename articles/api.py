"""The origin's API, for the programs that know it: at its static addresses and as `?page=`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any, Final, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from articles.exporting.origin_api import news_page, topics
from articles.models import Topic
from articles.moved import moved_to
from articles.topics import topic_at
from documents.layout import is_slug

# Seconds for which an answer may be kept; after that its ETag is asked for.
FRESH: Final = 60
_DESCRIPTION: Final = Path(__file__).with_name("openapi.json")
_PAGE: Final = re.compile(r"[1-9][0-9]{0,6}")
_P = ParamSpec("_P")


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
    subject = topic_at(topic) if is_slug(topic) else None
    if topic and subject is None:
        return _moved(request, topic)
    number = page or request.GET.get("page", "1")
    found = news_page(int(number), subject) if _PAGE.fullmatch(number) else None
    if found is None:
        raise Http404("There is no such page.")
    return found.as_json()


def _moved(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to what the public may see of a topic that had this slug, at the same page of it."""
    missing = Http404("There is no such topic.")
    if not is_slug(slug):
        raise missing
    try:
        topic = moved_to(f"topics/{slug}")
    except Http404:
        raise missing from None
    if not isinstance(topic, Topic):
        raise missing
    before, _, rest = request.get_full_path().partition(f"/api/news/{slug}/")
    return HttpResponsePermanentRedirect(f"{before}/api/news/{topic.slug}/{rest}")


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
