"""What the list of articles shows beside Django's own, and how it is searched.

`changelist` finds the rows, `rows` shows them, `decisions` takes decisions about a story or some, and
`bulk_actions` about many.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from articles.desk.article_list.changelist import COUNTED, Queue
from articles.desk.article_list.decisions import ACROSS, LAST
from articles.desk.article_list.rows import rows_of
from articles.desk.article_list.saved_filters import saved_for, view_of
from articles.editing.workflow import may_move
from articles.models import Article
from articles.models.workflow import State
from articles.search import search
from articles.search.pasted_addresses import at_pasted


def searched(rows: QuerySet[Article], text: str) -> QuerySet[Article]:
    """The rows that some words find, or that an address leads to; all of them where nothing was typed."""
    if "/" in text:
        at_address = rows.filter(pk__in=at_pasted(text).values("pk"))
        # A sign between two words makes no address.
        if "://" in text or at_address.exists():
            return at_address
    return rows.filter(pk__in=search(text, rows)) if text.strip() else rows


def with_rows(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Django's answer to a look at the list, with what our template asks; any other answer as it is."""
    if isinstance(response, TemplateResponse) and response.context_data:
        queue = response.context_data.get("cl")
        if isinstance(queue, Queue):
            response.context_data |= _shown(request, queue)
    return response


def _shown(request: HttpRequest, queue: Queue) -> dict[str, Any]:
    return {
        "rows": rows_of(queue.result_list, request.user, queue.now),
        "tabs": queue.tabs(),
        "asked": queue.asked,
        "active": queue.active,
        "near": queue.near,
        "found": queue.found,
        "found_exactly": queue.found_exactly,
        "unknown": queue.unknown,
        "meant": queue.meant,
        "of_all": queue.of_all,
        "saved": saved_for(request.user),
        "view": view_of(request.META.get("QUERY_STRING", "")),
        "last": request.session.get(LAST),
        "across": queue.counted.get("across", 0),
        "counted": COUNTED,
        "across_at_most": ACROSS,
        "may_publish": may_move(request.user, State.PUBLISHED),
        "may_reject": may_move(request.user, State.REJECTED),
        "back": request.get_full_path(),
    }
