"""Bytes -> files: whole or not at all, and never outside the given folder."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final


class Outside(Exception):
    """A path that would leave the folder; `str()` is a message for the user."""


class Folder:
    """A folder that documents are written to; it is made where it is missing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder.resolve()

    def write(self, path: str, data: bytes) -> bool:
        """Write one file at a path within the folder; False where it already holds these bytes.

        Raises Outside for a path (or a link on its way) that leaves the folder, OSError where the
        disk does.
        """
        target = self.root / path
        if not path or {".", ".."} & set(path.split("/")):
            raise Outside(f"{path or 'an empty path'}: is no path within {self.folder}; nothing was written")
        if not target.parent.resolve().is_relative_to(self.root) or target.is_symlink():
            raise Outside(f"{path}: leads out of {self.folder}; nothing was written")
        if target.is_file() and target.stat().st_size == len(data) and target.read_bytes() == data:
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(target) as stream:
            stream.write(data)
        return True


# Characters, of up to four bytes each, in a name of at most 255 bytes.
_PREFIX: Final = 50


@contextlib.contextmanager
def whole_file(target: Path) -> Iterator[IO[bytes]]:
    """A stream whose bytes become the file on leaving, and nothing of which remains after an error."""
    descriptor, temporary = tempfile.mkstemp(
        dir=target.parent, prefix=f".{target.name[:_PREFIX]}.", suffix=".part"
    )
    try:
        with open(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            # mkstemp makes a private file; one that others read is as open as any other would be.
            os.fchmod(stream.fileno(), 0o666 & ~_umask())
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
