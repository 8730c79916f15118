"""A button beside an article's form: copy those of its pictures that stay with others."""

from __future__ import annotations

from time import monotonic
from typing import Final

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles.desk.forms.read_only import signed_in
from articles.editing.copying_pictures import copy_pictures
from articles.editing.history import Actor
from articles.models import Article, Image, Revision
from articles.pictures.copies import copy_path

PERMISSION: Final = "articles.change_picture"
# Seconds after which none is begun any more: a server waits for an answer about half a minute.
_PATIENCE: Final = 12


class PictureCopies:
    """The button's address."""

    def __init__(self, screen: ModelAdmin[Article]) -> None:
        self.screen = screen

    def urls(self) -> list[URLPattern]:
        """Where the button leads."""
        view = self.screen.admin_site.admin_view(require_POST(self.view))
        return [path("<int:pk>/pictures/copy/", view, name="articles_article_copy_pictures")]

    def view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Copy what there is time for, and say what came of each."""
        article = Article.objects.open_to(request.user).filter(pk=pk).first()
        if article is None:
            raise Http404
        if not (request.user.has_perm(PERMISSION) and self.screen.has_change_permission(request, article)):
            raise PermissionDenied
        waiting = [image for image in article.images.all() if lacks_copy(image)]
        actor = Actor(by=signed_in(request), origin=Revision.Origin.FORM, at=timezone.now())
        end = monotonic() + _PATIENCE
        copied = tried = 0
        for outcome in copy_pictures(waiting, actor):
            tried += 1
            copied += not outcome.refusal
            if outcome.refusal:
                told = {"address": outcome.image.url, "reason": outcome.refusal}
                said = _("%(address)s was not copied: %(reason)s") % told
                self.screen.message_user(request, said, messages.WARNING)
            if monotonic() > end:
                break
        if copied:
            said = ngettext("%(count)d picture was copied.", "%(count)d pictures were copied.", copied)
            self.screen.message_user(request, said % {"count": copied}, messages.SUCCESS)
        if left := len(waiting) - tried:
            said = ngettext("%(count)d is left: go on.", "%(count)d are left: go on.", left)
            self.screen.message_user(request, said % {"count": left}, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))


def lacks_copy(image: Image) -> bool:
    """Whether a picture stays with somebody else, and nobody says that there is a copy."""
    return bool(copy_path(image.url)) and image.is_cached is not True


def may_copy(request: HttpRequest, article: Article) -> bool:
    """Whether somebody is offered to copy an article's pictures, which are at hand."""
    return request.user.has_perm(PERMISSION) and any(map(lacks_copy, article.images.all()))
