"""What the source says, beside what we say on an article's form, and the way back to it for each field."""

from __future__ import annotations

from collections.abc import Iterable
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
from articles.desk.conflicts import settled_message, waiting_about
from articles.desk.forms.both_texts import sides_of
from articles.desk.forms.differences import marked
from articles.desk.forms.labels import label_of
from articles.desk.forms.read_only import signed_in
from articles.editing.conflict_texts import is_about_text, meeting_of
from articles.editing.emptying import WouldEmpty
from articles.importing.settling_conflicts import settle
from articles.importing.source_differences import Difference, back_to_source, differences
from articles.models import Article, Conflict
from documents.document import Absent
from documents.json_values import pack
from documents.layout import Kind
from documents.schema import BODY


@dataclass(frozen=True, slots=True)
class AtSource:
    """One difference as the form shows it; `text` fills the field, where that is one text.

    `conflict` waits for a choice about it; the difference then shows what both sides say.
    """

    key: str
    difference: SafeString
    text: str | None
    conflict: Conflict | None = None
    sides: tuple[SafeString, SafeString] | None = None


class SourceValues:
    """The buttons of an article's form that bring back what its document said as last imported."""

    def __init__(self, screen: ModelAdmin[Article]) -> None:
        self.screen = screen

    def settle_as_sent(self, request: HttpRequest, article: Article) -> None:
        """Settle the conflicts of which the form that was saved says that its field has the right text."""
        if not request.user.has_perm("articles.change_conflict"):
            return
        ticked = {*request.POST.getlist("_settles")}
        chosen = [one for one in waiting_about(article) if str(one.pk) in ticked] if ticked else []
        now, user = timezone.now(), signed_in(request)
        done = sum(settle(one, Conflict.Choice.OURS, user=user, now=now) for one in chosen)
        if done:
            self.screen.message_user(request, settled_message(Conflict.Choice.OURS, done), messages.SUCCESS)

    def response(self, request: HttpRequest, obj: Article) -> HttpResponse | None:
        """Bring back one field of an article that was saved, and answer; None for other buttons."""
        key = request.POST.get("_to_source")
        if not key:
            return None
        field = capfirst(label_of(Kind.ARTICLE, key))
        try:
            is_back = back_to_source(obj, key, user=signed_in(request), now=timezone.now())
        except WouldEmpty as refusal:
            self.screen.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[obj.pk]))
        if is_back:
            self.screen.message_user(
                request, _("%s says again what the source says.") % field, messages.SUCCESS
            )
        else:
            self.screen.message_user(
                request, _("%s says what the source says already.") % field, messages.INFO
            )
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[obj.pk]))


def at_source(article: Article, conflicts: Iterable[Conflict] = ()) -> dict[str, AtSource]:
    """The differences by the name of the form's field, or of its group of rows; read with `for_form()`.

    Among them those about which one of some conflicts waits.
    """
    content = getattr(article, "source_content", None)
    found = differences(article, bytes(content)) if content else []
    waiting = {conflict.key: conflict for conflict in conflicts if is_about_text(conflict)}
    return {
        mapping.attribute_of(Kind.ARTICLE, one.key) or one.key: _shown(one, waiting.get(one.key))
        for one in found
    }


def _shown(one: Difference, conflict: Conflict | None) -> AtSource:
    column = mapping.column_of(Kind.ARTICLE, one.key)
    is_text = column is not None and column.empty == ""
    said = "" if isinstance(one.source, Absent) or one.source is None else str(one.source)
    sides = None
    if conflict is not None and conflict.key == BODY.key:
        sides = sides_of(meeting_of(conflict, one.ours).parts)
    return AtSource(
        one.key, marked(pack(one.source), pack(one.ours)), said if is_text else None, conflict, sides
    )
