"""Somebody who is quicker: between the moment when rows are looked for and that when they are locked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, connections

# SQLite lets one transaction at a time write: nobody can come between its check and its saving.
only_where_two_write_at_once = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="a transaction that may write is alone there"
)


@contextmanager
def overtaken(do: Callable[[], object]) -> Iterator[None]:
    """Do something once, before articles are asked for by their keys, as whoever locks them does."""
    waiting = [do]

    def watch(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if waiting and '"articles_article"."id" IN (' in sql:
            waiting.pop()()
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(watch):
        yield
    assert not waiting


@contextmanager
def others_first(table: str, do: Callable[[], object]) -> Iterator[None]:
    """Let somebody else do and commit something, on another connection, before a table's first row."""
    waiting = [do]

    def watch(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if waiting and sql.startswith(f'INSERT INTO "{table}"'):
            somebody = threading.Thread(target=_on_a_connection_of_its_own, args=[waiting.pop()])
            somebody.start()
            somebody.join()
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(watch):
        yield
    assert not waiting


def _on_a_connection_of_its_own(do: Callable[[], object]) -> None:
    try:
        do()
    finally:
        connections.close_all()
