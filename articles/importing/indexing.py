"""Search told of many new articles at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_PAUSE = """
    INSERT INTO articles_searchpause (after) SELECT COALESCE(MAX(article_id), 0) FROM articles_searchtext
"""
_CATCH_UP = """
    INSERT INTO articles_searchindex (rowid, title, excerpt, provider, topics)
    SELECT article_id, title, excerpt, provider, topics FROM articles_searchtext
    WHERE article_id > (SELECT after FROM articles_searchpause)
"""


@contextmanager
def indexed_at_once() -> Iterator[None]:
    """Index the articles that are inserted inside when all are there; the caller is in a transaction.

    SQLite's full text writes to its table after every statement, so that row by row costs eight times
    as much. PostgreSQL's triggers run once a statement anyway.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(_PAUSE)
        yield
        cursor.execute(_CATCH_UP)
        cursor.execute("DELETE FROM articles_searchpause")
