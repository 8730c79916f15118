"""What an editor should look at before a story goes out: said in words, on the list and on the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.editing.similar import Twin, Why
from articles.models import Article, LinkCheck
from articles.models.workflow import State


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at, in a few words; with the other story where it is about one."""

    code: str
    text: str
    twin: Twin | None = None


def doubts_about(
    article: Article,
    *,
    has_picture: bool,
    twins: Sequence[Twin] = (),
    check: LinkCheck | None = None,
    now: datetime | None = None,
) -> list[Doubt]:
    """What is doubtful about a story, the gravest first. Asks no question of the database."""
    is_dead = check is not None and check.is_dead and check.url == article.web_url
    embargo = embargo_on(article, now or timezone.now())
    return [
        *([embargo] if embargo else ()),
        *twin_doubts(twins),
        *([Doubt("dead-link", _("dead link"))] if is_dead else ()),
        *([Doubt("damaged", _("damaged text"))] if article.is_damaged else ()),
        *([] if article.title else [Doubt("untitled", _("no title"))]),
        *([] if has_picture else [Doubt("no-picture", _("no picture"))]),
    ]


def embargo_on(article: Article, now: datetime) -> Doubt | None:
    """That a story is published, or will be at its moment, and its date keeps it from readers even then."""
    dated, publish_at = article.published_date_time, article.publish_at
    if article.published is not True or dated is None or dated <= max(now, publish_at or now):
        return None
    when = f"{dated.astimezone(UTC):%Y-%m-%d %H:%M}"
    return Doubt("embargoed", _("public from %(when)s UTC") % {"when": when})


def twin_doubts(twins: Sequence[Twin]) -> list[Doubt]:
    """The likeliest twin at the same address and by title, each once."""
    first = {twin.why: twin for twin in reversed(twins)}
    words: dict[Why, Any] = {
        Why.ADDRESS: _("same address as a story that is %(state)s"),
        Why.TITLE: _("nearly the title of a story that is %(state)s"),
    }
    return [
        Doubt(why.value, words[why] % {"state": State(first[why].state).label}, first[why])
        for why in Why
        if why in first
    ]
