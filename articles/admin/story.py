"""The form of an article, and of a related link: fields in the order in which an editor thinks."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminSplitDateTime, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.advice import Advises
from articles.admin.at_source import ShowsSource, put_beside
from articles.admin.choosing import Chooses, ChoosingForm
from articles.admin.form_decisions import DecidesOnForm
from articles.admin.history import TakesDown
from articles.admin.members import InOrder, MemberForm, MembersInline
from articles.admin.paging import NearPaginator
from articles.admin.panel import panel_of
from articles.admin.previewing import Previews
from articles.admin.records import signed_in
from articles.admin.together import ShowsClashes
from articles.history import Edit, recorded, snapshots, take_down
from articles.keys import key_in
from articles.models import Article, Image, Listing, RelatedLink, Revision, Topic
from articles.models.workflow import State
from articles.pasted import at_pasted
from articles.pictures import shown
from providers.verbatim import VerbatimScreen


def text_area(rows: int) -> forms.Textarea:
    """A title may hold line ends, which a field of one line would lose."""
    return forms.Textarea(attrs={"rows": rows, "cols": 80, "class": "vLargeTextField"})


class StoryForm(ChoosingForm):
    """What articles and related links have in common."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field.widget, AdminSplitDateTime):
                # The words beside the two are no labels.
                date, time = field.widget.widgets
                date.attrs["aria-label"], time.attrs["aria-label"] = str(_("Date")), str(_("Time"))

    class Meta:
        widgets = {"title": text_area(2), "excerpt": text_area(5), "featured_content": text_area(3)}


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
        """As readers get it; one that they cannot be shown leaves its place to its address."""
        address = shown(image.url)
        return format_html('<img src="{}" alt="" loading="lazy">', address) if address else ""


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


class StoryScreen(ShowsClashes, Chooses, VerbatimScreen):
    """What the screens of articles and related links have in common."""

    form = StoryForm
    autocomplete_fields = ("provider",)
    list_select_related = ("provider",)
    change_form_template = "admin/articles/story_form.html"

    class Media:
        css: ClassVar = {"all": ["articles/desk.css", "articles/choices.css", "articles/story.css"]}
        js = (forms.Script("articles/story.js", defer=True),)


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
        take_down(
            [form.instance], form.before, Edit(signed_in(request), Revision.Origin.FORM, timezone.now())
        )
        self.warn_after_saving(request, form)
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
        edit = Edit(signed_in(request), Revision.Origin.FORM, timezone.now())
        with transaction.atomic(), recorded(articles, edit):
            queryset.delete()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=_("article"))
    def article_link(self, link: RelatedLink) -> SafeString:
        address = reverse("admin:articles_article_change", args=[link.article_id])
        return format_html('<a href="{}">{}</a>', address, link.article)
