"""A pragma is another for a while, whatever happens meanwhile."""

from __future__ import annotations

import pytest
from django.db import connection

from articles.sqlite_pragmas import pragma

pytestmark = pytest.mark.django_db


def waits() -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        return int(cursor.fetchone()[0])


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite has pragmas")
def test_pragma_is_set_back_even_where_something_fails() -> None:
    before = waits()
    with pytest.raises(RuntimeError), pragma("busy_timeout", before + 7):
        assert waits() == before + 7
        raise RuntimeError
    assert waits() == before


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has pragmas")
def test_another_database_is_asked_nothing() -> None:
    with pragma("busy_timeout", 7), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
