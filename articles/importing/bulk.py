"""Many rows into a table at the speed of the database: executemany on SQLite, COPY on PostgreSQL.

`bulk_create()` spends most of an import on making model instances and asking each of their fields;
an import of 10,000 documents took three times as long with it (bench/import_speed.py).
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from django.db import connection
from django.db.models import DateTimeField, Field, JSONField, Model

# In kibibytes. Beyond it SQLite writes and reads again the pages of indexes that rows touch at random.
_ROOM: Final = 64 * 1024


@contextlib.contextmanager
def with_room() -> Iterator[None]:
    """Let SQLite keep more pages in memory for a while; its usual 2 MB make a large import a fifth slower."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = -{_ROOM}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {before}")


def reserve_ids(model: type[Model], count: int) -> Sequence[int]:
    """Primary keys that no other row has or will get; the caller is in a transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        # Nobody else writes during a transaction of SQLite's, and inserted keys move the sequence on.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        first = (row[0] if row else 0) + 1
        return range(first, first + count)


def insert(model: type[Model], attributes: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows that give a value for each attribute (`provider_id` for a foreign key).

    Fields that are not named take the database's default or null, so name all that have neither.
    """
    fields = [_field(model, attribute) for attribute in attributes]
    prepare = [(place, _preparation(field)) for place, field in enumerate(fields) if _is_prepared(field)]
    prepared = [_prepared(row, prepare) for row in rows] if prepare else list(rows)
    if not prepared:
        return
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(quote(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in prepared:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", prepared)


def update(model: type[Model], attributes: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Update rows that exist: each row is a primary key and a value for each attribute."""
    fields = [_field(model, attribute) for attribute in ("id", *attributes)]
    prepare = [(place, _preparation(field)) for place, field in enumerate(fields) if _is_prepared(field)]
    prepared = [_prepared(row, prepare) for row in rows]
    if not prepared:
        return
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = [quote(str(field.column)) for field in fields]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            values = ", ".join(f"unnest(%s::{_array_type(field)}[])" for field in fields)
            sets = ", ".join(
                f"{column} = new.{column}::{field.db_type(connection)}"
                for column, field in zip(columns[1:], fields[1:], strict=True)
            )
            cursor.execute(
                f"UPDATE {table} SET {sets} FROM (SELECT {values}) AS new ({', '.join(columns)}) "
                f"WHERE {table}.id = new.id",
                [list(column) for column in zip(*prepared, strict=True)],
            )
        else:
            sets = ", ".join(f"{column} = %s" for column in columns[1:])
            by_key = [(*row[1:], row[0]) for row in prepared]
            cursor.executemany(f"UPDATE {table} SET {sets} WHERE id = %s", by_key)


def _array_type(field: Field[Any, Any]) -> str:
    """The type in which a column's values travel in an array: JSON as text."""
    return "text" if isinstance(field, JSONField) else str(field.rel_db_type(connection))


def _field(model: type[Model], attribute: str) -> Field[Any, Any]:
    return next(field for field in model._meta.concrete_fields if field.attname == attribute)


def _is_prepared(field: Field[Any, Any]) -> bool:
    """Whether the driver must be given something else than the Python value."""
    return isinstance(field, (DateTimeField, JSONField))


def _preparation(field: Field[Any, Any]) -> Callable[[Any], Any]:
    if isinstance(field, JSONField):
        # As text: COPY takes it so, and the field would look for an encoder each time.
        encode = (field.encoder or json.JSONEncoder)().encode
        return lambda value: None if value is None else encode(value)
    if isinstance(field, DateTimeField):
        # Values are in UTC, and one comes several times: for an article and for each of its listings.
        return lru_cache(maxsize=1024)(connection.ops.adapt_datetimefield_value)
    return lambda value: field.get_db_prep_save(value, connection)


def _prepared(row: Sequence[Any], prepare: Sequence[tuple[int, Callable[[Any], Any]]]) -> list[Any]:
    changed = list(row)
    for place, preparation in prepare:
        changed[place] = preparation(changed[place])
    return changed
