"""One import of a source: read in batches, planned, applied, reported."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, TypeAlias

from django.contrib.auth.models import User
from django.db import DataError, IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.editing.workflow import publish_due
from articles.importing.apply import apply
from articles.importing.batches import Batches
from articles.importing.bulk import collecting_seldom, with_room
from articles.importing.duplicates import Duplicates
from articles.importing.gone import questions_about
from articles.importing.interrupts import interrupts_held_back
from articles.importing.kin import known_as
from articles.importing.lock import describe_self, import_lock
from articles.importing.part import Part
from articles.importing.pictures import IncomingPictures
from articles.importing.plan import ImportPlan, make_plan
from articles.importing.plan.incoming import Incoming, sift
from articles.importing.preview import Sink, previews
from articles.importing.report import Outcome, Report
from articles.importing.steps import Step
from articles.models import Article, ImportRun, SourceDocument, Topic
from articles.pictures.decoding import Decoder
from documents.document import Problem
from documents.layout import Kind, kind_of
from documents.parsing import Parsed
from documents.sources import Sources
from documents.sources.files import Commit, SourceFile, label
from documents.sources.git import GitFiles
from documents.sources.pictures import pictures_of
from documents.sources.received import Received
from documents.workers import cores, parse_in_order
from providers.models import Provider

Source: TypeAlias = "Sources | GitFiles | Received"
# Of the steps of a batch those that are wanted, perhaps with less in them.
Choice: TypeAlias = "Callable[[Sequence[Step]], Sequence[Step]]"


def import_documents(  # noqa: PLR0913  each is an option of the command
    source: Source,
    *,
    dry_run: bool = False,
    strict: bool = False,
    workers: int | None = None,
    user: User | None = None,
    is_whole: bool | None = None,
    part: Part | None = None,
    accept: Choice | None = None,
    preview: Sink | None = None,
    progress: Callable[[int, int], None] = lambda done, expected: None,
) -> Report:
    """Import the documents of a source, batch by batch, each batch in one transaction.

    `dry_run` decides everything and writes nothing. `strict` writes nothing unless no document is
    refused. Unless the source `is_whole`, what it lacks is not gone; None: it is, unless that would be
    too much (see `gone`). `part` says what is wanted of the source. `accept` is given each batch's
    steps between plan and apply, perhaps more than once. `preview` is told, of a dry run, what would
    come of each document. `progress` is told how many documents are done, and of how many known so far.
    A KeyboardInterrupt ends it between two transactions: the report says so, and running again
    completes it. Raises ImportRunning where another import holds the lock, and the database's own
    errors where that is away.
    """
    importer = _Importer(source, dry_run=dry_run, workers=workers or cores(), progress=progress)
    importer.is_whole, importer.accept, importer.preview = is_whole, accept, preview
    if part is not None:
        importer.take_part(part)
    if dry_run:
        return importer.go()
    with import_lock(), with_room(), collecting_seldom():
        with interrupts_held_back():
            importer.run = _begin(source, user)
        try:
            with importer.with_pictures():
                return importer.go_strictly() if strict else importer.go()
        except Exception:
            importer.report.stopped = importer.report.stopped or "an error"
            raise
        finally:
            with interrupts_held_back():
                importer.record()


def _begin(source: Source, user: User | None) -> ImportRun:
    """Put down what nobody runs any more, and begin a run."""
    publish_due(timezone.now())
    # Those that held the lock before and still say that they run were killed.
    ImportRun.objects.filter(state=ImportRun.State.RUNNING).finish(ImportRun.State.FAILED, timezone.now())
    return ImportRun.objects.create(
        started=timezone.now(),
        user=user,
        source=label(" ".join(source.paths)),
        process=describe_self(),
        **_described(source.commit),
    )


def _described(commit: Commit | None) -> dict[str, Any]:
    if commit is None:
        return {}
    return {"revision": commit.id, "author": commit.author[:255], "dated": commit.dated}


# What is here of the documents of each folder.
_ROWS: Final[dict[str, QuerySet[Any]]] = {
    Kind.ARTICLE.folder: Article.objects.all(),
    Kind.TOPIC.folder: Topic.objects.all(),
    Kind.PROVIDER.folder: Provider.objects.all(),
}


class _Refused(Exception):
    """Undoes a strict import; never leaves this module."""


class _Importer:
    """One import under way."""

    def __init__(
        self, source: Source, *, dry_run: bool, workers: int, progress: Callable[[int, int], None]
    ) -> None:
        self.source = source
        self.workers = workers
        self.progress = progress
        self.report = Report(dry_run=dry_run)
        self.run: ImportRun | None = None
        self.done = 0
        self.batches = Batches(source)
        self.is_whole: bool | None = None
        self.with_left = False
        self.accept: Choice | None = None
        self.preview: Sink | None = None
        self.duplicates = Duplicates()
        self.pictures: IncomingPictures | None = None

    def take_part(self, part: Part) -> None:
        """Import nothing else; what is named takes even what somebody left out of an upload."""
        self.batches = Batches(part.wanted(self.source))
        self.accept = part.accept
        if part.only:
            self.is_whole, self.with_left = False, True

    @contextmanager
    def with_pictures(self) -> Iterator[None]:
        """Take in pictures, too: those that are met among the documents, and those of folders at the end."""
        with Decoder() as decoder:
            self.pictures = IncomingPictures(self.report, decoder)
            self.source.on_picture = self.pictures.take
            yield

    def go_strictly(self) -> Report:
        """All in one transaction, undone where anything was refused."""
        try:
            with transaction.atomic():
                self.go()
                if not self.report.is_complete:
                    raise _Refused
        except _Refused:
            self.report.rolled_back = True
        return self.report

    def go(self) -> Report:
        started = time.monotonic()
        with closing(
            parse_in_order(map(self.sift, self.batches), Incoming.tasks, workers=self.workers)
        ) as batches:
            try:
                for incoming, parsed in batches:
                    with interrupts_held_back():
                        self.take(incoming, parsed)
                    self.done += incoming.size
                    self.progress(self.done, max(self.done, self.source.expected))
                self.take_pictures()
                with interrupts_held_back():
                    self.report.gone = list(self.gone())
                    self.ask_about_gone()
            except KeyboardInterrupt:
                self.report.stopped = "interrupted"
        self.report.left_alone = self.source.left_alone
        self.report.seconds = time.monotonic() - started
        return self.report

    def take_pictures(self) -> None:
        """Take in the pictures of the folders that were seen."""
        if self.pictures is None:
            return
        for root in self.source.roots:
            for picture in pictures_of(root):
                self.pictures.take(picture.path, picture.read)
        self.pictures.finish()

    def sift(self, batch: Sequence[SourceFile | Problem]) -> Incoming:
        with interrupts_held_back():
            return sift(batch, with_left=self.with_left)

    def take(self, incoming: Incoming, parsed: Sequence[Parsed]) -> None:
        """Plan a batch and apply it; where the database refuses it, document by document."""
        if self.report.dry_run:
            plan = self.chosen(make_plan(incoming, parsed, lock=False, now=self.now()))
            self.count(plan)
            if self.preview is not None:
                for preview in previews(plan, self.duplicates):
                    self.preview(preview)
            return
        try:
            self.count(self.commit(incoming, parsed))
        except (IntegrityError, DataError):
            for file, outcome in zip(incoming.files, parsed, strict=True):
                try:
                    self.count(self.commit(incoming.only(file), [outcome]))
                except (IntegrityError, DataError) as error:
                    reason = f"the database refuses it: {str(error).splitlines()[0]}"
                    self.report.refuse(kind_of(file.path), Problem(file.name, 0, "document", reason))
            self.count(self.commit(incoming.only(), []))

    def commit(self, incoming: Incoming, parsed: Sequence[Parsed]) -> ImportPlan:
        assert self.run is not None
        with transaction.atomic():
            plan = self.chosen(make_plan(incoming, parsed, lock=True, now=self.now()))
            apply(plan, run=self.run, now=self.now())
        return plan

    def chosen(self, plan: ImportPlan) -> ImportPlan:
        """What is wanted of a plan."""
        return plan if self.accept is None else replace(plan, steps=tuple(self.accept(plan.steps)))

    def count(self, plan: ImportPlan) -> None:
        for kind, problems in plan.refused:
            self.report.refuse(kind, *problems)
        self.report.problems += plan.warnings
        for keys in plan.not_understood:
            self.report.not_understood.count(keys)
        for path in plan.unchanged:
            self.report.counts[kind_of(path), Outcome.UNCHANGED] += 1
        for path in plan.left:
            self.report.counts[kind_of(path), Outcome.LEFT] += 1
        for step in plan.steps:
            self.report.counts[step.kind, step.came_to] += 1
            if step.changes:
                self.report.changes.append((step.path, tuple(change.key for change in step.changes)))
            self.report.frozen += [(step.path, flip.key) for flip in step.frozen]
            self.report.conflicts += ((step.path, clash) for clash in step.clashes)

    def gone(self) -> Iterator[str]:
        """What was imported before from the folders that were seen whole, and is not in them now."""
        for path in known_as(self.source.vanished).values():
            # A file that was renamed to other letters came in under the name that is known.
            if not self.batches.saw(path):
                yield path
        if self.is_whole is False:
            return
        for folder in sorted(self.source.folders):
            known = SourceDocument.objects.filter(path__startswith=f"{folder}/").exclude(is_loose=True)
            for path in known.kept_in(_ROWS[folder]).values_list("path", flat=True).iterator():
                if not self.batches.saw(path):
                    yield path

    def ask_about_gone(self) -> None:
        """Ask an editor about public articles whose file is gone; whoever imports, where they are many."""
        questions = questions_about(self.report.gone, self.batches.saw)
        is_flood = questions.are_too_many and not self.is_whole
        if is_flood and self.is_whole is None:
            self.report.unasked, self.report.public = len(questions.about), questions.public
        if self.run is not None and is_flood:
            questions.ask_no_more(self.run, self.now())
        elif self.run is not None:
            questions.ask(self.run, self.now())

    def now(self) -> datetime:
        """When the source said what it says: a commit's date, else the present."""
        commit = self.source.commit
        return (commit.dated if commit else None) or timezone.now()

    def record(self) -> None:
        """Write into the run's row what came of it."""
        assert self.run is not None
        report = self.report
        done, stopped = ImportRun.State.DONE, ImportRun.State.STOPPED
        state = stopped if report.stopped else done
        ImportRun.objects.filter(pk=self.run.pk).finish(state, timezone.now(), report.as_json())
