"""What somebody decided that a row shall say: written as an import writes, and recorded as theirs."""

from __future__ import annotations

from collections.abc import Sequence

from articles import mapping
from articles.editing.emptying import refuse_to_empty
from articles.editing.history import Actor, recorded
from articles.importing.apply import apply_steps
from articles.importing.report import Outcome
from articles.importing.steps import Step
from articles.models import Article, Topic
from documents.document import Absent, FieldChange
from providers.models import Provider


def change(row: Article | Topic | Provider, changes: Sequence[FieldChange], actor: Actor) -> None:
    """Let a locked row, read with its lists, say something else; part of the caller's transaction.

    Raises WouldEmpty where readers would be left with nothing.
    """
    if isinstance(row, Article):
        after = {
            mapping.attribute_of(row.kind, one.key) or one.key: (
                "" if isinstance(one.value, Absent) else one.value
            )
            for one in changes
        }
        refuse_to_empty(row, after, now=actor.at)
    step = Step(row.path, row.kind, None, b"", Outcome.UPDATED, row=row, changes=tuple(changes))
    with recorded([row], actor):
        apply_steps([step])
