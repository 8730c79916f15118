"""Many rows into a table at the speed of the database: executemany on SQLite, COPY on PostgreSQL.

`bulk_create()` spends most of an import on making model instances and asking each of their fields;
an import of 10,000 documents took three times as long with it (bench/import_speed.py).
"""

from __future__ import annotations

import contextlib
import gc
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from django.db import connection
from django.db.models import DateTimeField, Field, JSONField, Model

from articles.sqlite_pragmas import pragma

# In kibibytes. Beyond it SQLite writes and reads again the pages of indexes that rows touch at random.
_ROOM: Final = 64 * 1024
# A batch makes more objects than these, and hardly a circle among them.
_OBJECTS: Final = 50_000
# In one statement: as many as any SQLite takes.
_PARAMETERS: Final = 999


def with_room() -> AbstractContextManager[None]:
    """Let SQLite keep more pages in memory for a while; its usual 2 MB make a large import a fifth slower."""
    return pragma("cache_size", -_ROOM)


@contextlib.contextmanager
def collecting_seldom() -> Iterator[None]:
    """Let Python look for circles of objects seldom: at its usual pace it walks all batches many times."""
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


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
    prepared = _prepared(fields, rows)
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
            marks = f"({', '.join(['%s'] * len(fields))})"
            for count, bundles in _bundled(prepared, _PARAMETERS // len(fields)):
                values = ", ".join([marks] * count)
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES {values}", bundles)


def _bundled(rows: Sequence[Sequence[Any]], most: int) -> Iterator[tuple[int, Sequence[Sequence[Any]]]]:
    """Rows side by side, so many to a statement, and then those left over one by one.

    Before each statement that fires triggers, SQLite sets aside the pages that it changes: row by row
    that takes longer than the rows and their indexes.
    """
    whole = len(rows) - len(rows) % most
    bundles = [tuple(chain.from_iterable(rows[start : start + most])) for start in range(0, whole, most)]
    if bundles:
        yield most, bundles
    if whole < len(rows):
        yield 1, rows[whole:]


def update(model: type[Model], attributes: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Update rows that exist: each row is a primary key and a value for each attribute."""
    fields = [_field(model, attribute) for attribute in ("id", *attributes)]
    prepared = _prepared(fields, rows)
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


def _prepared(fields: Sequence[Field[Any, Any]], rows: Iterable[Sequence[Any]]) -> list[Sequence[Any]]:
    """Rows as the driver takes them: turned on their side, each column in one go, and back."""
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    if columns:
        for place, field in enumerate(fields):
            preparation = _preparation(field)
            if preparation is not None:
                columns[place] = list(map(preparation, columns[place]))
    return list(zip(*columns, strict=True))


def _preparation(field: Field[Any, Any]) -> Callable[[Any], Any] | None:
    """What the driver must be given instead of the Python value, if anything."""
    if isinstance(field, JSONField):
        # As text: COPY takes it so, and the field would look for an encoder each time.
        encode = (field.encoder or json.JSONEncoder)().encode
        return lambda value: None if value is None else encode(value)
    if isinstance(field, DateTimeField) and connection.vendor == "sqlite":
        return _time_as_text
    return None


# One comes several times: for an article and for each of its listings.
@lru_cache(maxsize=4096)
def _time_as_text(value: datetime | None) -> str | None:
    """As Django writes it, which asks for the settings each time."""
    return None if value is None else str(value.astimezone(connection.timezone).replace(tzinfo=None))
