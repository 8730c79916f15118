"""What readers see is never emptied, by whatever way: it keeps its title, and something that can be read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.models import Article
from articles.models.workflow import LIVE, State
from documents.document import is_visible


class WouldEmpty(Exception):
    """A change that would take from readers what they see; says why not, and what to do first.

    `field` names the field, where it is one alone.
    """

    def __init__(self, reason: str, field: str | None = None) -> None:
        super().__init__(reason)
        self.field = field


def refuse_to_empty(article: Article, after: Mapping[str, Any], *, now: datetime) -> None:
    """Raise WouldEmpty where some fields, as they would be, leave nothing of what the article has to show.

    A story that readers see keeps its title: lists would show them its address. One that waits for its hour,
    or that has no title, keeps something at least; one that is written here, something behind its title.
    """
    state = article.state_at(now)
    if state == State.PUBLISHED and _empties(article, after, "title"):
        raise WouldEmpty(_("Readers see the title: write one, or withdraw the story first."), "title")
    if state in LIVE and _empties(article, after, *article.content):
        left = _("Nothing would be left of the story: keep a title, text or address, or withdraw it first.")
        if "title" not in article.content:
            left = _(
                "Nothing would be left of the story: keep a text, excerpt or address, or withdraw it first."
            )
        raise WouldEmpty(left)


def _empties(article: Article, after: Mapping[str, Any], *names: str) -> bool:
    """Whether these fields hold something that could be read, and would hold nothing any more."""
    held = {name: getattr(article, name) for name in names}
    left = held | {name: after[name] or "" for name in names if name in after}
    return any(map(is_visible, held.values())) and not any(map(is_visible, left.values()))
