"""Reasons and notes that no person wrote: stored in English, told in the language of who reads them."""

from __future__ import annotations

import re
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from articles.models.workflow import BLOCKED

KEPT_OUT: Final = gettext_noop("Kept out when %(name)s was uploaded")
RENAMED: Final = gettext_noop("Its document has another name here")
RESTORED: Final = gettext_noop("to the version of %(when)s UTC")


BY_SOURCE: Final = gettext_noop("Its publisher withdrew it.")
# Why a story was withdrawn, as readers are told on the page that stands in its place.
PUBLIC: Final = (
    BY_SOURCE,
    gettext_noop("It was published by mistake."),
    gettext_noop("What it said is wrong."),
    gettext_noop("It is out of date."),
    gettext_noop("It stands here a second time."),
    gettext_noop("There are legal reasons."),
)


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"%\\?\((\w+)\\?\)s", r"(?P<\1>.*)", re.escape(words)), re.DOTALL)


_PATTERNS: Final = {words: _pattern(words) for words in (BLOCKED, KEPT_OUT, RENAMED, RESTORED)}


def as_text(stored: str) -> str:
    """A reason or a note as its reader is told it; what people wrote is as they wrote it.

    >>> as_text("Provider is blocked"), as_text("Too long")
    ('Provider is blocked', 'Too long')
    """
    for words, pattern in _PATTERNS.items():
        if found := pattern.fullmatch(stored):
            return gettext(words) % found.groupdict()
    return stored


def for_readers() -> list[str]:
    """The reasons for which readers are told that a story was withdrawn, in the language of who chooses."""
    return [gettext(words) for words in PUBLIC]


def public_reason(stored: str) -> str:
    """A reason as readers are told it, in whatever language it was chosen; empty for a note of the desk."""
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            chosen = {gettext(words): words for words in PUBLIC}
        if stored in chosen:
            return gettext(chosen[stored])
    return ""
