"""Full text: `search()` finds articles by what people type, best first, on either database.

Both sides are folded by `folding`; `index` writes, and here is asked. What may be found is the caller's
queryset, so that filters and the rule of visibility count before the best are chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from articles.models import Article
from articles.search import postgresql, sqlite
from articles.search.index import follow, keep_up
from articles.search.vocabulary import DUE, of_one_stem, with_kin
from articles.search.words import Term, terms

__all__ = ["MOST", "Term", "asked", "find", "follow", "search", "terms"]

# The newest so many that match are ranked and found: a word that all articles have costs no more than others.
MOST: Final = 500
_BACKENDS: Final[dict[str, Callable[[Sequence[Term], QuerySet[Article], int], list[int]]]] = {
    "sqlite": sqlite.best,
    "postgresql": postgresql.best,
}


def search(text: str, among: QuerySet[Article]) -> list[int]:
    """Keys of the articles that have all words of a text in title, excerpt, provider or topics, best first.

    Other words of a word's stem count as that word. The last word may be the beginning of one (on SQLite,
    unless a hundred have the word itself); words in double quotes stand next to each other, as they are.
    Any text is a query: signs mean nothing, and one without a word finds nothing.
    """
    return find(asked(text), among)


def asked(text: str) -> list[Term]:
    """The terms of a query, with the words that count as theirs; the index is made to know all articles."""
    wanted = terms(text)
    if not wanted:
        return wanted
    known = of_one_stem(wanted)
    if DUE in known:
        keep_up()
        known = of_one_stem(wanted)
    return with_kin(wanted, known)


def find(wanted: Sequence[Term], among: QuerySet[Article], most: int | None = None) -> list[int]:
    """Keys of the articles that have all terms, best first; at most MOST, or as many as asked for."""
    if not wanted:
        return []
    try:
        return _BACKENDS[connection.vendor](wanted, among, MOST if most is None else most)
    except EmptyResultSet:
        # Django knows without asking that nothing is among these.
        return []
