"""What the source says, beside what we say on an article's form, and the way back to it for each field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import mapping
from articles.desk.forms.differences import marked
from articles.desk.forms.labels import label_of
from articles.desk.forms.read_only import signed_in
from articles.importing.source_differences import Difference, back_to_source, differences
from articles.models import Article
from documents.document import Absent
from documents.json_values import pack
from documents.layout import Kind

if TYPE_CHECKING:
    _Screen = admin.ModelAdmin[Article]
else:
    _Screen = object


@dataclass(frozen=True, slots=True)
class AtSource:
    """One difference as the form shows it; `text` fills the field, where that is one text."""

    key: str
    difference: SafeString
    text: str | None


class ShowsSource(_Screen):
    """The form of an article shows where it differs from its document as last imported."""

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        key = request.POST.get("_to_source")
        if not key:
            return super().response_change(request, obj)
        field = capfirst(label_of(Kind.ARTICLE, key))
        if back_to_source(obj, key, user=signed_in(request), now=timezone.now()):
            self.message_user(request, _("%s says again what the source says.") % field, messages.SUCCESS)
        else:
            self.message_user(request, _("%s says what the source says already.") % field, messages.INFO)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[obj.pk]))


def at_source(article: Article) -> dict[str, AtSource]:
    """The differences by the name of the form's field, or of its group of rows; read with `for_form()`."""
    content = getattr(article, "source_content", None)
    found = differences(article, bytes(content)) if content else []
    return {mapping.attribute_of(Kind.ARTICLE, one.key) or one.key: _shown(one) for one in found}


def _shown(one: Difference) -> AtSource:
    column = mapping.column_of(Kind.ARTICLE, one.key)
    is_text = column is not None and column.empty == ""
    said = "" if isinstance(one.source, Absent) or one.source is None else str(one.source)
    return AtSource(one.key, marked(pack(one.source), pack(one.ours)), said if is_text else None)


def put_beside(fields: Any, formsets: Iterable[Any], said: Mapping[str, AtSource]) -> None:
    """Hang differences on the fields and rows of a form, where its template finds them."""
    for name, field in fields.items():
        field.at_source = said.get(name)
    for formset in formsets:
        formset.formset.at_source = said.get(formset.formset.prefix)
