"""Queries that Django puts into SQL once, and that are asked with other values from then on.

Putting a query together takes Django several times as long as SQLite or PostgreSQL take to answer it, and
some queries are a part of every page. They are written as any other, with the verbs of the house; only
their values come later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Final, Generic, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

_Found = TypeVar("_Found", bound=Model)
# For each argument None, or how long a list it is.
_Sizes = tuple[int | None, ...]
# Values that no query of ours has, to see where in its SQL each comes to stand.
_NUMBER: Final = -(10**15)
_TIME: Final = datetime(1801, 1, 1, tzinfo=UTC)


class _Place(NamedTuple):
    """Where a value comes from: an argument, or a member of one."""

    argument: int
    member: int | None

    def value(self, arguments: Sequence[Any]) -> Any:
        """What the database is given."""
        given = arguments[self.argument]
        return _adapted(given if self.member is None else given[self.member])


class _Plan(NamedTuple):
    """The SQL, its values and places, and what makes values of the rows."""

    sql: str
    parameters: list[Any]
    compiler: SQLCompiler


class Prepared:
    """A queryset of tuples as a function of its values: whole numbers, texts, times, or lists of those.

    `Prepared(lambda keys: Image.objects.filter(article__in=keys).values_list("url")).rows([1, 2])`
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self._make: Final = make
        self._plans: dict[tuple[str, _Sizes], _Plan] = {}

    def rows(self, *values: Any) -> Iterator[Any]:
        """The rows for these values; none for an empty list."""
        sizes = tuple(len(value) if isinstance(value, list) else None for value in values)
        if 0 in sizes:
            return iter(())
        plan = self._plans.get((connection.vendor, sizes))
        if plan is None:
            plan = self._plans[connection.vendor, sizes] = self._plan(values)
        given = [one.value(values) if isinstance(one, _Place) else one for one in plan.parameters]
        with connection.cursor() as cursor:
            cursor.execute(plan.sql, given)
            return plan.compiler.results_iter([cursor.fetchall()], tuple_expected=True)

    def _plan(self, values: Sequence[Any]) -> _Plan:
        plan, again = self._planned(values), self._planned(values)
        # The time of now above all: it would stand still from then on.
        if plan.parameters != again.parameters:
            raise ValueError("A prepared query has a value of its own that changes: make it an argument.")
        return plan

    def _planned(self, values: Sequence[Any]) -> _Plan:
        numbers = count()
        places: dict[Any, _Place] = {}

        def mark(value: Any, argument: int, member: int | None = None) -> Any:
            marked = _marker(value, next(numbers))
            places[_adapted(marked)] = _Place(argument, member)
            return marked

        marked = [
            [mark(one, argument, member) for member, one in enumerate(value)]
            if isinstance(value, list)
            else mark(value, argument)
            for argument, value in enumerate(values)
        ]
        compiler = self._make(*marked).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        return _Plan(sql, [places.get(one, one) for one in parameters], compiler)


class PreparedModels(Generic[_Found]):
    """A prepared query for models, each with the one that a foreign key leads to; without prefetching."""

    def __init__(self, model: type[_Found], make: Callable[..., QuerySet[_Found]], related: str = "") -> None:
        self._model: Final = model
        self._own: Final = [field.attname for field in model._meta.concrete_fields]
        self._related: Final = related
        far: Any = model._meta.get_field(related).related_model if related else None
        self._far_model: Final = far
        self._far: Final = [field.attname for field in far._meta.concrete_fields] if far else []
        columns = [*self._own, *(f"{related}__{name}" for name in self._far)]
        self._rows: Final = Prepared(lambda *values: make(*values).values_list(*columns))

    def found(self, *values: Any) -> list[_Found]:
        """The models for these values; none for an empty list."""
        return [self._made(row) for row in self._rows.rows(*values)]

    def first(self, *values: Any) -> _Found | None:
        """The first of them, if there is one."""
        return next(iter(self.found(*values)), None)

    def _made(self, row: Sequence[Any]) -> _Found:
        alias, end = connection.alias, len(self._own)
        made = self._model.from_db(alias, self._own, row[:end])
        if self._related:
            far = self._far_model.from_db(alias, self._far, row[end:]) if row[end] is not None else None
            setattr(made, self._related, far)
        return made


def _marker(value: Any, number: int) -> Any:
    if isinstance(value, datetime):
        return _TIME + timedelta(days=number)
    return f"\x01{number}" if isinstance(value, str) else _NUMBER - number


def _adapted(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
