"""The provider's screen."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from providers.models import Provider
from providers.verbatim import Lines, VerbatimForm, VerbatimScreen


class ProviderForm(VerbatimForm):
    """A provider, with other names one on each line."""

    other_names = Lines(required=False, label=_("Other names"), help_text=_("One on each line."))


@admin.register(Provider)
class ProviderAdmin(VerbatimScreen):
    """Who publishes the originals."""

    form = ProviderForm
    list_display = ("__str__", "domain", "path")
    search_fields = ("name", "domain")
    readonly_fields = ("path",)
    fields = ("name", "domain", "description", "other_names", "path")
