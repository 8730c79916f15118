"""What a step says, and how columns are set, rows updated and pictures inserted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from articles import mapping
from articles.importing.bulk import insert, update
from articles.importing.steps import Step
from articles.models import Image, Topic
from documents.document import ABSENT, Absent, FieldChange, Value
from documents.layout.slugs import slug_of_mention
from providers.models import Provider


def said(step: Step) -> Iterable[tuple[str, Value | Absent]]:
    """All that a new document says, or what changed in a known one."""
    if step.values is not None:
        return step.values.items()
    return ((change.key, change.value) for change in step.changes)


def all_said(step: Step, key: str) -> list[tuple[str, Value | Absent]]:
    """What a step says of one key: for a whole document, that it is absent too."""
    if step.values is not None:
        return [(key, step.values.get(key, ABSENT))]
    return [(change.key, change.value) for change in step.changes if change.key == key]


def set_columns(row: object, columns: dict[str, Value]) -> None:
    """Set the fields of a row, unsaved."""
    for attribute, value in columns.items():
        setattr(row, attribute, value)


def value_of(change: FieldChange) -> Value:
    """A change's value as a column holds it."""
    return None if isinstance(change.value, Absent) else change.value


def change_columns(row: object, step: Step) -> set[str]:
    """Set what one column holds; answers with the fields that were set."""
    fields = set()
    for change in step.changes:
        column = mapping.column_of(step.kind, change.key) if step.kind else None
        if column is not None:
            value = value_of(change)
            setattr(row, column.attribute, column.empty if value is None else value)
            fields.add(column.attribute)
    return fields


def update_rows(model: Any, rows: Sequence[Any], fields: Sequence[str]) -> None:
    """Update some fields of rows that exist (`parent_id` for a foreign key)."""
    update(model, fields, ((row.pk, *(getattr(row, field) for field in fields)) for row in rows))


def release(model: type[Topic] | type[Provider], rows: Sequence[Topic | Provider]) -> None:
    """Leave rows to the articles that name them: their documents go on under other names."""
    for row in rows:
        row.path = ""
        if isinstance(row, Topic):
            row.slug = f"{slug_of_mention(row.name)}-{row.pk}"
    fields = ["path", "slug"] if model is Topic else ["path"]
    update_rows(model, rows, fields)


def insert_images(owner: str, lists: Iterable[tuple[int, Value | Absent]]) -> None:
    """Insert pictures for owners of one kind."""
    insert(
        Image,
        (owner, "position", *mapping.attributes(mapping.IMAGE)),
        (
            (key, position, *mapping.column_values(mapping.IMAGE, record))
            for key, value in lists
            for position, record in enumerate(mapping.records(value))
        ),
    )
