"""What people type -> terms, and where they stand in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

# More words make a query slower, not better.
_TERMS: Final = 12
_LETTERS: Final = 100
_TYPED: Final = re.compile(r'"([^"]*)"?|([^\s"]+)')
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand next to each other, folded; the last of them may be the beginning of one."""

    words: tuple[str, ...]
    is_open: bool = False


def terms(text: str) -> list[Term]:
    """The terms of a query: its words, and its phrases in double quotes.

    >>> terms('"power apps" Zürich')
    [Term(words=('power', 'apps'), is_open=False), Term(words=('zurich',), is_open=True)]
    """
    found = []
    for match in _TYPED.finditer(text):
        phrase, word = match.groups()
        words = tuple(fold(part)[:_LETTERS] for part in _WORD.findall(_decomposed(phrase or word or "")))
        if words:
            found.append(Term(words, is_open=phrase is None))
    found = found[:_TERMS]
    return [Term(term.words, term.is_open and term is found[-1]) for term in found]


def fold(word: str) -> str:
    """A word without accents and case, as both indexes hold it."""
    return _decomposed(word).lower()


def _decomposed(text: str) -> str:
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def marked(text: str, wanted: Sequence[Term]) -> Iterator[tuple[str, bool]]:
    """A text in pieces, each with whether it is what was searched for.

    >>> list(marked("Power Apps in Zürich", terms("zur")))
    [('Power Apps in ', False), ('Zürich', True)]
    """
    end = 0
    for match in _matches(text, tuple(wanted)):
        if match.start() > end:
            yield text[end : match.start()], False
        yield match.group(), True
        end = match.end()
    if end < len(text):
        yield text[end:], False


def _matches(text: str, wanted: tuple[Term, ...]) -> Iterator[re.Match[str]]:
    # Most texts are ASCII, if cut at their ends, where no word has to be folded to be compared.
    if text.strip("…").isascii():
        return _in_ascii(wanted).finditer(text)
    whole = {part for term in wanted for part in term.words}
    beginnings = tuple(term.words[-1] for term in wanted if term.is_open)
    found = ((fold(match.group()), match) for match in _IN_TEXT.finditer(text))
    return (match for folded, match in found if folded in whole or folded.startswith(beginnings))


@lru_cache(maxsize=64)
def _in_ascii(wanted: tuple[Term, ...]) -> re.Pattern[str]:
    """What finds the words of a query in a text of ASCII."""
    words = [re.escape(word) for term in wanted for word in term.words]
    words += [f"{re.escape(term.words[-1])}[a-z0-9]*" for term in wanted if term.is_open]
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(words) or '(?!)'})(?![a-z0-9])", re.IGNORECASE | re.ASCII)


# A word of a text may hold marks that stand alone, as decomposed letters have them.
_IN_TEXT: Final = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*")
