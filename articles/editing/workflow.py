"""Decisions about articles: many at once as one by one, each taken down, each to be taken back.

Which moves there are is in articles.models.workflow; who may make them is here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from articles.editing.history import DESK, Actor, record_differences
from articles.editing.naming import give_dates
from articles.models import Article, Listing, Redirect, Revision, SourceDocument
from articles.models.heat import heat_score
from articles.models.workflow import LIVE, State
from articles.querysets import ArticleQuerySet
from documents.document import Absent, Value, Values
from documents.json_values import unpack
from documents.parsing import Task, parse_all

# What it takes to bring an article to a state, but a draft into the inbox: see `may_move`.
PERMISSION: Final = {
    State.DRAFT: "articles.publish_article",
    State.INBOX: "articles.publish_article",
    State.SCHEDULED: "articles.publish_article",
    State.PUBLISHED: "articles.publish_article",
    State.WITHDRAWN: "articles.publish_article",
    State.REJECTED: "articles.reject_article",
}
_DATE: Final = "publishedDateTime"
# The columns that a decision sets, by the keys under which history takes them down.
_COLUMNS: Final = {**DESK, "published": "published", _DATE: "published_date_time"}


@dataclass
class Moved:
    """What came of a decision: the revisions it made, by article, and why some articles stayed."""

    revisions: dict[int, Revision] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)


def begun(article: Article, by: User | None) -> Article:
    """An article that somebody begins to write: a draft of theirs, unsaved."""
    article.state, article.published, article.created_by = State.DRAFT, False, by
    return article


def may_move(user: Any, to: State, article: Article | None = None) -> bool:
    """Whether somebody may bring an article to a state, or any at all; which are theirs, `open_to()` says.

    A draft is its writer's: whoever may change it may say that it is ready for review, and nobody else
    publishes it before.
    """
    if to == State.INBOX and article is None:
        return bool(user.has_perm("articles.change_article") or user.has_perm(PERMISSION[to]))
    if article is not None and article.state == State.DRAFT:
        if to == State.INBOX:
            return article.may_be_changed_by(user)
        if article.created_by_id not in (None, user.pk):
            return False
    return bool(user.has_perm(PERMISSION[to]))


def why_not(
    article: Article, to: State, user: Any, *, now: datetime, publish_at: datetime | None = None
) -> str:
    """Why somebody cannot bring an article to a state now; empty where they can. Nobody is a command."""
    refusal = article.refusal(to, now=now, publish_at=publish_at)
    if refusal or user is None or may_move(user, to, article):
        return refusal
    if article.state == State.DRAFT and may_move(user, to):
        return _("It is somebody’s draft: it has to be ready for review first.")
    return _("You may not decide about it.")


def move(articles: ArticleQuerySet, to: State, actor: Actor, *, publish_at: datetime | None = None) -> Moved:
    """Bring articles to a state, in a number of queries that does not depend on how many they are.

    The note of the actor is kept as the reason. Articles that cannot go there stay, and are named with why.
    Raises PermissionDenied where `actor.by` may not; nobody asks for a command's permission.
    """
    if actor.by is not None and not may_move(actor.by, to):
        raise PermissionDenied
    moved = Moved()
    with transaction.atomic():
        rows, before = [], {}
        locked = list((articles if actor.by is None else articles.open_to(actor.by)).locked())
        public = _public(locked, actor.at)
        said = _said_at_source(locked) if to == State.INBOX else {}
        stamped = _stamped(row for row in locked if to == State.INBOX or row.publish_at)
        for article in locked:
            held = _held(article)
            if refusal := why_not(article, to, actor.by, now=actor.at, publish_at=publish_at):
                moved.refused[article.pk] = refusal
                continue
            article.move(
                to,
                by=actor.by,
                now=actor.at,
                reason=actor.note,
                publish_at=publish_at,
                at_source=said.get(article.path),
                is_stamped=article.pk in stamped,
            )
            rows.append(article)
            before[article.pk] = held
        if to in LIVE:
            give_dates(rows, public)
        moved.revisions = _keep(rows, before, actor, public)
    return moved


def foresee(
    articles: Iterable[Article], to: State, user: User, *, now: datetime, publish_at: datetime | None = None
) -> dict[int, str]:
    """Why somebody could not move some of these articles now, by primary key; empty for those they could."""
    return {article.pk: why_not(article, to, user, now=now, publish_at=publish_at) for article in articles}


def take_back(revisions: Sequence[Revision], *, by: User, now: datetime) -> Moved:
    """Undo decisions of one's own, where nothing was decided since.

    Every column of the decision is as it was before, `published` included. Whoever may not decide so any
    more is refused. Raises PermissionDenied where a decision is somebody else's.
    """
    if any(revision.user_id != by.pk for revision in revisions):
        raise PermissionDenied
    moved = Moved()
    with transaction.atomic():
        by_path = {revision.path: revision for revision in revisions}
        rows, before = [], {}
        locked = list(Article.objects.open_to(by).filter(path__in=by_path).locked())
        public = _public(locked, now)
        for article in locked:
            held, stood = _held(article), State(article.state)
            refusal = _turn_back(article, held, by_path[article.path])
            if not _may_turn_back(by, stood, article):
                refusal = _("You may not decide that any more.")
            if not refusal and article.state in LIVE:
                refusal = article.lack()
            if refusal:
                moved.refused[article.pk] = refusal
            else:
                rows.append(article)
                before[article.pk] = held
        moved.revisions = _keep(rows, before, Actor(by, Revision.Origin.UNDO, now), public)
        Revision.objects.mark_undone(
            (by_path[row.path], moved.revisions[row.pk]) for row in rows if row.pk in moved.revisions
        )
    return moved


def publish_due(now: datetime) -> int:
    """Say of what was scheduled for earlier that it is published, as its document may now.

    Readers see it at the second anyway; an import and an export call this first.
    """
    due = Article.objects.due(now)
    if not due.exists():
        return 0
    with transaction.atomic():
        # Asked again of what is locked: somebody may have rejected one meanwhile.
        rows = list(due.locked().due(now))
        before, public = {article.pk: _held(article) for article in rows}, _public(rows, now)
        for article in rows:
            article.state, article.publish_at = State.PUBLISHED, None
        return len(_keep(rows, before, Actor(None, Revision.Origin.SCHEDULE, now), public))


def _public(articles: Iterable[Article], now: datetime) -> set[int]:
    return {article.pk for article in articles if article.is_public(now)}


def _stamped(articles: Iterable[Article]) -> set[int]:
    """Those that have their date from a decision, and no other since, as history tells."""
    dated = {article.path: article for article in articles if article.published_date_time is not None}
    last: dict[str, Value | Absent] = {}
    if dated:
        revisions = Revision.objects.filter(path__in=dated).order_by("at", "pk")
        for path, changes in revisions.values_list("path", "changes"):
            after = {change["key"]: change["after"] for change in changes}
            if _DATE in after:
                by_decision = not DESK.keys().isdisjoint(after)
                last[path] = unpack(after[_DATE]) if by_decision else None
    return {article.pk for path, article in dated.items() if last.get(path) == article.published_date_time}


def _said_at_source(articles: Iterable[Article]) -> dict[str, bool]:
    """What documents said of `published` when they last came in, by path; not those that had no such key."""
    sources = SourceDocument.objects.filter(path__in=[article.path for article in articles])
    tasks = [Task(path, path, bytes(data)) for path, data in sources.values_list("path", "content")]
    values = {parsed.path: (parsed.values or {}).get("published") for parsed in parse_all(tasks)}
    return {path: value for path, value in values.items() if isinstance(value, bool)}


def _held(article: Article) -> Values:
    said: dict[str, Value] = {key: getattr(article, column) for key, column in _COLUMNS.items()}
    # Without a date a document has no such key: that it is null nobody said.
    return {key: value for key, value in said.items() if value != "" and (key != _DATE or value is not None)}


def _turn_back(article: Article, held: Values, revision: Revision) -> str:
    """Set an article's columns to what they were before a decision; why not, where it has moved on."""
    changes: dict[str, Mapping[str, Any]] = {
        change["key"]: change for change in revision.changes if change["key"] in _COLUMNS
    }
    for key, change in [*changes.items()]:
        after = unpack(change["after"])
        if held.get(key) == (None if isinstance(after, Absent) else after):
            continue
        if key != _DATE:
            return _("It was decided again since.")
        # Somebody gave it another date since, which is no decision: it keeps that.
        del changes[key]
    for key, change in changes.items():
        value = unpack(change["before"])
        empty = "" if key == "reason" else None
        setattr(article, _COLUMNS[key], empty if isinstance(value, Absent) else value)
    article.agree()
    return ""


def _may_turn_back(user: User, stood: State, article: Article) -> bool:
    """Whether somebody may bring an article where it stood, and whence they take it back now."""
    back = State(article.state)
    if back == State.DRAFT:
        return may_move(user, stood, article)
    return may_move(user, stood) and bool(user.has_perm(PERMISSION[back]))


def _keep(
    rows: list[Article], before: Mapping[int, Values], actor: Actor, public: Collection[int]
) -> dict[int, Revision]:
    """Save what was decided, and all that follows from it; `public` are those that readers had until now."""
    Article.objects.keep_decisions(rows)
    dated = [row for row in rows if before[row.pk].get(_DATE) != row.published_date_time]
    for row in dated:
        row.heat_score = heat_score(row.heat, row.placed_at)
    Article.objects.keep_dates(dated)
    Listing.objects.refresh(rows)
    # Of what no reader ever saw nothing is said: that it is gone would tell that it was there.
    gone = [row for row in rows if row.pk in public and not row.is_public(actor.at)]
    Redirect.objects.remember({f"news/{row.slug}": None for row in gone})
    return record_differences(rows, before, {row.pk: _held(row) for row in rows}, actor)
