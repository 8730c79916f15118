"""One file -> its bytes, or why it is no document; and the count of what was seen."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from documents.document import Problem, printable
from documents.layout import PATH_LIMIT, SUFFIXES, Kind, is_carried, kind_of
from documents.reader import SIZE_LIMIT, WHOLE

FOLDERS: Final = frozenset(kind.folder for kind in Kind)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One document to read: its name as the user would say it, its path within the site, its bytes.

    The path is empty for a document from standard input, which has no name of its own. A loose one
    came from beside any site: it goes back to where it lay, which is its path without the first folder.
    Of a document that came alone nobody knows that.
    """

    name: str
    path: str
    data: bytes
    is_loose: bool | None = field(default=None, compare=False)


class Commit(NamedTuple):
    """A commit of git: its full id, who made it, and when, where it says so."""

    id: str
    author: str
    dated: datetime | None


@dataclass
class Tally:
    """What was seen so far: `expected` counts the documents known, `left_alone` what is not ours by its name.

    `folders` gathers the site folders that were seen as a whole, `vanished` the paths of documents
    that the source says are gone, `roots` the folders that hold whole sites.
    `commit` is the commit that the documents come from, if any.
    """

    expected: int = 0
    left_alone: Counter[str] = field(default_factory=Counter)
    folders: set[str] = field(default_factory=set)
    vanished: list[str] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)
    commit: Commit | None = None
    # Who wants the pictures that are met on the way: told where one is in the site, and how it is read.
    on_picture: Callable[[str, Callable[[], bytes]], None] | None = None

    def leave(self, path: str) -> None:
        """Count something that is not ours."""
        self.left_alone[label(path)] += 1


def label(name: str) -> str:
    """The name of a file as it can be shown and written anywhere, whatever bytes it was made of."""
    return printable(name, len(name))


def has_suffix(name: str) -> bool:
    """Whether a name ends as a document's does."""
    return os.path.splitext(name)[1].lower() in SUFFIXES


def is_hidden(name: str) -> bool:
    """Whether a name begins with a dot: left alone, for what systems and editors keep so is no document."""
    return name.startswith(".")


def leads_to_documents(path: str) -> bool:
    """Whether a path within a site is one of the folders of documents, in one, or above one."""
    return path == "_data" or any(path == folder or path.startswith(f"{folder}/") for folder in FOLDERS)


def read_file(name: str, path: str, *, is_loose: bool | None = None) -> SourceFile | Problem:
    """Read one file of at most SIZE_LIMIT, which must be a regular one; never opens a pipe or a device."""
    try:
        mode = os.lstat(name).st_mode
        if stat.S_ISLNK(mode):
            return Problem(label(name), 0, WHOLE, "is a link; links are not followed, so put the file here")
        if not stat.S_ISREG(mode):
            return _not_regular(name)
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            # It may be another one by now than the one that was looked at.
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                return _not_regular(name)
            if status.st_size > SIZE_LIMIT:
                return too_large(name, status.st_size)
            data = os.read(descriptor, status.st_size + 1)
            if len(data) != status.st_size:
                # It changes while it is read, or the system gives it in parts.
                with open(descriptor, "rb", closefd=False) as stream:
                    data += stream.read(SIZE_LIMIT + 1)
            return admit(name, path, data, is_loose=is_loose)
        finally:
            os.close(descriptor)
    except OSError as error:
        return Problem(label(name), 0, WHOLE, f"cannot be read: {error.strerror}")


def _not_regular(name: str) -> Problem:
    return Problem(label(name), 0, WHOLE, "is a pipe, a socket or a device; only files are read")


def admit(name: str, path: str, data: bytes, *, is_loose: bool | None = None) -> SourceFile | Problem:
    """What was read, unless its name or its size makes it no document."""
    if not path.isprintable():
        if any("\ud800" <= character <= "\udfff" for character in path):
            return Problem(label(name), 0, WHOLE, "has a name that is not UTF-8; rename it")
        if any(character < " " or character == "\x7f" for character in path):
            return Problem(label(name), 0, "path", "holds a control character; rename it")
    if len(path) > PATH_LIMIT:
        return Problem(label(name), 0, "path", f"has {len(path):,} characters; at most {PATH_LIMIT:,} fit")
    if kind_of(path) is None and not is_carried(path):
        return not_a_document(name)
    if len(data) > SIZE_LIMIT:
        return too_large(name, len(data))
    return SourceFile(label(name), path, data, is_loose)


def not_a_document(name: str) -> Problem:
    """The refusal of a file by its suffix."""
    suffixes = " ".join(sorted(SUFFIXES))
    return Problem(label(name), 0, "path", f"is no document's name; one should end on one of {suffixes}")


def too_large(name: str, size: int) -> Problem:
    """The refusal of a file by its size."""
    return Problem(label(name), 0, WHOLE, f"has {size:,} bytes; a document has at most {SIZE_LIMIT:,}")
