"""An earlier version brought back, whole or some fields of it, as a change like any other."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db import transaction

from articles import mapping
from articles.editing.history import Actor
from articles.importing.decided_changes import change
from articles.models import Article, Topic
from documents.document import ABSENT, FieldChange, Values
from documents.layout import Kind
from documents.schema import field_of
from providers.models import Provider

# Whether readers see it is decided, not restored: see articles/editing/workflow.py.
_DECIDED: Final = "published"


def foresee_restore(row: Article | Topic | Provider, said: Values) -> list[FieldChange]:
    """What restoring would change: the fields that people decide on and in which the row differs.

    `said` is all that the version said; what it did not say goes.
    """
    changed = (one.key for one in mapping.changes_to(row.kind, row, said))
    return [FieldChange(key, said.get(key, ABSENT)) for key in changed if _is_restored(row.kind, key)]


def restore(
    row: Article | Topic | Provider, said: Values, actor: Actor, *, fields: Collection[str] | None = None
) -> list[str]:
    """Let a row say again what it said, in these fields or in all; answers with those that changed.

    Raises WouldEmpty where readers would be left with nothing.
    """
    with transaction.atomic():
        locked = type(row)._base_manager.filter(pk=row.pk).select_for_update()
        list(locked.values_list("pk"))
        changes = [one for one in foresee_restore(row, said) if fields is None or one.key in fields]
        if changes:
            change(row, changes, actor)
    return [one.key for one in changes]


def _is_restored(kind: Kind, key: str) -> bool:
    known = field_of(kind, key)
    return known is not None and known.is_editorial and not (kind is Kind.ARTICLE and key == _DECIDED)
