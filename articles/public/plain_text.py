"""Texts of documents as readers see them, and as much of a long one as is shown."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Final

from articles.search import Term
from articles.search.marking import marked

# Letters of an excerpt that a result shows, and of those before its first match.
_SHOWN: Final = 240
_BEFORE: Final = 60


def plain(text: str) -> str:
    """A text as a reader should see it: sites leave entities in, and lists run together by spaces.

    >>> plain("Q&amp;A:    • one    • two")
    'Q&A:\\n• one\\n• two'
    """
    return re.sub(r" {3,}", "\n", html.unescape(text))


def shortened(text: str, limit: int) -> str:
    """The beginning of a text, up to the end of a word.

    >>> shortened("A quiet harbour at night", 18)
    'A quiet harbour…'
    """
    if len(text) <= limit:
        return text
    cut = text[:limit]
    # A word that takes half of it is cut all the same.
    end = cut.rfind(" ", limit // 2)
    return cut[: end if end > 0 else limit - 1].rstrip(" ,;:–—-") + "…"


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
