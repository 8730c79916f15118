"""A batch of documents as read: what is new or has changed since its last import, and what has not."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from articles.models import LeftDocument, SourceDocument
from documents.document import Problem
from documents.layout import is_carried
from documents.parsing import Task
from documents.sources import SourceFile


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
        """This batch with some of its new or changed files, or with none but what needs no parsing."""
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
