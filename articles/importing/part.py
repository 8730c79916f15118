"""A part of what a source has: only some paths, or all fields but some."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from articles.importing.steps import Step
from documents.document import Problem
from documents.identity import identity
from documents.sources import SourceFile


@dataclass
class Part:
    """Which documents are wanted, by path or folder, and which fields of those that are here are not.

    A document that is new comes whole: a row without some of its fields would go out without them.
    """

    only: tuple[str, ...] = ()
    but: frozenset[str] = frozenset()
    found: set[str] = field(default_factory=set)

    def wanted(self, source: Iterable[SourceFile | Problem]) -> Iterator[SourceFile | Problem]:
        """What a source has of it. A problem is told where it may be about what is wanted."""
        for item in source:
            names = [name for name in self.only if _is_at(item, name)]
            self.found.update(names)
            if names or not self.only:
                yield item

    @property
    def missing(self) -> list[str]:
        """The paths that nothing was found at."""
        return [name for name in self.only if name not in self.found]

    def accept(self, steps: Sequence[Step]) -> list[Step]:
        """The steps without the fields that are not wanted."""
        return [step.without(self.but) for step in steps]


def _is_at(item: SourceFile | Problem, name: str) -> bool:
    """Whether it is at a path, or below it. A problem's path begins with where the site lies."""
    wanted, path = f"/{identity(posixpath.normpath(name))}/", f"/{identity(item.path)}/"
    return path.startswith(wanted) if isinstance(item, SourceFile) else wanted in path
