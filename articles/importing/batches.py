"""A source's files in batches: bounded in number and in bytes, and no path twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, TypeAlias

from articles.importing.interrupts import interrupts_held_back
from articles.importing.kin import Kin
from documents.document import Problem
from documents.layout import site_path
from documents.parsing import Task, parse_all
from documents.sources import SourceFile

Batch: TypeAlias = "list[SourceFile | Problem]"

# Documents in one transaction: large enough to pay for its queries, small enough to stop within.
COUNT: Final = 500
# Ordinary documents have some 3 kB. Large ones make smaller batches, so that memory stays flat.
SIZE: Final = 4 * 1024 * 1024


class Batches:
    """The batches of a source; iterate once. Knows afterwards which paths were seen."""

    def __init__(self, source: Iterable[SourceFile | Problem]) -> None:
        self.source = source
        # A number for each path, which takes less memory than the path.
        self._seen: set[int] = set()
        self._unread: set[int] = set()
        self._kin = Kin()

    def __iter__(self) -> Iterator[Batch]:
        batch: Batch = []
        size = 0
        for item in map(self._admit, self.source):
            batch.append(item)
            size += len(item.data) if isinstance(item, SourceFile) else 0
            if len(batch) >= COUNT or size >= SIZE:
                yield self._settle(batch)
                batch, size = [], 0
        if batch:
            yield self._settle(batch)

    def saw(self, path: str) -> bool:
        """Whether the source has a file at this path, even one that could not be read."""
        number = _number(path)
        return number in self._seen or number in self._unread

    def _settle(self, batch: Batch) -> Batch:
        # It asks the database which documents are known.
        with interrupts_held_back():
            settled = self._kin.settle(batch)
        self._seen |= {_number(item.path) for item in settled if isinstance(item, SourceFile)}
        return settled

    def _admit(self, item: SourceFile | Problem) -> SourceFile | Problem:
        if isinstance(item, Problem):
            self._unread.add(_number(site_path(item.path) or item.path))
            return item
        if not item.path:
            # From standard input: what it says gives it a path, by which it is known from now on.
            item = replace(item, path=parse_all([Task(item.name, "", item.data)])[0].path)
        number = _number(item.path)
        if number in self._seen:
            return Problem(item.name, 0, "path", f"{item.path} came before in this import; keep one of them")
        self._seen.add(number)
        return item


def _number(path: str) -> int:
    return int.from_bytes(hashlib.blake2b(path.encode("utf-8", "surrogatepass"), digest_size=8).digest())
