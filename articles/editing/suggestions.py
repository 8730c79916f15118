"""Topics that an article might belong to, by the topics' own words.

Suggested, never assigned: of the site that we measured (tests/articles/editing/test_suggestions.py) the words
find 99 of 100 assignments, and of those that they propose one in ten is not among those of its editors.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from articles.models import Topic


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic, and the words of the article that speak for it, as they stand there."""

    topic: Topic
    words: tuple[str, ...]


def suggestions(texts: Iterable[str], topics: Iterable[Topic], *, but: Container[int]) -> list[Suggestion]:
    """Which of some topics an article's texts speak of: title, excerpt, the addresses at its source.

    Whole words, whatever their case: “AI” is not in “said”. Those with most words of theirs come first;
    those whose keys are in `but` are left out.
    """
    text = "\n".join(texts)
    letters = _letters(text)
    found = [
        Suggestion(topic, _said(words, text))
        for topic in topics
        if topic.pk not in but and (words := [word for word in _words_of(topic) if _letters(word) in letters])
    ]
    return sorted((one for one in found if one.words), key=lambda one: (-len(one.words), str(one.topic)))


def _words_of(topic: Topic) -> Iterator[str]:
    """Name, short name and keywords as they are, hashtags without their sign."""
    hashtags = " ".join(map(str, topic.hashtags)).replace("#", " ").split()
    given: list[Any] = [topic.name, topic.shortname, *topic.keywords, *hashtags]
    return (word for value in given if _letters(word := str(value)))


# What may stand between the words of a keyword: they are written apart, with a hyphen, or as one.
_BETWEEN: Final = r"[\W_]{0,3}"


def _said(words: Iterable[str], text: str) -> tuple[str, ...]:
    """The words that stand in a text, as they stand there, each once."""
    # The longest first: “power apps” is one find, and not “apps” too.
    wanted = sorted({_BETWEEN.join(_parts(word)) for word in words}, key=len, reverse=True)
    if not wanted:
        return ()
    found = re.finditer(rf"(?<![^\W_])(?:{'|'.join(wanted)})(?![^\W_])", text, re.IGNORECASE)
    once: dict[str, str] = {}
    for match in found:
        once.setdefault(_letters(match[0]), " ".join(match[0].split()))
    return tuple(once.values())


def _parts(word: str) -> list[str]:
    return re.findall(r"[^\W_]+", word)


def _letters(text: str) -> str:
    return "".join(_parts(text)).casefold()
