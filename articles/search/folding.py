"""One fold for what is indexed, what is asked, and what is marked: texts -> words without accents and case.

Databases fold nothing: what they hold was folded here, so that both find the same on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

# Longer words are taken for several that follow each other, here and in queries alike.
_LETTERS: Final = 100
# A text with more words than PostgreSQL has places for is indexed as far as that.
_TOKENS: Final = 16_000
_IN_ASCII: Final = re.compile(f"[a-z0-9]{{1,{_LETTERS}}}")
_WITH: Final = re.compile(r"LATIN SMALL LETTER ([A-Z]) WITH ")
# Letters that are others in another form, beside those that decompose or are named "letter with".
_ALIKE: Final = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
        "ı": "i",
        "ĸ": "k",
        "ŋ": "n",
        # Arabic and Persian write one letter with several characters.
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
    }
)
# Marks of these combining classes belong to the letter: voiced kana, vowels, signs for "no vowel", tones.
_PART_OF_LETTER: Final = frozenset({0, 8, 9, 84, 91, 103, 107, 118, 122, 129, 130, 132})
# Fillers, joiners, selectors of variants, and the Arabic stroke that only makes a word longer.
_UNSEEN: Final = re.compile(
    "[\u0640\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
# Characters that count as letters and are written for an apostrophe.
_APOSTROPHES: Final = re.compile("[\u02b9-\u02bf\u02c8\ua78b\ua78c]")
# Scripts that put no space between words: Thai, Lao, Burmese, Khmer, their neighbours, kana, Bopomofo, Han.
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\ua980-\ua9ff\uaa60-\uaadf"
    "\u3005-\u3007\u3040-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00016fe0-\U00018dff\U0001aff0-\U0001b2ff\U00020000-\U0003ffff"
)
_PART: Final = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED} ]{{1,{_LETTERS}}}")
_RUN: Final = re.compile(f"[{_UNSPACED}]")


class _Folded(dict[int, str]):
    """Of each character what it folds to, worked out when it is first met; a space where words end."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_of(chr(code))
        return folded


_FOLDED: Final = _Folded()


def parts(text: str) -> list[str]:
    """The words of a text, folded; of a script without spaces, its run of letters as one.

    >>> parts("Die STRAẞE nach Łódź: 海港 3月")
    ['die', 'strasse', 'nach', 'lodz', '海港', '3', '月']
    """
    if text.isascii():
        return _IN_ASCII.findall(text.lower())
    return _PART.findall(fold(text))


def parts_of(folded: str) -> Iterator[tuple[int, str]]:
    """Each of the `parts` of a text that is folded, and where in it."""
    return ((match.start(), match.group()) for match in _PART.finditer(folded))


def indexed(text: str) -> tuple[str, list[str]]:
    """What the index holds of a text, side by side, and the `parts` that it was made of."""
    found = parts(text)
    # Most texts are of words alone, and there are very many of them.
    is_plain = text.isascii() or not _RUN.search("".join(found))
    return " ".join(found[:_TOKENS] if is_plain else tokens(found)), found


def tokens(found: Sequence[str]) -> list[str]:
    """What is indexed of the `parts` of a text: of a run without spaces, each letter with the one behind it.

    >>> tokens(parts("海港渡 ferry"))
    ['海港', '港渡', '渡', 'ferry']
    """
    held: list[str] = []
    for part in found:
        if is_run(part):
            held += (part[place : place + 2] for place in range(len(part)))
        else:
            held.append(part)
    return held[:_TOKENS]


def is_run(part: str) -> bool:
    """Whether one of `parts` is of a script that puts no space between words."""
    return not part.isascii() and _RUN.match(part) is not None


def fold(text: str) -> str:
    """A text without accents, case, signs, and the differences that only computers see.

    >>> fold("Œuvre, ΛΌΓΟΣ λόγος")
    'oeuvre  λογοσ λογοσ'
    """
    return unicodedata.normalize("NFKC", text).translate(_FOLDED)


def _fold_of(character: str) -> str:
    if _UNSEEN.match(character) or unicodedata.category(character) == "Cf":
        return ""
    lower = _without_accents(_without_accents(character).casefold())
    return unicodedata.normalize("NFC", "".join(_letter(one) for one in lower.translate(_ALIKE)))


def _without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(one for one in plain if unicodedata.combining(one) in _PART_OF_LETTER)


def _letter(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category[0] not in "LNM" or _APOSTROPHES.match(character):
        return " "
    if category == "Me":
        return ""
    named = _WITH.match(unicodedata.name(character, ""))
    return named[1].lower() if named else character
