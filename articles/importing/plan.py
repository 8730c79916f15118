"""What an import would do to a batch of documents: read, compare, decide; nothing is written here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from django.db.models import QuerySet

from articles import mapping
from articles.importing.report import Outcome
from articles.models import Article, SourceDocument, Topic
from documents.document import ABSENT, Absent, Change, Clash, Problem, Values
from documents.layout import Kind, is_carried, kind_of
from documents.merge import Merge, merge
from documents.parsing import Parsed, Task
from documents.schema import fields_of
from documents.sources import SourceFile
from providers.models import Provider


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done with one document.

    A file that is no document has no `kind`, and nothing but its bytes is kept.

    With `values`, all of them make up a row: a new one, or `row`, which articles made by naming it.
    Without, `changes` go onto `row`. `source_id` is that of its SourceDocument, which takes the new
    bytes whatever else is done. `displaced` is the row that the document had before the source
    renamed it: articles that still use the old name stay with that.
    """

    path: str
    kind: Kind | None
    data: bytes
    digest: bytes
    outcome: Outcome
    source_id: int | None = None
    row: Article | Topic | Provider | None = None
    values: Values | None = None
    changes: tuple[Change, ...] = ()
    clashes: tuple[Clash, ...] = ()
    displaced: Topic | Provider | None = None


# A document that does not go in: its kind, and why not.
Refused: TypeAlias = "tuple[Kind, tuple[Problem, ...]]"


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps for a batch, in the order of its documents, and what is wrong with the rest."""

    steps: tuple[Step, ...]
    refused: tuple[Refused, ...]
    warnings: tuple[Problem, ...]
    unchanged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Incoming:
    """One batch as read: what is new or has changed since it was last imported, and what has not."""

    files: tuple[SourceFile, ...]
    carried: tuple[SourceFile, ...]
    digests: dict[str, bytes]
    known: dict[str, bytes]
    refused: tuple[Problem, ...]
    unchanged: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many documents were read."""
        return len(self.files) + len(self.carried) + len(self.refused) + len(self.unchanged)

    def only(self, *files: SourceFile) -> Incoming:
        """The same batch with some of its new or changed files, or with none but what needs no parsing."""
        if files:
            return replace(self, files=files, carried=(), refused=(), unchanged=())
        return replace(self, files=())

    def tasks(self) -> list[Task]:
        """What is to be parsed, with the bases that a merge needs."""
        return [Task(file.name, file.path, file.data, self.known.get(file.path)) for file in self.files]


def sift(batch: Sequence[SourceFile | Problem]) -> Incoming:
    """Set aside what has the digest of its SourceDocument; two queries, however large the batch."""
    files = [item for item in batch if isinstance(item, SourceFile)]
    digests = {file.path: hashlib.sha256(file.data).digest() for file in files}
    known = {
        path: bytes(digest)
        for path, digest in SourceDocument.objects.filter(path__in=list(digests)).values_list(
            "path", "digest"
        )
    }
    same = {path for path, digest in known.items() if digests[path] == digest}
    changed = [path for path in known if path not in same]
    bases = SourceDocument.objects.filter(path__in=changed) if changed else SourceDocument.objects.none()
    return Incoming(
        files=tuple(file for file in files if file.path not in same and not is_carried(file.path)),
        carried=tuple(file for file in files if file.path not in same and is_carried(file.path)),
        digests=digests,
        known={path: bytes(content) for path, content in bases.values_list("path", "content")},
        refused=tuple(item for item in batch if isinstance(item, Problem)),
        unchanged=tuple(same),
    )


def make_plan(incoming: Incoming, parsed: Iterable[Parsed]) -> Plan:
    """Decide for each document of a batch, in a fixed number of queries.

    Called inside the transaction that applies the plan, it locks the rows that it read.
    """
    good: list[tuple[SourceFile, Parsed]] = []
    refused: list[Refused] = [(Kind.ARTICLE, (problem,)) for problem in incoming.refused]
    warnings: list[Problem] = []
    taken: dict[str, str] = {}
    for file, outcome in zip(incoming.files, parsed, strict=True):
        if outcome.values is None:
            refused.append((_kind(outcome), outcome.problems))
        elif outcome.path in taken:
            reason = f"has the path of {taken[outcome.path]} in this import: {outcome.path}"
            refused.append((_kind(outcome), (Problem(file.name, 0, "path", reason),)))
        else:
            taken[outcome.path] = file.name
            warnings += outcome.problems
            good.append((file, outcome))
    steps = _carry(incoming)
    # Topics and providers first: articles name them.
    for kind in (Kind.TOPIC, Kind.PROVIDER, Kind.ARTICLE):
        ours = [(file, outcome) for file, outcome in good if _kind(outcome) is kind]
        if ours:
            paths = [outcome.path for _, outcome in ours]
            _Planner(kind, paths, incoming.digests).plan(ours, steps, refused)
    return Plan(tuple(steps), tuple(refused), tuple(warnings), incoming.unchanged)


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
        )
        for file in incoming.carried
    ]


def _source_ids(paths: list[str]) -> dict[str, int]:
    found = SourceDocument.objects.filter(path__in=paths) if paths else SourceDocument.objects.none()
    return dict(found.values_list("path", "id"))


class _Planner:
    """Decides for the documents of one kind in a batch."""

    def __init__(self, kind: Kind, paths: list[str], digests: dict[str, bytes]) -> None:
        self.kind = kind
        self.digests = digests
        self.sources = _source_ids(paths)
        self.rows = {row.path: row for row in self._rows(paths)}
        self.names = _Names(kind)

    def _rows(self, paths: list[str]) -> QuerySet[Article] | QuerySet[Topic] | QuerySet[Provider]:
        if self.kind is Kind.ARTICLE:
            return Article.objects.select_for_update(of=("self",)).for_merge().filter(path__in=paths)
        if self.kind is Kind.TOPIC:
            return Topic.objects.select_related("parent").filter(path__in=paths)
        return Provider.objects.prefetch_related("logos").filter(path__in=paths)

    def plan(
        self,
        documents: list[tuple[SourceFile, Parsed]],
        steps: list[Step],
        refused: list[Refused],
    ) -> None:
        for file, parsed in documents:
            assert parsed.values is not None
            problem = self.names.claim(file, parsed.path, parsed.values)
            if problem:
                refused.append((self.kind, (problem,)))
            else:
                steps.append(self.step(file, parsed, parsed.values))

    def step(self, file: SourceFile, parsed: Parsed, theirs: Values) -> Step:
        path, row, source_id = parsed.path, self.rows.get(parsed.path), self.sources.get(parsed.path)
        common = (path, self.kind, file.data, self.digests[file.path])
        if row is None and source_id is not None:
            return Step(*common, Outcome.WITHHELD, source_id)
        if row is None:
            return Step(*common, Outcome.CREATED, values=theirs, row=self.names.mentioned(theirs))
        base = parsed.base if parsed.base is not None else {}
        merged = self.merge(row, base, theirs)
        renamed = any(change.key == _IDENTITY.get(self.kind) for change in merged.changes)
        if renamed and not isinstance(row, Article):
            values = self.values(row, base, merged)
            successor = self.names.mentioned(values)
            return Step(
                *common, Outcome.UPDATED, source_id, successor, values, clashes=merged.clashes, displaced=row
            )
        return Step(*common, Outcome.UPDATED, source_id, row, changes=merged.changes, clashes=merged.clashes)

    def merge(self, row: Article | Topic | Provider, base: Values, theirs: Values) -> Merge:
        """Merge the keys in which the source changed; the others cannot change ours."""
        keys = [key for key in {*base, *theirs} if base.get(key, ABSENT) != theirs.get(key, ABSENT)]
        keys = [key for key in keys if mapping.has_column(self.kind, key)]
        ours = {key: mapping.value_of(row, key, base.get(key, ABSENT)) for key in keys}
        return merge(
            self.kind,
            {key: base[key] for key in keys if key in base},
            {key: theirs[key] for key in keys if key in theirs},
            {key: value for key, value in ours.items() if not isinstance(value, Absent)},
        )

    def values(self, row: Topic | Provider, base: Values, merged: Merge) -> Values:
        """All that a row says after a merge."""
        keys = (field.key for field in fields_of(self.kind))
        said = {key: mapping.value_of(row, key, base.get(key, ABSENT)) for key in keys}
        said |= {change.key: change.value for change in merged.changes}
        return {key: value for key, value in said.items() if not isinstance(value, Absent)}


# By what articles name a topic or a provider.
_IDENTITY = {Kind.TOPIC: "name", Kind.PROVIDER: "domain"}


class _Names:
    """Whether what topics and providers call themselves is free, and whom articles named so before."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.rows: dict[str, Topic | Provider] = {}
        self.slugs: dict[str, Topic] = {}
        if kind is Kind.TOPIC:
            for topic in Topic.objects.select_related("parent"):
                self.rows[topic.name.casefold()] = topic
                self.slugs[topic.slug] = topic
        elif kind is Kind.PROVIDER:
            self.rows = {mapping.provider_key_of(row): row for row in Provider.objects.all()}
        self.parents = {
            name: (row.parent.name.casefold() if isinstance(row, Topic) and row.parent else "")
            for name, row in self.rows.items()
        }
        self.claimed: dict[str, str] = {}

    def key(self, values: Values) -> str:
        if self.kind is Kind.TOPIC:
            return mapping.topic_key(values)
        return mapping.provider_key(values)

    def mentioned(self, values: Values) -> Topic | Provider | None:
        """The row that articles made by naming it, which its document now takes over."""
        if self.kind is Kind.ARTICLE:
            return None
        return self.rows.get(self.key(values))

    def claim(self, file: SourceFile, path: str, values: Values) -> Problem | None:
        """Take the names that a document goes by, or say who has them."""
        if self.kind is Kind.ARTICLE:
            return None
        key = self.key(values)
        field = _IDENTITY[self.kind]
        row = self.rows.get(key)
        holder = self.claimed.get(key) or (row.path if row and row.path != path else "")
        if holder:
            return Problem(file.name, 0, field, f"{holder} has “{values.get(field)}” already; use another")
        if self.kind is Kind.TOPIC:
            slug = mapping.slug_of(values)
            other = self.slugs.get(slug)
            if other is not None and other.path != path and other.name.casefold() != key:
                return Problem(
                    file.name, 0, "_id", f"the topic “{other.name}” has the slug “{slug}”; use another"
                )
            parent = values.get("parent")
            circle = self._circle(key, parent.casefold() if isinstance(parent, str) else "")
            if circle:
                return Problem(file.name, 0, "parent", f"would put the topic below itself: {circle}")
            self.parents[key] = parent.casefold() if isinstance(parent, str) else ""
        self.claimed[key] = path
        return None

    def _circle(self, key: str, parent: str) -> str:
        names = [key]
        above = parent
        while above and above not in names:
            names.append(above)
            above = self.parents.get(above, "")
        return " > ".join([*names, above]) if above == key else ""
