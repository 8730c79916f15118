"""SQLite's FTS5 asked for the best matches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from articles.models import Article
from articles.search.rows import Row, among, packed
from articles.search.words import Term

# So many that have the last word itself are enough.
ENOUGH: Final = 100
# A word that so many have hardly tells one from the other, so that the newest are the best. bm25() would read
# all places of it: 2.4 ms where 100,000 articles have it, 45 where a million have.
COMMON: Final = 5_000
_COLUMNS: Final = "title, excerpt, provider, topics"
# The newest that match. By column: title, excerpt, provider, topics. bm25() is the better, the smaller.
_FOUND: Final = """
    SELECT rowid AS found, CASE WHEN {common} THEN 0
        ELSE bm25(articles_searchindex, 10.0, 2.0, 3.0, 5.0) END AS rank
    FROM articles_searchindex WHERE articles_searchindex MATCH %s AND EXISTS ({among})
    ORDER BY rowid DESC LIMIT {most}
"""
_IS_COMMON: Final = """(
    SELECT count(*) = %s FROM (
        SELECT 1 FROM articles_searchindex WHERE articles_searchindex MATCH %s LIMIT %s
    )
)"""
# For the beginning of a word FTS5 merges the places of all words that begin so: at a million articles
# that takes 60 ms and bm25() as much again. Where enough have the word itself, nothing more is sought:
# a scan of at most no rows is never begun.
_WHOLE_FIRST: Final = """
    WITH whole AS ({whole}), enough (is_so) AS (SELECT count(*) >= %s FROM whole)
    SELECT found, rank FROM whole WHERE (SELECT is_so FROM enough)
    UNION ALL SELECT found, rank FROM ({opened})
"""
_UNLESS_ENOUGH: Final = "(SELECT CASE WHEN is_so THEN 0 ELSE {most} END FROM enough)"


def best(wanted: Sequence[Term], allowed: QuerySet[Article], most: int) -> list[int]:
    """Keys of articles that have all terms, best first: of the newest `most`.

    Where ENOUGH have the last word itself, it is no beginning of others. Where COMMON have one of the terms,
    the newest are the best.
    """
    *others, last = wanted
    sql, parameters = _found([*others, replace(last, is_open=False)], allowed, str(most))
    if last.is_open:
        opened, its_own = _found(wanted, allowed, _UNLESS_ENOUGH.format(most=most))
        sql = _WHOLE_FIRST.format(whole=sql, opened=opened)
        parameters = [*parameters, ENOUGH, *its_own]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT found FROM ({sql}) ORDER BY rank, found DESC", parameters)
        return [key for (key,) in cursor.fetchall()]


def _found(wanted: Sequence[Term], allowed: QuerySet[Article], most: str) -> tuple[str, list[Any]]:
    # Asked row by row while matches are read, so that reading can end.
    rows = allowed.order_by().filter(pk=RawSQL("articles_searchindex.rowid", ())).values("pk")
    sql, parameters = rows.query.sql_with_params()
    common = " OR ".join([_IS_COMMON] * len(wanted))
    counted = [part for term in wanted for part in (COMMON, match([term]), COMMON)]
    found = _FOUND.format(common=common, among=sql, most=most)
    return found, [*counted, match(wanted), *parameters]


def match(wanted: Sequence[Term]) -> str:
    """A query of FTS5: each term in quotes, where no sign means anything.

    >>> match([Term(("power", "apps")), Term(("zur",), is_open=True, kin=("zure",))])
    '("power apps") AND ("zur" * OR "zure")'
    """
    return " AND ".join(f"({' OR '.join(_ways(term))})" for term in wanted)


def _ways(term: Term) -> Iterator[str]:
    yield f'"{" ".join(term.tokens)}"' + (" *" if term.is_open or term.is_letter else "")
    yield from (f'"{word}"' for word in term.kin)


def write(cursor: CursorWrapper, rows: Sequence[Row]) -> None:
    """Write some articles' texts, and the index over them.

    SQLite's full text writes to its tables after every statement: row by row it takes eight times as long.
    """
    keys = packed([key for key, *_ in rows])
    cursor.execute(f"DELETE FROM articles_searchtext WHERE article_id {among('bigint')}", [keys])
    cursor.executemany(
        f"INSERT INTO articles_searchtext (article_id, {_COLUMNS}) VALUES (%s, %s, %s, %s, %s)", rows
    )
    cursor.execute(
        f"""INSERT INTO articles_searchindex (rowid, {_COLUMNS})
            SELECT article_id, {_COLUMNS} FROM articles_searchtext WHERE article_id {among("bigint")}""",
        [keys],
    )
