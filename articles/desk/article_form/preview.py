"""An article as readers will see it: to its editors, and by a signed link to whoever is shown it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.models import Article
from articles.public.article_page import TEMPLATE, for_few, render_page, story_page
from articles.public.preview_links import LIFETIME, shared_address
from articles.querysets import ArticleQuerySet
from articles.reading.addresses import site_of
from articles.reading.markdown import rendered
from articles.reading.pictures import Gallery, named_in, with_own_pictures
from articles.reading.topic_tree import Tree
from documents.reader import BODY_LIMIT

TEXT_TEMPLATE: Final = "text.html"


class Preview:
    """The pages of an article that are not public, beside its form."""

    def __init__(self, screen: ModelAdmin[Article]) -> None:
        self.screen = screen

    def urls(self) -> list[URLPattern]:
        """The preview, that of a text which is being written, and the links to it that are shared."""
        view = self.screen.admin_site.admin_view
        return [
            path("text/", view(require_POST(self.new_text_view)), name="articles_article_new_text"),
            path("<int:pk>/text/", view(require_POST(self.text_view)), name="articles_article_text"),
            path("<int:pk>/preview/", view(self.preview_view), name="articles_article_preview"),
            path(
                "<int:pk>/share/revoke/",
                view(require_POST(self.revoke_view)),
                name="articles_article_revoke",
            ),
            path("<int:pk>/share/", view(require_POST(self.share_view)), name="articles_article_share"),
        ]

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is saved now, in the very template of the public page."""
        found = self._opened(request, pk, Article.objects.with_body())
        tree = Tree.read()
        context = {
            **story_page(request, found, tree),
            "sections": tree.main(),
            "is_preview": True,
            "is_public": found.is_public(timezone.now()),
            "edit_address": reverse("admin:articles_article_change", args=[pk]),
        }
        return for_few(render_page(request, TEMPLATE, **context))

    def text_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The text that somebody writes into the form of an article, as its page would show it."""
        return self._written(request, self._own_to_show(request, pk).language)

    def new_text_view(self, request: HttpRequest) -> HttpResponse:
        """That of an article which is not saved yet."""
        if not self.screen.has_add_permission(request):
            raise PermissionDenied
        return self._written(request, None)

    def _written(self, request: HttpRequest, language: str | None) -> HttpResponse:
        # Browsers send each line end as CR LF.
        text = request.POST.get("body", "").replace("\r\n", "\n")
        if len(text.encode(errors="replace")) > BODY_LIMIT:
            return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        html = with_own_pictures(rendered(text).html, Gallery(named_in(text)))
        return for_few(render_page(request, TEXT_TEMPLATE, text=html, language_of_text=language))

    def share_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A link that opens without signing in; whoever may change the article may show it."""
        found = self._own_to_show(request, pk)
        if found.is_refused:
            raise PermissionDenied(_("What was rejected or withdrawn is not shown around."))
        link = site_of(request) + shared_address(found)
        ends = timezone.now() + LIFETIME
        if "application/json" in request.headers.get("accept", ""):
            return JsonResponse({"link": link})
        context = {
            **self.screen.admin_site.each_context(request),
            "title": str(found) or found.path,
            "opts": self.screen.opts,
            "original": found,
            "link": link,
            "ends": ends,
        }
        return TemplateResponse(request, "admin/articles/share.html", context)

    def revoke_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End all links to it that were made so far; whoever may make one may do so."""
        found = self._own_to_show(request, pk)
        Article.objects.filter(pk=found.pk).revoke_links()
        self.screen.message_user(
            request, _("The links that were made so far open no more."), messages.SUCCESS
        )
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))

    def _own_to_show(self, request: HttpRequest, pk: int) -> Article:
        found = self._opened(request, pk, Article.objects.all())
        if not self.screen.has_change_permission(request, found):
            raise PermissionDenied
        return found

    def _opened(self, request: HttpRequest, pk: int, among: ArticleQuerySet) -> Article:
        if not self.screen.has_view_or_change_permission(request):
            raise PermissionDenied
        found = among.open_to(request.user).filter(pk=pk).select_related("provider").first()
        if found is None:
            raise Http404
        return found

    def response(self, request: HttpRequest, obj: Article) -> HttpResponse | None:
        """The preview of an article that was saved for it; None for other buttons."""
        if "_preview" not in request.POST:
            return None
        return HttpResponseRedirect(reverse("admin:articles_article_preview", args=[obj.pk]))
