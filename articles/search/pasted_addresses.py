"""Stories found by an address that somebody pasted."""

from __future__ import annotations

from articles.models import Article
from articles.querysets import ArticleQuerySet
from documents.addresses import canonical, spellings


def at_pasted(text: str) -> ArticleQuerySet:
    """Those at an address in any usual spelling: without a scheme, with `www.`, with what tracks readers."""
    address = text.strip()
    known = canonical(address if "://" in address else f"https://{address}")
    return Article.objects.at_address(address, spelt=spellings(known) if known else ())
