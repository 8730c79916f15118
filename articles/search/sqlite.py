"""SQLite's FTS5 asked for the best matches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from articles.models import Article
from articles.search.words import Term

# So many that have the last word itself are enough.
ENOUGH: Final = 100
# What so many have does not tell one from the other, so that the newest are the best. bm25() would read all
# places of a word: 2.4 ms where 100,000 articles have it, and the more, the longer.
COMMON: Final = 5_000
# By column: title, excerpt, provider, topics. bm25() is the better, the smaller.
_BEST: Final = """
    WITH asked (query) AS (SELECT {wanted}), common (is_so) AS (
        SELECT count(*) = %s FROM (
            SELECT 1 FROM articles_searchindex
            WHERE articles_searchindex MATCH (SELECT query FROM asked) LIMIT %s
        )
    )
    SELECT found FROM (
        SELECT rowid AS found, CASE WHEN (SELECT is_so FROM common) THEN 0
            ELSE bm25(articles_searchindex, 10.0, 2.0, 3.0, 5.0) END AS rank
        FROM articles_searchindex
        WHERE articles_searchindex MATCH (SELECT query FROM asked) AND EXISTS ({among})
        ORDER BY rowid DESC LIMIT %s
    ) ORDER BY rank, found DESC
"""
# For the beginning of a word FTS5 merges the places of all words that begin so: at a million articles
# that takes 60 ms and bm25() as much again. Where enough have the word itself, nothing more is sought.
_WHOLE_FIRST: Final = """
    CASE WHEN (SELECT count(*) FROM (
        SELECT 1 FROM articles_searchindex
        WHERE articles_searchindex MATCH %s AND EXISTS ({among}) LIMIT %s
    )) < %s THEN %s ELSE %s END
"""


def best(wanted: Sequence[Term], among: QuerySet[Article], most: int) -> list[int]:
    """Keys of articles that have all terms, best first: of the newest `most`.

    Where ENOUGH have the last word itself, it is no beginning of others. Where COMMON have all terms, the
    newest are the best.
    """
    # Asked row by row while matches are read, so that reading can end.
    allowed = among.order_by().filter(pk=RawSQL("articles_searchindex.rowid", ())).values("pk")
    sql, parameters = allowed.query.sql_with_params()
    query = "%s"
    asked: list[Any] = [match(wanted)]
    if wanted[-1].is_open:
        whole = match([*wanted[:-1], replace(wanted[-1], is_open=False)])
        query, asked = _WHOLE_FIRST.format(among=sql), [whole, *parameters, ENOUGH, ENOUGH, *asked, whole]
    with connection.cursor() as cursor:
        cursor.execute(_BEST.format(wanted=query, among=sql), [*asked, COMMON, COMMON, *parameters, most])
        return [key for (key,) in cursor.fetchall()]


def match(wanted: Sequence[Term]) -> str:
    """A query of FTS5: each term in quotes, where no sign means anything.

    >>> match([Term(("power", "apps")), Term(("zur",), is_open=True)])
    '"power apps" "zur" *'
    """
    return " ".join(f'"{" ".join(term.words)}"{" *" if term.is_open else ""}' for term in wanted)
