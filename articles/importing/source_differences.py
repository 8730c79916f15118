"""What an article's source says where we say something else, and the way back to it, key by key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction

from articles import mapping
from articles.editing.history import Actor
from articles.importing.decided_changes import change
from articles.importing.settling_conflicts import settle
from articles.models import Article, Conflict, FrozenField, Revision, SourceDocument
from documents.document import ABSENT, Absent, FieldChange, Problem, Value, Values
from documents.layout import Kind
from documents.reader import read
from documents.schema import field_of
from documents.validation import validate

# Whether it is public is decided here, by moves; see articles.workflow.
_DECIDED: Final = "published"


@dataclass(frozen=True, slots=True)
class Difference:
    """An editorial key of which source and desk say different things."""

    key: str
    source: Value | Absent
    ours: Value | Absent


def differences(article: Article, content: bytes) -> list[Difference]:
    """Where an article differs from its document as last imported; its lists should be at hand."""
    document = read(article.path, content)
    if isinstance(document, Problem):
        return []
    return list(_differences(article, validate(document, Kind.ARTICLE).values))


def _differences(article: Article, base: Values) -> Iterator[Difference]:
    for one in mapping.changes_to(Kind.ARTICLE, article, base):
        known = field_of(Kind.ARTICLE, one.key)
        if known is not None and known.is_editorial and one.key != _DECIDED:
            yield Difference(one.key, base.get(one.key, ABSENT), one.value)


def back_to_source(article: Article, key: str, *, user: User | None, now: datetime) -> bool:
    """Let an article say again what its source says for one key; False where it does already.

    A conflict that waits about that key is settled by it. Raises WouldEmpty where readers would be left
    with nothing.
    """
    with transaction.atomic():
        row = Article.objects.select_for_update(of=("self",)).for_export().get(pk=article.pk)
        source = SourceDocument.objects.filter(path=row.path).first()
        said = differences(row, bytes(source.content)) if source is not None else []
        found = next((one for one in said if one.key == key), None)
        if found is None:
            return False
        waiting = Conflict.objects.waiting().filter(path=row.path, key=key).first()
        if waiting is not None and settle(waiting, Conflict.Choice.THEIRS, user=user, now=now):
            FrozenField.objects.all().let_go(row.path, key)
            return True
        FrozenField.objects.all().let_go(row.path, key)
        change(row, [FieldChange(key, found.source)], Actor(user, Revision.Origin.RESTORE, now))
    return True
