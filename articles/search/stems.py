"""The stems of a word in English and German."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import snowballstemmer

# Of shorter stems too many words are made that mean something else: "min" would be of "mine" in German.
_SHORTEST: Final = {"english": 3, "german": 4}
_LONGEST: Final = 40


class Stems(NamedTuple):
    """Empty where a word has none that tells anything."""

    english: str
    german: str


@lru_cache(maxsize=65_536)
def stems_of(word: str) -> Stems:
    """The stems of a folded word.

    >>> stems_of("licences") == stems_of("licence")
    True
    >>> stems_of("hauser").german
    'haus'
    """
    if not (word.isascii() and word.isalpha()) or len(word) > _LONGEST:
        return Stems("", "")
    return Stems(_stem("english", word), _stem("german", word))


def _stem(language: str, word: str) -> str:
    # Stemmers keep where they are in a word: one for each call, so that threads do not share it.
    stem = snowballstemmer.stemmer(language).stemWord(word)
    return stem if len(stem) >= _SHORTEST[language] else ""
