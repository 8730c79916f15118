"""PostgreSQL's full text asked for the best matches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from articles.models import Article
from articles.search.rows import Row
from articles.search.words import Term

# Weights D, C, B, A: excerpt, provider, topics, title. ts_rank() is the better, the greater.
_BEST: Final = """
    SELECT found FROM (
        SELECT article_id AS found, vector FROM articles_searchtext
        WHERE vector @@ {query} AND EXISTS ({among})
        ORDER BY article_id DESC LIMIT %s
    ) matches ORDER BY ts_rank('{{0.1, 0.2, 0.4, 1.0}}', vector, {query}, 1) DESC, found DESC
"""
_WRITE: Final = """
    INSERT INTO articles_searchtext (article_id, title, excerpt, provider, topics)
    SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[])
    ON CONFLICT (article_id) DO UPDATE SET
        title = EXCLUDED.title, excerpt = EXCLUDED.excerpt, provider = EXCLUDED.provider,
        topics = EXCLUDED.topics
"""


def best(wanted: Sequence[Term], among: QuerySet[Article], most: int) -> list[int]:
    """Keys of articles that have all terms, best first."""
    allowed = among.order_by().filter(pk=RawSQL("articles_searchtext.article_id", ())).values("pk")
    sql, parameters = allowed.query.sql_with_params()
    query = match(wanted)
    with connection.cursor() as cursor:
        cursor.execute(_BEST.format(query="%s::tsquery", among=sql), [query, *parameters, most, query])
        return [key for (key,) in cursor.fetchall()]


def match(wanted: Sequence[Term]) -> str:
    """A tsquery; words are letters, digits and their marks, so that no sign means anything.

    >>> match([Term(("power", "apps")), Term(("zur",), is_open=True, kin=("zure",))])
    "('power' <-> 'apps') & ('zur':* | 'zure')"
    """
    return " & ".join(f"({' | '.join(_ways(term))})" for term in wanted)


def _ways(term: Term) -> Iterator[str]:
    beginning = ":*" if term.is_open or term.is_letter else ""
    yield " <-> ".join(f"'{token}'" for token in term.tokens) + beginning
    yield from (f"'{word}'" for word in term.kin)


def write(cursor: CursorWrapper, rows: Sequence[Row]) -> None:
    """Write some articles' texts; the database makes their vectors."""
    cursor.execute(_WRITE, [list(column) for column in zip(*rows, strict=True)])
