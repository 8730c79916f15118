"""A tar or a zip -> the documents in it, read member by member, within limits that no bomb passes."""

from __future__ import annotations

import gzip
import os
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import IO, Final, Self, cast

from documents.document import Problem
from documents.reader import SIZE_LIMIT, WHOLE
from documents.sources.files import SourceFile, Tally, admit, label, too_large
from documents.sources.pictures import SIZE_LIMIT as PICTURE_LIMIT
from documents.sources.pictures import is_picture
from documents.sources.places import FilePlace, Places, folder_of
from documents.sources.zip_names import NAMELESS, name_of

SUFFIXES: Final = (
    *(".tar", ".tar.gz", ".tgz", ".zip"),
    # These are not read, which is told of what has such a name.
    *(".xz", ".txz", ".bz2", ".tbz", ".tbz2", ".zst", ".tzst", ".lz", ".lzma", ".lz4", ".z", ".7z", ".rar"),
)
# What an archive may unpack to: a bomb is told from a large site by how much it shrank.
UNPACKED_FLOOR: Final = 1024**3
UNPACKED_RATIO: Final = 100
MEMBER_LIMIT: Final = 5_000_000
# What the headers of one member of a tar may take: long names, and maps of where its data lie.
HEADER_LIMIT: Final = 64 * 1024

# The libraries raise all of these on bytes that were made to break them.
_BROKEN: Final = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    ArithmeticError,
    RuntimeError,
)
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
# How files begin that are packed in ways that are not read.
_UNREAD: Final = {
    b"\xfd7zXZ\0": "xz",
    **{b"BZh%d1AY&SY" % level: "bzip2" for level in range(1, 10)},
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"LZIP\1": "lzip",
    b"\x5d\0\0": "LZMA",
    b"\x04\x22\x4d\x18": "LZ4",
    b"\x1f\x9d": "compress",
    b"7z\xbc\xaf\x27\x1c": "7-Zip",
    b"Rar!\x1a\x07": "RAR",
}


def is_archive(head: bytes) -> bool:
    """Whether something that begins so (with 512 bytes) is an archive, were it one that is not read."""
    return head.startswith((_GZIP, *_ZIP, *_UNREAD)) or head[257:262] == b"ustar"


def unpack(name: str, stream: IO[bytes], tally: Tally) -> Iterator[SourceFile | Problem]:
    """The documents of an archive; one that is damaged or a bomb is a Problem and no document."""
    head = stream.read(16)
    packed = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    if method := next((method for begins, method in _UNREAD.items() if head.startswith(begins)), ""):
        reason = f"is packed with {method}, which is not read; pack it as .tar, .tar.gz or .zip"
        yield Problem(name, 0, WHOLE, reason)
        return
    try:
        if head.startswith(b"PK"):
            yield from _unzip(name, stream, packed, tally)
        elif head.startswith(_GZIP):
            with gzip.GzipFile(fileobj=stream, mode="rb") as unpacked:
                yield from _untar(name, unpacked, packed, tally)
        else:
            yield from _untar(name, stream, packed, tally)
    except UnicodeDecodeError:
        yield Problem(name, 0, WHOLE, "has a name that is marked as UTF-8 and is not; pack the folder again")
    except _BROKEN as error:
        yield Problem(name, 0, WHOLE, f"cannot be unpacked ({_why(error)}); is it whole?")


def _why(error: Exception) -> str:
    return label(str(error)) or type(error).__name__


def _too_much(count: int, size: int, packed: int) -> str:
    """Why an archive is refused as a whole, by what it would unpack to; empty where it is not."""
    if count > MEMBER_LIMIT:
        return f"has more than {MEMBER_LIMIT:,} members; split it"
    if size > max(UNPACKED_FLOOR, UNPACKED_RATIO * packed):
        return (
            f"would unpack to {size:,} bytes from {packed:,}; if it is no bomb, unpack it to a folder first"
        )
    return ""


# Zip


def _unzip(name: str, stream: IO[bytes], packed: int, tally: Tally) -> Iterator[SourceFile | Problem]:
    with zipfile.ZipFile(stream) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if reason := _too_much(len(infos), sum(info.file_size for info in infos), packed):
            yield Problem(name, 0, WHOLE, reason)
            return
        members = _Members(name, tally)
        named = [(info, name_of(info)) for info in infos]
        for _, member in named:
            members.learn(member or "")
        if problem := members.places.rivals():
            yield problem
            return
        for info, member in named:
            yield from _unzip_member(members, member, archive, info)


def _unzip_member(
    members: _Members, member: str | None, archive: zipfile.ZipFile, info: zipfile.ZipInfo
) -> Iterator[SourceFile | Problem]:
    if member is None:
        yield members.refuse(info.filename, NAMELESS)
        return
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind in {0, stat.S_IFREG}:
        members.offer_picture(member, partial(_picture_in, archive, info))
    place = members.find(member, is_special=kind not in {0, stat.S_IFREG})
    if isinstance(place, Problem):
        yield place
    elif place is not None:
        yield _unpacked(f"{members.archive}/{member}", place, archive, info)


def _unpacked(
    name: str, place: FilePlace, archive: zipfile.ZipFile, info: zipfile.ZipInfo
) -> SourceFile | Problem:
    if info.file_size > SIZE_LIMIT:
        return too_large(name, info.file_size)
    if info.flag_bits & 1:
        return Problem(label(name), 0, WHOLE, "is encrypted; make the archive without a password")
    try:
        with archive.open(info) as member:
            return admit(name, place.path, member.read(SIZE_LIMIT + 1), is_loose=place.is_loose)
    except _BROKEN as error:
        return Problem(label(name), 0, WHOLE, f"cannot be unpacked ({_why(error)}); is it whole?")


def _picture_in(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """A picture in an archive, at most a byte more than the limit. Raises OSError where it cannot be had."""
    try:
        with archive.open(info) as member:
            return member.read(PICTURE_LIMIT + 1)
    except _BROKEN as error:
        raise OSError(f"cannot be unpacked ({_why(error)})") from None


# Tar


class _Member(tarfile.TarInfo):
    """A header that says so where it is damaged: tarfile takes such a one for the end of the archive."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        if len(buf) == tarfile.BLOCKSIZE and not any(buf):
            return super().frombuf(buf, encoding, errors)  # the end, as tarfile will say
        try:
            info = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            raise tarfile.ReadError(str(error)) from None
        if info.size < 0:
            raise tarfile.ReadError("a member has a negative size")
        return info


class _Metered:
    """A stream that tarfile may read only so much of at a time: headers can be bombs, too."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile) -> None:
        self.stream = stream
        self.left = 0
        self.count = 0

    def allow(self, size: int) -> None:
        self.left = size

    def read(self, size: int) -> bytes:
        self.left -= size
        if self.left < 0:
            raise tarfile.ReadError(f"a member has more than {HEADER_LIMIT:,} bytes of headers")
        self.count += size
        return self.stream.read(size)

    def seek(self, position: int) -> int:
        return self.stream.seek(position)

    def tell(self) -> int:
        return self.stream.tell()


def _untar(
    name: str, stream: IO[bytes] | gzip.GzipFile, packed: int, tally: Tally
) -> Iterator[SourceFile | Problem]:
    members = _Members(name, tally)
    count = size = 0
    metered = _Metered(stream)
    for info, _ in _members(metered):
        count, size = count + 1, size + info.size
        if reason := _too_much(count, size + metered.count, packed):
            yield Problem(name, 0, WHOLE, reason)
            return
        if not info.isdir():
            members.learn(info.name)
    # Only at its end does gzip tell whether all was as it had been packed.
    while chunk := stream.read(SIZE_LIMIT):
        size += len(chunk)
        if reason := _too_much(count, size, packed):
            yield Problem(name, 0, WHOLE, reason)
            return
    if problem := members.places.rivals():
        yield problem
        return
    for info, archive in _members(metered):
        if info.isdir():
            continue
        if info.isreg():
            metered.allow(min(info.size, PICTURE_LIMIT) + 2 * SIZE_LIMIT)
            members.offer_picture(info.name, partial(_picture_of, archive, info))
        place = members.find(info.name, is_special=not info.isreg())
        if isinstance(place, Problem):
            yield place
        elif place is not None and info.size > SIZE_LIMIT:
            yield too_large(f"{name}/{info.name}", info.size)
        elif place is not None:
            metered.allow(2 * SIZE_LIMIT)
            member = archive.extractfile(info)
            assert member is not None  # it is a regular file
            data = member.read(SIZE_LIMIT + 1)
            yield admit(f"{name}/{info.name}", place.path, data, is_loose=place.is_loose)


def _picture_of(archive: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    member = archive.extractfile(info)
    assert member is not None  # it is a regular file
    return member.read(PICTURE_LIMIT + 1)


def _members(metered: _Metered) -> Iterator[tuple[tarfile.TarInfo, tarfile.TarFile]]:
    """The members of a tar from its beginning, none of them remembered."""
    metered.seek(0)
    metered.allow(HEADER_LIMIT)
    # tarfile asks no more of a file than what this one has.
    with tarfile.open(
        fileobj=cast(IO[bytes], metered), mode="r:", tarinfo=_Member, encoding="utf-8"
    ) as archive:
        last = -1
        while (info := archive.next()) is not None:
            if info.offset <= last or info.size < 0:
                raise tarfile.ReadError("a member stands before the one that it follows")
            last = info.offset
            yield info, archive
            archive.members = []  # type: ignore[attr-defined]  # it would remember each member otherwise
            metered.allow(HEADER_LIMIT)


# Places


class _Members:
    """Where the members of an archive stand in their site, once the names of all are known."""

    def __init__(self, archive: str, tally: Tally) -> None:
        self.archive = archive
        self.tally = tally
        self.places = Places(archive, tally)

    def learn(self, member: str) -> None:
        self.places.learn(_parts(member)[:-1])

    def find(self, member: str, *, is_special: bool) -> FilePlace | Problem | None:
        """Where a member stands, None for one that is left alone."""
        parts = _parts(member)
        if member.startswith("/") or ".." in parts:
            return self.refuse(member, "has a name that climbs out of the archive")
        if "\\" in member:
            return self.refuse(member, "has a backslash in its name; name folders with /")
        place = self.places.at(parts, is_special=is_special)
        if place is None:
            return None
        if is_special:
            return self.refuse(member, "is a link or a device; only files are read")
        self.tally.expected += 1
        if not place.is_loose and (folder := folder_of(place.path)):
            self.tally.folders.add(folder)
        return place

    def offer_picture(self, member: str, read: Callable[[], bytes]) -> None:
        """Let whoever wants the pictures of the site have a member, if it is one."""
        root, parts = self.places.root, _parts(member)
        if self.tally.on_picture is None or root is None or parts[: len(root)] != root or ".." in parts:
            return
        path = "/".join(parts[len(root) :])
        if is_picture(path) and "\\" not in member:
            self.tally.on_picture(path, read)

    def refuse(self, member: str, reason: str) -> Problem:
        return Problem(label(f"{self.archive}/{member}"), 0, WHOLE, reason)


def _parts(member: str) -> tuple[str, ...]:
    return tuple(part for part in PurePosixPath(member).parts if part != ".")
