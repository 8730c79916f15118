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


def usual_spellings(name: str) -> set[str]:
    """A name in the cases and forms in which people write it: whole, in lower case, in capitals, each word.

    >>> sorted(usual_spellings("sea"))
    ['SEA', 'Sea', 'sea']
    """
    cases = (name, name.lower(), name.upper(), name.title(), name.capitalize())
    return {unicodedata.normalize(form, case) for case in cases for form in ("NFC", "NFD")}
