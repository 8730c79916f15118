"""The pictures that a site keeps beside its documents, in assets/images."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

FOLDER: Final = "assets/images"
SUFFIXES: Final = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")
# What is known of a picture, in a file of its name and this.
NOTES: Final = ".json"
SIZE_LIMIT: Final = 20 * 1024 * 1024


def is_picture(path: str) -> bool:
    """Whether a path within the site is that of a picture, or of what is known of one; nothing hidden."""
    if not path.startswith(f"{FOLDER}/") or not path.isprintable():
        return False
    name = path.lower().removesuffix(NOTES)
    return name.endswith(SUFFIXES) and not any(part.startswith(".") for part in path.split("/"))


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture that may be read: where it lies, and its path within the site."""

    name: str
    path: str

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
            elif is_picture(path) and stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
                yield PictureFile(entry.path, path)
