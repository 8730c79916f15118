"""Folders, files, standard input, tars and zips -> the documents in them, one at a time, within limits.

Nothing is unpacked to disk, nothing is followed out of the folder, and nothing is fetched.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from typing import IO, Final

from documents.document import Problem
from documents.layout import Kind, site_path
from documents.reader import SIZE_LIMIT, WHOLE
from documents.sources.archives import SUFFIXES, is_archive, unpack
from documents.sources.files import SourceFile, Tally, has_suffix, label, not_a_document, read_file
from documents.sources.folders import walk

__all__ = ["STANDARD_INPUT", "MissingPath", "SourceFile", "Sources"]

STANDARD_INPUT: Final = "-"


class MissingPath(Exception):
    """A path that was asked for does not exist; `str()` is a message for the user."""


class Sources(Tally):
    """The documents below some paths, in the order of their names; iterate once."""

    def __init__(self, paths: Sequence[str], stdin: IO[bytes] | None = None) -> None:
        super().__init__()
        for path in paths:
            if path != STANDARD_INPUT and not os.path.lexists(path):
                raise MissingPath(f"{label(path)}: there is no such file or folder")
        self.paths = paths
        self.stdin = stdin

    def __iter__(self) -> Iterator[SourceFile | Problem]:
        for path in self.paths:
            if path == STANDARD_INPUT:
                yield from self._standard_input()
            elif os.path.isdir(path):
                yield from walk(path, self)
            elif path.lower().endswith(SUFFIXES) and stat.S_ISREG(os.lstat(path).st_mode):
                yield from self._archive(path)
            else:
                self.expected += 1
                yield self._file(path)

    def _file(self, path: str) -> SourceFile | Problem:
        absolute = os.path.abspath(path)
        inside = site_path(absolute)
        place = inside or f"{Kind.ARTICLE.folder}/{os.path.basename(absolute)}"
        found = read_file(path, place, is_loose=False if inside else None)
        # Only a site carries what is no document.
        is_stray = inside is None and isinstance(found, SourceFile) and not has_suffix(path)
        return not_a_document(path) if is_stray else found

    def _archive(self, path: str) -> Iterator[SourceFile | Problem]:
        try:
            stream = open(path, "rb")  # noqa: SIM115  what is raised below is not about opening it
        except OSError as error:
            yield Problem(label(path), 0, WHOLE, f"cannot be read: {error.strerror}")
            return
        with stream:
            yield from unpack(label(path), stream, self)

    def _standard_input(self) -> Iterator[SourceFile | Problem]:
        assert self.stdin is not None
        name = "standard input"
        # An archive is read twice (its names, then its members), so it must be seekable.
        with tempfile.SpooledTemporaryFile(max_size=16 * SIZE_LIMIT) as spool:
            while spool.tell() <= SIZE_LIMIT and (chunk := self.stdin.read(SIZE_LIMIT)):
                spool.write(chunk)
            spool.seek(0)
            if is_archive(spool.read(512)):
                spool.seek(0, os.SEEK_END)
                while chunk := self.stdin.read(SIZE_LIMIT):
                    spool.write(chunk)
                spool.seek(0)
                yield from unpack(name, spool, self)
                return
            self.expected += 1
            spool.seek(0)
            data = spool.read(SIZE_LIMIT + 1)
            if len(data) > SIZE_LIMIT:
                reason = f"has more than {SIZE_LIMIT:,} bytes, which is all that one document may have"
                yield Problem(name, 0, WHOLE, reason)
            else:
                yield SourceFile(name, "", data)
