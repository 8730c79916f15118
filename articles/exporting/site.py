"""Rows back to documents: their own bytes where nobody touched them, else only the changed lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from django.db.models import Count

from articles import mapping
from articles.exporting.selection import Selection
from articles.models import Article, Conflict, SourceDocument, Topic
from documents.document import ABSENT, Absent, Problem, Values
from documents.json_values import pack
from documents.layout import Kind, place_beside_sites
from documents.reader import read
from documents.schema import all_fields_of
from documents.validation import validate
from documents.writer import compose, rewrite
from providers.models import Provider

_Row: TypeAlias = "Article | Topic | Provider"
# Rows held at a time, each with its related rows and its bytes.
CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class SiteFile:
    """One file of a site; `is_changed` tells whether it differs from its source.

    It goes to its path, unless it came from beside any site (`is_loose`): then to where it lay.
    """

    path: str
    data: bytes
    is_changed: bool
    is_loose: bool = False

    @property
    def place(self) -> str:
        """Where it goes."""
        return place_beside_sites(self.path) if self.is_loose else self.path


def site_files(selection: Selection) -> Iterator[SiteFile | Problem]:
    """The files of a site kind by kind, each by path: the rest too where all is selected."""
    if selection.is_whole:
        carried = SourceDocument.objects.filter(is_carried=True).order_by("path")
        for path, content in carried.values_list("path", "content").iterator(CHUNK):
            yield SiteFile(path, bytes(content), is_changed=False)
        providers = Provider.objects.exclude(path="").prefetch_related("logos").order_by("path")
        yield from _files(Kind.PROVIDER, providers.iterator(CHUNK))
        yield from _topics()
    yield from _files(Kind.ARTICLE, selection.articles().iterator(CHUNK))


def _topics() -> Iterator[SiteFile | Problem]:
    """Topics' documents are numbered by their places: one that was moved here goes out under another name."""
    topics = list(Topic.objects.exclude(path="").select_related("parent").order_by("path"))
    for topic, name, file in zip(topics, going_out(topics), _files(Kind.TOPIC, topics), strict=True):
        if isinstance(file, Problem) or name == topic.path:
            yield file
        else:
            yield SiteFile(name, file.data, is_changed=True)


def one_file_elsewhere() -> dict[str, str]:
    """What to say of documents whose paths are one on macOS and Windows, by path: few, if any."""
    kept = SourceDocument.objects.kept_in(Article.objects.all()).order_by("path")
    shared = kept.order_by().values("path_key").annotate(count=Count("pk")).filter(count__gt=1)
    groups: dict[str, list[str]] = defaultdict(list)
    for key, path in kept.filter(path_key__in=shared.values("path_key")).values_list("path_key", "path"):
        groups[str(key)].append(path)
    return {
        path: f"is one file with {' and '.join(other for other in group if other != path)} on macOS and "
        "Windows, where the one that comes last takes the place of the other; rename one of them"
        for group in groups.values()
        for path in group
    }


def going_out(topics: Sequence[Topic]) -> list[str]:
    """Where the documents of all topics, by path, go out: under their new numbers where those are free."""
    taken = {topic.path for topic in topics}
    names = []
    for topic in topics:
        name = topic.path if topic.file_path in taken else topic.file_path
        taken.add(name)
        names.append(name)
    return names


def _files(kind: Kind, rows: Iterable[_Row]) -> Iterator[SiteFile | Problem]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        sources, waiting = _sources(chunk), _unanswered(chunk)
        for row in chunk:
            content, is_loose = sources.get(row.path, (None, None))
            file = file_of(kind, row, content, waiting.get(row.path, {}))
            yield replace(file, is_loose=True) if is_loose and isinstance(file, SiteFile) else file


def _sources(rows: Sequence[_Row]) -> dict[str, tuple[bytes, bool | None]]:
    found = SourceDocument.objects.filter(path__in=[row.path for row in rows])
    told = found.values_list("path", "content", "is_loose")
    return {path: (bytes(content), is_loose) for path, content, is_loose in told}


def _unanswered(rows: Sequence[_Row]) -> dict[str, dict[str, Any]]:
    """What the source says otherwise than rows in which nobody here changed it, and nobody decided yet."""
    waiting: dict[str, dict[str, Any]] = defaultdict(dict)
    # What is a draft, or was decided, is public nowhere, whatever its source says.
    held = {(row.path, "published") for row in rows if isinstance(row, Article) and row.is_held}
    conflicts = Conflict.objects.waiting().filter(path__in=[row.path for row in rows])
    for path, key, base, theirs, ours in conflicts.values_list("path", "key", "base", "theirs", "ours"):
        if base == ours and (path, key) not in held:
            waiting[path][key] = theirs
    return waiting


def file_of(
    kind: Kind, row: _Row, source: bytes | None, unanswered: Mapping[str, Any] = MappingProxyType({})
) -> SiteFile | Problem:
    """The file of one row, given the bytes of its source document, if it has one.

    What is `unanswered`, packed by key, goes out as the source has it.
    """
    if source is None:
        return SiteFile(row.path, compose(kind, _said(kind, row)), is_changed=True)
    document = read(row.path, source)
    if isinstance(document, Problem):
        return document
    base = validate(document, kind).values
    changes = [
        change
        for change in mapping.changes_to(kind, row, base)
        if change.key not in unanswered or unanswered[change.key] != pack(base.get(change.key, ABSENT))
    ]
    if not changes:
        return SiteFile(row.path, source, is_changed=False)
    data = rewrite(document, kind, changes)
    return data if isinstance(data, Problem) else SiteFile(row.path, data, is_changed=True)


def _said(kind: Kind, row: _Row) -> Values:
    """All that a row without a source document says."""
    said = {
        field.key: mapping.value_of(row, field.key, ABSENT)
        for field in all_fields_of(kind)
        if mapping.has_column(kind, field.key) or field.key in _NAMES
    }
    if isinstance(row, Topic):
        said["_id"] = row.slug
    return {key: value for key, value in said.items() if not isinstance(value, Absent)}


# What a new topic or provider is called beside what its columns say.
_NAMES: Final = frozenset({"taxonomy", "_id"})
