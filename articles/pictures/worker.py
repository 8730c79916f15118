"""A process that reads pictures and draws them anew: jobs from standard input, answers to standard output.

It is run as a script, apart from the project, for what it is given is anybody's: it has limits of memory
and of time, opens no file and knows no secret. A job and an answer are a line of JSON, then bytes.
"""

from __future__ import annotations

import contextlib
import io
import json
import resource
import sys
import time
import warnings
import zipfile
from typing import IO, Any, Final

from PIL import (
    AvifImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    ImageFile,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

# All that may be asked; Pillow would look for others on the disk.
_READERS: Final = (
    *(AvifImagePlugin, GifImagePlugin, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin),
)
PIXELS: Final = 25_000_000
SIDE: Final = 16_000
# Of address space, the libraries among it; what a picture of the most pixels takes is less.
MEMORY: Final = 640 * 1024 * 1024
# Seconds of the processor: for any picture, and more for each million of pixels.
SECONDS: Final = 2
SECONDS_A_MEGAPIXEL: Final = 0.4
# A JPEG may be sent in parts that refine one another; cameras and programs make a dozen of them.
SCANS: Final = 100
# A PNG larger than this is a photograph.
PNG_LIMIT: Final = 4 * 1024 * 1024

_OPENED_AS: Final = {"jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP", "avif": "AVIF"}
# What pictures begin with that are not taken, or what is none.
_OTHERS: Final = (
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),
    (b"MM\0+", "tiff"),
    (b"BM", "bmp"),
    (b"%PDF", "pdf"),
    (b"%!PS", "eps"),
    (b"\xc5\xd0\xd3\xc6", "eps"),
    (b"8BPS", "psd"),
    (b"\0\0\1\0", "ico"),
    (b"icns", "icns"),
    (b"PK\3\4", "zip"),
    (b"\0\0\0\x0cjP  ", "jpeg2000"),
    (b"\xff\x0a", "jpegxl"),
    (b"\0\0\0\x0cJXL ", "jpegxl"),
)
_HEIC: Final = (b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1", b"heim", b"heis")
# What a program would find in a picture that is something else as well; long enough to be there by no chance.
_SECOND_FACES: Final = (
    *(b"<script", b"<?php", b"<html", b"<!doctype html", b"<iframe", b"%pdf-1", b"<svg", b"javascript:"),
)


class Refused(Exception):
    """A picture that is not taken; `str()` is the name of the reason."""


# ---- What it is


def kind_of(data: bytes) -> str:
    """Which kind of picture it is, by its content. Raises Refused for any that is not taken."""
    if not data:
        raise Refused("empty")
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data[:6] in {b"GIF87a", b"GIF89a"}:
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp":
        brands = {data[8:12], *(data[start : start + 4] for start in range(16, 64, 4))}
        if not brands.isdisjoint({b"avif", b"avis"}):
            return "avif"
        raise Refused("heic" if not brands.isdisjoint(_HEIC) else "no_picture")
    for begins, name in _OTHERS:
        if data.startswith(begins):
            raise Refused(name)
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0").lower()
    if b"<svg" in head or head.startswith(b"<?xml"):
        raise Refused("svg")
    raise Refused("html" if head.startswith(b"<") else "no_picture")


def check_faces(kind: str, data: bytes) -> None:
    """Refuse what is a picture to one program and something else to another."""
    lowered = data.lower()
    if any(face in lowered for face in _SECOND_FACES) or zipfile.is_zipfile(io.BytesIO(data)):
        raise Refused("polyglot")
    # A comment in JavaScript where a GIF says how wide it is.
    if kind == "gif" and data[6:8] in {b"/*", b"//", b"=1", b"= "}:
        raise Refused("polyglot")
    if kind == "jpeg" and data.count(b"\xff\xda") > SCANS:
        raise Refused("scans")


def opened(kind: str, data: bytes) -> Image.Image:
    """The picture, of which no more is read than how large it is."""
    picture = Image.open(io.BytesIO(data), formats=[_OPENED_AS[kind]])
    width, height = picture.size
    if width < 1 or height < 1:
        raise Refused("damaged")
    if width * height > PIXELS:
        raise Refused("pixels")
    if max(width, height) > SIDE:
        raise Refused("side")
    allow(SECONDS + SECONDS_A_MEGAPIXEL * width * height / 1_000_000)
    return picture


# ---- As it looks


def drawn(picture: Image.Image) -> Image.Image:
    """Upright, in the colours of screens, RGB or RGBA; nothing else that was said of it remains."""
    profile = picture.info.get("icc_profile")
    picture.load()
    exif = picture.getexif().get(_ORIENTATION)
    picture = _in_screen_colours(_eight_bits(picture), profile)
    method = _TURNS.get(exif) if isinstance(exif, int) else None
    if method is not None:
        picture = picture.transpose(method)
    return _bare(picture)


_ORIENTATION: Final = 0x0112
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Grey of 16 bits, which Pillow would cut off above 255, in 8."""
    if not picture.mode.startswith(("I", "F")):
        return picture
    wide = picture.convert("I")
    extremes: Any = wide.getextrema()
    # Made of what the file holds, and not of how bright it is: 8 bits in a wide mode stay as they are.
    step = 1 / 256 if picture.mode.startswith("I;16") or extremes[1] > 255 else 1  # noqa: PLR2004  a byte's most
    return wide.point(lambda value: value * step).convert("L")


def _in_screen_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    alpha = None
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        alpha = picture.getchannel("A")
        if alpha.getextrema() == (255, 255):
            alpha = None
        picture = picture.convert("RGB")
    elif picture.mode in {"1", "P", "PA", "LA"}:
        picture = picture.convert("RGB")
    if profile and picture.mode in {"RGB", "L", "CMYK"}:
        # A damaged profile, or one for other colours, says nothing that could be followed.
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            picture = _converted(picture, source)
    if picture.mode != "RGB":
        picture = picture.convert("RGB")
    if alpha is not None:
        picture.putalpha(alpha)
    return picture


def _converted(picture: Image.Image, source: ImageCms.ImageCmsProfile) -> Image.Image:
    made = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    return made or picture


def _bare(picture: Image.Image) -> Image.Image:
    """Without what its reader left beside it: comments, profiles, times."""
    picture.info = {}
    with contextlib.suppress(AttributeError):
        del picture._exif
    return picture


# ---- As it is written


def written(picture: Image.Image, kind: str) -> bytes:
    """Its bytes as JPEG, PNG, WebP or AVIF, with no word beside the picture."""
    stream = io.BytesIO()
    if kind == "jpg":
        picture.save(stream, "JPEG", quality=82, optimize=True, progressive=True)
    elif kind == "png":
        picture.save(stream, "PNG", compress_level=7)
    elif kind == "webp":
        picture.save(stream, "WEBP", quality=80, method=3)
    else:
        picture.save(stream, "AVIF", quality=58, speed=8, max_threads=1)
    return stream.getvalue()


def kept(picture: Image.Image, kind: str, form: str) -> tuple[str, bytes]:
    """What is kept of a picture that somebody sent: its form and its bytes, at its full size.

    Where no form is asked for, drawings stay as sharp as they are, and photographs are written as such.
    """
    if form:
        return form, in_form(picture, form)
    if kind in {"png", "gif"}:
        data = in_form(picture, "png")
        if len(data) <= PNG_LIMIT:
            return "png", data
        kind = "jpeg"
    form = "webp" if picture.mode == "RGBA" or kind == "webp" else "jpg"
    return form, in_form(picture, form)


def in_form(picture: Image.Image, form: str) -> bytes:
    """A picture to be kept, from which others are drawn; one that is looked through is on white as JPEG."""
    if form == "jpg" and picture.mode == "RGBA":
        picture = on_white(picture)
    stream = io.BytesIO()
    name, options = _KEPT[form]
    picture.save(stream, name, **options)
    return stream.getvalue()


def on_white(picture: Image.Image) -> Image.Image:
    """What one looks through, on white."""
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


_KEPT: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "jpg": ("JPEG", {"quality": 88, "optimize": True, "progressive": True}),
    "png": ("PNG", {"compress_level": 7}),
    "webp": ("WEBP", {"quality": 88, "method": 3}),
    "gif": ("GIF", {}),
    "avif": ("AVIF", {"quality": 75, "speed": 8, "max_threads": 1}),
}


def at_width(picture: Image.Image, width: int) -> Image.Image:
    """The whole picture, no wider than this."""
    if picture.width <= width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)


def cropped(picture: Image.Image, size: tuple[int, int], focus: tuple[float, float]) -> Image.Image:
    """What fills a box of these sides, with the point that matters as near its middle as may be."""
    ratio = size[0] / size[1]
    width = min(picture.width, picture.height * ratio)
    height = width / ratio
    left = min(max(picture.width * focus[0] - width / 2, 0), picture.width - width)
    top = min(max(picture.height * focus[1] - height / 2, 0), picture.height - height)
    box = (left, top, left + width, top + height)
    return picture.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3)


# ---- Jobs


def take(data: bytes, *, as_it_is: bool, form: str, width: int) -> tuple[dict[str, Any], list[bytes]]:
    """Take a picture in: what it is, what is kept of it, and how any browser is shown it.

    What comes in with a site is kept `as_it_is`, byte for byte, and then nothing is given back for that.
    """
    kind = kind_of(data)
    check_faces(kind, data)
    picture = opened(kind, data)
    if as_it_is:
        # No more of a JPEG is drawn than is shown of it.
        picture.draft(None, (width, width))
    size = opened(kind, data).size
    turned = picture.getexif().get(_ORIENTATION) in {5, 6, 7, 8}
    picture = drawn(picture)
    told: dict[str, Any] = {"kind": kind if kind != "jpeg" else "jpg"}
    told["size"] = (size[1], size[0]) if turned else size
    files = []
    if not as_it_is:
        told["kind"], bare = kept(picture, kind, form)
        files.append(bare)
    told["is_opaque"] = picture.mode != "RGBA" or told["kind"] == "jpg"
    if told["is_opaque"] and picture.mode == "RGBA":
        picture = on_white(picture)
    plain = at_width(picture, width)
    del picture
    files.append(written(plain, "jpg" if told["is_opaque"] else "png"))
    return told, files


def draw(
    data: bytes, *, widths: list[int], boxes: list[tuple[int, int]], focus: tuple[float, float]
) -> tuple[dict[str, Any], list[bytes]]:
    """Draw a picture at some widths, then into some boxes; each as AVIF, as WebP, and for any browser."""
    kind = kind_of(data)
    picture = opened(kind, data)
    allow(3 * SECONDS + 3 * SECONDS_A_MEGAPIXEL * (picture.width * picture.height / 1_000_000))
    picture = drawn(picture)
    fallback = "png" if picture.mode == "RGBA" else "jpg"
    files = []
    for width in widths:
        one = at_width(picture, width)
        files += [written(one, form) for form in ("avif", "webp", fallback)]
    for size in boxes:
        one = cropped(picture, (size[0], size[1]), focus)
        files += [written(one, form) for form in ("avif", "webp", fallback)]
    return {"fallback": fallback}, files


def answer(job: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """What comes of one job: what is told of it, and files; or why it was refused."""
    do: Any = {"take": take, "draw": draw}[job.pop("do")]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            told, files = do(data, **job)
            return told, files
    except Refused as refusal:
        return {"refused": str(refusal)}, []
    except MemoryError:
        return {"refused": "memory"}, []
    # Pillow promises no class of errors for damaged files: each of its readers raises what it stumbles over.
    except Exception:  # noqa: BLE001
        return {"refused": "damaged"}, []


# ---- The process


def allow(seconds: float) -> None:
    """Let the job go on for so many seconds of the processor; the system ends it after that."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + seconds) + 1, hard))


def memory_used() -> int:
    """The most memory that this process has held, in bytes; getrusage() of Linux counts its parent's too."""
    if sys.platform != "linux":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))


def confine() -> None:
    """Take from this process whatever a picture needs not."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        resource.setrlimit(limit, (0, 0))
    Image.MAX_IMAGE_PIXELS = None  # asked above, before anything is read
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    # That all readers are known.
    Image._initialized = len(_READERS)


def serve(source: IO[bytes], sink: IO[bytes]) -> None:
    """Do one job after another, until there is no more."""
    confine()
    while line := source.readline(65_536):
        job = json.loads(line)
        data = source.read(job.pop("length"))
        allow(SECONDS)
        told, files = answer(job, data)
        told["used"] = (time.process_time(), memory_used())
        told["lengths"] = [len(file) for file in files]
        sink.write(json.dumps(told).encode() + b"\n")
        for file in files:
            sink.write(file)
        sink.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
