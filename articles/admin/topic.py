"""The topic's screen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.models import Topic
from documents.layout import slug_of
from providers.verbatim import Lines, Pairs, VerbatimForm, VerbatimScreen


class TopicForm(VerbatimForm):
    """A topic, with its lists one item on each line."""

    slug = forms.CharField(
        required=False, label=_("Slug"), help_text=_("Its address; empty, it is made from the name.")
    )
    keywords = Lines(required=False, label=_("Keywords"), help_text=_("One on each line."))
    hashtags = Lines(required=False, label=_("Hashtags"), help_text=_("One on each line, with its #."))
    services = Pairs(
        required=False,
        label=_("Services"),
        help_text=_("A name and its address on each line, as news: https://…"),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not said.get("slug") and said.get("name"):
            said["slug"] = slug_of(said["name"])
        return said

    def _get_validation_exclusions(self) -> set[str]:
        # Documents allow dots in it where the column's rule does not: what came in so may stay so.
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # not in the stubs
        return excluded | ({"slug"} - {*self.changed_data})


@admin.register(Topic)
class TopicAdmin(VerbatimScreen):
    """Subjects, in the order in which sites show them."""

    form = TopicForm
    list_display = ("name", "parent", "slug", "position", "path")
    list_select_related = ("parent",)
    search_fields = ("name", "shortname", "slug")
    autocomplete_fields = ("parent",)
    readonly_fields = ("path",)
    fieldsets = (
        (None, {"fields": ("name", "shortname", "parent")}),
        (_("How articles are found for it"), {"fields": ("keywords", "hashtags")}),
        (_("Addresses and order"), {"fields": ("slug", "position", "services", "path")}),
    )
