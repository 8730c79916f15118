"""Words that were searched for, marked where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django import template
from django.utils.safestring import SafeString

from articles.public.markup import escaped, fill
from articles.search.marking import marked
from articles.search.words import Term

register = template.Library()

# Letters of an excerpt that a result shows, and of those before its first match.
_SHOWN: Final = 240
_BEFORE: Final = 60


@register.filter
def mark(text: object, terms: Sequence[Term]) -> SafeString:
    """A text with what was searched for in <mark>."""
    pieces = marked(str(text), terms)
    return SafeString(
        "".join(fill("<mark>{}</mark>", piece) if wanted else escaped(piece) for piece, wanted in pieces)
    )


@register.filter
def around(text: str, terms: Sequence[Term]) -> str:
    """The part of a long text in which the first match stands."""
    start = 0
    for piece, wanted in marked(text, terms):
        if wanted:
            break
        start += len(piece)
    else:
        start = 0
    fits = len(text) <= _SHOWN or start < _SHOWN - _BEFORE
    start = 0 if fits else text.rfind(" ", 0, start - _BEFORE) + 1
    end = start + _SHOWN
    return ("… " if start else "") + text[start:end] + ("…" if end < len(text) else "")
