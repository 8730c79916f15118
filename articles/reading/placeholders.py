"""What stands where a picture is missing: the letter of a name, on a colour that the name keeps."""

from __future__ import annotations

import zlib
from typing import Final

# As many as the stylesheet has.
_HUES: Final = 8


def letter(name: object) -> str:
    """The letter that stands for a name.

    >>> letter("The Harbour Post")
    'H'
    """
    text = str(name or "").strip()
    for article in ("the ", "der ", "die ", "das "):
        if text.lower().startswith(article):
            text = text[len(article) :]
    return next((sign.upper() for sign in text if sign.isalnum()), "·")


def hue(name: object) -> str:
    """The class of a colour that a name keeps."""
    return f"hue-{zlib.crc32(str(name or '').encode()) % _HUES}"
