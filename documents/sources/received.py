"""What somebody sent: a document or an archive, kept under another name than the one it came with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from documents.document import Problem
from documents.layout import Kind
from documents.reader import SIZE_LIMIT, WHOLE
from documents.sources.archives import SUFFIXES, is_archive, unpack
from documents.sources.files import SourceFile, Tally, admit, has_suffix, label, not_a_document, too_large


class Received(Tally):
    """The documents in a file that was sent; told by its first bytes from an archive. Iterate once.

    Every message names the file as its sender does, never where it is kept.
    """

    def __init__(self, name: str, kept: Path) -> None:
        super().__init__()
        self.name = name
        self.kept = kept
        self.paths = [name]

    def __iter__(self) -> Iterator[SourceFile | Problem]:
        try:
            stream = self.kept.open("rb")
        except OSError as error:
            yield Problem(label(self.name), 0, WHOLE, f"cannot be read: {error.strerror}")
            return
        with stream:
            head = stream.read(512)
            stream.seek(0)
            # A tar of nothing is nothing but zeros.
            if is_archive(head) or (self._is_named_so() and not any(head)):
                yield from self._unpack(stream)
                return
            if self._is_named_so():
                yield Problem(label(self.name), 0, WHOLE, "is no archive that can be read; is it whole?")
                return
            self.expected += 1
            size = os.fstat(stream.fileno()).st_size
            path = f"{Kind.ARTICLE.folder}/{self.name}"
            if size > SIZE_LIMIT:
                yield too_large(self.name, size)
            elif not has_suffix(self.name):
                # Only a site carries what is no document.
                yield not_a_document(self.name)
            else:
                yield admit(self.name, path, stream.read(SIZE_LIMIT))

    def _is_named_so(self) -> bool:
        return self.name.lower().endswith(SUFFIXES)

    def _unpack(self, stream: IO[bytes]) -> Iterator[SourceFile | Problem]:
        is_empty = True
        for found in unpack(label(self.name), stream, self):
            is_empty = False
            yield found
        if is_empty and not self.left_alone:
            yield Problem(label(self.name), 0, WHOLE, "is an archive with nothing in it")
