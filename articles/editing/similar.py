"""Which other stories tell the same: nearly the same title, or the same address.

Candidates come from the index of words and the index of addresses, in one query for a page of stories;
then titles are compared letter by letter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any, Final

from django.db import connection
from django.db.models.expressions import RawSQL
from rapidfuzz import fuzz, process

from articles.models import Article
from articles.querysets import ArticleQuerySet
from articles.search.folding import parts, tokens
from documents.addresses import canonical, spellings

# From this likeness on, in percent of the letters, two titles are nearly the same.
ALIKE: Final = 88
# Stories that one title is compared with at most: the newest that share its rarest words.
_CANDIDATES: Final = 8
# Of these words of a title, the longest and so likely the rarest, another title must share two.
_TELLING: Final = 3

_FIND: Final = {
    # Each title's newest candidates; the rowid of the index is the article's key.
    "sqlite": """
        SELECT found FROM (
            SELECT rowid AS found FROM articles_searchindex
            WHERE articles_searchindex MATCH %s ORDER BY rowid DESC LIMIT {most}
        )
    """,
    "postgresql": """
        SELECT found FROM (
            SELECT article_id AS found FROM articles_searchtext
            WHERE vector @@ ({query})::tsquery ORDER BY article_id DESC LIMIT {most}
        ) AS matches
    """,
}
# What the index does not know yet: each may be any title.
_DUE: Final = "SELECT article FROM (SELECT article FROM articles_searchdue ORDER BY id DESC LIMIT {most}) due"
# So many of them at most; a search works them off.
_MOST_DUE: Final = 500
_AT_ADDRESS: Final = "SELECT id FROM articles_article WHERE web_url IN ({marks})"


class Why(Enum):
    """What two stories have in common."""

    ADDRESS = "address"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Twin:
    """Another story that may be the same, and why."""

    pk: int
    title: str
    state: str
    why: Why


@dataclass(frozen=True, slots=True)
class _Asked:
    pk: int | None
    title: str
    addresses: frozenset[str]


def alike(articles: Iterable[Article], *, among: ArticleQuerySet) -> dict[int, list[Twin]]:
    """For each story those among some others that may be the same, the likeliest first; one query.

    `among` is what whoever asks may see: `Article.objects.open_to(user)`.
    """
    asked = [
        _Asked(article.pk, _plain(article.title), _addresses(article.web_url, article.original_url))
        for article in articles
    ]
    found = _compared(asked, among)
    return {one.pk: twins for one, twins in zip(asked, found, strict=True) if one.pk is not None and twins}


def similar_to(
    title: str, *, among: ArticleQuerySet, addresses: Sequence[str] = (), excluding: int | None = None
) -> list[Twin]:
    """Stories like one that is being written: by its title and addresses as typed so far."""
    return _compared([_Asked(excluding, _plain(title), _addresses(*addresses))], among)[0]


def _compared(asked: Sequence[_Asked], among: ArticleQuerySet) -> list[list[Twin]]:
    candidates = _candidates(asked, among)
    titles = [_plain(str(row["title"])) for row in candidates]
    at = defaultdict(list)
    for place, row in enumerate(candidates):
        for address in _addresses(str(row["web_url"]), str(row["original_url"])):
            at[address].append(place)
    return [[*_twins(one, candidates, titles, at)] for one in asked]


def _twins(
    one: _Asked, candidates: Sequence[Mapping[str, Any]], titles: Sequence[str], at: Mapping[str, list[int]]
) -> Iterable[Twin]:
    """Those at the same address, then those with nearly the same title, the likest first."""
    same = dict.fromkeys(place for address in one.addresses for place in at.get(address, ()))
    # Titles without a word are like nothing.
    found = process.extract(one.title, titles, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
    telling = {*_telling(one.title)}
    likeness = [place for title, _, place in found if _tells_as(title, telling)]
    for place in dict.fromkeys((*same, *likeness)):
        row = candidates[place]
        if row["pk"] != one.pk:
            why = Why.ADDRESS if place in same else Why.TITLE
            yield Twin(row["pk"], row["title"], row["state"], why)


def _tells_as(title: str, telling: set[str]) -> bool:
    """Whether a title has as many of another's words as the index is asked for."""
    return bool(telling) and len(telling.intersection(tokens(title.split()))) >= min(2, len(telling))


def _candidates(asked: Sequence[_Asked], among: ArticleQuerySet) -> list[dict[str, Any]]:
    found: list[str] = []
    parameters: list[str] = []
    for words in dict.fromkeys(_telling(one.title) for one in asked):
        if words:
            sql, values = _find(words)
            found.append(sql)
            parameters += values
    spelt = sorted({url for one in asked for address in one.addresses for url in spellings(address)})
    if spelt:
        found.append(_AT_ADDRESS.format(marks=", ".join(["%s"] * len(spelt))))
        parameters += spelt
    if not found:
        return []
    found.append(_DUE.format(most=_MOST_DUE))
    # Only these are strings of ours: what people typed are parameters.
    keys = RawSQL(" UNION ALL ".join(f"SELECT * FROM ({part}) part" for part in found), parameters)
    columns = ("pk", "title", "state", "web_url", "original_url")
    return [*among.filter(pk__in=keys).order_by("-pk").values(*columns)]


def _find(words: tuple[str, ...]) -> tuple[str, list[str]]:
    """The query for titles that have two of some words, or the only one."""
    if connection.vendor == "sqlite":
        match = _two_of([_quoted(word) for word in words], " AND ", " OR ")
        return _FIND["sqlite"].format(most=_CANDIDATES), [f"title : ({match})"]
    query = _two_of([f"{_lexeme(word)}:A" for word in words], " & ", " | ")
    return _FIND["postgresql"].format(most=_CANDIDATES, query="%s"), [query]


def _two_of(words: Sequence[str], both: str, either: str) -> str:
    """Any two of some words, each named as seldom as can be: each time it is looked up anew."""
    first, *others = words
    if not others:
        return first
    found = f"({first}{both}({either.join(others)}))"
    return f"{found}{either}{_two_of(others, both, either)}" if len(others) > 1 else found


def _quoted(word: str) -> str:
    return f'"{word}"'


def _lexeme(word: str) -> str:
    # Letters and digits only, as `terms` gives them.
    return f"'{word}'"


def _telling(title: str) -> tuple[str, ...]:
    words = sorted({*tokens(title.split())}, key=lambda word: (-len(word), word))
    return tuple(words[:_TELLING])


def _plain(title: str) -> str:
    """A title as words without case, accents and signs."""
    return " ".join(parts(title))


def _addresses(*urls: str) -> frozenset[str]:
    return frozenset(_canonical(url) for url in urls if url) - {""}


# A list and its candidates are looked at again and again while somebody decides.
_canonical: Final = lru_cache(maxsize=8192)(canonical)
