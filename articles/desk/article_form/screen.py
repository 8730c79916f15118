"""The form of an article: fields in the order in which an editor thinks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.desk.article_form.advice import Advises
from articles.desk.article_form.decisions import DecidesOnForm
from articles.desk.article_form.panel import panel_of
from articles.desk.article_form.preview import Previews
from articles.desk.article_form.related_links import RelatedLinkInline
from articles.desk.article_form.source_values import ShowsSource, put_beside
from articles.desk.article_form.teaser_fields import ImageInline, StoryForm, StoryScreen
from articles.desk.forms.ordered_inlines import InOrder, MembersInline
from articles.desk.forms.read_only import signed_in
from articles.editing.history import Actor, record_changes, snapshots
from articles.models import Article, Listing, Revision, Topic
from articles.models.workflow import State
from articles.reading.parameters import key_in


class ArticleForm(StoryForm):
    """An article that readers see keeps a title: without one, lists would show them its address."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_emptied = cleaned.get("title") == "" and self.instance.title != ""
        if is_emptied and self.instance.state_at(timezone.now()) == State.PUBLISHED:
            self.add_error("title", _("Readers see the title: write one, or withdraw the story first."))
        return cleaned


class EachTopicOnce(InOrder):
    """The topics of an article, which may change places but not stand twice."""

    once = "topic"

    def clean(self) -> None:
        super().clean()
        seen = {listing.topic for listing in self.unseen}
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
    called = _("topics")
    after = _("Story")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Listing]:
        return super().get_queryset(request).select_related("topic")


class WritesArticles(DecidesOnForm, Previews, ShowsSource, Advises, StoryScreen):
    """The form of an article."""

    form = ArticleForm
    readonly_fields = ("path",)
    inlines = (ListingInline, ImageInline, RelatedLinkInline)
    fieldsets = (
        (_("Story"), {"fields": ("title", "excerpt")}),
        (_("Source"), {"fields": ("web_url", "provider", "published_date_time")}),
        (_("Other addresses"), {"fields": ("original_url", "amp_web_url", "cdn_amp_web_url")}),
        (_("Video or other embedded content"), {"fields": ("type", "featured_content")}),
        (_("Numbers and names"), {"fields": (("quality", "heat"), "category", "path")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        rows = Article.objects.open_to(request.user)
        return rows.order_by(*self.get_ordering(request)) if self.get_ordering(request) else rows

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The article with all that its form shows, in as many queries for many topics as for one."""
        try:
            key = Article._meta.pk.to_python(object_id)
        except ValidationError:
            return None
        found = Article.objects.open_to(request.user).for_form().filter(pk=key).first()
        if found is not None:
            stories = (found, *found.related_links.all())
            prefetch_related_objects([story.provider for story in stories if story.provider], "aliases")
        return found

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # Providers have a screen of their own; one that is new may be made from here.
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        article = options.get("obj")
        panel = panel_of(request, article, may_change=self._may_save(request, article))
        context["panel"] = panel
        put_beside(context["adminform"].form.fields, context["inline_admin_formsets"], panel.at_source)
        return super().render_change_form(request, context, *args, **options)

    def _may_save(self, request: HttpRequest, article: Article | None) -> bool:
        return (
            self.has_add_permission(request)
            if article is None
            else self.has_change_permission(request, article)
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A contributor's drafts are theirs until somebody decides about them."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.may_be_changed_by(request.user))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = signed_in(request)
        # Pictures, links and topics are saved after it: history compares what all of them say.
        form.before = snapshots([obj]) if change else {}
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self._add_topic(form.instance, request.POST.get("_topic", ""))
        record_changes(
            [form.instance], form.before, Actor(signed_in(request), Revision.Origin.FORM, timezone.now())
        )
        self.warn_after_saving(request, form)
        self.warn_of_video(request, form)
        if "_move" not in request.POST:
            self.warn_of_embargo(request, form.instance)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._again(request, obj) or super().response_change(request, obj)

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: Any = None) -> HttpResponse:
        return self._again(request, obj) or super().response_add(request, obj, post_url_continue)

    def _again(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """Who took a topic goes on writing."""
        if "_topic" not in request.POST:
            return None
        self.message_user(request, _("The topic was added."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def _add_topic(self, article: Article, key: str) -> None:
        """One that was suggested, by a button that works without scripts too: it comes last."""
        topic = Topic.objects.filter(pk=key_in(key)).first()
        if topic is not None and not article.listings.filter(topic=topic).exists():
            Listing.objects.create(article=article, topic=topic, position=article.listings.count())

    def view_on_site(self, article: Article) -> str | None:
        return article.get_absolute_url() if article.is_public(timezone.now()) else None
