"""Saved filters: a view of the list kept under a name, for oneself or for everybody at the desk."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.desk.article_list.changelist import OURS
from articles.desk.forms.read_only import signed_in
from articles.models import Article, SavedFilter

# What of an address is a view: not the page that somebody was on.
KEPT: Final = OURS - {"after"} | {"q"}
_NAME: Final = 80


class SavedFilters:
    """The addresses at which filters are saved and deleted."""

    def __init__(self, screen: ModelAdmin[Article]) -> None:
        self.screen = screen

    def urls(self) -> list[URLPattern]:
        """Both addresses."""
        view = self.screen.admin_site.admin_view
        return [
            path("filters/save/", view(self.save_filter), name="articles_article_save_filter"),
            path("filters/<int:pk>/delete/", view(self.delete_filter), name="articles_article_delete_filter"),
        ]

    @method_decorator(require_POST)
    def save_filter(self, request: HttpRequest) -> HttpResponse:
        """Keep a view under a `name`; one's own of that name is replaced."""
        user, name = signed_in(request), request.POST.get("name", "").strip()[:_NAME]
        if user is None or not self.screen.has_view_permission(request):
            raise PermissionDenied
        query = view_of(request.POST.get("query", ""))
        if name:
            values = {"query": query, "is_shared": "shared" in request.POST}
            SavedFilter.objects.update_or_create(owner=user, name=name, defaults=values)
            self.screen.message_user(request, _("Saved as “%s”.") % name, messages.SUCCESS)
        else:
            self.screen.message_user(request, _("Give the filter a name."), messages.WARNING)
        return _to_list(query)

    @method_decorator(require_POST)
    def delete_filter(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Forget one of one's own."""
        kept = get_object_or_404(SavedFilter, pk=pk, owner=signed_in(request))
        kept.delete()
        self.screen.message_user(request, _("“%s” is deleted.") % kept.name, messages.SUCCESS)
        return _to_list("")


def view_of(query: str) -> str:
    """Of an address' query what makes a view, in a fixed order."""
    asked = QueryDict(query[:2000])
    kept = QueryDict(mutable=True)
    kept.update({name: asked[name] for name in sorted(asked) if name in KEPT and asked[name]})
    return kept.urlencode()


def saved_for(user: Any) -> list[SavedFilter]:
    """What somebody kept and what others share, with their owners."""
    return list(SavedFilter.objects.open_to(user).select_related("owner"))


def _to_list(query: str) -> HttpResponse:
    address = reverse("admin:articles_article_changelist")
    return HttpResponseRedirect(f"{address}?{query}" if query else address)
