"""The desk as a site of Django's admin: its start page, and what holds for every screen.

Not among the screens, for those register themselves here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import update_wrapper
from http import HTTPStatus
from typing import Any, Final

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.common import no_append_slash
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from articles.desk import start_page
from articles.desk.forms.sent_once import served_once
from articles.desk.signing_in import sign_in_again
from articles.search.index import keep_up

# Of the chart of days, in units of its own: a column for each day, below them its number.
_WIDTH: Final = 40
_HEIGHT: Final = 100
_TOP: Final = 16


class DeskSite(admin.AdminSite):
    """Django's admin, with a start page that says what waits."""

    site_title = site_header = _("Newsroom")
    index_title = _("The editors’ desk")
    # It would take a quarter of the width from lists; the row at the head leads everywhere.
    enable_nav_sidebar = False

    def get_urls(self) -> list[Any]:
        """Django's, but that a row's address on the public site is told only to who may see the row."""
        view = self.admin_view(self.view_on_site)
        mine = path("r/<path:content_type_id>/<path:object_id>/", view, name="view_on_site")
        return [mine, *(url for url in super().get_urls() if getattr(url, "name", "") != mine.name)]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Django's, for reading and sending alone: a screen would take any other method for reading."""
        usual = super().admin_view(require_http_methods(("GET", "HEAD", "POST"))(view), cacheable)

        def asked(request: HttpRequest, *args: Any, **named: Any) -> Any:
            # Whoever reads is sent to the door; whoever sends would lose there what they wrote.
            is_sent = request.method == "POST" and request.path != reverse("admin:logout")
            if is_sent and request.user.is_anonymous:
                return sign_in_again(self, request, lambda again: usual(again, *args, **named))
            response = despite_a_race(
                lambda: served_once(request, lambda: usual(request, *args, **named)), request
            )
            if request.method == "POST":
                # What changed is folded for search now, so that a look at a list writes nothing.
                keep_up()
            return response

        return update_wrapper(csrf_protect(asked), usual)

    def view_on_site(self, request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponse:
        """Lead to a row's own page; the address of a story that is not out yet would tell its title."""
        kind = ContentType.objects.filter(pk=content_type_id).first() if content_type_id.isdecimal() else None
        # The stubs ask for more than Django does.
        screen = self._registry.get(kind.model_class()) if kind else None  # type: ignore[arg-type]
        if screen is None:
            raise Http404
        row = screen.get_object(request, object_id)
        if row is None or not screen.has_view_permission(request, row):
            raise Http404
        if not hasattr(row, "get_absolute_url"):
            raise Http404
        return HttpResponseRedirect(row.get_absolute_url())

    @no_append_slash
    def catch_all_view(self, request: HttpRequest, url: str) -> HttpResponse:
        """Say at the desk that nothing is there, to whoever is signed in: the public page leads out of it."""
        try:
            return super().catch_all_view(request, url)
        except Http404:
            context = {**self.each_context(request), "title": gettext("Page not found")}
            return TemplateResponse(request, "admin/404.html", context, status=HTTPStatus.NOT_FOUND)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        context = {**desk_of(request.user), **(extra_context or {})}
        return super().index(request, context)


def despite_a_race(serve: Callable[[], Any], request: HttpRequest) -> Any:
    """The answer to a request; a second one where somebody else took a name between its check and its saving.

    What was sent is then judged by what they saved, so that a form says in words what is taken.
    """
    try:
        return serve()
    except IntegrityError:
        if request.method != "POST":
            raise
        for name in request.FILES:
            for file in request.FILES.getlist(name):
                file.seek(0)
        return serve()


def desk_of(user: Any) -> dict[str, Any]:
    """What somebody's start page says: their own drafts, or all that waits, as far as they may see it."""
    now = timezone.now()
    if not user.has_perm("articles.edit_every_article"):
        return {"written": start_page.written_by(user), "now": now}
    said: dict[str, Any] = {
        "now": now,
        "inbox": start_page.inbox(),
        "underway": start_page.underway(user, now),
        "damaged": start_page.damaged(),
        "lately": start_page.lately(now),
    }
    days = said["lately"].days
    said |= {
        "columns": list(columns(days)),
        "chart_width": len(days) * _WIDTH,
        "day_total": sum(count for _day, count in days),
        "bars": list(bars(said["lately"].topics)),
    }
    if user.has_perm("articles.view_conflict"):
        said["conflict_count"], said["conflicts"] = start_page.conflicts()
    if user.has_perm("articles.view_importrun"):
        said["imports"] = start_page.imports()
    return said


def columns(days: Sequence[tuple[date, int]]) -> Iterator[dict[str, Any]]:
    """The columns of a chart: the policy forbids styles within pages, so that SVG says how high each is."""
    most = max((count for _day, count in days), default=0) or 1
    for place, (day, count) in enumerate(days):
        height = max(round(count / most * _HEIGHT), 2 if count else 0)
        yield {
            "day": day,
            "count": count,
            "x": place * _WIDTH + 4,
            "middle": place * _WIDTH + _WIDTH // 2,
            "width": _WIDTH - 8,
            "y": _TOP + _HEIGHT - height,
            "above": _TOP + _HEIGHT - height - 5,
            "height": height,
        }


def bars(topics: Sequence[tuple[str, int]]) -> Iterator[tuple[str, int, int]]:
    """Each topic with its number, and the length of its bar in hundredths."""
    most = max((count for _name, count in topics), default=0) or 1
    for name, count in topics:
        yield name, count, max(round(count / most * 100), 1)
