"""The article's screen: its form in the order in which an editor thinks, and the list of all."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.conflict import ShowsConflicts
from articles.admin.members import InOrder, MembersInline
from articles.admin.paging import NearPaginator
from articles.admin.records import signed_in
from articles.admin.withholding import Withholds
from articles.models import Article, Image, Listing, RelatedLink
from articles.search import search
from providers.verbatim import VerbatimForm, VerbatimScreen


def text_area(rows: int) -> forms.Textarea:
    """A title may hold line ends, which a field of one line would lose."""
    return forms.Textarea(attrs={"rows": rows, "cols": 80, "class": "vLargeTextField"})


class StoryForm(VerbatimForm):
    """What articles and related links have in common."""

    class Meta:
        widgets = {"title": text_area(2), "excerpt": text_area(5), "featured_content": text_area(3)}


class EachTopicOnce(InOrder):
    """The topics of an article, which may change places but not stand twice."""

    def clean(self) -> None:
        super().clean()
        seen = set()
        for form in self.forms:
            topic = getattr(form, "cleaned_data", {}).get("topic")
            if topic in seen and not form.cleaned_data.get("DELETE"):
                form.add_error("topic", _("This topic stands twice."))
            elif topic and not form.cleaned_data.get("DELETE"):
                seen.add(topic)

    def save_existing_objects(self, commit: bool = True) -> list[Any]:
        # Each topic is free before another row takes it; saving a row that is gone inserts it again.
        left = [form.instance.pk for form in self.initial_forms if {"topic", "DELETE"} & {*form.changed_data}]
        if commit:
            Listing.objects.filter(pk__in=left).delete()
        return super().save_existing_objects(commit)


class ListingInline(MembersInline):
    """The topics of an article."""

    model = Listing
    formset = EachTopicOnce
    fields = ("position", "topic")
    autocomplete_fields = ("topic",)
    verbose_name, verbose_name_plural = _("topic"), _("topics: the most specific first")
    after = _("Story")


class ImageInline(MembersInline):
    """The pictures of an article or of a related link."""

    model = Image
    fields: ClassVar[tuple[str, ...]] = (
        "position", "preview", "url", "width", "height", "title", "attribution", "is_cached",
    )  # fmt: skip
    readonly_fields = ("preview",)
    verbose_name, verbose_name_plural = _("picture"), _("pictures")
    after = _("Source")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in {"title", "attribution"}:
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2, "cols": 25})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("preview"))
    def preview(self, image: Image) -> SafeString | str:
        if not image.url:
            return "–"
        return format_html('<img src="{}" alt="" width="96" loading="lazy">', image.url)


class RelatedLinkInline(MembersInline):
    """Related coverage in a line each; the rest of it is on a page of its own."""

    model = RelatedLink
    fields = ("position", "title", "web_url", "provider")
    autocomplete_fields = ("provider",)
    show_change_link = True
    after = _("Source")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "title":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2, "cols": 40})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class StoryScreen(VerbatimScreen):
    """What the screens of articles and related links have in common."""

    form = StoryForm
    autocomplete_fields = ("provider",)
    list_select_related = ("provider",)
    change_form_template = "admin/articles/story_form.html"

    class Media:
        css: ClassVar = {"all": ["articles/desk.css"]}


@admin.register(Article)
class ArticleAdmin(ShowsConflicts, Withholds, StoryScreen):
    """Articles, newest first."""

    paginator = NearPaginator
    list_display = ("title_or_address", "published", "when", "provider", "topic_names", "quality", "heat")
    list_filter = ("published", "topics")
    # That there is a search; `get_search_results` says what it looks at.
    search_fields = ("title",)
    search_help_text = _("Words of the title, excerpt, provider or topics; or the address of a story.")
    readonly_fields = ("path",)
    inlines = (ListingInline, ImageInline, RelatedLinkInline)
    fieldsets = (
        (_("Story"), {"fields": ("title", "excerpt", "published")}),
        (_("Source"), {"fields": ("provider", "published_date_time")}),
        (_("Addresses"), {"fields": ("original_url", "web_url", "amp_web_url", "cdn_amp_web_url")}),
        (_("Video or other embedded content"), {"fields": ("type", "featured_content")}),
        (_("Numbers and names"), {"fields": (("quality", "heat"), "category", "path")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return super().get_queryset(request).prefetch_related("listings__topic")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        if "/" in search_term:
            at_address = Article.objects.at_address(search_term.strip())
            return queryset.filter(pk__in=at_address.values("pk")), False
        found = queryset.filter(pk__in=search(search_term, queryset)) if search_term.strip() else queryset
        return found, False

    @admin.display(description=_("title"), ordering="title")
    def title_or_address(self, article: Article) -> str:
        return str(article) or article.path

    @admin.display(description=_("published at"), ordering="published_date_time")
    def when(self, article: Article) -> str:
        return f"{article.published_date_time:%Y-%m-%d %H:%M}" if article.published_date_time else "–"

    @admin.display(description=_("topics"))
    def topic_names(self, article: Article) -> str:
        return ", ".join(listing.topic.name for listing in article.listings.all())

    def view_on_site(self, article: Article) -> str | None:
        return article.get_absolute_url() if article.is_public(timezone.now()) else None

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        Article.objects.filter(pk=obj.pk).withhold(by=signed_in(request), reason="")

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        Article.objects.filter(pk__in=queryset.values("pk")).withhold(by=signed_in(request), reason="")


@admin.register(RelatedLink)
class RelatedLinkAdmin(StoryScreen):
    """All of a related link; one comes here from its article."""

    readonly_fields = ("article_link",)
    inlines = (ImageInline,)
    fieldsets = (
        (_("Story"), {"fields": ("article_link", "title", "excerpt")}),
        (_("Source"), {"fields": ("provider", "published_date_time")}),
        (_("Addresses"), {"fields": ("web_url", "original_url", "amp_web_url", "cdn_amp_web_url")}),
        (_("Numbers and names"), {"fields": (("quality", "heat"), "type")}),
    )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=_("article"))
    def article_link(self, link: RelatedLink) -> SafeString:
        address = reverse("admin:articles_article_change", args=[link.article_id])
        return format_html('<a href="{}">{}</a>', address, str(link.article) or link.article.path)
