"""What the source says, beside what we say on an article's form, and the way back to it for each field."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin import ModelAdmin
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


@dataclass(frozen=True, slots=True)
class AtSource:
    """One difference as the form shows it; `text` fills the field, where that is one text."""

    key: str
    difference: SafeString
    text: str | None


class SourceValues:
    """The buttons of an article's form that bring back what its document said as last imported."""

    def __init__(self, screen: ModelAdmin[Article]) -> None:
        self.screen = screen

    def response(self, request: HttpRequest, obj: Article) -> HttpResponse | None:
        """Bring back one field of an article that was saved, and answer; None for other buttons."""
        key = request.POST.get("_to_source")
        if not key:
            return None
        field = capfirst(label_of(Kind.ARTICLE, key))
        if back_to_source(obj, key, user=signed_in(request), now=timezone.now()):
            self.screen.message_user(
                request, _("%s says again what the source says.") % field, messages.SUCCESS
            )
        else:
            self.screen.message_user(
                request, _("%s says what the source says already.") % field, messages.INFO
            )
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
