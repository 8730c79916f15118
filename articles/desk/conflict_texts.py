"""The field of a conflict in which somebody types the right text, and both texts beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles import mapping
from articles.desk.forms.both_texts import LONG, proposed, sides_of
from articles.editing.conflict_texts import Meeting, digest_of, is_about_text, meeting_of
from articles.models import Article, Conflict, Topic
from documents.body import has_both
from documents.document import ABSENT, Absent, Value
from documents.json_values import unpack
from documents.layout import Kind, kind_of
from documents.schema import BODY, Type, field_of
from providers.models import Provider
from providers.verbatim_forms import LongText, Text

_MODELS: Final[dict[Kind, type[models.Model]]] = {
    Kind.ARTICLE: Article,
    Kind.TOPIC: Topic,
    Kind.PROVIDER: Provider,
}


@dataclass(frozen=True, slots=True)
class Typing:
    """A field with a text to be put right; `elsewhere` leads to it where the text is too long for a list.

    `theirs` and `ours` are the texts side by side, where they are long enough to need it.
    """

    text: str = ""
    seen: str = ""
    rows: int = 2
    refusal: str = ""
    elsewhere: str = ""
    theirs: SafeString | None = None
    ours: SafeString | None = None

    @property
    def written(self) -> str:
        """What stands between the tags of its field: HTML leaves out a line end behind the first."""
        return f"\n{self.text}"

    @property
    def has_both(self) -> bool:
        """Whether somebody has yet to choose in it."""
        return has_both(self.text)


def typing_of(
    conflict: Conflict, *, is_alone: bool, typed: str | None = None, refusal: str = ""
) -> Typing | None:
    """The field for a conflict about a text, None for one about anything else; filled as it was, if it was.

    Alone it is about what the row says now. In a list of conflicts it is about what they were found with:
    a list reads no texts of articles, and who types there is told where the row says something else by now.
    """
    if not is_about_text(conflict):
        return None
    held = held_now(conflict) if is_alone else unpack(conflict.ours)
    if not is_alone and max(len(str(held)), len(str(unpack(conflict.theirs)))) > LONG:
        return Typing(elsewhere=reverse("admin:articles_conflict_change", args=[conflict.pk]))
    meeting = meeting_of(conflict, held)
    theirs, ours = sides_of(meeting.parts) if meeting.is_body else (None, None)
    text = proposal_of(conflict, meeting) if typed is None else typed
    return Typing(text, digest_of(held), 14 if meeting.is_body else 3, refusal, "", theirs, ours)


def proposal_of(conflict: Conflict, meeting: Meeting) -> str:
    """One text of both sides; of two that have nothing in common, ours."""
    if not meeting.ours.strip() or not meeting.theirs.strip():
        return meeting.ours or meeting.theirs
    is_address = _field_type(conflict) is Type.URL
    if is_address or not (meeting.is_body or meeting.is_shared):
        return meeting.ours
    return proposed(meeting.parts, theirs=_("at the source"))


def held_now(conflict: Conflict) -> Value | Absent:
    """What the row of a conflict about a text says; what it said when it was found where the row is gone."""
    kind = kind_of(conflict.path) or Kind.ARTICLE
    attribute = mapping.attribute_of(kind, conflict.key)
    rows = _MODELS[kind]._default_manager.filter(path=conflict.path)
    found = rows.values_list(attribute, flat=True).first() if attribute else None
    return unpack(conflict.ours) if found is None else (found or _nothing(conflict))


def _nothing(conflict: Conflict) -> Value | Absent:
    """What an empty column says: absent, null and empty are one in it."""
    said = unpack(conflict.ours)
    return said if said in (ABSENT, None, "") else ""


def typed_in(request: HttpRequest, conflict: Conflict) -> tuple[str, str]:
    """What was typed for a conflict, as its row will hold it, and the digest of what was seen."""
    sent, seen = (request.POST.get(f"{name}-{conflict.pk}", "") for name in ("text", "seen"))
    if conflict.key == BODY.key:
        return LongText().tidied(sent, like=""), seen
    kind = kind_of(conflict.path) or Kind.ARTICLE
    column = _MODELS[kind]._meta.get_field(mapping.attribute_of(kind, conflict.key) or conflict.key)
    if isinstance(column, models.CharField):
        sent = " ".join(sent.splitlines())
    return Text().tidied(sent, like=unpack(conflict.ours)), seen


def _field_type(conflict: Conflict) -> Type | None:
    field = field_of(kind_of(conflict.path) or Kind.ARTICLE, conflict.key)
    return field.type if field else None
