"""A provider's logos: pictures are rows of this room, and their place is the provider's screen."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin.article import ImageInline
from providers.admin import ProviderAdmin
from providers.models import Provider


class LogoInline(ImageInline):
    """The logos of a provider."""

    fields: ClassVar[tuple[str, ...]] = ("position", "preview", "url", "width", "height")
    verbose_name, verbose_name_plural = _("logo"), _("logos")


admin.site.unregister(Provider)


@admin.register(Provider)
class ProviderWithLogosAdmin(ProviderAdmin):
    """The provider's screen, with the logos."""

    inlines = (LogoInline,)

    class Media:
        css: ClassVar = {"all": ["articles/desk.css"]}
