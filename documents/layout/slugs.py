"""What a text is called in an address: words of small ASCII letters and digits, joined by hyphens."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

from anyascii import anyascii

SLUG_LIMIT: Final = 150
# What a text without a letter is called.
NAMELESS: Final = "untitled"
# Letters that readers of a language spell otherwise than by leaving their marks out.
_IN_ANY: Final = {"æ": "ae", "ø": "oe", "œ": "oe"}
_GERMAN: Final = {"ä": "ae", "ö": "oe", "ü": "ue"}
_DANISH: Final = {"å": "aa"}
_SPELT: Final = {
    "de": _GERMAN,
    "gsw": _GERMAN,
    "nds": _GERMAN,
    "da": _DANISH,
    "nb": _DANISH,
    "nn": _DANISH,
    "no": _DANISH,
}


def is_slug(text: str) -> bool:
    """Whether a text can stand in an address as it is."""
    return re.fullmatch(r"\w[\w.-]*", text) is not None


def slug_of(text: str, language: str = "") -> str:
    """Words joined by hyphens, at most 150 characters, spelt as readers of the language do; never empty.

    Letters of other scripts are written in Latin ones.

    >>> slug_of("Zürich’s café, 2.0"), slug_of("Zürich", "de-CH")
    ('zurichs-cafe-2-0', 'zuerich')
    >>> slug_of("Straße nach Łódź und Ærø"), slug_of("Привет, мир")
    ('strasse-nach-lodz-und-aeroe', 'privet-mir')
    """
    spelt = str.maketrans(_IN_ANY | _SPELT.get(language.partition("-")[0].lower(), {}))
    letters = unicodedata.normalize("NFC", text).lower().translate(spelt)
    # A sign has a name and no sound: nobody looks for "EUR" where they saw "€".
    words = "".join(" " if unicodedata.category(sign)[0] in "SC" else sign for sign in letters)
    return _joined(anyascii(words)) or NAMELESS


def slug_of_mention(text: str) -> str:
    """What a document means by a name for which it gives no address: the same in all databases of a site.

    Letters that have no plain form of their own are left out, as they were before there was `slug_of`,
    unless that leaves nothing.

    >>> slug_of_mention("Straße nach Łódź"), slug_of_mention("Привет")
    ('strae-nach-odz', 'privet')
    """
    return _plain(text) or slug_of(text)


def former_slug_of(text: str) -> str:
    """What `slug_of_mention` said until version 0.2.0: a digest of what has no plain letter."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6)
    return _plain(text) or digest.hexdigest()


def _plain(text: str) -> str:
    return _joined(unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode())


def _joined(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower().replace("'", "")).strip("-")[:SLUG_LIMIT].rstrip("-")
