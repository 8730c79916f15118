"""Providers that are blocked: what waits of theirs is rejected, and so is what comes in later.

What the public sees of them stays, unless whoever blocks them says otherwise. New arrivals are
rejected by articles/importing/apply/__init__.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from articles.editing.history import Actor, record_differences
from articles.editing.workflow import move
from articles.models import Article
from articles.models.workflow import BLOCKED, State
from articles.querysets import ArticleQuerySet, released_q, scheduled_q
from providers.models import Block, Provider

# Articles decided about at a time.
CHUNK: Final = 2000


@dataclass(frozen=True, slots=True)
class Standing:
    """How many stories of a provider stand where a block, or its end, would find them."""

    waiting: int
    scheduled: int
    public: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Blocked:
    """What came of a block."""

    rejected: int
    withdrawn: int


class AlreadySo(Exception):
    """The provider is blocked already, or not blocked; `str()` says which, for a person."""


def standing(provider: Provider, now: datetime) -> Standing:
    """Where a provider's stories stand; one query."""
    counted = Article.objects.from_provider(provider).aggregate(
        waiting=Count("pk", filter=Q(state=State.INBOX)),
        scheduled=Count("pk", filter=scheduled_q(now=now)),
        public=Count("pk", filter=released_q(now=now)),
        rejected=Count("pk", filter=Q(state=State.REJECTED, reason=BLOCKED)),
    )
    return Standing(**counted)


def block(provider: Provider, actor: Actor, *, withdraw: bool) -> Blocked:
    """Block a provider, for the reason that the actor notes; withdraw what is public where asked.

    Raises AlreadySo; PermissionDenied where `actor.by` may not reject, or withdraw.
    """
    theirs = Article.objects.from_provider(provider)
    with transaction.atomic():
        _made, is_new = Block.objects.get_or_create(
            provider=provider, defaults={"at": actor.at, "by": actor.by, "reason": actor.note}
        )
        if not is_new:
            raise AlreadySo(_("This provider is blocked already."))
        _record(provider, actor, is_blocked=True)
        reject = Actor(actor.by, actor.origin, actor.at, BLOCKED)
        waiting = theirs.filter(Q(state=State.INBOX) | scheduled_q(now=actor.at))
        rejected = sum(len(move(part, State.REJECTED, reject).revisions) for part in _parts(waiting))
        public = theirs.released(actor.at) if withdraw else theirs.none()
        withdrawn = sum(len(move(part, State.WITHDRAWN, reject).revisions) for part in _parts(public))
    return Blocked(rejected, withdrawn)


def unblock(provider: Provider, actor: Actor, *, bring_back: bool) -> int:
    """Let a provider's stories come again; answers with how many of those the block rejected wait anew.

    Raises AlreadySo; PermissionDenied where `actor.by` may not bring back.
    """
    with transaction.atomic():
        gone, _by_model = Block.objects.filter(provider=provider).delete()
        if not gone:
            raise AlreadySo(_("This provider is not blocked."))
        _record(provider, actor, is_blocked=False)
        rejected = Article.objects.from_provider(provider).filter(state=State.REJECTED, reason=BLOCKED)
        parts = _parts(rejected) if bring_back else iter(())
        return sum(len(move(part, State.INBOX, actor).revisions) for part in parts)


def _record(provider: Provider, actor: Actor, *, is_blocked: bool) -> None:
    if provider.path:
        said = {"isBlocked": is_blocked}
        record_differences(
            [provider], {provider.pk: {"isBlocked": not is_blocked}}, {provider.pk: {**said}}, actor
        )


def _parts(articles: ArticleQuerySet) -> Iterator[ArticleQuerySet]:
    keys = list(articles.values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        yield Article.objects.filter(pk__in=keys[start : start + CHUNK])
