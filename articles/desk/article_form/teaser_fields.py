"""What the forms of an article and of a related link have in common."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.desk.forms.autocomplete import ChoosingForm
from articles.desk.forms.ordered_inlines import MembersInline
from articles.models import Image
from articles.reading.pictures import Gallery, address_to_show, urls_of
from documents.addresses import names_picture
from providers.models import Provider


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


class ImageInline(MembersInline):
    """The pictures of an article or of a related link."""

    model = Image
    fields: ClassVar[tuple[str, ...]] = (
        "position", "preview", "url", "width", "height", "title", "attribution", "is_cached",
    )  # fmt: skip
    readonly_fields = ("preview",)
    verbose_name, verbose_name_plural = _("picture"), _("pictures")
    after = "provider"

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        # An inline is made for one request, whose form is about one row.
        self.owner = obj
        return super().get_formset(request, obj, **kwargs)

    @cached_property
    def gallery(self) -> Gallery:
        """What its pictures are shown by: asked once for all of them."""
        listed = getattr(self.owner, "logos" if isinstance(self.owner, Provider) else "images", None)
        return Gallery(urls_of(listed.all()) if listed else ())

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in {"title", "attribution"}:
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2, "cols": 25})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("preview"))
    def preview(self, image: Image) -> SafeString | str:
        """As readers get it; one that they cannot be shown leaves its place to its address."""
        address = str(self.gallery.at(image.url) or "") if image.url else ""
        return (
            format_html('<img src="{}" alt="" loading="lazy" referrerpolicy="no-referrer">', address)
            if address
            else ""
        )


def warn_of_pictures(screen: admin.ModelAdmin[Any], request: HttpRequest, formset: Any) -> None:
    """Say of each picture that a formset saved just now where readers may be shown none."""
    if formset.model is not Image:
        return
    changed = [image for image, names in formset.changed_objects if "url" in names]
    for image in (*formset.new_objects, *changed):
        if doubt := _doubt_about(image.url):
            screen.message_user(request, doubt % {"address": image.url}, messages.WARNING)


def _doubt_about(url: str) -> Any:
    if not address_to_show(url):
        return (
            _("Readers are not shown the picture %(address)s: no such file came with the site.")
            if url
            else ""
        )
    if names_picture(url):
        return ""
    return _("The address %(address)s does not say that it is a picture: see whether its preview shows one.")
