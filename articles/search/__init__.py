"""Full text: `search()` finds articles by what people type, best first, on either database.

Triggers keep the index (see `articles.models.search`); here is only asked. What may be found is the
caller's queryset, so that filters and the rule of visibility count before the best are chosen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.db import connection
from django.db.models import QuerySet

from articles.models import Article
from articles.search import postgresql, sqlite
from articles.search.words import Term, terms

__all__ = ["MOST", "Term", "search", "terms"]

# The newest so many that match are ranked and found: a word that all articles have costs no more than others.
MOST: Final = 500
_BACKENDS: Final[dict[str, Callable[[list[Term], QuerySet[Article], int], list[int]]]] = {
    "sqlite": sqlite.best,
    "postgresql": postgresql.best,
}


def search(text: str, among: QuerySet[Article]) -> list[int]:
    """Keys of the articles that have all words of a text in title, excerpt, provider or topics, best first.

    The last word may be the beginning of one (on SQLite, unless a hundred have the word itself); words in
    double quotes stand next to each other. Any text is a query: signs mean nothing, and one without a
    word finds nothing.
    """
    wanted = terms(text)
    return _BACKENDS[connection.vendor](wanted, among, MOST) if wanted else []
