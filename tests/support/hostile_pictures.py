"""Pictures that nobody means well with, made here: bombs, halves, pictures that are something else as well.

Each has a name, its bytes, and what becomes of it: the reason for which it is refused, or none where it is
taken and what is kept of it must be harmless.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from PIL import Image, ImageCms, PngImagePlugin

SCRIPT: Final = b"<script>alert(1)</script>"


class Hostile(NamedTuple):
    """One of them; the reasons are those of `articles.pictures.decoding`, empty where it is taken."""

    name: str
    data: bytes
    reasons: frozenset[str]


def hostile_pictures() -> Iterator[Hostile]:
    """All of them, one after another: some are large."""
    for name, (make, *reasons) in _ALL.items():
        yield Hostile(name, make(), frozenset(reasons))


# ---- How they are made


def encoded(size: tuple[int, int] = (40, 30), kind: str = "JPEG", mode: str = "RGB", **options: Any) -> bytes:
    """A plain picture."""
    written = io.BytesIO()
    Image.new(mode, size, options.pop("color", 0)).save(written, kind, **options)
    return written.getvalue()


def noise(kind: str, **options: Any) -> bytes:
    """A picture that cannot be made small."""
    written = io.BytesIO()
    Image.effect_noise((300, 200), 90).convert("RGB").save(written, kind, **options)
    return written.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    """A part of a PNG."""
    return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")


def png(
    width: int, height: int, *, depth: int = 8, colours: int = 2, rows: bytes | None = None, more: bytes = b""
) -> bytes:
    """A PNG that says of itself what it likes."""
    header = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0)
    data = zlib.compress(b"\0" if rows is None else rows, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + more + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def with_parts(*parts: bytes) -> bytes:
    """A whole PNG with other parts in it."""
    rows = b"".join(b"\0" + bytes(30) for _ in range(10))
    return png(10, 10, rows=rows, more=b"".join(parts))


def gif(width: int, height: int, frames: int = 1) -> bytes:
    """A GIF of so many pictures, each of one pixel on a screen of this size."""
    frame = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0"
    screen = struct.pack("<HH", width, height) + b"\x80\0\0\0\0\0\xff\xff\xff"
    return b"GIF89a" + screen + frame * frames + b"\x3b"


def jpeg_segment(marker: int, data: bytes) -> bytes:
    """A JPEG with a segment right behind its beginning."""
    picture = encoded()
    return picture[:2] + bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data + picture[2:]


def jpeg_sized(width: int, height: int) -> bytes:
    """A JPEG that says it is larger than it is."""
    picture = bytearray(encoded())
    place = picture.index(b"\xff\xc0") + 5
    picture[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(picture)


def exif(size: int, count: int) -> bytes:
    """Metadata of so many entries that all lead to one another."""
    entries = struct.pack("<HHII", 0x8769, 4, 1, 8) * count
    return b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", count) + entries + bytes(size)


def zipped(picture: bytes) -> bytes:
    """A picture and an archive in one."""
    written = io.BytesIO(picture)
    with zipfile.ZipFile(written, "a") as archive:
        archive.writestr("index.html", SCRIPT)
    return written.getvalue()


def patched(kind: str, old: bytes, new: bytes, **options: Any) -> bytes:
    """A picture in which something stands in the place of something else."""
    picture = encoded(kind=kind, **options)
    assert old in picture, kind
    return picture.replace(old, new, 1)


def profiled(profile: bytes, mode: str = "RGB", kind: str = "JPEG") -> bytes:
    """A picture with a profile of its colours."""
    return encoded(kind=kind, mode=mode, icc_profile=profile)


def animated(kind: str, frames: int, **options: Any) -> bytes:
    """A film."""
    pictures = [Image.new("RGB", (32, 32), (number % 256, 0, 0)) for number in range(frames)]
    written = io.BytesIO()
    pictures[0].save(written, kind, save_all=True, append_images=pictures[1:], **options)
    return written.getvalue()


def written_about(size: int) -> bytes:
    """A PNG with a text that unpacks to this size."""
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "a" * size, zip=True)
    return encoded(kind="PNG", pnginfo=said)


def scans(count: int) -> bytes:
    """A JPEG that goes over its picture again and again."""
    picture = encoded((2000, 2000), progressive=True)
    start = picture.rindex(b"\xff\xda")
    return picture[:start] + picture[start:-2] * count + picture[-2:]


def srgb() -> bytes:
    """A profile that is one."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def avif(old: bytes = b"", new: bytes = b"") -> bytes:
    """An AVIF, perhaps with something in the place of something else."""
    return patched("AVIF", old, new) if old else encoded(kind="AVIF")


def avif_sized(width: int, height: int) -> bytes:
    """An AVIF that says it is of this size."""
    picture = encoded(kind="AVIF")
    place = picture.index(b"ispe") + 8
    return picture[:place] + struct.pack(">II", width, height) + picture[place + 8 :]


def webp_sized(width: int, height: int) -> bytes:
    """A WebP with a canvas of this size."""
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"VP8X" + struct.pack("<I", 10) + bytes(4) + canvas + encoded(kind="WEBP")[12:]
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


_DAMAGED: Final = ("damaged", "memory", "time", "pixels", "side")
_ALL: Final[dict[str, tuple[Any, ...]]] = {
    # Bombs
    "png of 900 megapixels": (lambda: png(30_000, 30_000), "pixels"),
    "png of 26 megapixels": (lambda: png(5200, 5001), "pixels"),
    "png of 2 gigapixels a row": (lambda: png(2**31 - 1, 1), "pixels"),
    "png of 25 black megapixels": (lambda: encoded((5000, 5000), "PNG"),),
    "png of 25 megapixels in 16 bits": (lambda: png(5000, 5000, depth=16, colours=6), "damaged", "memory"),
    "gif of 4 gigapixels": (lambda: gif(65_535, 65_535), "pixels"),
    "gif of 20,000 pictures": (lambda: gif(100, 100, 20_000),),
    "gif of 16 megapixels and 2,000 pictures": (lambda: gif(4000, 4000, 2000),),
    "webp of 268 megapixels": (lambda: webp_sized(16_384, 16_384), *_DAMAGED),
    "avif of 4 gigapixels": (lambda: avif_sized(65_536, 65_536), *_DAMAGED),
    "jpeg of 4 gigapixels": (lambda: jpeg_sized(65_500, 65_500), "pixels"),
    "jpeg that says 20 megapixels and has none": (lambda: jpeg_sized(5000, 4000), "damaged", ""),
    "jpeg of 20,000 scans": (lambda: scans(20_000), "scans"),
    "jpeg of 90 scans": (lambda: scans(90), *_DAMAGED, ""),
    "one pixel high": (lambda: encoded((65_535, 1), "PNG"), "side"),
    "one pixel wide": (lambda: encoded((1, 16_000), "PNG"),),
    "of no width": (lambda: png(0, 10), *_DAMAGED),
    "of no height": (lambda: jpeg_sized(40, 0), *_DAMAGED),
    "gif of no size": (lambda: gif(0, 0), *_DAMAGED, ""),
    "text of 100 MB in a png": (lambda: written_about(100_000_000), *_DAMAGED),
    "profile of 100 MB in a png": (
        lambda: with_parts(chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(100_000_000), 9))),
        *_DAMAGED, "",
    ),
    "20,000 texts in a png": (lambda: with_parts(*[chunk(b"tEXt", b"a\0b")] * 20_000), ""),
    "picture data of 100 MB in a small png": (lambda: png(10, 10, rows=bytes(100_000_000)), ""),
    "metadata that leads in a circle": (lambda: jpeg_segment(0xE1, exif(10, 1)), ""),
    "metadata of 5,000 entries": (lambda: jpeg_segment(0xE1, exif(10, 5000)), ""),
    # Halves
    "nothing": (lambda: b"", "empty"),
    "half a jpeg": (lambda: noise("JPEG")[:4000], "damaged"),
    "half a png": (lambda: noise("PNG")[:4000], "damaged"),
    "half a webp": (lambda: noise("WEBP")[:4000], "damaged"),
    "half an avif": (lambda: noise("AVIF")[:4000], "damaged"),
    "half a gif": (lambda: noise("GIF")[:4000], "damaged"),
    "first bytes of a jpeg": (lambda: b"\xff\xd8\xff", "damaged"),
    "first bytes of a gif": (lambda: b"GIF89a", "damaged"),
    "first bytes of an avif": (lambda: b"\0\0\0\x1cftypavif", "damaged"),
    "png with a wrong checksum": (lambda: patched("PNG", b"IHDR", b"IHDS"), "damaged"),
    "png without picture data": (lambda: with_parts().replace(b"IDAT", b"iDAT"), "damaged"),
    "jpeg with a broken table": (lambda: patched("JPEG", b"\xff\xdb\0C", b"\xff\xdb\xff\xff"), "damaged"),
    "webp with a wrong length": (lambda: patched("WEBP", b"VP8 ", b"VP8?"), "damaged"),
    "avif without its pictures": (lambda: avif(b"mdat", b"free"), "damaged", ""),
    "avif with a wrong length": (lambda: avif(b"\0\0\0", b"\xff\xff\xff"), "damaged", "no_picture"),
    # What is something else as well
    "jpeg with a page behind it": (lambda: encoded() + b"<html>" + SCRIPT, "polyglot"),
    "jpeg with a page in its comment": (lambda: jpeg_segment(0xFE, SCRIPT), "polyglot"),
    "png with a program behind it": (lambda: encoded(kind="PNG") + b"<?php system($_GET[0]); ?>", "polyglot"),
    "png with a program in a text": (lambda: with_parts(chunk(b"tEXt", b"a\0" + SCRIPT)), "polyglot"),
    "gif that is a script": (lambda: b"GIF89a/*" + encoded(kind="GIF")[8:] + b"*/=1;alert(1)", "polyglot"),
    "gif that is an archive": (lambda: zipped(encoded(kind="GIF")), "polyglot"),
    "jpeg that is an archive": (lambda: zipped(encoded()), "polyglot"),
    "webp that is an archive": (lambda: zipped(encoded(kind="WEBP")), "polyglot"),
    "png that is a PDF": (lambda: encoded(kind="PNG") + b"%PDF-1.4", "polyglot"),
    "jpeg with something behind it": (lambda: encoded() + bytes(100_000),),
    "two jpegs in one": (lambda: encoded() * 2,),
    # What is no picture of ours
    "svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "svg"),
    "svg behind its xml": (lambda: b'\xef\xbb\xbf<?xml version="1.0"?>\n<svg onload="alert(1)"/>', "svg"),
    "page": (lambda: b"<!doctype html>" + SCRIPT, "html"),
    "tiff": (lambda: encoded(kind="TIFF"), "tiff"),
    "bmp": (lambda: encoded(kind="BMP"), "bmp"),
    "ico": (lambda: encoded(kind="ICO"), "ico"),
    "icns": (lambda: encoded((16, 16), "ICNS", "RGBA"), "icns"),
    "eps": (lambda: encoded(kind="EPS"), "eps"),
    "pdf": (lambda: encoded(kind="PDF"), "pdf"),
    "psd": (lambda: b"8BPS\0\1" + bytes(40), "psd"),
    "heic": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40), "heic"),
    "archive": (lambda: zipped(b""), "zip"),
    # What must come out right, and harmless
    "colours of print": (lambda: encoded(mode="CMYK"),),
    "profile that is none": (lambda: profiled(b"no profile" * 20),),
    "profile of other colours": (lambda: profiled(srgb(), "CMYK"),),
    "profile cut off": (lambda: profiled(srgb()[:200]),),
    "grey of 16 bits": (lambda: encoded(kind="PNG", mode="I;16", color=40_000),),
    "colours by number, one of them none": (lambda: encoded(kind="PNG", mode="P", transparency=0),),
    "film as png": (lambda: animated("PNG", 50),),
    "film as webp": (lambda: animated("WEBP", 50),),
    "film as avif": (lambda: animated("AVIF", 20),),
    "film as gif": (lambda: animated("GIF", 200),),
    "several jpegs as one": (lambda: animated("MPO", 3),),
}  # fmt: skip
