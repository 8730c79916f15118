"""The pages of the library behind the screen of pictures: the grid, another file, and choosing one."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.desk.forms.history import by_form
from articles.desk.library.grid import grid_of
from articles.editing.placing_pictures import put_in, replace_everywhere
from articles.models import Article, Picture
from articles.pictures.decoding import SIZE_LIMIT, Refused
from articles.reading.parameters import key_in
from articles.reading.picture_uses import counted_uses, users_of

PERMISSION: Final = "articles.change_picture"
# Of the articles that use a picture.
_NAMED: Final = 50


class Library:
    """The pages, and what the form of a picture says besides its fields."""

    def __init__(self, screen: admin.ModelAdmin[Picture]) -> None:
        self.screen = screen

    def urls(self) -> list[URLPattern]:
        """Where buttons lead."""
        view = self.screen.admin_site.admin_view
        return [
            path("<int:pk>/use/", view(require_POST(self.use_view)), name="articles_picture_use"),
            path("<int:pk>/replace/", view(require_POST(self.replace_view)), name="articles_picture_replace"),
        ]

    def grid_view(self, request: HttpRequest) -> HttpResponse:
        """All pictures, or those that are looked for; for an article, each with a button that chooses it."""
        if not self.screen.has_view_or_change_permission(request):
            raise PermissionDenied
        context = {
            **self.screen.admin_site.each_context(request),
            "title": _("Pictures"),
            "opts": self.screen.opts,
            "media": self.screen.media,
            "grid": grid_of(request),
        }
        return TemplateResponse(request, "admin/articles/library.html", context)

    def beside(self, request: HttpRequest, picture: Picture | None) -> dict[str, Any]:
        """What the page of a picture shows below its form."""
        if picture is None:
            return {}
        may_replace = request.user.has_perm(PERMISSION)
        return {"users": users_of(picture, request.user, most=_NAMED), "may_replace": may_replace}

    def use_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put a picture at the end of an article's list."""
        picture = self._seen(request, pk)
        key = key_in(request.POST.get("for", ""))
        article = Article.objects.changeable_by(request.user).filter(pk=key).first()
        if article is None:
            raise Http404
        if put_in(picture, article, by_form(request)):
            self.screen.message_user(request, _("The picture was added, as the last."), messages.SUCCESS)
        else:
            self.screen.message_user(request, _("The picture is among its pictures already."), messages.INFO)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def replace_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let another file take a picture's place, wherever it is used."""
        picture = self._seen(request, pk)
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        file = request.FILES.get("file")
        try:
            if file is None or (file.size or 0) > SIZE_LIMIT:
                raise Refused("size" if file else "empty")
            replace_everywhere(picture, file.read(), by_form(request))
        except Refused as refusal:
            self.screen.message_user(request, str(refusal), messages.ERROR)
        else:
            self.screen.log_change(request, picture, "Another file took its place.")
            self.screen.message_user(request, _("Another file took its place everywhere."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_picture_change", args=[pk]))

    def _seen(self, request: HttpRequest, pk: int) -> Picture:
        if not self.screen.has_view_or_change_permission(request):
            raise PermissionDenied
        found = Picture.objects.of_the_site().filter(pk=pk).first()
        if found is None:
            raise Http404
        return found


def is_used(picture: Picture) -> bool:
    """Whether a document or a text names it: asked once for a page."""
    if not hasattr(picture, "use_count"):
        picture.use_count = counted_uses([picture])[picture.pk]  # type: ignore[attr-defined]  # kept beside it
    return bool(picture.use_count)  # type: ignore[attr-defined]  # as above


def chosen_from_library(request: HttpRequest, article: Article) -> HttpResponse | None:
    """The library, for an article that was saved to choose from it; None for other buttons."""
    if "_library" not in request.POST:
        return None
    address = reverse("admin:articles_picture_changelist")
    return HttpResponseRedirect(f"{address}?{urlencode({'for': article.pk})}")
