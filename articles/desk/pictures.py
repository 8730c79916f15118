"""The screen of the site's pictures: the library of them all, and what is known of each.

A picture comes in with the site, or is sent from the form in which it is used: it is not added here.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.desk.article_form.picture_upload import may_upload
from articles.desk.forms.locked_rows import LockedRowAdmin
from articles.desk.library.screens import Library, is_used
from articles.models import Picture
from articles.pictures import renditions
from articles.pictures.decoding import Decoder
from articles.pictures.storing import forget
from articles.reading.pictures import address_to_show
from providers.verbatim_forms import TEXT_FIELDS, VerbatimForm

_POINT = frozenset({"focal_x", "focal_y"})


def _slider() -> forms.NumberInput:
    """From one edge to the other, by mouse, finger or keys, with a step of a hundredth."""
    return forms.NumberInput(attrs={"type": "range", "min": "0", "max": "1", "step": "0.01"})


class PictureForm(VerbatimForm):
    """What is known of a picture; the point that matters is found by sliders, and on it where scripts run."""

    class Meta:
        widgets: ClassVar = {
            "alt": forms.Textarea(attrs={"rows": 2, "cols": 80, "class": "vLargeTextField"}),
            "caption": forms.Textarea(attrs={"rows": 2, "cols": 80, "class": "vLargeTextField"}),
            "credit": forms.TextInput(attrs={"class": "vTextField"}),
            "focal_x": _slider(),
            "focal_y": _slider(),
        }


@admin.register(Picture)
class PictureAdmin(LockedRowAdmin):
    """Pictures of the site."""

    form = PictureForm
    formfield_overrides = TEXT_FIELDS
    change_form_template = "admin/articles/picture_form.html"
    actions = None
    readonly_fields = ("shown", "path", "measures", "uploaded_by", "uploaded_at")
    fieldsets = (
        (None, {"fields": ("shown", "alt", "caption", "credit")}),
        (
            _("The point that matters"),
            {
                "fields": ("focal_x", "focal_y"),
                "description": _(
                    "Cards cut pictures. This point stays in sight, as near the middle as may be."
                ),
            },
        ),
        (_("File"), {"fields": ("path", "measures", "uploaded_by", "uploaded_at")}),
    )

    class Media:
        css: ClassVar = {"all": ["desk/desk.css", "desk/pictures.css"]}
        js = (forms.Script("desk/focal_point.js", defer=True),)

    def __init__(self, model: type[Picture], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        self.library = Library(self)

    def get_urls(self) -> list[URLPattern]:
        return [*self.library.urls(), *super().get_urls()]

    # ---- Who may

    def get_queryset(self, request: HttpRequest) -> QuerySet[Picture]:
        return Picture.objects.of_the_site()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change all, and whoever sent it and may still send others."""
        is_own = obj is not None and obj.uploaded_by_id == request.user.pk
        return (is_own and may_upload(request)) or super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is used stays: a document or a text would name what is not there."""
        return super().has_delete_permission(request, obj) and (obj is None or not is_used(obj))

    # ---- The library

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return self.library.grid_view(request)

    # ---- The form

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        context |= self.library.beside(request, options.get("obj"))
        return super().render_change_form(request, context, *args, **options)

    def save_model(self, request: HttpRequest, obj: Picture, form: Any, change: bool) -> None:
        """Save it; where another point matters now, it is cut anew."""
        is_cut_anew = not _POINT.isdisjoint(form.changed_data)
        if is_cut_anew:
            obj.renditions = 0
        super().save_model(request, obj, form, change)
        if is_cut_anew:
            with Decoder() as decoder:
                renditions.make(obj, decoder)

    def delete_model(self, request: HttpRequest, obj: Picture) -> None:
        forget(obj)

    # ---- What is shown

    @admin.display(description=_("picture"))
    def shown(self, picture: Picture) -> SafeString:
        return format_html(
            '<span class="focal"><img src="{}" alt="{}" width="{}" height="{}"></span>',
            address_to_show(picture.url),
            picture.alt,
            picture.width,
            picture.height,
        )

    @admin.display(description=_("size"))
    def measures(self, picture: Picture) -> str:
        return f"{picture.width} × {picture.height}, {picture.size / 1024:,.0f} kB"
