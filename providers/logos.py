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


def is_kept(path: str, modified: float) -> bool:
    """Whether a picture that was written then came in since."""
    name = _name(path)
    return default_storage.exists(name) and default_storage.get_modified_time(name).timestamp() >= modified


def keep(path: str, data: bytes) -> bool:
    """Take a picture in under its path within the site; False where it is none that can be shown."""
    encoded = _encode(data)
    if encoded is None or not _is_plain(path):
        return False
    name = _name(path)
    try:
        # A storage gives a name that is taken another one.
        default_storage.delete(name)
        return default_storage.save(name, ContentFile(encoded)) == name
    except (OSError, SuspiciousFileOperation):
        return False


def _name(path: str) -> str:
    return f"{path}.webp"


def _is_plain(path: str) -> bool:
    """Whether a path stays in its folder, whatever it is made of."""
    return (
        len(path) <= PATH_LIMIT and os.path.normpath(path) == path and "\\" not in path and "\0" not in path
    )


def _encode(data: bytes) -> bytes | None:
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
    # Pillow raises whatever its readers stumble over.
    except Exception:  # noqa: BLE001
        return None
