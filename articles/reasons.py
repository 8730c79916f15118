"""Reasons and notes that no person wrote: stored in English, told in the language of who reads them."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext, gettext_noop

from articles.models.workflow import BLOCKED

KEPT_OUT: Final = gettext_noop("Kept out when %(name)s was uploaded")
RESTORED: Final = gettext_noop("to the version of %(when)s UTC")


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"%\\?\((\w+)\\?\)s", r"(?P<\1>.*)", re.escape(words)), re.DOTALL)


_PATTERNS: Final = {words: _pattern(words) for words in (BLOCKED, KEPT_OUT, RESTORED)}


def told(stored: str) -> str:
    """A reason or a note as its reader is told it; what people wrote is as they wrote it.

    >>> told("Provider is blocked"), told("Too long")
    ('Provider is blocked', 'Too long')
    """
    for words, pattern in _PATTERNS.items():
        if found := pattern.fullmatch(stored):
            return gettext(words) % found.groupdict()
    return stored
