"""A plan as people read it: document by document, field by field, with before and after.

The desk's page of an upload and the report of a dry run show the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

from articles.importing.apply import changes_made
from articles.importing.duplicates import Duplicates
from articles.importing.plan import ImportPlan
from articles.importing.plan.planner import Refused
from articles.importing.report import Outcome
from articles.importing.steps import Step
from documents.addresses import canonical
from documents.document import ABSENT
from documents.json_values import pack
from documents.layout import kind_of
from documents.schema import field_of

Made: TypeAlias = "list[dict[str, Any]]"


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do to one document; values are packed (documents.json_values).

    `changes` have a key, what is said before and after, and whether it is editorial; `conflicts` have a
    key and the three sides. `by_field` tells whether fields can be chosen: a document that comes as a
    whole is taken or left as a whole. `address` is canonical.
    """

    path: str
    kind: str
    outcome: str
    title: str = ""
    address: str = ""
    changes: tuple[dict[str, Any], ...] = ()
    conflicts: tuple[dict[str, Any], ...] = ()
    problems: tuple[dict[str, Any], ...] = ()
    duplicates: tuple[str, ...] = ()
    by_field: bool = False

    @property
    def is_editorial(self) -> bool:
        """Whether it changes what an editor would care about."""
        return any(change["editorial"] for change in self.changes)

    def as_json(self) -> dict[str, Any]:
        """The preview as plain values."""
        return asdict(self)

    def as_text(self) -> str:
        """The path with what comes of it, and a line for each field that changes."""
        lines = [f"{self.path}: {self.outcome}"]
        lines += [f"  {c['key']}: {_brief(c['before'])} -> {_brief(c['after'])}" for c in self.changes]
        lines += [
            f"  {c['key']}: ours {_brief(c['ours'])} stays, theirs {_brief(c['theirs'])} waits"
            for c in self.conflicts
        ]
        lines += [f"  may be the same as {path}" for path in self.duplicates]
        return "\n".join(lines)


Sink: TypeAlias = Callable[[Preview], None]


def previews(plan: ImportPlan, duplicates: Duplicates) -> Iterator[Preview]:
    """Each document of a plan, as an import would treat it."""
    for refused in plan.refused:
        yield _refused(refused)
    for path in plan.unchanged:
        kind = kind_of(path)
        yield Preview(path, kind.name.lower() if kind else "", Outcome.UNCHANGED.value)
    for path in plan.left:
        kind = kind_of(path)
        yield Preview(path, kind.name.lower() if kind else "", Outcome.LEFT.value)
    twins = duplicates.among(plan.steps)
    for step in plan.steps:
        yield preview_of(step, tuple(twins.get(step.path, ())))


def preview_of(step: Step, duplicates: tuple[str, ...] = ()) -> Preview:
    """What one step does."""
    values = step.values or {}
    title = values.get("title") or values.get("name") or getattr(step.row, "title", "")
    return Preview(
        path=step.path,
        kind=step.kind.name.lower() if step.kind else "",
        outcome=step.outcome.value,
        title=str(title or step.row or ""),
        address=canonical(str(values.get("originalUrl") or values.get("webUrl") or "")),
        changes=tuple(_changes(step)),
        conflicts=tuple(
            {"key": c.key, "base": pack(c.base), "theirs": pack(c.theirs), "ours": pack(c.ours)}
            for c in step.clashes
        ),
        duplicates=duplicates,
        by_field=step.values is None and bool(step.changes or step.clashes),
    )


def _changes(step: Step) -> Made:
    if step.row is not None or step.values is None or step.kind is None:
        return changes_made(step)
    return [
        {"key": key, "before": pack(ABSENT), "after": pack(value), "editorial": known.is_editorial}
        for key, value in step.values.items()
        if (known := field_of(step.kind, key)) is not None
    ]


def _refused(refused: Refused) -> Preview:
    kind, problems = refused
    told = tuple(
        {"line": problem.line or None, "field": problem.field, "reason": problem.reason}
        for problem in problems
    )
    return Preview(problems[0].path, kind.name.lower(), Outcome.REFUSED.value, problems=told)


def _brief(packed: Any) -> str:
    if packed is None:
        return "(not there)"
    text = str(packed["value"])
    return text if len(text) <= _BRIEF else f"{text[:_BRIEF]}…"


_BRIEF = 80
