"""What a member of a zip is called: the format has said it in three ways since 1989."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

# What is wrong with a member of whose name nobody knows the letters.
NAMELESS: Final = (
    "has a name in an old code page that the archive does not name; "
    "pack the folder again with a program that writes names in UTF-8"
)
_IS_UTF_8: Final = 0x800
_UNICODE_PATH: Final = 0x7075
_HEADER: Final = struct.Struct("<HH")
_PATH: Final = struct.Struct("<BL")


def name_of(info: zipfile.ZipInfo) -> str | None:
    """The name by the UTF-8 flag, else Info-ZIP's Unicode field, else the bytes where they are UTF-8.

    None where it is in a code page that nothing names: any reading of it would be a guess.
    """
    if info.flag_bits & _IS_UTF_8:
        return _without_padding(info.orig_filename)
    # As which zipfile reads every name without the flag; no byte is lost by it.
    raw = info.orig_filename.encode("cp437")
    try:
        return _without_padding(_unicode_path(info.extra, raw) or raw.decode())
    except UnicodeDecodeError:
        return None


def _without_padding(name: str) -> str:
    """A name without the zeros that old programs end it with; one amid a name is refused, not cut there."""
    return name.rstrip("\0")


def _unicode_path(extra: bytes, raw: bytes) -> str:
    """What Info-ZIP's field says where it is about this very name; empty where it is not."""
    for kind, data in _fields(extra):
        if kind == _UNICODE_PATH and len(data) > _PATH.size:
            version, checksum = _PATH.unpack_from(data)
            if version == 1 and checksum == zlib.crc32(raw):
                try:
                    return data[_PATH.size :].decode()
                except UnicodeDecodeError:
                    return ""
    return ""


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    start = 0
    while start + _HEADER.size <= len(extra):
        kind, size = _HEADER.unpack_from(extra, start)
        start += _HEADER.size
        yield kind, extra[start : start + size]
        start += size
