"""SQLite's FTS5 asked for the best matches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from articles.models import Article
from articles.search.words import Term

# By column: title, excerpt, provider, topics. bm25() is the better, the smaller.
_BEST: Final = """
    SELECT found FROM (
        SELECT rowid AS found, bm25(articles_searchindex, 10.0, 2.0, 3.0, 5.0) AS rank
        FROM articles_searchindex
        WHERE articles_searchindex MATCH %s AND EXISTS ({among})
        ORDER BY rowid DESC LIMIT %s
    ) ORDER BY rank, found DESC
"""


def best(wanted: Sequence[Term], among: QuerySet[Article], most: int) -> list[int]:
    """Keys of articles that have all terms, best first."""
    # Asked row by row while matches are read, so that reading can end.
    allowed = among.order_by().filter(pk=RawSQL("articles_searchindex.rowid", ())).values("pk")
    sql, parameters = allowed.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_BEST.format(among=sql), [match(wanted), *parameters, most])
        return [key for (key,) in cursor.fetchall()]


def match(wanted: Sequence[Term]) -> str:
    """A query of FTS5: each term in quotes, where no sign means anything.

    >>> match([Term(("power", "apps")), Term(("zur",), is_open=True)])
    '"power apps" "zur" *'
    """
    return " ".join(f'"{" ".join(term.words)}"{" *" if term.is_open else ""}' for term in wanted)
