"""The article's screen: the list in which editors decide, and the form in which they write.

It names its parts and calls them. What each part does is in `article_list/`, `article_form/`, `forms/`,
`repairs` and `withholding`.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.desk.article_form.address import take_address
from articles.desk.article_form.advice import Advice
from articles.desk.article_form.decisions import FormDecisions
from articles.desk.article_form.fields import ArticleForm, ListingInline, article_for_form
from articles.desk.article_form.panel import panel_of
from articles.desk.article_form.picture_copies import PictureCopies
from articles.desk.article_form.picture_upload import PictureUpload
from articles.desk.article_form.preview import Preview
from articles.desk.article_form.related_links import RelatedLinkInline
from articles.desk.article_form.source_values import SourceValues
from articles.desk.article_form.teaser_fields import ImageInline, warn_of_pictures
from articles.desk.article_form.typed import told_saved
from articles.desk.article_list import bulk_actions
from articles.desk.article_list.changelist import PAGE, Queue
from articles.desk.article_list.decisions import ListDecisions
from articles.desk.article_list.saved_filters import SavedFilters
from articles.desk.article_list.screen import searched, with_rows
from articles.desk.forms.autocomplete import with_choice
from articles.desk.forms.edit_conflicts import show_both_sides
from articles.desk.forms.history import History, by_form
from articles.desk.forms.locked_rows import LockedRowAdmin
from articles.desk.forms.read_only import signed_in
from articles.desk.library.screens import chosen_from_library
from articles.desk.repairs import Repairs, proposals
from articles.desk.withholding import move_instead, withhold, withhold_as_sent
from articles.editing.assignment import PERMISSION
from articles.editing.history import recorded
from articles.editing.workflow import begun, may_move
from articles.models import Article
from articles.models.workflow import State
from documents.layout import slug_in
from providers.admin_filters import is_offered
from providers.verbatim_forms import TEXT_FIELDS


@admin.register(Article)
class ArticleAdmin(LockedRowAdmin):
    """Articles: a list as a queue, and a form with a panel beside it."""

    # The list
    change_list_template = "admin/articles/triage.html"
    list_display = ("__str__",)
    list_per_page = PAGE
    list_select_related = ("provider",)
    show_full_result_count = False
    # That there is a search; `get_search_results` says what it looks at.
    search_fields = ("title",)
    search_help_text = _("Words of the title, excerpt, provider or topics; or the address of a story.")
    actions: Any = (*bulk_actions.ACTIONS, withhold)

    # The form
    form = ArticleForm
    formfield_overrides = TEXT_FIELDS
    change_form_template = "admin/articles/story_form.html"
    delete_confirmation_template = "admin/articles/delete.html"
    autocomplete_fields = ("provider",)
    readonly_fields = ("path",)
    inlines = (ListingInline, ImageInline, RelatedLinkInline)
    fieldsets = (
        (_("Story"), {"fields": ("title", "address", "excerpt", "body")}),
        (_("Source"), {"fields": ("web_url", "provider", "published_date_time")}),
        (_("Other addresses"), {"fields": ("original_url", "amp_web_url", "cdn_amp_web_url")}),
        (_("Video or other embedded content"), {"fields": ("type", "featured_content")}),
        (_("Numbers and names"), {"fields": (("quality", "heat"), "category", "path")}),
    )

    class Media:
        css: ClassVar = {
            "all": [
                *("desk/desk.css", "desk/choices.css", "desk/story.css"),
                *("desk/editor.css", "desk/pictures.css"),
            ]
        }
        js = (
            forms.Script("desk/story.js", defer=True),
            forms.Script("desk/pictures.js", defer=True),
            forms.Script("desk/editor.js", type="module"),
            forms.Script("desk/typed.js", type="module"),
        )

    def __init__(self, model: type[Article], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        self.list_decisions = ListDecisions(self)
        self.saved_filters = SavedFilters(self)
        self.repairs = Repairs(self)
        self.history = History(self)
        self.form_decisions = FormDecisions(self)
        self.preview = Preview(self)
        self.source_values = SourceValues(self)
        self.advice = Advice(self)
        self.picture_copies = PictureCopies(self)
        self.picture_upload = PictureUpload(self)

    def get_urls(self) -> list[URLPattern]:
        return [
            *self.list_decisions.urls(),
            *self.saved_filters.urls(),
            *self.repairs.urls(),
            *self.history.urls(),
            *self.preview.urls(),
            *self.advice.urls(),
            *self.picture_copies.urls(),
            *self.picture_upload.urls(),
            *super().get_urls(),
        ]

    # ---- Who may do what

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        rows = Article.objects.open_to(request.user)
        return rows.order_by(*self.get_ordering(request)) if self.get_ordering(request) else rows

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A contributor's drafts are theirs until somebody decides about them."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.may_be_changed_by(request.user))

    def _may_save(self, request: HttpRequest, article: Article | None) -> bool:
        return self.has_change_permission(request, article) if article else self.has_add_permission(request)

    # The permissions that actions name.

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return may_move(request.user, State.PUBLISHED)

    def has_reject_permission(self, request: HttpRequest) -> bool:
        return may_move(request.user, State.REJECTED)

    def has_assign_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))

    # ---- The list

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return is_offered(self, lookup, request) and super().lookup_allowed(lookup, value, request)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Queue]:
        return Queue

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        return searched(queryset, search_term), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        bulk_actions.allow_all(request)
        return with_rows(request, super().changelist_view(request, extra_context))

    def response_action(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse | None:
        refusal = bulk_actions.refusal_of_all(self, request)
        return refusal or super().response_action(request, *args, **options)

    # ---- The form

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Article | None:
        return article_for_form(request.user, object_id)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        options = with_choice(self, db_field, request, kwargs)
        return super().formfield_for_foreignkey(db_field, request, **options)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # Providers have a screen of their own; one that is new may be made from here.
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        return {**kwargs, **inline.formset_options(request, prefix)}

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        article: Article | None = options.get("obj")
        may_change = self._may_save(request, article)
        if article and article.is_damaged and may_change:
            context["repairs"] = proposals(article)
        context["panel"] = panel_of(request, article, may_change=may_change)
        show_both_sides(request, context, article)
        context["picture_upload"] = self.picture_upload.address(request) if may_change else ""
        response = super().render_change_form(request, context, *args, **options)
        # Without scripts, pictures are sent with the form.
        if isinstance(response, TemplateResponse) and response.context_data is not None:
            response.context_data["has_file_field"] = True
        return response

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing: `save_related` saves the article with its lists, so that history records one change."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        article = form.instance
        if not change:
            begun(article, signed_in(request))
        with recorded([article], by_form(request)):
            if form.has_changed() or not change:
                super().save_model(request, article, form, change)
            super().save_related(request, form, formsets, change)
            take_address(self, request, form)
            self.advice.add_topic(request, article)
            self.picture_upload.add_sent(request, article)
        self.source_values.settle_as_sent(request, article)
        self.advice.warn_after_saving(request, form)
        if "_move" not in request.POST:
            self.form_decisions.warn_of_embargo(request, article)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        warn_of_pictures(self, request, formset)

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: Any = None) -> HttpResponse:
        response = self._response(request, obj)
        return told_saved(request, response or super().response_add(request, obj, post_url_continue))

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        response = self._response(request, obj) or self.source_values.response(request, obj)
        return told_saved(request, response or super().response_change(request, obj))

    def _response(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """What the button that saved an article leads to; None where that is one of Django's."""
        for part in (self.advice, self.form_decisions, self.preview):
            if response := part.response(request, article):
                return response
        return chosen_from_library(request, article)

    @admin.display(description=_("Address"))
    def address(self, article: Article) -> str:
        """Where the form may only be read."""
        return slug_in(article.path)

    def view_on_site(self, article: Article) -> str | None:
        return article.get_absolute_url() if article.is_public(timezone.now()) else None

    # ---- The pages behind the form

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self.history.list_view(request, object_id, extra_context)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        context = {"instead": move_instead(self.get_object(request, object_id)), **(extra_context or {})}
        return super().delete_view(request, object_id, context)

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        withhold_as_sent(request, Article.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        withhold_as_sent(request, Article.objects.filter(pk__in=queryset.values("pk")))
