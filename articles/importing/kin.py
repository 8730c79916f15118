"""Documents that come in under a name that is known here in other letters: another case, or NFD for NFC.

Such a file is the document that is known, whose path keeps its letters. Only where both lie in one
source are they two, and whoever imports is told: on macOS and Windows they are one file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final

from articles.models import Article, SourceDocument, Withheld
from documents.document import Problem, Severity
from documents.identity import fingerprint
from documents.sources import SourceFile

# Where a path is known that a document had, the likeliest first.
_KNOW_PATHS: Final = (SourceDocument, Article, Withheld)


def known_as(paths: Iterable[str]) -> dict[str, str]:
    """Under which paths documents are known here that come under some paths; as they come where none is."""
    keys = {path: fingerprint(path) for path in paths}
    known: dict[str, set[str]] = {}
    for model in _KNOW_PATHS:
        wanted = [key for key in {*keys.values()} if key not in known]
        if wanted:
            rows = model._default_manager.filter(path_key__in=wanted).values_list("path_key", "path")
            for key, path in rows:
                known.setdefault(key, set()).add(path)
    return {path: _nearest(path, known.get(key, ())) for path, key in keys.items()}


def _nearest(path: str, known: Collection[str]) -> str:
    return path if path in known or not known else min(known)


class Kin:
    """Sees to it that a source's files go by the names that they are known by; remembers which came."""

    def __init__(self) -> None:
        # Eight bytes of each fingerprint, which take less memory than it.
        self._came: set[int] = set()

    def settle(self, batch: Sequence[SourceFile | Problem]) -> list[SourceFile | Problem]:
        """The files of a batch by their names here, and a warning behind each that is one with another."""
        names = [item.path for item in batch if isinstance(item, SourceFile)]
        known = known_as(names)
        # What lies here under the very name that is known is that document, and its kin is another.
        here = {*names}
        settled: list[SourceFile | Problem] = []
        first: dict[str, str] = {}
        for item in batch:
            settled.append(item)
            if not isinstance(item, SourceFile):
                continue
            key = fingerprint(item.path)
            other = first.setdefault(key, item.path)
            if self._came_before(key):
                settled.append(_twin(item, other if other != item.path else known[item.path]))
            elif known[item.path] not in here:
                settled[-1] = replace(item, path=known[item.path])
        return settled

    def _came_before(self, key: str) -> bool:
        number = int(key[:16], 16)
        came = number in self._came
        self._came.add(number)
        return came


def _twin(file: SourceFile, other: str) -> Problem:
    named = other if other != file.path else "another document of this import"
    reason = (
        f"{file.path} and {named} are one file on macOS and Windows, "
        "where names that differ in case or in the form of their letters are one; rename one of them"
    )
    return Problem(file.name, 0, "path", reason, Severity.WARNING)
