"""A conflict settled: ours stays, or theirs is taken; and a field that was frozen thawed."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from articles.editing.history import Actor, recorded
from articles.editing.workflow import move
from articles.importing.apply import apply_steps
from articles.importing.report import Outcome
from articles.importing.steps import Step
from articles.models import Article, Conflict, FrozenField, Revision, SourceDocument, Topic
from articles.models.conflict import FILE_KEY
from articles.models.workflow import State
from documents.document import ABSENT, FieldChange, Problem
from documents.json_values import unpack
from documents.layout import Kind, kind_of
from documents.reader import read
from documents.validation import validate
from providers.models import Provider


def settle(conflict: Conflict, choice: Conflict.Choice, *, user: User | None, now: datetime) -> bool:
    """Settle one conflict; False where somebody else was quicker, or the document is gone.

    Raises PermissionDenied where that would publish or withdraw, and `user` may not.
    """
    with transaction.atomic():
        if not Conflict.objects.filter(pk=conflict.pk).settle(choice, by=user, now=now):
            return False
        row = _row(kind_of(conflict.path) or Kind.ARTICLE, conflict.path)
        if row is None:
            return choice == Conflict.Choice.OURS
        if choice == Conflict.Choice.THEIRS:
            _take_theirs(conflict, row, user=user, now=now)
        if isinstance(row, Article):
            FrozenField.objects.all().hold(conflict.path, conflict.key)
            _ask_no_more(row, conflict.key)
    return True


def thaw(field: FrozenField, *, user: User | None, now: datetime) -> bool:
    """Follow the source in a field again, and ask about each change; False where it is thawed already."""
    with transaction.atomic():
        standing = FrozenField.objects.standing().select_for_update().filter(pk=field.pk).first()
        if standing is None:
            return False
        article = _row(Kind.ARTICLE, field.path)
        if standing.is_held and isinstance(article, Article):
            _follow_again(article, field.key, user=user, now=now)
        FrozenField.objects.filter(pk=field.pk).thaw(now)
        waiting = Conflict.objects.waiting().filter(path=field.path, key=field.key)
        # A question whether to choose one of the values; what both sides changed waits on.
        answered = [one.pk for one in waiting if one.is_about_flip]
        Conflict.objects.filter(pk__in=answered).settle(Conflict.Choice.OURS, by=user, now=now)
        if isinstance(article, Article) and not waiting.all().exists():
            _ask_no_more(article, field.key)
    return True


def _follow_again(article: Article, key: str, *, user: User | None, now: datetime) -> None:
    """Let an article say what its source says by now."""
    source = SourceDocument.objects.filter(path=article.path).first()
    document = read(article.path, bytes(source.content)) if source is not None else None
    if document is None or isinstance(document, Problem):
        return
    said = validate(document, Kind.ARTICLE).values.get(key, ABSENT)
    step = Step(
        article.path, Kind.ARTICLE, None, b"", Outcome.UPDATED, row=article, changes=(FieldChange(key, said),)
    )
    with recorded([article], Actor(user, Revision.Origin.RESTORE, now)):
        apply_steps([step])


def _take_theirs(
    conflict: Conflict, row: Article | Topic | Provider, *, user: User | None, now: datetime
) -> None:
    theirs = False if conflict.key == FILE_KEY else unpack(conflict.theirs)
    if isinstance(row, Article) and conflict.key in {FILE_KEY, "published"}:
        _decide(row, is_public=theirs is True, user=user, now=now)
        return
    change = FieldChange(conflict.key, theirs)
    step = Step(conflict.path, row.kind, None, b"", Outcome.UPDATED, row=row, changes=(change,))
    with recorded([row], Actor(user, Revision.Origin.CONFLICT, now)):
        apply_steps([step])


def _decide(article: Article, *, is_public: bool, user: User | None, now: datetime) -> None:
    """Publish, or take from the public, as the source would have it."""
    hidden = State.WITHDRAWN if article.state_at(now) == State.PUBLISHED else State.REJECTED
    move(
        Article.objects.filter(pk=article.pk),
        State.PUBLISHED if is_public else hidden,
        Actor(user, Revision.Origin.CONFLICT, now),
    )


def _ask_no_more(article: Article, key: str) -> None:
    """Somebody decided about what the source changed in one key: the article does not wait for that."""
    # Asked anew, for what was settled may have moved it.
    row = Article.objects.waiting().filter(pk=article.pk).first()
    if row is not None:
        row.changed_at_source = [name for name in row.changed_at_source if name != key]
        row.agree()
        Article.objects.keep_waiting([row])


def _row(kind: Kind, path: str) -> Article | Topic | Provider | None:
    if kind is Kind.ARTICLE:
        return Article.objects.select_for_update(of=("self",)).for_merge().filter(path=path).first()
    if kind is Kind.TOPIC:
        return Topic.objects.filter(path=path).first()
    return Provider.objects.filter(path=path).first()
