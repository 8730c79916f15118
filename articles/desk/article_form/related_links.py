"""Related links: rows of an article's form, and a page for all of one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.desk.article_form.teaser_fields import ImageInline, StoryScreen
from articles.desk.forms.history import TakesDown
from articles.desk.forms.ordered_inlines import InOrder, MemberForm, MembersInline
from articles.desk.forms.read_only import signed_in
from articles.desk.uncounted_pages import NearPaginator
from articles.editing.history import Actor, recorded
from articles.models import Article, RelatedLink, Revision
from articles.search.pasted_addresses import at_pasted


class RelatedForm(MemberForm):
    """A related link; a new one may take what an article of ours says."""

    ours = forms.IntegerField(required=False, widget=forms.HiddenInput)


class RelatedInOrder(InOrder):
    """Related links, of which new ones are filled from our own articles."""

    user: Any = None

    def save_new(self, form: Any, commit: bool = True) -> RelatedLink:
        link: RelatedLink = form.instance
        ours = self._ours(form.cleaned_data.get("ours"), link)
        if ours is not None:
            for name in _TAKEN:
                if not getattr(link, name):
                    setattr(link, name, getattr(ours, name))
        saved: RelatedLink = super().save_new(form, commit)
        return saved

    def _ours(self, key: int | None, link: RelatedLink) -> Article | None:
        """The article that was chosen; without a choice and a title, the one at the address."""
        among = Article.objects.open_to(self.user)
        if key:
            return among.filter(pk=key).first()
        if link.title or not link.web_url:
            return None
        return among.filter(pk__in=at_pasted(link.web_url).values("pk")).first()


# What a link says of an article of ours, where an editor did not say otherwise.
_TAKEN = (
    "title", "excerpt", "published_date_time", "original_url", "web_url", "amp_web_url", "cdn_amp_web_url",
    "type", "quality", "heat", "provider", "provider_mention",
)  # fmt: skip


class RelatedLinkInline(MembersInline):
    """Related coverage in a line each; the rest of it is on a page of its own."""

    model = RelatedLink
    form = RelatedForm
    formset = RelatedInOrder
    fields = ("position", "title", "web_url", "provider", "ours")
    autocomplete_fields = ("provider",)
    show_change_link = True
    after = _("Source")
    finds_ours = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[RelatedLink]:
        return super().get_queryset(request).select_related("provider")

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **options)
        formset.user = request.user
        return formset

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "title":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2, "cols": 40})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(RelatedLink)
class RelatedLinkAdmin(TakesDown, StoryScreen):
    """All of a related link; one comes here from its article."""

    paginator = NearPaginator
    readonly_fields = ("article_link",)
    inlines = (ImageInline,)
    fieldsets = (
        (_("Story"), {"fields": ("article_link", "title", "excerpt")}),
        (_("Source"), {"fields": ("provider", "published_date_time")}),
        (_("Addresses"), {"fields": ("web_url", "original_url", "amp_web_url", "cdn_amp_web_url")}),
        (_("Numbers and names"), {"fields": (("quality", "heat"), "type")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[RelatedLink]:
        links: QuerySet[RelatedLink] = super().get_queryset(request)
        return links.filter(article__in=Article.objects.open_to(request.user)).select_related("article")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may change a related link may change its article."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.article.may_be_changed_by(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or obj.article.may_be_changed_by(request.user))

    def delete_model(self, request: HttpRequest, obj: RelatedLink) -> None:
        self.delete_queryset(request, RelatedLink.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[RelatedLink]) -> None:
        """What goes is taken down as a change of its article."""
        articles = [*Article.objects.filter(related_links__in=queryset).distinct()]
        actor = Actor(signed_in(request), Revision.Origin.FORM, timezone.now())
        with transaction.atomic(), recorded(articles, actor):
            queryset.delete()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=_("article"))
    def article_link(self, link: RelatedLink) -> SafeString:
        address = reverse("admin:articles_article_change", args=[link.article_id])
        return format_html('<a href="{}">{}</a>', address, link.article)
