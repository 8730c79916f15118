"""A folder, a file, standard input, a tar or a zip -> the documents in it, one at a time, within limits.

Nothing is unpacked to disk, nothing is followed out of the folder, and nothing is fetched.
"""

from __future__ import annotations

import os
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Final

from documents.document import Problem
from documents.layout import PATH_LIMIT, SUFFIXES, Kind, kind_of, site_path
from documents.reader import SIZE_LIMIT, WHOLE

STANDARD_INPUT: Final = "-"
# What an archive may unpack to: a bomb is told from a large site by how much it shrank.
UNPACKED_FLOOR: Final = 1024**3
UNPACKED_RATIO: Final = 100
MEMBER_LIMIT: Final = 5_000_000


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One document to read: its name as the user would say it, its path within the site, its bytes.

    The path is empty for a document from standard input, which has no name of its own.
    """

    name: str
    path: str
    data: bytes


class MissingPath(Exception):
    """A path that was asked for does not exist; `str()` is a message for the user."""


@dataclass
class Sources:
    """The documents below some paths, in the order of their names; iterate once.

    While iterating, `expected` counts the documents known so far, `left_alone` counts what is not
    ours by its name, and `folders` gathers the site folders that were seen as a whole.
    """

    paths: Sequence[str]
    stdin: IO[bytes] | None = None
    expected: int = 0
    left_alone: Counter[str] = field(default_factory=Counter)
    folders: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for path in self.paths:
            if path != STANDARD_INPUT and not os.path.lexists(path):
                raise MissingPath(f"{path}: there is no such file or folder")

    def __iter__(self) -> Iterator[SourceFile | Problem]:
        for path in self.paths:
            if path == STANDARD_INPUT:
                yield from self._standard_input()
            elif os.path.isdir(path):
                yield from self._folder(path)
            else:
                yield from self._file(path)

    # -- files and folders

    def _file(self, path: str) -> Iterator[SourceFile | Problem]:
        if path.lower().endswith((".tar", ".tar.gz", ".tgz", ".zip")) and stat.S_ISREG(
            os.lstat(path).st_mode
        ):
            with open(path, "rb") as stream:
                yield from self._archive(path, stream)
            return
        absolute = os.path.abspath(path)
        inside = site_path(absolute)
        self.expected += 1
        yield _read(path, inside or f"{Kind.ARTICLE.folder}/{os.path.basename(absolute)}")

    def _folder(self, top: str) -> Iterator[SourceFile | Problem]:
        """All documents of a folder: of the sites in it, and those that lie loose beside them."""
        within = site_path(os.path.abspath(top)) or ""
        if within or os.path.basename(os.path.abspath(top)) == "_data":
            yield from self._walk(top, within or "_data", in_site=True)
        else:
            yield from self._walk(top, "", in_site=False)

    def _walk(self, folder: str, relative: str, *, in_site: bool) -> Iterator[SourceFile | Problem]:
        """`relative` is the path within the site, or below the folder asked for where no site is near."""
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield Problem(folder, 0, WHOLE, f"cannot be listed: {error.strerror}")
            return
        if not in_site and any(entry.name in _SITE_MARKS for entry in entries):
            in_site, relative = True, ""
        if relative in _FOLDERS:
            self.folders.add(relative)
        self.expected += sum(_has_suffix(entry.name) for entry in entries)
        for entry in entries:
            path = f"{relative}/{entry.name}" if relative else entry.name
            if in_site and not _leads_to_documents(path):
                self.left_alone[path] += 1
                self.expected -= _has_suffix(entry.name)
            elif entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith("."):
                    yield from self._walk(entry.path, path, in_site=in_site)
            elif entry.is_file(follow_symlinks=False) and not _has_suffix(entry.name):
                self.left_alone[path] += 1
            else:
                yield _read(entry.path, path if in_site else f"{Kind.ARTICLE.folder}/{path}")

    def _standard_input(self) -> Iterator[SourceFile | Problem]:
        assert self.stdin is not None
        with tempfile.SpooledTemporaryFile(max_size=16 * SIZE_LIMIT) as spool:
            # An archive is read twice (its names, then its members), so it must be seekable.
            while chunk := self.stdin.read(SIZE_LIMIT):
                spool.write(chunk)
            spool.seek(0)
            magic = spool.read(512)
            size = spool.seek(0, os.SEEK_END)
            spool.seek(0)
            if magic.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b")) or magic[257:262] == b"ustar":
                yield from self._archive("standard input", spool)
                return
            self.expected += 1
            if size > SIZE_LIMIT:
                yield _too_large("standard input", size)
            else:
                yield SourceFile("standard input", "", spool.read())

    # -- archives

    def _archive(self, name: str, stream: IO[bytes]) -> Iterator[SourceFile | Problem]:
        is_zip = stream.read(4).startswith(b"PK")
        stream.seek(0)
        try:
            yield from self._zip(name, stream) if is_zip else self._tar(name, stream)
        except (
            tarfile.TarError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
        ) as error:
            yield Problem(name, 0, WHOLE, f"cannot be unpacked: {error}")

    def _zip(self, name: str, stream: IO[bytes]) -> Iterator[SourceFile | Problem]:
        with zipfile.ZipFile(stream) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            yield from self._too_much(name, stream, len(members), sum(info.file_size for info in members))
            roots = _roots(info.filename for info in members)
            for info in members:
                mode = info.external_attr >> 16
                special = stat.S_IFMT(mode) not in (0, stat.S_IFREG)
                place = self._place(name, info.filename, roots, special=special)
                if isinstance(place, Problem):
                    yield place
                elif place and info.file_size > SIZE_LIMIT:
                    yield _too_large(f"{name}/{info.filename}", info.file_size)
                elif place and info.flag_bits & 1:
                    yield Problem(
                        f"{name}/{info.filename}", 0, WHOLE, "is encrypted; unlock the archive first"
                    )
                elif place:
                    with archive.open(info) as member:
                        yield _within(f"{name}/{info.filename}", place, member.read(SIZE_LIMIT + 1))

    def _tar(self, name: str, stream: IO[bytes]) -> Iterator[SourceFile | Problem]:
        with tarfile.open(fileobj=stream) as archive:
            count = size = 0
            names = []
            for info in archive:
                count, size = count + 1, size + info.size
                if not info.isdir():
                    names.append(info.name)
                archive.members = []  # type: ignore[attr-defined]  # it would remember each member otherwise
                problem = next(self._too_much(name, stream, count, size), None)
                if problem:
                    yield problem
                    return
            roots = _roots(names)
        stream.seek(0)
        with tarfile.open(fileobj=stream) as archive:
            for info in archive:
                archive.members = []  # type: ignore[attr-defined]  # likewise
                if info.isdir():
                    continue
                place = self._place(name, info.name, roots, special=not info.isreg())
                if isinstance(place, Problem):
                    yield place
                elif place and info.size > SIZE_LIMIT:
                    yield _too_large(f"{name}/{info.name}", info.size)
                elif place:
                    member = archive.extractfile(info)
                    assert member is not None  # it is a regular file
                    yield _within(f"{name}/{info.name}", place, member.read(SIZE_LIMIT + 1))

    def _too_much(self, name: str, stream: IO[bytes], count: int, size: int) -> Iterator[Problem]:
        here = stream.tell()
        packed = stream.seek(0, os.SEEK_END)
        stream.seek(here)
        if count > MEMBER_LIMIT:
            yield Problem(name, 0, WHOLE, f"has more than {MEMBER_LIMIT:,} members")
        if size > max(UNPACKED_FLOOR, UNPACKED_RATIO * packed):
            yield Problem(name, 0, WHOLE, f"would unpack to {size:,} bytes from {packed:,}; is it a bomb?")

    def _place(self, archive: str, member: str, roots: set[str], *, special: bool) -> str | Problem | None:
        """The path within the site of an archive's member, None for one that is left alone."""
        parts = PurePosixPath(member).parts
        if ".." in parts or member.startswith("/") or "\\" in member:
            return Problem(f"{archive}/{member}", 0, WHOLE, "has a name that climbs out of the archive")
        clean = "/".join(part for part in parts if part != ".")
        root = next((root for root in roots if clean.startswith(root)), None)
        if root is None:
            path, ours = f"{Kind.ARTICLE.folder}/{clean}", not any(part.startswith(".") for part in parts)
        else:
            path = clean.removeprefix(root)
            ours = _leads_to_documents(path)
            if not ours:
                self.left_alone[path.split("/")[0]] += 1
                return None
            self.folders.add(next((folder for folder in _FOLDERS if path.startswith(f"{folder}/")), "_news"))
        if ours and special:
            return Problem(f"{archive}/{member}", 0, WHOLE, "is a link or a device; only files are read")
        if ours and _has_suffix(clean):
            self.expected += 1
            return path
        self.left_alone[clean] += 1
        return None


_FOLDERS: Final = frozenset(kind.folder for kind in Kind)
_SITE_MARKS: Final = frozenset({"_news", "_data"})


def _has_suffix(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in SUFFIXES


def _leads_to_documents(path: str) -> bool:
    """Whether a path within a site is one of the folders of documents, in one, or above one."""
    return path == "_data" or any(path == folder or path.startswith(f"{folder}/") for folder in _FOLDERS)


def _roots(names: Iterable[str]) -> set[str]:
    """The folders of an archive that are sites, each as a prefix: '' or 'site-2021/'."""
    roots = set()
    for name in names:
        parts = [part for part in PurePosixPath(name).parts if part != "."]
        place = next((place for place, part in enumerate(parts[:-1]) if part in _SITE_MARKS), None)
        if place is not None:
            roots.add("".join(f"{part}/" for part in parts[:place]))
    return roots


def _read(name: str, path: str) -> SourceFile | Problem:
    """Read one file of at most 1 MiB, which must be a regular one; never blocks on a pipe."""
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if Path(name).is_symlink():
            return Problem(name, 0, WHOLE, "is a link; links are not followed")
        if not stat.S_ISREG(os.lstat(name).st_mode):
            return Problem(name, 0, WHOLE, "is not a regular file")
        return Problem(name, 0, WHOLE, f"cannot be read: {error.strerror}")
    with open(descriptor, "rb") as stream:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return Problem(name, 0, WHOLE, "is not a regular file")
        if status.st_size > SIZE_LIMIT:
            return _too_large(name, status.st_size)
        return _within(name, path, stream.read(SIZE_LIMIT + 1))


def _within(name: str, path: str, data: bytes) -> SourceFile | Problem:
    try:
        path.encode()
    except UnicodeEncodeError:
        return Problem(ascii(name), 0, WHOLE, "has a name that is not UTF-8; rename it")
    if len(path) > PATH_LIMIT:
        return Problem(name, 0, "path", f"has {len(path):,} characters; at most {PATH_LIMIT:,} fit")
    if not path.isprintable() and any(character < " " or character == "\x7f" for character in path):
        return Problem(ascii(name), 0, "path", "holds a control character; rename it")
    if kind_of(path) is None and path.startswith("_"):
        return Problem(name, 0, "path", f"is no document; its name should end on one of {_SUFFIX_LIST}")
    return _too_large(name, len(data)) if len(data) > SIZE_LIMIT else SourceFile(name, path, data)


_SUFFIX_LIST: Final = " ".join(sorted(SUFFIXES))


def _too_large(name: str, size: int) -> Problem:
    return Problem(name, 0, WHOLE, f"has {size:,} bytes; at most {SIZE_LIMIT:,} are allowed")
