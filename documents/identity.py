"""When two names are one: whatever their case, and however their marks are written (NFC or NFD)."""

from __future__ import annotations

import functools
import hashlib
import unicodedata


@functools.lru_cache(maxsize=8192)
def identity(name: str) -> str:
    """What names are compared by, and never shown: Unicode's canonical caseless form, in NFC.

    >>> identity("ZU\\N{COMBINING DIAERESIS}RICH") == identity("zürich")
    True
    """
    if name.isascii():
        return name.lower()
    folded = unicodedata.normalize("NFD", name).casefold()
    return unicodedata.normalize("NFC", folded)


def fingerprint(name: str) -> str:
    """The identity of a name in few letters, however long the name: what an index is asked for."""
    folded = identity(name).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(folded, digest_size=12).hexdigest()
