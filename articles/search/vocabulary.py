"""The words that articles were indexed with: who is of one stem, and which are near a word.

That a word is known says nothing of who may see an article with it: ask search what it finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from rapidfuzz import process
from rapidfuzz.distance import OSA

from articles.search.folding import is_run
from articles.search.rows import among, packed, values
from articles.search.stems import stems_of
from articles.search.words import Term

# Shorter words are near too many, longer ones are none.
_SHORTEST: Final = 3
_LONGEST: Final = 40
# A word that is shorter is taken for another with one slip only.
_TWO_SLIPS: Final = 6
# Words of one stem that a search takes for each of its words.
_KIN: Final = 16
# Words that are looked at to find the nearest: of a site of any size more than there are.
_CANDIDATES: Final = 20_000

_NEW: Final = """
    SELECT value FROM {values} WHERE NOT EXISTS (SELECT 1 FROM articles_searchword WHERE word = value)
"""
_LEARN: Final = """
    INSERT INTO articles_searchword (word, letters, first, last, english, german)
    VALUES (%s, %s, %s, %s, %s, %s)
"""
_OF_STEM: Final = """
    SELECT word FROM articles_searchword WHERE english {among} UNION
    SELECT word FROM articles_searchword WHERE german {among} UNION ALL
    SELECT '' FROM (SELECT 1 FROM articles_searchdue LIMIT 1) due
"""
_FORGET: Final = {
    # What is temporary is seen by this connection alone.
    "sqlite": (
        """CREATE VIRTUAL TABLE temp.articles_searchheld
            USING fts5vocab(main, articles_searchindex, 'row')""",
        "DELETE FROM articles_searchword WHERE word NOT IN (SELECT term FROM temp.articles_searchheld)",
        "DROP TABLE temp.articles_searchheld",
    ),
    "postgresql": (
        """DELETE FROM articles_searchword known WHERE NOT EXISTS (
            SELECT FROM ts_stat('SELECT vector FROM articles_searchtext') held WHERE held.word = known.word
        )""",
    ),
}
# Among known words: that articles are due to be indexed. One question serves both.
DUE: Final = ""
# A slip at one end of a word leaves the other as it was.
_NEAR: Final = """
    SELECT word FROM articles_searchword WHERE first = %s AND letters BETWEEN %s AND %s UNION
    SELECT word FROM articles_searchword WHERE last = %s AND letters BETWEEN %s AND %s LIMIT %s
"""


def learn(cursor: CursorWrapper, words: Iterable[str]) -> None:
    """Keep the words that were not known.

    Two who write at once may both keep a word: one of them waiting for the other would be worse.
    """
    telling = sorted(word for word in words if _is_telling(word))
    cursor.execute(_NEW.format(values=values("text")), [packed(telling)])
    cursor.executemany(
        _LEARN,
        [(word, len(word), word[0], word[-2:], *stems_of(word)) for (word,) in cursor.fetchall()],
    )


def forget() -> None:
    """Forget the words that no article has any more: all texts are looked through.

    One that somebody writes at this very moment is learnt again with the next text that has it.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _FORGET[connection.vendor]:
            cursor.execute(statement)


def of_one_stem(wanted: Sequence[Term]) -> set[str]:
    """The known words that share a stem with one of some terms; among them DUE, where articles are due."""
    stems = [stems_of(term.word) for term in wanted if _is_free(term)]
    english = packed(sorted({stem.english for stem in stems} - {""}))
    german = packed(sorted({stem.german for stem in stems} - {""}))
    with connection.cursor() as cursor:
        cursor.execute(_OF_STEM.format(among=among("text")), [english, german])
        return {word for (word,) in cursor.fetchall()}


def with_kin(wanted: Sequence[Term], known: set[str]) -> list[Term]:
    """Terms, each of one word with the others of its stem among some known ones."""
    return [
        replace(term, kin=tuple(_kin(term.word, known))[:_KIN]) if _is_free(term) else term for term in wanted
    ]


def _kin(word: str, known: set[str]) -> Iterator[str]:
    own = stems_of(word)
    for other in sorted(known - {word, DUE}):
        if any(a == b != "" for a, b in zip(own, stems_of(other), strict=True)):
            yield other


def _is_free(term: Term) -> bool:
    """Whether a term may be another word than the very one."""
    return bool(term.word) and not term.is_phrase


def near(word: str, most: int) -> list[str]:
    """The known words that a slip or two in writing make of a word, the nearest first."""
    if not _SHORTEST <= len(word) <= _LONGEST:
        return []
    slips = 1 if len(word) < _TWO_SLIPS else 2
    span = [len(word) - slips, len(word) + slips]
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, [word[0], *span, word[-2:], *span, _CANDIDATES])
        known = sorted({other for (other,) in cursor.fetchall()} - {word})
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=most)
    return [other for other, _, _ in found]


def _is_telling(word: str) -> bool:
    return _SHORTEST <= len(word) <= _LONGEST and not is_run(word) and not word.isdecimal()
