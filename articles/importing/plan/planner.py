"""What an import would do to the documents of one kind in a batch: merged with what is here, and decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TypeAlias

from django.db.models import QuerySet, prefetch_related_objects

from articles import mapping
from articles.editing.aliases import as_called_here, merged_away, topics_called
from articles.importing.plan.flip_guard import freeze_flips
from articles.importing.plan.identities import IDENTITY, Names
from articles.importing.plan.incoming import Incoming
from articles.importing.report import Outcome
from articles.importing.steps import Step
from articles.models import Article, ExportedDocument, SourceDocument, Topic, Withheld
from documents.addresses import canonical_of
from documents.document import ABSENT, Absent, FieldChange, Problem, Value, Values
from documents.layout import Kind
from documents.merge import Merge, merge
from documents.parsing import Parsed
from documents.schema import all_fields_of
from documents.sources import SourceFile
from providers.models import Provider

# A document that does not go in: its kind, and why not.
Refused: TypeAlias = "tuple[Kind, tuple[Problem, ...]]"


def source_ids(paths: list[str]) -> dict[str, int]:
    """The keys of the source documents at some paths."""
    found = SourceDocument.objects.filter(path__in=paths) if paths else SourceDocument.objects.none()
    return dict(found.values_list("path", "id"))


class Planner:
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
        self.sources = source_ids(paths)
        self.rows: dict[str, Article | Topic | Provider] = {row.path: row for row in self._rows(paths)}
        self.called = topics_called() if kind is not Kind.PROVIDER else {}
        # What comes back as it went out from here tells nothing new: what differs was changed here since.
        self.sent = _sent_among({parsed.path: self.digests[file.path] for file, parsed in documents})
        told = (parsed.values or {} for _, parsed in documents if parsed.path not in self.sent)
        self.names = Names(kind, told, self.called)
        read = [parsed for _, parsed in documents]
        self.withheld = _withheld_among(read) if kind is Kind.ARTICLE else merged_away(kind, read)
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
        """What to do with one document, whose values are `theirs`: to create, to update, or to leave it."""
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
        keys = (field.key for field in all_fields_of(self.kind))
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


def _withheld_among(documents: Sequence[Parsed]) -> set[str]:
    """The paths of those documents that are on the withheld list, by path or by canonical address."""
    standing = Withheld.objects.standing()
    if not standing.exists():
        # Spares a first import some thousand addresses to compare with nothing.
        return set()
    return standing.among({parsed.path: canonical_of(parsed.values or {}) for parsed in documents})


def _sent_among(digests: Mapping[str, bytes]) -> set[str]:
    """The paths of those documents that went out from here last with the very bytes that come in."""
    sent = ExportedDocument.objects.filter(path__in=list(digests))
    return {path for path, digest in sent.values_list("path", "digest") if bytes(digest) == digests[path]}
