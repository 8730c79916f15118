"""A conflict settled: ours stays, or theirs is taken."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from articles.importing.apply import FILE, take_back
from articles.importing.report import Outcome
from articles.importing.steps import Step
from articles.models import Article, Conflict, Topic
from documents.document import Change
from documents.layout import Kind, kind_of
from documents.packing import unpack
from providers.models import Provider


def settle(conflict: Conflict, choice: Conflict.Choice, *, user: User | None, now: datetime) -> bool:
    """Settle one conflict; False where somebody else was quicker, or the document is gone."""
    with transaction.atomic():
        if not Conflict.objects.filter(pk=conflict.pk).settle(choice, by=user, now=now):
            return False
        if choice == Conflict.Choice.THEIRS:
            return _take_theirs(conflict)
    return True


def _take_theirs(conflict: Conflict) -> bool:
    kind = kind_of(conflict.path) or Kind.ARTICLE
    row = _row(kind, conflict.path)
    if row is None:
        return False
    change = (
        Change("published", False) if conflict.key == FILE else Change(conflict.key, unpack(conflict.theirs))
    )
    step = Step(conflict.path, kind, None, b"", Outcome.UPDATED, row=row, changes=(change,))
    take_back([step], {})
    return True


def _row(kind: Kind, path: str) -> Article | Topic | Provider | None:
    if kind is Kind.ARTICLE:
        return Article.objects.select_for_update(of=("self",)).for_merge().filter(path=path).first()
    if kind is Kind.TOPIC:
        return Topic.objects.filter(path=path).first()
    return Provider.objects.filter(path=path).first()
