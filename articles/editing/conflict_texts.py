"""A conflict about a text: what both sides say now, where they meet, and one text made of both."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from articles.models import Conflict
from articles.models.conflict import FILE_KEY
from documents.body import Part, in_words, merged, sides_of
from documents.document import ABSENT, Absent, Value
from documents.json_values import unpack
from documents.layout import Kind, kind_of
from documents.schema import BODY, Type, field_of

_TEXTS: Final = {Type.TEXT, Type.HTML, Type.URL, Type.BODY}
# What tells one topic or provider from all others is changed on its own screen, which sees to the rest.
_NAMES: Final = {"_id", "name", "parent", "domain", "taxonomy"}


@dataclass(frozen=True, slots=True)
class Meeting:
    """What both sides say of one text, in parts that are settled and parts where they meet."""

    parts: list[Part]
    is_body: bool
    ours: str
    theirs: str

    @property
    def is_shared(self) -> bool:
        """Whether there is more in it than two texts that have nothing in common."""
        return any(part.ours.strip() and not part.is_met for part in self.parts)


def is_about_text(conflict: Conflict) -> bool:
    """Whether somebody can settle it by typing what is right."""
    kind = kind_of(conflict.path) or Kind.ARTICLE
    field = field_of(kind, conflict.key)
    is_text = field is not None and field.type in _TEXTS and conflict.key != FILE_KEY
    return is_text and (kind is Kind.ARTICLE or conflict.key not in _NAMES)


def meeting_of(conflict: Conflict, held: Value | Absent) -> Meeting:
    """Both sides of a conflict about a text, given what its row says now."""
    is_body = conflict.key == BODY.key
    base, ours, theirs = _text(unpack(conflict.base)), _text(held), _text(theirs_now(conflict, held))
    parts = merged(base, theirs, ours) if is_body else merged(base, theirs, ours, in_words)
    return Meeting(parts, is_body, ours, theirs)


def theirs_now(conflict: Conflict, held: Value | Absent) -> Value | Absent:
    """What the source says; of the text of an article, with what was changed elsewhere in it here.

    A conflict holds theirs as it was found; what somebody wrote since, where nobody meets, is kept.
    """
    theirs, ours = unpack(conflict.theirs), unpack(conflict.ours)
    if conflict.key != BODY.key or held == ours or not _text(theirs):
        return theirs
    return sides_of(_text(ours), _text(theirs), _text(held))[0]


def digest_of(value: Value | Absent) -> str:
    """What a text is known by in a form, to see whether it is another one when the form comes back."""
    return hashlib.blake2b(_text(value).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _text(value: Value | Absent) -> str:
    return "" if value is ABSENT or value is None else str(value)
