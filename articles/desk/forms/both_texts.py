"""Two texts beside each other, where they meet framed, and one text made of both to be put right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.desk.forms.differences import marked_text, without_the_middle
from documents.body import Part, with_both

# With more characters than these a text is not looked at word by word, and has a page of its own.
LONG: Final = 20_000


def sides_of(parts: Sequence[Part]) -> tuple[SafeString, SafeString]:
    """Theirs and ours: what both changed is framed, with what is new and gone in it; the rest only told."""
    last = len(parts) - 1
    theirs, ours = [], []
    for place, part in enumerate(parts):
        if part.is_met:
            theirs.append(_framed(part.base, part.theirs))
            ours.append(_framed(part.base, part.ours))
        else:
            same = without_the_middle(part.ours, at_start=place == 0, at_end=place == last)
            theirs.append(same)
            ours.append(same)
    return _joined(theirs), _joined(ours)


def proposed(parts: Sequence[Part], *, theirs: str) -> str:
    """One text of both sides: where they meet, both stand in it, each by the name of its side."""
    return with_both(parts, ours=_("here"), theirs=theirs)


def _framed(base: str, said: str) -> SafeString:
    """What one side says where both changed it; the words say so to those who do not see the frame."""
    bare = said.removesuffix("\n")
    return format_html(
        '<mark class="meets"><span class="aloud">[{} </span>{}<span class="aloud">]</span></mark>{}',
        _("changed on both sides:"),
        marked_text(base.removesuffix("\n"), bare),
        said[len(bare) :],
    )


def _joined(parts: Sequence[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
