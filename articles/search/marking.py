"""Where the words of a query stand in a text, by the fold that found them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from articles.search.folding import fold, is_run, parts_of
from articles.search.words import Term

# What stands between gaps that fold to a space for certain: folded as one, and looked at more closely.
_PIECE: Final = re.compile(r"[^\s!-/:-@\[-`{-~]+")
# What follows its letter without being a mark: voicing marks of half width, and the later parts of a
# Korean syllable.
_FOLLOWS: Final = re.compile("[\u1160-\u11ff\uff9e\uff9f]")


class _Piece(NamedTuple):
    """A piece folded, and of each folded character where its letter begins and ends in the text."""

    folded: str
    begins: list[int]
    ends: list[int]


def marked(text: str, wanted: Sequence[Term]) -> Iterator[tuple[str, bool]]:
    """A text in pieces, each with whether it is what was searched for.

    >>> from articles.search.words import terms
    >>> list(marked("Power Apps in Zürich", terms("zur")))
    [('Power Apps in ', False), ('Zürich', True)]
    """
    end = 0
    for start, stop in _places(text, tuple(wanted)):
        if start > end:
            yield text[end:start], False
        if stop > end:
            yield text[max(start, end) : stop], True
            end = stop
    if end < len(text):
        yield text[end:], False


def _places(text: str, wanted: tuple[Term, ...]) -> Iterator[tuple[int, int]]:
    # Most texts are ASCII, if cut at their ends, where no word has to be folded to be compared.
    if text.strip("…").isascii():
        yield from (match.span() for match in _in_ascii(wanted).finditer(text))
        return
    whole = {part for term in wanted for part in (*term.parts, *term.kin)}
    beginnings = tuple(term.parts[-1] for term in wanted if term.is_open)
    runs = [part for part in whole if is_run(part)]
    for match in _PIECE.finditer(text):
        piece = _folded(match.group())
        for start, part in parts_of(piece.folded):
            if is_run(part):
                found = sorted(_in_run(part, runs))
            else:
                found = [(0, len(part))] if part in whole or part.startswith(beginnings) else []
            for begin, end in found:
                yield (
                    match.start() + piece.begins[start + begin],
                    match.start() + piece.ends[start + end - 1],
                )


def _in_run(run: str, wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
    return (match.span() for part in wanted for match in re.finditer(re.escape(part), run))


@lru_cache(maxsize=64)
def _in_ascii(wanted: tuple[Term, ...]) -> re.Pattern[str]:
    """What finds the words of a query in a text of ASCII."""
    words = [re.escape(word) for term in wanted for word in (*term.parts, *term.kin)]
    words += [f"{re.escape(term.parts[-1])}[a-z0-9]*" for term in wanted if term.is_open]
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(words) or '(?!)'})(?![a-z0-9])", re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=4096)
def _folded(piece: str) -> _Piece:
    folded: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    for begin, end in _letters(piece):
        letter = fold(piece[begin:end])
        folded.append(letter)
        begins += [begin] * len(letter)
        ends += [end] * len(letter)
    return _Piece("".join(folded), begins, ends)


def _letters(piece: str) -> Iterator[tuple[int, int]]:
    """Where each letter begins and ends, with the marks behind it."""
    begin = 0
    for place, character in enumerate(piece):
        follows = unicodedata.category(character)[0] == "M" or _FOLLOWS.match(character)
        if place > begin and not follows:
            yield begin, place
            begin = place
    yield begin, len(piece)
