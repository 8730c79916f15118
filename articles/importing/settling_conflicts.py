"""A conflict settled: ours stays, or theirs is taken; and a field that was frozen thawed."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.editing.conflict_texts import digest_of, theirs_now
from articles.editing.history import Actor
from articles.editing.workflow import move
from articles.importing.decided_changes import change
from articles.mapping import value_of
from articles.models import Article, Conflict, FrozenField, Revision, SourceDocument, Topic
from articles.models.conflict import FILE_KEY
from articles.models.workflow import State
from documents.body import has_both
from documents.document import ABSENT, Absent, FieldChange, Problem, Value, Values
from documents.json_values import unpack
from documents.layout import Kind, kind_of
from documents.reader import read
from documents.round_trip import misfits
from documents.schema import BODY
from documents.validation import validate
from providers.models import Provider
from providers.verbatim_forms import STILL_BOTH


class NotSettled(Exception):
    """Why somebody's text does not settle a conflict, in words."""


def settle(conflict: Conflict, choice: Conflict.Choice, *, user: User | None, now: datetime) -> bool:
    """Settle one conflict; False where somebody else was quicker, or the document is gone.

    Raises PermissionDenied where that would publish or withdraw, and `user` may not; WouldEmpty where readers
    would be left with nothing.
    """
    with transaction.atomic():
        if not Conflict.objects.filter(pk=conflict.pk).settle(choice, by=user, now=now):
            return False
        row = _row(conflict)
        if row is None:
            return choice == Conflict.Choice.OURS
        if choice == Conflict.Choice.THEIRS:
            _take_theirs(conflict, row, user=user, now=now)
        _decided(row, conflict.key)
    return True


def settle_by_text(conflict: Conflict, text: str, *, seen: str, user: User | None, now: datetime) -> bool:
    """Settle one conflict by a text that somebody typed who had seen another; False as `settle`.

    `seen` is the digest of what the row said then. Raises NotSettled where it says something else by now,
    or where the text could not stand in a document, and WouldEmpty as `settle`.
    """
    with transaction.atomic():
        if not Conflict.objects.filter(pk=conflict.pk).settle(Conflict.Choice.TYPED, by=user, now=now):
            return False
        row = _row(conflict)
        if row is None:
            return False
        held = value_of(row, conflict.key, ABSENT)
        if digest_of(held) != seen:
            raise NotSettled(_("It was changed here meanwhile: look at what it says now, and save again."))
        if has_both(text) and not has_both(f"{held}\n{unpack(conflict.theirs)}"):
            raise NotSettled(str(STILL_BOTH))
        # A document of a text alone is none.
        beside: Values = {"type": "article"} if conflict.key == BODY.key else {}
        if reason := misfits(row.kind, beside | {conflict.key: text}).get(conflict.key):
            raise NotSettled(reason)
        if text != held:
            change(row, [FieldChange(conflict.key, text)], Actor(user, Revision.Origin.CONFLICT, now))
        _decided(row, conflict.key)
    return True


def _decided(row: Article | Topic | Provider, key: str) -> None:
    """Ask no more about what somebody decided."""
    if isinstance(row, Article):
        FrozenField.objects.all().hold(row.path, key)
        _ask_no_more(row, key)


def thaw(field: FrozenField, *, user: User | None, now: datetime) -> bool:
    """Follow the source in a field again, and ask about each change; False where it is thawed already."""
    with transaction.atomic():
        standing = FrozenField.objects.standing().select_for_update().filter(pk=field.pk).first()
        if standing is None:
            return False
        article = _row(field)
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
    change(article, [FieldChange(key, said)], Actor(user, Revision.Origin.RESTORE, now))


def _take_theirs(
    conflict: Conflict, row: Article | Topic | Provider, *, user: User | None, now: datetime
) -> None:
    theirs: Value | Absent = False
    if conflict.key != FILE_KEY:
        theirs = theirs_now(conflict, value_of(row, conflict.key, ABSENT))
    if isinstance(row, Article) and conflict.key in {FILE_KEY, "published"}:
        _decide(row, is_public=theirs is True, user=user, now=now)
        return
    change(row, [FieldChange(conflict.key, theirs)], Actor(user, Revision.Origin.CONFLICT, now))


def _decide(article: Article, *, is_public: bool, user: User | None, now: datetime) -> None:
    """Publish, or take from the public, as the source would have it."""
    hidden = State.WITHDRAWN if article.state_at(now) == State.PUBLISHED else State.REJECTED
    rows, actor = Article.objects.filter(pk=article.pk), Actor(user, Revision.Origin.CONFLICT, now)
    if article.state == State.DRAFT and is_public:
        # Its writer has it no longer to themselves.
        move(rows, State.INBOX, actor)
    move(rows, State.PUBLISHED if is_public else hidden, actor)


def _ask_no_more(article: Article, key: str) -> None:
    """Somebody decided about what the source changed in one key: the article does not wait for that."""
    # Asked anew, for what was settled may have moved it.
    row = Article.objects.waiting().filter(pk=article.pk).first()
    if row is not None:
        row.changed_at_source = [name for name in row.changed_at_source if name != key]
        row.agree()
        Article.objects.keep_waiting([row])


def _row(about: Conflict | FrozenField) -> Article | Topic | Provider | None:
    kind, path = kind_of(about.path) or Kind.ARTICLE, about.path
    if kind is Kind.ARTICLE:
        return Article.objects.select_for_update(of=("self",)).for_merge().filter(path=path).first()
    if kind is Kind.TOPIC:
        return Topic.objects.filter(path=path).first()
    return Provider.objects.filter(path=path).first()
