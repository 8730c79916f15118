"""Logos and other pictures that a site carries itself: checked, encoded anew, and served from our media.

A document calls one by its address in the site, `/assets/images/organizations/name-50x50.jpg`, and
goes on doing so. Nothing of the file that came in is served: what Pillow can read is written again,
without metadata, as WebP.
"""

from __future__ import annotations

import io
import os
import warnings
from typing import Final

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

FOLDER: Final = "assets/images/"
LOGOS: Final = f"{FOLDER}organizations/"
FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
# Wider than any box of the pages on a fine screen.
SIDE: Final = 1600
PIXELS: Final = 50_000_000
PATH_LIMIT: Final = 200
_UPLOADS: Final = f"{LOGOS}uploaded"


def address_of(url: str) -> str:
    """Where a picture of the site is served; empty where none came in.

    Logos are named for their providers, so one that a document seeks at the site's public address,
    as `https://example.org/news/assets/images/organizations/…`, is the one that came in.
    """
    _, found, file = url.partition(f"/{LOGOS}")
    path = f"{LOGOS}{file}" if found else url.removeprefix("/")
    if not (found or url.startswith(f"/{FOLDER}")) or not _is_plain(path):
        return ""
    name = _name(path)
    return default_storage.url(name) if default_storage.exists(name) else ""


def is_stored_since(path: str, modified: float) -> bool:
    """Whether a picture that was written then came in since."""
    name = _name(path)
    return default_storage.exists(name) and default_storage.get_modified_time(name).timestamp() >= modified


def store(path: str, data: bytes) -> bool:
    """Take a picture in under its path within the site; False where it is none that can be shown."""
    written = encoded(data)
    if written is None or not _is_plain(path):
        return False
    name = _name(path)
    try:
        # A storage gives a name that is taken another one.
        default_storage.delete(name)
        return default_storage.save(name, ContentFile(written)) == name
    except (OSError, SuspiciousFileOperation):
        return False


def upload(provider: int, picture: bytes) -> None:
    """Show an encoded picture for a provider from now on, instead of what its document lists."""
    name = _name(f"{_UPLOADS}/{provider}")
    default_storage.delete(name)
    default_storage.save(name, ContentFile(picture))


def forget_upload(provider: int) -> None:
    """Show what a provider's document lists again."""
    default_storage.delete(_name(f"{_UPLOADS}/{provider}"))


def hand_over_upload(source: int, target: int, *, wanted: bool) -> None:
    """Show for another provider what somebody uploaded for one that is gone; forget it where not wanted."""
    name = _name(f"{_UPLOADS}/{source}")
    if not default_storage.exists(name):
        return
    if wanted:
        with default_storage.open(name) as file:
            upload(target, file.read())
    forget_upload(source)


def uploaded(provider: int) -> str:
    """The address of the picture that somebody uploaded for a provider; empty where nobody did."""
    name = _name(f"{_UPLOADS}/{provider}")
    if not default_storage.exists(name):
        return ""
    # So that browsers fetch the next one, too.
    return f"{default_storage.url(name)}?{default_storage.get_modified_time(name):%Y%m%d%H%M%S%f}"


def _name(path: str) -> str:
    return f"{path}.webp"


def _is_plain(path: str) -> bool:
    """Whether a path stays in its folder, whatever it is made of."""
    return (
        len(path) <= PATH_LIMIT and os.path.normpath(path) == path and "\\" not in path and "\0" not in path
    )


def encoded(data: bytes) -> bytes | None:
    """A picture written again, without metadata; None where it is none that can be shown."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                if picture.width * picture.height > PIXELS:
                    return None
                plain = ImageOps.exif_transpose(picture)
                plain.thumbnail((SIDE, SIDE))
                plain = plain.convert("RGBA" if plain.has_transparency_data else "RGB")
                written = io.BytesIO()
                plain.save(written, "WEBP", quality=82)
                return written.getvalue()
    # Pillow promises no class of errors for damaged files: each of its readers raises what it stumbles over.
    except Exception:  # noqa: BLE001
        return None
