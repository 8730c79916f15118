"""Related links: rows of an article's form, and a page for all of one."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.desk.article_form.teaser_fields import ImageInline, StoryForm, warn_of_pictures
from articles.desk.forms.autocomplete import with_choice
from articles.desk.forms.edit_conflicts import show_both_sides
from articles.desk.forms.history import by_form
from articles.desk.forms.locked_rows import LockedRowAdmin
from articles.desk.forms.ordered_inlines import MemberForm, MembersInline, OrderedFormSet
from articles.desk.uncounted_pages import NearPaginator
from articles.editing.history import recorded
from articles.models import Article, RelatedLink
from articles.search.pasted_addresses import at_pasted
from providers.admin_filters import is_offered
from providers.verbatim_forms import TEXT_FIELDS


class RelatedForm(MemberForm):
    """A related link; a new one may take what an article of ours says."""

    ours = forms.IntegerField(required=False, widget=forms.HiddenInput)


class RelatedLinkFormSet(OrderedFormSet):
    """Related links, of which new ones are filled from our own articles."""

    def __init__(self, *args: Any, user: Any = None, **options: Any) -> None:
        self.user = user
        super().__init__(*args, **options)

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
    formset = RelatedLinkFormSet
    fields = ("position", "title", "web_url", "provider", "ours")
    autocomplete_fields = ("provider",)
    show_change_link = True
    after = "provider"
    finds_ours = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[RelatedLink]:
        return super().get_queryset(request).select_related("provider")

    def formset_options(self, request: HttpRequest, prefix: str) -> dict[str, Any]:
        return {**super().formset_options(request, prefix), "user": request.user}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "title":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2, "cols": 40})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(RelatedLink)
class RelatedLinkAdmin(LockedRowAdmin):
    """All of a related link; one comes here from its article."""

    form = StoryForm
    formfield_overrides = TEXT_FIELDS
    change_form_template = "admin/articles/story_form.html"
    show_full_result_count = False
    list_per_page = 50
    list_select_related = ("provider",)
    autocomplete_fields = ("provider",)
    paginator = NearPaginator
    readonly_fields = ("article_link",)
    inlines = (ImageInline,)
    fieldsets = (
        (_("Story"), {"fields": ("article_link", "title", "excerpt")}),
        (_("Source"), {"fields": ("provider", "published_date_time")}),
        (_("Addresses"), {"fields": ("web_url", "original_url", "amp_web_url", "cdn_amp_web_url")}),
        (_("Numbers and names"), {"fields": (("quality", "heat"), "type")}),
    )

    class Media:
        css: ClassVar = {"all": ["desk/desk.css", "desk/choices.css", "desk/story.css"]}
        js = (forms.Script("desk/story.js", defer=True),)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return is_offered(self, lookup, request) and super().lookup_allowed(lookup, value, request)

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

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        options = with_choice(self, db_field, request, kwargs)
        return super().formfield_for_foreignkey(db_field, request, **options)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        show_both_sides(request, context, options.get("obj"))
        return super().render_change_form(request, context, *args, **options)

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        return {**kwargs, **inline.formset_options(request, prefix)}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing: `save_related` saves the link with its pictures, so that history records one change."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """What a link says is recorded as a change of its article."""
        with recorded([form.instance.article], by_form(request)):
            if form.has_changed():
                super().save_model(request, form.instance, form, change)
            super().save_related(request, form, formsets, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        warn_of_pictures(self, request, formset)

    def delete_model(self, request: HttpRequest, obj: RelatedLink) -> None:
        self.delete_queryset(request, RelatedLink.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[RelatedLink]) -> None:
        """What goes is taken down as a change of its article."""
        articles = [*Article.objects.filter(related_links__in=queryset).distinct()]
        with transaction.atomic(), recorded(articles, by_form(request)):
            queryset.delete()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=_("article"))
    def article_link(self, link: RelatedLink) -> SafeString:
        address = reverse("admin:articles_article_change", args=[link.article_id])
        return format_html('<a href="{}">{}</a>', address, link.article)
