"""Bytes -> files: whole or not at all, and never outside the given folder."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from documents.identity import identity
from documents.reader import SIZE_LIMIT


class Outside(Exception):
    """A path that would leave the folder; `str()` is a message for the user."""


class Folder:
    """A folder that files are written to; it is made where it is missing. One is read as far as `most`."""

    def __init__(self, folder: Path, *, most: int = SIZE_LIMIT) -> None:
        self.folder = folder
        self.most = most
        self.root = folder.resolve()
        self._listed: dict[str, dict[str, str]] = {}

    def write(self, path: str, data: bytes) -> bool:
        """Write one file at a path within the folder; False where it already holds these bytes.

        Raises Outside for a path (or a link on its way) that leaves the folder, OSError where the
        disk does.
        """
        target = self.root / path
        if not _is_within(path):
            raise Outside(f"{path or 'an empty path'}: is no path within {self.folder}; nothing was written")
        if not target.parent.resolve().is_relative_to(self.root) or target.is_symlink():
            raise Outside(f"{path}: leads out of {self.folder}; nothing was written")
        if target.is_file() and target.stat().st_size == len(data) and target.read_bytes() == data:
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(target) as stream:
            stream.write(data)
        return True

    def has(self, path: str) -> bool:
        """Whether anything is at a path within the folder, be it a link that leads nowhere."""
        return _is_within(path) and os.path.lexists(self.root / path)

    def lies_as(self, path: str) -> str:
        """Under which path a file lies there already, be it in another case or form of letters."""
        if not _is_within(path) or self.has(path):
            return path
        found = ""
        for part in path.split("/"):
            found = f"{found}{self._names(found).get(identity(part), part)}/"
        return found[:-1]

    def _names(self, folder: str) -> dict[str, str]:
        """What lay in a folder when it was asked for first, by what names are compared by."""
        if folder not in self._listed:
            try:
                names = sorted(os.listdir(self.root / folder))
            except OSError:
                names = []
            self._listed[folder] = {identity(name): name for name in names}
        return self._listed[folder]

    def is_one_file(self, path: str, other: str) -> bool:
        """Whether two paths lead to one file, as where names differ in case alone and the disk has none."""
        with contextlib.suppress(OSError):
            return os.path.samefile(self.root / path, self.root / other)
        return False

    def read(self, path: str) -> bytes:
        """What is in a file within the folder, as much of it as one may have and a byte more.

        Raises Outside for a link there or on the way, and for what is no file.
        """
        with self._held(path) as (_, data):
            return data

    def remove(self, path: str, data: bytes) -> bool:
        """Remove a file within the folder that holds these bytes; False where it holds others by now.

        Raises Outside as `read` does, OSError where the disk does.
        """
        with self._held(path) as (folder, found):
            if found != data:
                return False
            os.unlink(path.rpartition("/")[2], dir_fd=folder)
        return True

    @contextlib.contextmanager
    def _held(self, path: str) -> Iterator[tuple[int, bytes]]:
        """The folder of a file, held open, and the file's bytes: what is on the way is looked at once."""
        if not _is_within(path):
            raise Outside(f"{path or 'an empty path'}: is no path within {self.folder}")
        *above, name = path.split("/")
        with contextlib.ExitStack() as opened:
            folder = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            opened.callback(os.close, folder)
            try:
                for part in above:
                    folder = os.open(part, _BARE | os.O_DIRECTORY, dir_fd=folder)
                    opened.callback(os.close, folder)
                file = os.open(name, _BARE | os.O_NONBLOCK, dir_fd=folder)
            except OSError as error:
                if error.errno in _LINKED:
                    raise Outside(f"{path}: is a link, or behind one") from None
                raise
            opened.callback(os.close, file)
            if not stat.S_ISREG(os.fstat(file).st_mode):
                raise Outside(f"{path}: is no file")
            with open(file, "rb", closefd=False) as stream:
                yield folder, stream.read(self.most + 1)


# What opens nothing that a link leads to.
_BARE: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
# What systems say of a link where none is followed.
_LINKED: Final = frozenset({errno.ELOOP, errno.EMLINK, errno.ENOTDIR})


def _is_within(path: str) -> bool:
    return bool(path) and not {"", ".", ".."} & set(path.split("/"))


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
