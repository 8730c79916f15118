"""The pictures that a site keeps beside its documents, in assets/images."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

FOLDER: Final = "assets/images"
SUFFIXES: Final = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"})
SIZE_LIMIT: Final = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture that may be read: where it lies, its path within the site, when it was written."""

    name: str
    path: str
    modified: float

    def read(self) -> bytes:
        """Its bytes; never through a link, and at most one more than the limit. Raises OSError."""
        descriptor = os.open(self.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb") as stream:
            return stream.read(SIZE_LIMIT + 1)


def pictures_of(root: str) -> Iterator[PictureFile]:
    """The pictures of the site in a folder. Links are not followed, and what can't be read is left."""
    waiting = [FOLDER]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(os.path.join(root, folder)) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                waiting.append(path)
            elif os.path.splitext(entry.name)[1].lower() in SUFFIXES and path.isprintable():
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(status.st_mode) and status.st_size <= SIZE_LIMIT:
                    yield PictureFile(entry.path, path, status.st_mtime)
