"""Read, write, compare: shows without a database that documents come out as they went in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from documents.document import Problem, counted
from documents.layout import Kind, is_carried, kind_of
from documents.not_understood import NotUnderstood, keys_not_understood
from documents.reader import read
from documents.sources import SourceFile
from documents.validation import validate
from documents.writer import write_anew


@dataclass
class Checkup:
    """How documents fared: `same` were written anew to the very bytes, `own_style` to equal values."""

    same: int = 0
    own_style: list[str] = field(default_factory=list)
    carried: int = 0
    problems: list[Problem] = field(default_factory=list)
    refused: int = 0
    not_understood: NotUnderstood = field(default_factory=NotUnderstood)

    def as_text(self) -> str:
        """The summary, one fact a line."""
        total = self.same + len(self.own_style) + self.refused
        lines = [
            f"{counted(total, 'document')} read: "
            f"{counted(self.same, 'written anew is the same bytes', 'written anew are the same bytes')}.",
            f"{counted(len(self.own_style), _OWN_STYLE, _OWN_STYLES)}.",
            f"{self.refused:,} refused.",
        ]
        if self.not_understood:
            lines.append(self.not_understood.as_text())
        if self.carried:
            lines.append(f"{counted(self.carried, 'other file')} would be carried along unread.")
        return "\n".join(lines)


_OWN_STYLE: Final = "has a style of its own, which it keeps"
_OWN_STYLES: Final = "have a style of their own, which they keep"


def check(files: Iterable[SourceFile | Problem]) -> Checkup:
    """Read each document, write every key that is understood anew in its place, and compare."""
    checkup = Checkup()
    for file in files:
        if isinstance(file, Problem):
            checkup.refused += 1
            checkup.problems.append(file)
        elif is_carried(file.path):
            checkup.carried += 1
        else:
            _check(file, checkup)
    return checkup


def _check(file: SourceFile, checkup: Checkup) -> None:
    kind = kind_of(file.path) or Kind.ARTICLE
    document = read(file.name, file.data)
    if isinstance(document, Problem):
        checkup.refused += 1
        checkup.problems.append(document)
        return
    checked = validate(document, kind)
    checkup.problems += checked.problems
    if checked.is_refused:
        checkup.refused += 1
        return
    checkup.not_understood.count(keys_not_understood(document, kind))
    written = write_anew(document, kind)
    if written == file.data:
        checkup.same += 1
        return
    again = read(file.name, written)
    if isinstance(again, Problem) or validate(again, kind).values != checked.values:
        checkup.refused += 1
        reason = "does not read back as it was written; please report this document"
        checkup.problems.append(Problem(file.name, 0, "document", reason))
        return
    checkup.own_style.append(file.name)
