"""What an import remembers: sources, conflicts, what was done to each document, what flips."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from articles.importing.apply.rows import update_rows
from articles.importing.bulk import insert
from articles.importing.steps import Step
from articles.models import (
    Conflict,
    ExportedDocument,
    FrozenField,
    ImportedDocument,
    ImportRun,
    LeftDocument,
    SourceDocument,
)
from documents.document import ABSENT, Clash
from documents.identity import fingerprint
from documents.json_values import pack
from documents.reverse_patches import make_patch
from documents.schema import field_of


def keep_sources(steps: Sequence[Step], run: ImportRun) -> None:
    """The bytes of all documents, new and changed: the base of the next merge."""
    new = [step for step in steps if step.source_id is None]
    rows = (
        (
            step.path,
            fingerprint(step.path),
            step.is_loose,
            step.kind is None,
            step.digest,
            step.data,
            run.pk,
        )
        for step in new
    )
    names = ("path", "path_key", "is_loose", "is_carried", "digest", "content", "run_id")
    insert(SourceDocument, names, rows)
    for is_loose in (False, True):
        moved = [step.source_id for step in steps if step.source_id and step.is_loose is is_loose]
        if moved:
            sources = SourceDocument.objects.filter(pk__in=moved)
            sources.exclude(is_loose=is_loose).update(is_loose=is_loose)
    keep_again(steps, {step.path: run.pk for step in steps})


def keep_again(steps: Sequence[Step], runs: Mapping[str, int]) -> None:
    """New bytes for source documents that exist; what went out before they came is no longer the last."""
    come = [step.path for step in steps if step.data is not None]
    ExportedDocument.objects.filter(path__in=come).delete()
    LeftDocument.objects.offer_again(come)
    update_rows(
        SourceDocument,
        [
            SourceDocument(
                id=step.source_id,
                path=step.path,
                digest=step.digest,
                content=step.data,
                run_id=runs.get(step.path),
            )
            for step in steps
            if step.source_id is not None and step.data is not None
        ],
        ["digest", "content", "run_id"],
    )


def keep_conflicts(steps: Sequence[Step], run: ImportRun, now: datetime) -> None:
    """An open conflict for each clash; what the source changed again supersedes an older one."""
    moved = {(step.path, key) for step in steps for key in _moved(step)}
    if not moved:
        return
    waiting = Conflict.objects.waiting().filter(path__in={path for path, _ in moved})
    older = {(conflict.path, conflict.key): conflict for conflict in waiting}
    overtaken = [older[name].pk for name in moved if name in older]
    if overtaken:
        Conflict.objects.filter(pk__in=overtaken).supersede(run)
    Conflict.objects.bulk_create(
        Conflict(
            path=step.path,
            key=clash.key,
            base=_base(step, clash, older),
            theirs=pack(clash.theirs),
            ours=pack(clash.ours),
            run=run,
            found=now,
        )
        for step in steps
        for clash in _asked(step, older)
    )


def _asked(step: Step, older: dict[tuple[str, str], Conflict]) -> Iterator[Clash]:
    """What to ask about a document; of a field that is known to flip, no more than is asked already."""
    yield from step.clashes
    yield from (flip.question for flip in step.frozen if flip.question is not None)
    yield from (clash for clash in step.quiet if (step.path, clash.key) in older)


def _base(step: Step, clash: Clash, older: dict[tuple[str, str], Conflict]) -> Any:
    """What both sides started from; where only the source changes, what it says now."""
    before = older.get((step.path, clash.key))
    return pack(clash.base) if before is None or clash.base == clash.ours else before.base


def _moved(step: Step) -> set[str]:
    """The keys in which the source said something new, whatever came of it."""
    return (
        {change.key for change in step.changes} | {clash.key for clash in step.clashes} | step.before.keys()
    )


def keep_entries(steps: Sequence[Step], run: ImportRun) -> None:
    """What was done to each document, with what it takes to undo it."""
    rows = []
    for step in steps:
        changes = changes_made(step)
        editorial = any(change["editorial"] for change in changes)
        known = step.content_before is not None and step.data is not None
        before = make_patch(step.content_before or b"", step.data or b"") if known else None
        rows.append((run.pk, step.path, step.came_to.value, changes, editorial, before))
    names = ("run_id", "path", "outcome", "changes", "is_editorial", "content_before")
    insert(ImportedDocument, names, rows)


def changes_made(step: Step) -> list[dict[str, Any]]:
    """The fields of a row that a step sets to something else, each with before and after, packed."""
    if step.row is None or step.kind is None:
        return []
    after = step.values.items() if step.values is not None else ((c.key, c.value) for c in step.changes)
    made = []
    for key, value in after:
        known = field_of(step.kind, key)
        before = step.before.get(key, ABSENT)
        if known is not None and before != value:
            made.append(
                {"key": key, "before": pack(before), "after": pack(value), "editorial": known.is_editorial}
            )
    return made


def keep_flips(steps: Sequence[Step], run: ImportRun, now: datetime) -> None:
    """Freeze fields that were found to flip, and follow those again that have stopped."""
    thawed = [(step.path, key) for step in steps for key in step.thawed]
    flips = [(step.path, flip.key) for step in steps for flip in step.frozen]
    if thawed or flips:
        frozen = FrozenField.objects.filter(path__in={path for path, _ in [*thawed, *flips]})
        gone = [field.pk for field in frozen if (field.path, field.key) in [*thawed, *flips]]
        FrozenField.objects.filter(pk__in=gone).delete()
    FrozenField.objects.bulk_create(
        FrozenField(
            path=step.path, key=flip.key, values=[pack(value) for value in flip.values], run=run, since=now
        )
        for step in steps
        for flip in step.frozen
    )
