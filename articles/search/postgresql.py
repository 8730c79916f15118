"""PostgreSQL's full text asked for the best matches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from articles.models import Article
from articles.search.words import Term

# Weights D, C, B, A: excerpt, provider, topics, title. ts_rank() is the better, the greater.
_BEST: Final = """
    SELECT found FROM (
        SELECT article_id AS found, vector FROM articles_searchtext
        WHERE vector @@ {query} AND EXISTS ({among})
        ORDER BY article_id DESC LIMIT %s
    ) matches ORDER BY ts_rank('{{0.1, 0.2, 0.4, 1.0}}', vector, {query}, 1) DESC, found DESC
"""
_CLOSED: Final = "websearch_to_tsquery('pg_catalog.simple', %s)"
# The last lexeme of a query as text is the last word, and `:*` makes it the beginning of any.
_OPEN: Final = f"({_CLOSED}::text || ':*')::tsquery"


def best(wanted: Sequence[Term], among: QuerySet[Article], most: int) -> list[int]:
    """Keys of articles that have all terms, best first."""
    allowed = among.order_by().filter(pk=RawSQL("articles_searchtext.article_id", ())).values("pk")
    sql, parameters = allowed.query.sql_with_params()
    query = " && ".join(_OPEN if term.is_open else _CLOSED for term in wanted)
    words = [f'"{" ".join(term.words)}"' for term in wanted]
    with connection.cursor() as cursor:
        cursor.execute(_BEST.format(query=f"({query})", among=sql), [*words, *parameters, most, *words])
        return [key for (key,) in cursor.fetchall()]
