"""Where a search finds nothing: the same with the words that were likely meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from django.db.models import QuerySet

from articles.models import Article
from articles.search import asked, find
from articles.search.marking import marked
from articles.search.vocabulary import near
from articles.search.words import Term

# Words that are put right at most, and known ones that are tried for each.
_WRONG: Final = 3
_TRIED: Final = 5


def meant(text: str, among: QuerySet[Article]) -> str:
    """A text that found nothing, with the nearest words that do find something; empty where none do."""
    right = dict(_put_right(text, among))
    if not right:
        return ""
    end, pieces = 0, []
    for (start, stop), word in right.items():
        pieces += [text[end:start], word]
        end = stop
    better = "".join([*pieces, text[end:]])
    return better if find(asked(better), among, 1) else ""


def _put_right(text: str, among: QuerySet[Article]) -> Iterator[tuple[tuple[int, int], str]]:
    """Where each word stands that finds nothing, and the nearest that does, as it is written there."""
    wrong = (term for term in asked(text) if term.word and not _finds(term, among))
    for term, _ in zip(wrong, range(_WRONG), strict=False):
        for other in near(term.word, _TRIED):
            found = Term((other,))
            if keys := find([found], among, 1):
                yield term.span, _written(found, keys[0])
                break


def _finds(term: Term, among: QuerySet[Article]) -> bool:
    # Most words that are right are whole, which is quicker to find than a beginning.
    return bool(find([replace(term, is_open=False)], among, 1) or find([term], among, 1))


def _written(term: Term, key: int) -> str:
    """A word as an article writes it, small; from its excerpt only where the title does not have it."""
    article = Article.objects.only("title", "excerpt").get(pk=key)
    for text in (article.title, article.excerpt):
        for piece, is_it in marked(text, [term]):
            if is_it:
                return piece.lower()
    return term.word
