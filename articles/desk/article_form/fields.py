"""The fields of an article's form: what is checked beside Django's rules, its topics, and how it is read."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.desk.article_form.teaser_fields import StoryForm, text_area
from articles.desk.forms.ordered_inlines import MembersInline, OrderedFormSet
from articles.editing.emptying import WouldEmpty, refuse_to_empty
from articles.editing.naming import is_ours
from articles.models import Article, Listing
from articles.reading.embeds import embed_of
from documents.document import is_visible
from documents.layout import slug_in
from documents.layout.slugs import SLUG_LIMIT, slug_of
from providers.verbatim_forms import LongText, Text


class EmbedCode(Text):
    """HTML of a player; the address of a video becomes what the origin's documents say of one.

    Whoever else reads the documents, or the API, shows what stands there, and an address plays nothing.
    """

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        found = embed_of(typed) if "<" not in typed else None
        return found.code if found else typed

    def _as_sent(self, text: Any) -> str:
        # Sent twice, the address is what stands there since.
        sent = super()._as_sent(text)
        found = embed_of(sent) if "<" not in sent else None
        return found.code if found else sent


class ArticleForm(StoryForm):
    """An article, of which readers keep something to read: see articles/editing/emptying.py."""

    address = forms.CharField(
        required=False,
        max_length=SLUG_LIMIT,
        label=_("Address"),
        help_text=_(
            "Of its page and its document, behind the day on which it goes out. The title proposes it; once "
            "readers know it, the old one leads to the new one."
        ),
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off", "spellcheck": "false"}),
    )

    class Meta(StoryForm.Meta):
        widgets = {**StoryForm.Meta.widgets, "body": text_area(12)}
        field_classes = {"body": LongText, "featured_content": EmbedCode}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._show_address()
        content = self.instance.featured_content
        if "featured_content" in self.fields and is_visible(content) and embed_of(content) is None:
            self.fields["featured_content"].help_text = NO_PLAYER

    def _show_address(self) -> None:
        field = self.fields.get("address")
        if field is None:
            return
        if not self.instance.pk:
            field.widget.attrs["data-follows"] = "title"
            return
        self.initial["address"] = slug_in(self.instance.path)
        if not is_ours(self.instance):
            field.disabled, field.help_text = True, _("What came in keeps the name that its source gives it.")

    def clean_address(self) -> str:
        typed: str = self.cleaned_data["address"]
        return slug_of(typed, self.instance.language or settings.SITE_LANGUAGE) if typed.strip() else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "featured_content" in self.changed_data and _is_no_html(cleaned.get("featured_content", "")):
            self.add_error("featured_content", NO_VIDEO)
        try:
            refuse_to_empty(self.instance, cleaned, now=timezone.now())
        except WouldEmpty as refusal:
            self.add_error(refusal.field, str(refusal))
        return cleaned


NO_PLAYER: Final = _(
    "Readers get no player for this content: it is no single video of YouTube or Vimeo. Paste the "
    "address of the video’s page, or the code that its host offers for embedding it."
)
NO_VIDEO: Final = _(
    "This is no video that plays here: paste the address of one at YouTube or Vimeo, as the browser shows "
    "it, or the code that its host offers for embedding it."
)


def _is_no_html(content: str) -> bool:
    """Whether it says something, and nothing that a page anywhere could embed."""
    return is_visible(content) and "<" not in content


class ListingFormSet(OrderedFormSet):
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
    formset = ListingFormSet
    fields = ("position", "topic")
    autocomplete_fields = ("topic",)
    verbose_name, verbose_name_plural = _("topic"), _("topics: the most specific first")
    short_name = _("topics")
    after = "excerpt"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Listing]:
        return super().get_queryset(request).select_related("topic")


def article_for_form(user: Any, object_id: str) -> Article | None:
    """An article with all that its form shows, in as many queries for many topics as for one.

    None where there is none of that key, or none that the user may see.
    """
    try:
        key = Article._meta.pk.to_python(object_id)
    except ValidationError:
        return None
    found = Article.objects.open_to(user).for_form().filter(pk=key).first()
    if found is not None:
        stories = (found, *found.related_links.all())
        prefetch_related_objects([story.provider for story in stories if story.provider], "aliases")
    return found
