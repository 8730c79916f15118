"""What comes in from providers that are blocked: it is rejected before anybody sees it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from articles.editing.history import Actor, keep
from articles.importing.report import Outcome
from articles.importing.steps import Step
from articles.models import Article, Listing, Revision
from articles.models.workflow import BLOCKED, State
from documents.document import Values
from providers.models import Block


def reject_blocked(steps: Sequence[Step], now: datetime) -> None:
    """Reject the new articles of a batch whose providers are blocked; one query where nobody is."""
    if not Block.objects.exists():
        return
    created = [step.path for step in steps if step.outcome is Outcome.CREATED]
    rows = list(Article.objects.filter(path__in=created, provider__block__isnull=False))
    before: dict[int, Values] = {row.pk: {"state": row.state, "published": row.published} for row in rows}
    for row in rows:
        # Not a move: what was never public is not withdrawn.
        row.state, row.published, row.reason = State.REJECTED, False, BLOCKED
        row.decided_at, row.is_waiting = now, False
    Article.objects.keep_decisions(rows)
    Listing.objects.refresh(rows)
    after: dict[int, Values] = {
        row.pk: {"state": row.state, "published": False, "reason": BLOCKED} for row in rows
    }
    keep(rows, before, after, Actor(None, Revision.Origin.BLOCK, now, BLOCKED))
