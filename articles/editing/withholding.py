"""Deleting an article for good, so that imports leave it out, and letting it come again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from articles.models import Article, ExportedDocument, Redirect, SourceDocument, Withheld
from articles.querysets import ArticleQuerySet, WithheldQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def withhold(articles: ArticleQuerySet, *, by: User | None, now: datetime, reason: str = "") -> int:
    """Delete articles and keep imports from bringing them back; returns how many there were.

    The addresses of those that readers had answer 410 from now on. `by` is None for a command. It is for
    the caller to know that somebody may delete.
    """
    # All or nothing: what is withheld and still here would be left out by every import.
    with transaction.atomic():
        rows = list(articles.locked())
        Withheld.objects.keep_out(Withheld.of(row, by=by, reason=reason, now=now) for row in rows)
        Redirect.objects.remember({f"news/{row.slug}": None for row in rows if row.is_public(now)})
        # The base manager's: `Article.objects` deletes nothing, lest somebody delete without this.
        Article._base_manager.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def lift(withheld: WithheldQuerySet, *, by: User | None, now: datetime) -> None:
    """Let articles come again: with the next import that has them, from what their source says then."""
    with transaction.atomic():
        standing = withheld.standing()
        paths = set(standing.values_list("path", flat=True))
        paths -= set(Article.objects.filter(path__in=paths).values_list("path", flat=True))
        SourceDocument.objects.filter(path__in=paths).delete()
        ExportedDocument.objects.filter(path__in=paths).delete()
        standing.mark_lifted(by=by, now=now)
