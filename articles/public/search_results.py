"""A page of what search finds: articles in the order of their rank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article
from articles.reading.cards import Card, cards_at, illustrated
from articles.reading.paging import PAGE_SIZE
from articles.search import MOST, Term, asked, find
from articles.search.nearest import meant

# Letters of a query that are read; the rest is cut off.
_LIMIT: Final = 300


@dataclass(frozen=True, slots=True)
class Results:
    """What was asked, what was found, and the pages around this one; 0 where there is none.

    `meant` is what would find something where this finds nothing.
    """

    text: str
    terms: Sequence[Term]
    count: int
    articles: Sequence[Card]
    previous: int
    following: int
    meant: str

    @property
    def is_all(self) -> bool:
        """Whether nothing that matches was left out."""
        return self.count < MOST


def results(text: str, among: QuerySet[Article], page: str) -> Results:
    """The page of a search that an address asks for; the first where it asks for nonsense."""
    text = text[:_LIMIT].replace("\0", "").strip()
    wanted = asked(text)
    keys = find(wanted, among)
    pages = max(1, -(-len(keys) // PAGE_SIZE))
    number = int(page) if re.fullmatch("[0-9]{1,4}", page) and 1 <= int(page) <= pages else 1
    shown = keys[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    # Visibility is asked again: it may have ended between two queries.
    found = {card.pk: card for card in illustrated(cards_at(timezone.now(), shown))}
    return Results(
        text=text,
        terms=wanted,
        count=len(keys),
        articles=[found[key] for key in shown if key in found],
        previous=number - 1,
        following=number + 1 if number < pages else 0,
        meant="" if keys else meant(text, among),
    )
