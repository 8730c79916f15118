"""In which language an article is, told where that is not the language of what is around it."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language

from documents.languages import are_one_language


def foreign_language(tag: str | None) -> str:
    """The language that a document names, where it is not that of the site; else empty."""
    return tag if tag and not are_one_language(tag, settings.SITE_LANGUAGE) else ""


def language_beside_page(tag: str | None) -> str:
    """The language of a text of the site, where that is not the language of the page around it; else empty.

    `tag` is what the text's document names. Where it names none, the text is in the language of the site.
    """
    return _where_other(tag or settings.SITE_LANGUAGE, get_language() or settings.LANGUAGE_CODE)


# Each card of a list asks, and a site has few languages.
@lru_cache(maxsize=256)
def _where_other(tag: str, around: str) -> str:
    return "" if are_one_language(tag, around) else tag
