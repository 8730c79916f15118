"""What an import would do to a batch of documents: read, compare, decide; nothing is written here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TypeAlias

from django.db.models import QuerySet, prefetch_related_objects

from articles import mapping
from articles.editing.aliases import as_called_here, merged_away, topics_called
from articles.importing.flip_guard import freeze_flips
from articles.importing.identities import IDENTITY, Names
from articles.importing.report import Outcome
from articles.importing.steps import Step
from articles.importing.withholding import sent_among, withheld_among
from articles.models import Article, LeftDocument, SourceDocument, Topic
from documents.document import ABSENT, Absent, FieldChange, Problem, Severity, Value, Values
from documents.layout import Kind, is_carried, kind_of, stem_of
from documents.merge import Merge, merge
from documents.parsing import Parsed, Task
from documents.schema import fields_of
from documents.sources import SourceFile
from providers.models import Provider

# A document that does not go in: its kind, and why not.
Refused: TypeAlias = "tuple[Kind, tuple[Problem, ...]]"


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The steps for a batch, in the order of its documents, and what is wrong with the rest."""

    steps: tuple[Step, ...]
    refused: tuple[Refused, ...]
    warnings: tuple[Problem, ...]
    unchanged: tuple[str, ...]
    # Of each document that was read, the keys that the format does not name.
    not_understood: tuple[tuple[str, ...], ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """One batch as read: what is new or has changed since it was last imported, and what has not."""

    files: tuple[SourceFile, ...]
    carried: tuple[SourceFile, ...]
    digests: dict[str, bytes]
    known: dict[str, bytes]
    refused: tuple[Problem, ...]
    warned: tuple[Problem, ...]
    unchanged: tuple[str, ...]
    left: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many documents were read."""
        counted = (self.files, self.carried, self.refused, self.unchanged, self.left)
        return sum(map(len, counted))

    def only(self, *files: SourceFile) -> Incoming:
        """The same batch with some of its new or changed files, or with none but what needs no parsing."""
        if files:
            return replace(self, files=files, carried=(), refused=(), warned=(), unchanged=(), left=())
        return replace(self, files=())

    def tasks(self) -> list[Task]:
        """What is to be parsed, with the bases that a merge needs."""
        return [Task(file.name, file.path, file.data, self.known.get(file.path)) for file in self.files]


def sift(batch: Sequence[SourceFile | Problem], *, with_left: bool = False) -> Incoming:
    """Set aside what has the digest of its SourceDocument, and what was left out of an upload so.

    Three queries, however large the batch. `with_left` sets aside only the first.
    """
    files = [item for item in batch if isinstance(item, SourceFile)]
    digests = {file.path: hashlib.sha256(file.data).digest() for file in files}
    moved = {file.path: file.is_loose for file in files}
    known = SourceDocument.objects.filter(path__in=list(digests)).values_list("path", "digest", "is_loose")
    same, changed = set(), []
    for path, digest, is_loose in known:
        if bytes(digest) == digests[path] and moved[path] in {None, bool(is_loose)}:
            same.add(path)
        else:
            changed.append(path)
    left = set() if with_left else LeftDocument.objects.among(digests) - same
    new = [file for file in files if file.path not in same and file.path not in left]
    bases = SourceDocument.objects.filter(path__in=changed) if changed else SourceDocument.objects.none()
    return Incoming(
        files=tuple(file for file in new if not is_carried(file.path)),
        carried=tuple(file for file in new if is_carried(file.path)),
        digests=digests,
        known={path: bytes(content) for path, content in bases.values_list("path", "content")},
        refused=tuple(item for item in batch if isinstance(item, Problem) and item.is_error),
        warned=tuple(item for item in batch if isinstance(item, Problem) and not item.is_error),
        unchanged=tuple(same),
        left=tuple(left),
    )


def make_plan(incoming: Incoming, parsed: Iterable[Parsed], *, lock: bool, now: datetime) -> ImportPlan:
    """Decide for each document of a batch, in a fixed number of queries.

    With `lock`, inside the transaction that applies the plan, nobody changes what it read meanwhile.
    `now` is when the source says so.
    """
    good: list[tuple[SourceFile, Parsed]] = []
    refused: list[Refused] = [(Kind.ARTICLE, (problem,)) for problem in incoming.refused]
    warnings = [*incoming.warned]
    not_understood: list[tuple[str, ...]] = []
    for file, outcome in zip(incoming.files, parsed, strict=True):
        if outcome.values is None:
            refused.append((_kind(outcome), outcome.problems))
        else:
            warnings += outcome.problems
            not_understood.append(outcome.not_understood)
            good.append((file, outcome))
    steps = _carry(incoming)
    # Topics and providers first: articles name them.
    for kind in (Kind.TOPIC, Kind.PROVIDER, Kind.ARTICLE):
        ours = [(file, outcome) for file, outcome in good if _kind(outcome) is kind]
        if ours:
            _Planner(kind, ours, incoming, lock=lock, now=now).plan(steps, refused)
    warnings += _addressed(steps, {file.path: file.name for file in incoming.files})
    return ImportPlan(
        tuple(steps),
        tuple(refused),
        tuple(warnings),
        incoming.unchanged,
        tuple(not_understood),
        incoming.left,
    )


def _addressed(steps: Sequence[Step], names: Mapping[str, str]) -> Iterator[Problem]:
    """What to say of new articles whose own address is that of another: each gets one of its own."""
    new = [step.path for step in steps if step.kind is Kind.ARTICLE and step.outcome is Outcome.CREATED]
    for path, free in Article.objects.free_slugs(new).items() if new else ():
        if free.holder:
            reason = (
                f"its address /news/{stem_of(path)}/ is that of {free.holder}; it gets /news/{free.slug}/"
            )
            yield Problem(names.get(path, path), 0, "path", reason, Severity.WARNING)


def _kind(parsed: Parsed) -> Kind:
    return kind_of(parsed.path) or Kind.ARTICLE


def _carry(incoming: Incoming) -> list[Step]:
    """Steps for the files that are no documents: their bytes are kept, so that they go out again."""
    sources = _source_ids([file.path for file in incoming.carried])
    return [
        Step(
            file.path,
            None,
            file.data,
            incoming.digests[file.path],
            Outcome.UPDATED if file.path in sources else Outcome.CREATED,
            sources.get(file.path),
            is_loose=file.is_loose,
        )
        for file in incoming.carried
    ]


def _source_ids(paths: list[str]) -> dict[str, int]:
    found = SourceDocument.objects.filter(path__in=paths) if paths else SourceDocument.objects.none()
    return dict(found.values_list("path", "id"))


class _Planner:
    """Decides for the documents of one kind in a batch."""

    def __init__(
        self,
        kind: Kind,
        documents: list[tuple[SourceFile, Parsed]],
        incoming: Incoming,
        *,
        lock: bool,
        now: datetime,
    ) -> None:
        self.kind = kind
        self.lock = lock
        self.now = now
        self.documents = documents
        self.digests = incoming.digests
        self.contents = incoming.known
        paths = [parsed.path for _, parsed in documents]
        self.sources = _source_ids(paths)
        self.rows: dict[str, Article | Topic | Provider] = {row.path: row for row in self._rows(paths)}
        self.called = topics_called() if kind is not Kind.PROVIDER else {}
        # What comes back as it went out from here tells nothing new: what differs was changed here since.
        self.sent = sent_among({parsed.path: self.digests[file.path] for file, parsed in documents})
        told = (parsed.values or {} for _, parsed in documents if parsed.path not in self.sent)
        self.names = Names(kind, told, self.called)
        read = [parsed for _, parsed in documents]
        self.withheld = withheld_among(read) if kind is Kind.ARTICLE else merged_away(kind, read)
        if kind is Kind.TOPIC:
            # Our own export comes back: topics that were moved here have documents of other names.
            self.rows |= {row.file_path: row for row in self.names.moved() if row.file_path not in self.rows}
        # What it was the file of has moved on, or is gone.
        self.left_over = self.sent - self.rows.keys()
        self.withheld |= self.left_over
        if kind is Kind.ARTICLE:
            self._load_lists()

    def _rows(self, paths: list[str]) -> QuerySet[Article] | QuerySet[Topic] | QuerySet[Provider]:
        if self.kind is Kind.ARTICLE:
            articles = Article.objects.for_merge().filter(path__in=paths)
            return articles.select_for_update(of=("self",)) if self.lock else articles
        if self.kind is Kind.TOPIC:
            return Topic.objects.select_related("parent").filter(path__in=paths)
        return Provider.objects.prefetch_related("logos").filter(path__in=paths)

    def _load_lists(self) -> None:
        """Read the related rows of the articles whose lists changed at the source: most change heat alone."""
        articles = Article.objects.none()
        for key, lookups in articles.list_lookups().items():
            rows = [self.rows[parsed.path] for _, parsed in self.documents if self._differs(parsed, key)]
            if rows:
                prefetch_related_objects(rows, *lookups)

    def _differs(self, parsed: Parsed, key: str) -> bool:
        base, theirs = parsed.base or {}, parsed.values or {}
        return parsed.path in self.rows and base.get(key, ABSENT) != theirs.get(key, ABSENT)

    def plan(self, steps: list[Step], refused: list[Refused]) -> None:
        """Add a step for each document, or the reason why not."""
        planned = []
        for file, parsed in self.documents:
            assert parsed.values is not None
            is_ours = parsed.path in self.left_over
            problem = None if is_ours else self.names.claim(file, parsed.path, parsed.values)
            if problem:
                refused.append((self.kind, (problem,)))
            else:
                planned.append(self.step(file, parsed, parsed.values))
        steps += freeze_flips(planned, self.now) if self.kind is Kind.ARTICLE else planned

    def step(self, file: SourceFile, parsed: Parsed, theirs: Values) -> Step:
        path, row, source_id = parsed.path, self.rows.get(parsed.path), self.sources.get(parsed.path)
        step = partial(
            Step, path, self.kind, file.data, self.digests[file.path], source_id=source_id,
            is_loose=file.is_loose, content_before=self.contents.get(file.path), language=parsed.language,
        )  # fmt: skip
        if row is None and (source_id is not None or path in self.withheld):
            return step(Outcome.WITHHELD)
        base = parsed.base if parsed.base is not None else {}
        if row is None:
            named = self.names.mentioned(theirs)
            before = self.said(named, {}) if named else {}
            return step(Outcome.CREATED, values=theirs, row=named, before=before)
        step = partial(step, Outcome.UPDATED)
        merged, before = self.merge(row, base, theirs)
        if path in self.sent:
            merged = replace(merged, changes=(), clashes=())
        renamed = any(change.key == IDENTITY.get(self.kind) for change in merged.changes)
        if renamed and not isinstance(row, Article):
            values = self.said(row, base)
            values |= {change.key: change.value for change in merged.changes if change.value is not ABSENT}
            successor = self.names.mentioned(values)
            return step(row=successor, values=values, clashes=merged.clashes, displaced=row)
        return step(row=row, changes=merged.changes, clashes=merged.clashes, before=before)

    def merge(self, row: Article | Topic | Provider, base: Values, theirs: Values) -> tuple[Merge, Values]:
        """Merge the keys in which the source changed; answers with what we said of them too."""
        base, theirs = as_called_here(base, self.called), as_called_here(theirs, self.called)
        keys = [key for key in {*base, *theirs} if base.get(key, ABSENT) != theirs.get(key, ABSENT)]
        keys = [key for key in keys if mapping.has_column(self.kind, key)]
        # Without a base, as when an export of our own comes in, a row that agrees with theirs says the same.
        before = base or theirs
        said = {key: mapping.value_of(row, key, before.get(key, ABSENT)) for key in keys}
        ours = {key: value for key, value in said.items() if not isinstance(value, Absent)}
        # What an editor rejected, withdrew or scheduled is no longer what the source last said of it.
        held = {"published"} if isinstance(row, Article) and row.is_held else set()
        merged = merge(
            self.kind,
            {key: base[key] for key in keys if key in base and key not in held},
            {key: theirs[key] for key in keys if key in theirs},
            ours,
        )
        if isinstance(row, Article) and _is_retraction(row, base, theirs):
            merged = _retracted(merged, theirs.get("published", ABSENT))
        clashes = tuple(replace(clash, base=base.get(clash.key, ABSENT)) for clash in merged.clashes)
        return replace(merged, clashes=clashes), ours

    def said(self, row: Article | Topic | Provider, base: Values) -> Values:
        """All that a row says."""
        keys = (field.key for field in fields_of(self.kind))
        said = {key: mapping.value_of(row, key, base.get(key, ABSENT)) for key in keys}
        return {key: value for key, value in said.items() if not isinstance(value, Absent)}


def _is_retraction(row: Article, base: Values, theirs: Values) -> bool:
    """Whether the source published a story and takes that back, in whatever words; scheduled ones too."""
    is_taken_back = base.get("published") is True and theirs.get("published") is not True
    return is_taken_back and row.published is True


def _retracted(merged: Merge, said: Value | Absent) -> Merge:
    """A retraction always takes effect, and asks for attention after."""
    changes = tuple(change for change in merged.changes if change.key != "published")
    clashes = tuple(clash for clash in merged.clashes if clash.key != "published")
    return Merge((*changes, FieldChange("published", said)), clashes)
