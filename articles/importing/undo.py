"""An import taken back: what it changed is as it was, what people edited since stays."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from itertools import islice
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles import mapping
from articles.editing.aliases import as_called_here, topics_called
from articles.editing.history import Actor, recorded
from articles.importing.apply import apply_steps, forget_run, forget_sources, remove
from articles.importing.lock import import_lock
from articles.importing.report import Outcome
from articles.importing.steps import Step
from articles.models import Article, ImportedDocument, ImportRun, Revision, SourceDocument, Topic
from documents.document import FieldChange, Problem, counted
from documents.json_values import unpack
from documents.languages import language_in
from documents.layout import Kind, kind_of
from documents.reader import read
from documents.reverse_patches import apply_patch
from documents.validation import validate
from providers.models import Provider

# Documents held at a time.
CHUNK: Final = 500


class CannotUndo(Exception):
    """There is nothing to take back; `str()` is a message for the user."""


class Why(Enum):
    """Why something stays, in the words of the command."""

    CHANGED = "changed since"
    BROUGHT_AGAIN = "a later import brought it again"
    EDITED = "edited since it came"


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that stays, or these keys of it."""

    path: str
    why: Why
    keys: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ": ".join(filter(None, (self.path, ", ".join(self.keys), self.why.value)))


@dataclass
class Undone:
    """What was taken back, and what stays because somebody, or a later import, changed it since."""

    restored: int = 0
    removed: int = 0
    kept: list[Kept] = field(default_factory=list)

    def as_text(self) -> str:
        """The summary that ends an undo."""
        lines = [str(kept) for kept in self.kept]
        lines.append(
            f"{counted(self.restored, 'document')} restored, {self.removed:,} removed, "
            f"{counted(len(self.kept), 'kept as it was changed since', 'kept as they were changed since')}."
        )
        return "\n".join(lines)


def undo_run(run: ImportRun, *, user: User | None, now: datetime) -> Undone:
    """Take back one import, whole, in one transaction.

    A field that no longer says what the import set stays, and is listed. A document that a later
    import brought again keeps that import's bytes. Raises CannotUndo, ImportRunning.
    """
    undone = Undone()
    with import_lock(), transaction.atomic():
        current = ImportRun.objects.select_for_update().get(pk=run.pk)
        if current.undone is not None:
            when = f"{current.undone:%Y-%m-%d %H:%M}"
            raise CannotUndo(_("The import was undone already, on %(when)s UTC.") % {"when": when})
        entries = iter(run.documents.order_by("path").iterator(CHUNK))
        while chunk := list(islice(entries, CHUNK)):
            _Undoing(run, chunk, undone, lock=True).go(user=user, now=now)
        forget_run(run, user=user, now=now)
    return undone


def foresee_undo(run: ImportRun) -> Undone:
    """What `undo_run` would do now; nothing is written."""
    undone = Undone()
    entries = iter(run.documents.order_by("path").iterator(CHUNK))
    while chunk := list(islice(entries, CHUNK)):
        _Undoing(run, chunk, undone, lock=False).decide()
    return undone


class _Undoing:
    """Takes back what an import did to some documents; with `lock`, in the caller's transaction."""

    def __init__(
        self, run: ImportRun, entries: Sequence[ImportedDocument], undone: Undone, *, lock: bool
    ) -> None:
        self.run = run
        self.entries = entries
        self.undone = undone
        paths = [entry.path for entry in entries]
        if lock:
            _lock(paths)
        self.sources = {source.path: source for source in SourceDocument.objects.filter(path__in=paths)}
        self.called = topics_called()
        self.rows: dict[str, Article | Topic | Provider] = {}
        self.rows |= {row.path: row for row in Article.objects.for_export().filter(path__in=paths)}
        self.rows |= {row.path: row for row in Topic.objects.select_related("parent").filter(path__in=paths)}
        self.rows |= {
            row.path: row for row in Provider.objects.prefetch_related("logos").filter(path__in=paths)
        }

    def decide(self) -> tuple[list[Step], list[str]]:
        """What puts documents back, and the paths of those to remove; counts both."""
        steps = [step for entry in self.entries if (step := self.step(entry)) is not None]
        removals = [entry.path for entry in self.entries if self.is_removable(entry)]
        self.undone.restored += len(steps)
        self.undone.removed += len(removals)
        return steps, removals

    def go(self, *, user: User | None, now: datetime) -> None:
        steps, removals = self.decide()
        for kind in Kind:
            changed = [step for step in steps if step.kind is kind and step.row is not None]
            rows = [step.row for step in changed if step.row is not None]
            with recorded(rows, Actor(user, Revision.Origin.UNDO, now, str(self.run))):
                apply_steps(changed, self.runs_before())
        apply_steps([step for step in steps if step.kind is None or step.row is None], self.runs_before())
        remove([self.rows[path] for path in removals if path in self.rows])
        forget_sources([self.sources[path].pk for path in removals])

    def runs_before(self) -> dict[str, int]:
        """The import that brought each document before this one did."""
        earlier = ImportedDocument.objects.filter(
            path__in=list(self.sources), run__lt=self.run, run__undone__isnull=True
        )
        return dict(earlier.order_by("run_id").values_list("path", "run_id"))

    def step(self, entry: ImportedDocument) -> Step | None:
        """What puts a changed document back; None for one that the import brought."""
        if entry.content_before is None:
            return None
        row, source = self.rows.get(entry.path), self.sources.get(entry.path)
        content = None
        if source is not None and source.run_id == self.run.pk:
            content = apply_patch(bytes(source.content), bytes(entry.content_before))
        return Step(
            path=entry.path,
            kind=kind_of(entry.path),
            data=content,
            digest=hashlib.sha256(content or b"").digest(),
            outcome=Outcome.UPDATED if row is not None else Outcome.WITHHELD,
            source_id=source.pk if source is not None else None,
            row=row,
            changes=tuple(self.changes_back(entry, row)) if row is not None else (),
            language=language_in(entry.path, content) if content is not None else None,
        )

    def changes_back(self, entry: ImportedDocument, row: Article | Topic | Provider) -> Iterator[FieldChange]:
        kept: list[str] = []
        for change in entry.changes:
            key = change["key"]
            after = as_called_here({key: unpack(change["after"])}, self.called)[key]
            if mapping.has_column(kind_of(entry.path) or Kind.ARTICLE, key):
                if mapping.value_of(row, key, after) == after:
                    yield FieldChange(key, unpack(change["before"]))
                else:
                    kept.append(key)
        if kept:
            self.undone.kept.append(Kept(entry.path, Why.CHANGED, tuple(kept)))

    def is_removable(self, entry: ImportedDocument) -> bool:
        """Whether the import brought a document that nobody has touched since."""
        source = self.sources.get(entry.path)
        if entry.content_before is not None or source is None:
            return False
        row = self.rows.get(entry.path)
        if source.run_id != self.run.pk:
            self.undone.kept.append(Kept(entry.path, Why.BROUGHT_AGAIN))
            return False
        if row is None:
            return True
        kind = kind_of(entry.path) or Kind.ARTICLE
        document = read(entry.path, bytes(source.content))
        base = {} if isinstance(document, Problem) else validate(document, kind).values
        base = as_called_here(base, self.called)
        touched = tuple(change.key for change in mapping.changes_to(kind, row, base))
        if touched:
            self.undone.kept.append(Kept(entry.path, Why.EDITED, touched))
        return not touched


def _lock(paths: Sequence[str]) -> None:
    """Let nobody change these documents' rows until the transaction ends; what they say is read after.

    Articles first, as whoever saves one holds it before the topics and the provider that it names, and by
    key, as decisions lock theirs: of two who want the same rows one waits, and not each for the other.
    """
    for model in (Article, Topic, Provider):
        rows = model._base_manager.filter(path__in=paths).order_by("pk")
        list(rows.select_for_update().values_list("pk"))
