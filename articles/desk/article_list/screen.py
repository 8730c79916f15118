"""The list of articles as a queue: what waits, what was decided, and all that decides.

`queue` finds the rows, `rows` shows them, `list_decisions` takes decisions, `bulk` those about several.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from articles.desk.article_list.bulk_actions import ActsOnMany
from articles.desk.article_list.changelist import COUNTED, PAGE, Queue
from articles.desk.article_list.decisions import ACROSS, LAST, DecidesInList
from articles.desk.article_list.rows import rows_of
from articles.desk.article_list.saved_filters import KeepsFilters, saved_for, view_of
from articles.editing.workflow import may_move
from articles.models import Article
from articles.models.workflow import State
from articles.search import search
from articles.search.pasted_addresses import at_pasted


class Triage(ActsOnMany, DecidesInList, KeepsFilters):
    """The list of articles."""

    change_list_template = "admin/articles/triage.html"
    list_display = ("__str__",)
    list_per_page = PAGE
    # That there is a search; `get_search_results` says what it looks at.
    search_fields = ("title",)
    search_help_text = _("Words of the title, excerpt, provider or topics; or the address of a story.")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Queue]:
        return Queue

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        if "/" in search_term:
            at_address = queryset.filter(pk__in=at_pasted(search_term).values("pk"))
            # A sign between two words makes no address.
            if "://" in search_term or at_address.exists():
                return at_address, False
        found = queryset.filter(pk__in=search(search_term, queryset)) if search_term.strip() else queryset
        return found, False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        if isinstance(response, TemplateResponse) and response.context_data:
            queue = response.context_data.get("cl")
            if isinstance(queue, Queue):
                response.context_data |= self._shown(request, queue)
        return response

    def _shown(self, request: HttpRequest, queue: Queue) -> dict[str, Any]:
        """What our template asks beside Django's own."""
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
