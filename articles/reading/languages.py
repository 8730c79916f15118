"""In which language an article is, told where that is not the language of what is around it."""

from __future__ import annotations

from django.conf import settings

from documents.languages import are_one_language


def foreign_language(tag: str | None) -> str:
    """The language that a document names, where it is not that of the site; else empty."""
    return tag if tag and not are_one_language(tag, settings.SITE_LANGUAGE) else ""
