"""Damaged texts repaired, many at once, and the way back; articles/models/damage.py says what is damaged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction

from articles.editing.history import Actor, record_differences
from articles.models import Article, Revision
from articles.models.damage import FIELDS, mark_of, repairs
from articles.querysets import ArticleQuerySet
from documents.document import Absent, Values
from documents.json_values import unpack


def repair(articles: ArticleQuerySet, actor: Actor, *, fields: Iterable[str] = FIELDS) -> dict[int, Revision]:
    """Repair what is proposed for some articles, in a fixed number of queries; the revisions by article.

    Those that `actor.by` may not change stay as they are.
    """

    def repaired(article: Article) -> None:
        for proposed in repairs(article):
            if proposed.field in wanted:
                setattr(article, proposed.field, proposed.after)

    wanted = set(fields)
    return _change(articles, repaired, actor)


def leave(
    articles: ArticleQuerySet, *, by: User | None, fields: Iterable[str] = FIELDS
) -> dict[int, list[str]]:
    """Propose nothing more for texts of these articles until they change; what was left, by article."""
    wanted = set(fields)
    with transaction.atomic():
        rows, left = [], {}
        for article in articles.locked_for(by):
            marks = [mark_of(item.before) for item in repairs(article) if item.field in wanted]
            if marks:
                # What is said of texts that are gone need not be kept.
                present = {mark_of(getattr(article, field)) for field in FIELDS}
                article.left_as_is = [m for m in article.left_as_is or () if m in present] + marks
                left[article.pk] = marks
                rows.append(article)
        Article.objects.keep_texts(rows)
    return left


def propose_again(left: Mapping[int, Sequence[str]], *, by: User | None) -> int:
    """Take back that texts were left as they are; answers with how many articles are proposed again."""
    with transaction.atomic():
        rows = list(Article.objects.filter(pk__in=left).locked_for(by))
        for article in rows:
            article.left_as_is = [m for m in article.left_as_is or () if m not in left[article.pk]] or None
        Article.objects.keep_texts(rows)
    return len(rows)


def take_back(revisions: Sequence[Revision], *, by: User, now: datetime) -> dict[int, Revision]:
    """Undo repairs of one's own: every text is to the letter what it was, unless it was changed since.

    Raises PermissionDenied where a repair is somebody else's.
    """
    if any(revision.user_id != by.pk for revision in revisions):
        raise PermissionDenied
    by_path = {revision.path: revision for revision in revisions if revision.undone_by_id is None}

    def as_before(article: Article) -> None:
        for change in by_path[article.path].changes:
            after = unpack(change["after"])
            if change["key"] in FIELDS and getattr(article, change["key"]) == after:
                before = unpack(change["before"])
                setattr(article, change["key"], "" if isinstance(before, Absent) else before)

    with transaction.atomic():
        actor = Actor(by, Revision.Origin.UNDO, now)
        made = _change(Article.objects.filter(path__in=by_path), as_before, actor)
        Revision.objects.mark_undone((by_path[back.path], back) for back in made.values())
    return made


def _change(articles: ArticleQuerySet, change: Callable[[Article], Any], actor: Actor) -> dict[int, Revision]:
    with transaction.atomic():
        rows = list(articles.locked_for(actor.by))
        before = {article.pk: _said(article) for article in rows}
        for article in rows:
            change(article)
        rows = [article for article in rows if _said(article) != before[article.pk]]
        Article.objects.keep_texts(rows)
        return record_differences(rows, before, {article.pk: _said(article) for article in rows}, actor)


def _said(article: Article) -> Values:
    return {field: text for field in FIELDS if (text := getattr(article, field))}
