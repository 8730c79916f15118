"""What people type -> terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from articles.search.folding import is_run, parts, tokens

# More words make a query slower, not better.
_TERMS: Final = 12
_TYPED: Final = re.compile(r'"([^"]*)"?|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand next to each other, folded, as `folding.parts` gives them.

    The last of them may be the beginning of one, and one word has its kin: others of its stem.
    """

    parts: tuple[str, ...]
    is_open: bool = False
    is_phrase: bool = False
    kin: tuple[str, ...] = ()
    # Where it stands in what was typed.
    span: tuple[int, int] = (0, 0)

    @property
    def tokens(self) -> list[str]:
        """What the index holds of it, one behind the other.

        >>> Term(("海港渡",)).tokens
        ['海港', '港渡']
        """
        found = tokens(self.parts)
        # Behind the end of a run may come more of it.
        return found[:-1] if is_run(self.parts[-1]) and len(self.parts[-1]) > 1 else found

    @property
    def is_letter(self) -> bool:
        """Whether it ends on one letter of a script without spaces: any pair that begins so has it."""
        return len(self.parts[-1]) == 1 and is_run(self.parts[-1])

    @property
    def word(self) -> str:
        """The only word, where it is one, of a script with spaces; else nothing."""
        return self.parts[0] if len(self.parts) == 1 and not is_run(self.parts[0]) else ""


def terms(text: str) -> list[Term]:
    """The terms of a query: its words, and its phrases in double quotes.

    >>> [(term.parts, term.is_open) for term in terms('"power apps" Zürich')]
    [(('power', 'apps'), False), (('zurich',), True)]
    """
    found = list(_typed(text))[:_TERMS]
    return [replace(term, is_open=term.is_open and term is found[-1]) for term in found]


def _typed(text: str) -> Iterator[Term]:
    for match in _TYPED.finditer(text):
        phrase, word = match.groups()
        folded = parts(phrase or word or "")
        if folded:
            is_open = phrase is None and not is_run(folded[-1])
            yield Term(tuple(folded), is_open, is_phrase=phrase is not None, span=match.span())
