"""The index of search: the texts of articles folded, written by this module alone.

Whatever is written to articles, listings, topics or providers, by whom and however, triggers of the
database note which articles are due (SearchDue); `follow()` folds these anew. A search does so before it
asks, and what changes very many articles does it at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper

from articles.pictures import uses
from articles.search import postgresql, sqlite
from articles.search.folding import indexed
from articles.search.rows import Row, among, packed
from articles.search.vocabulary import forget, learn
from articles.sqlite_pragmas import pragma
from documents.body import for_readers

_WRITE: Final = {"sqlite": sqlite.write, "postgresql": postgresql.write}
# Notes that are worked off in one transaction; an article that is new has one.
_NOTES: Final = 500
# As many while somebody waits for a search; more are left to the next.
_AT_MOST: Final = 5_000
# How long a search waits for others who write before it asks the index as it is, in milliseconds.
_PATIENCE: Final = 100

# Characters of a text that are found: PostgreSQL's index holds no megabyte.
_READ: Final = 100_000
# Where links lead and what HTML says to browsers.
_NO_WORDS: Final = re.compile(r"\]\([^)\n]{0,2000}\)|</?[a-zA-Z][^<>]{0,2000}>|https?://\S+")

_DUE: Final = "SELECT id, article FROM articles_searchdue ORDER BY id LIMIT %s"
_DONE: Final = "DELETE FROM articles_searchdue WHERE id {among}"
_TEXTS: Final = """
    SELECT article.id, article.title, article.excerpt, substr(article.body, 1, {most}),
    COALESCE(provider.name, ''), COALESCE((
        SELECT {concat}(name, ', ') FROM (
            SELECT topic.name FROM articles_listing listing
            JOIN articles_topic topic ON topic.id = listing.topic_id
            WHERE listing.article_id = article.id ORDER BY listing.position, topic.id
        ) named
    ), '')
    FROM articles_article article LEFT JOIN providers_provider provider ON provider.id = article.provider_id
    WHERE article.id {among}
"""
_CONCAT: Final = {"sqlite": "group_concat", "postgresql": "string_agg"}


def keep_up() -> None:
    """Fold what is due while somebody waits: some of it, and nothing where somebody else writes just now."""
    # SQLite waits no longer for others than a reader would.
    with pragma("busy_timeout", _PATIENCE):
        try:
            follow(_AT_MOST)
        except OperationalError:
            return


def follow(most: int | None = None) -> int:
    """Fold anew what is due, at most about so many articles; answers with how many it was."""
    done = 0
    while most is None or done < most:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_DUE, [_NOTES])
            notes = dict(cursor.fetchall())
            count = _follow(cursor, notes) if notes else 0
        done += count
        # What others hold is theirs to follow, or the next search's.
        if count < _NOTES:
            break
    return done


def index_all() -> int:
    """Fold every article anew, and forget words that none has; answers with how many articles there are."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO articles_searchdue (article) SELECT id FROM articles_article ORDER BY id")
    count = follow()
    forget()
    return count


def _follow(cursor: CursorWrapper, notes: dict[int, int]) -> int:
    """Fold the articles of some notes anew, and take the notes away; those that others hold wait."""
    noted = sorted({*notes.values()})
    held = _held(cursor, noted)
    sql = _TEXTS.format(concat=_CONCAT[connection.vendor], among=among("bigint"), most=_READ)
    cursor.execute(sql, [packed([key for key in noted if key not in held])])
    rows, words = _folded(cursor.fetchall())
    if rows:
        _WRITE[connection.vendor](cursor, rows)
        learn(cursor, words)
        # Texts are read for it anyway, and the notes say whose changed.
        uses.follow([row[0] for row in rows])
    done = [note for note, article in notes.items() if article not in held]
    cursor.execute(_DONE.format(among=among("bigint")), [packed(done)])
    return len(done)


def _held(cursor: CursorWrapper, keys: Sequence[int]) -> set[int]:
    """Those of some articles that another transaction is changing; nobody else can change the others.

    Without the lock, a text that was read here could overwrite one that somebody wrote since.
    """
    if connection.vendor == "sqlite":
        return set()
    cursor.execute(f"SELECT id FROM articles_article WHERE id {among('bigint')}", [packed(keys)])
    there = {key for (key,) in cursor.fetchall()}
    cursor.execute(
        f"""SELECT id FROM articles_article WHERE id {among("bigint")}
            ORDER BY id FOR NO KEY UPDATE SKIP LOCKED""",
        [packed(keys)],
    )
    return there - {key for (key,) in cursor.fetchall()}


def _folded(texts: Sequence[tuple[int, str, str, str, str, str]]) -> tuple[list[Row], set[str]]:
    """The rows of the index for some articles, and the words in them."""
    rows: list[Row] = []
    words: set[str] = set()
    for key, title, excerpt, body, provider, topics in texts:
        # A text counts as much as an excerpt, and stands behind it.
        told = f"{excerpt}\n{_NO_WORDS.sub(' ', for_readers(body))}" if body else excerpt
        found = indexed(title), indexed(told), _named(provider), _named(topics)
        for _, parts in found:
            words.update(parts)
        (first, _), (second, _), (third, _), (fourth, _) = found
        rows.append((key, first, second, third, fourth))
    return rows, words


# The names of a provider and of an article's topics come again and again.
_named: Final = lru_cache(maxsize=2048)(indexed)
