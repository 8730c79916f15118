"""The history of documents: what was changed here, by whom, when and from where, field by field.

    with recorded([article], Actor(by=user, origin=Revision.Origin.FORM, at=now)):
        ...  # change the row and what stands below it

What imports change is in ImportedDocument, in the same shape; `timeline` shows both in one row of time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from articles import mapping
from articles.models import Article, ImportedDocument, Revision, Topic
from articles.roles import display_name
from documents.document import ABSENT, Absent, Value, Values
from documents.json_values import pack, unpack
from documents.layout import Kind, kind_of
from documents.merge import is_editorial_change
from documents.schema import all_fields_of, field_of
from providers.models import Provider

# What is decided about an article and no document says: key, column.
# articles.desk.forms.labels names what is shown.
DESK: Final = {
    "state": "state",
    "publishAt": "publish_at",
    "reason": "reason",
    "sentForReviewAt": "sent_for_review_at",
    "changedAtSource": "changed_at_source",
    "decidedAt": "decided_at",
    "decidedBy": "decided_by_id",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who changes something, from where, when and why. `by` is None for a command, which no person runs."""

    by: User | None
    origin: Revision.Origin
    at: datetime
    note: str = ""

    @property
    def name(self) -> str:
        """The name by which history knows who it was, whatever becomes of the account."""
        return display_name(self.by)


def snapshot(row: Article | Topic | Provider) -> Values:
    """All that a row says now, by its document's keys and those of the desk; lists must be at hand."""
    said: dict[str, Value | Absent] = {
        field.key: row.published
        if field.key == "published" and isinstance(row, Article)
        else mapping.value_of(row, field.key, ABSENT)
        for field in all_fields_of(row.kind)
        if mapping.has_column(row.kind, field.key)
    }
    if isinstance(row, Article):
        said["address"] = row.slug
        said |= {key: getattr(row, column) for key, column in DESK.items()}
    if isinstance(row, Topic):
        said["position"] = row.position
    return {key: value for key, value in said.items() if not isinstance(value, Absent) and value != ""}


def snapshots(rows: Iterable[Article | Topic | Provider]) -> dict[int, Values]:
    """The snapshots of some rows of one kind, by primary key; read anew in a fixed number of queries."""
    rows = list(rows)
    if not rows:
        return {}
    fresh = _fresh(rows[0].kind, [row.pk for row in rows])
    return {row.pk: snapshot(row) for row in fresh}


def _fresh(kind: Kind, keys: Sequence[int]) -> Iterable[Article | Topic | Provider]:
    if kind is Kind.ARTICLE:
        return Article.objects.for_export().filter(pk__in=keys)
    if kind is Kind.TOPIC:
        return Topic.objects.select_related("parent").filter(pk__in=keys)
    return Provider.objects.prefetch_related("logos").filter(pk__in=keys)


@contextmanager
def recorded(rows: Iterable[Article | Topic | Provider], actor: Actor) -> Iterator[None]:
    """Record what the block changes in some rows of one kind. The caller holds a transaction."""
    rows = list(rows)
    before = snapshots(rows)
    yield
    record_changes(rows, before, actor)


def record_changes(
    rows: Iterable[Article | Topic | Provider], before: Mapping[int, Values], actor: Actor
) -> dict[int, Revision]:
    """Record a revision of each row that differs from its snapshot in `before`; return them by primary key.

    A new row has no snapshot there.
    """
    rows = list(rows)
    return record_differences(rows, before, snapshots(rows), actor)


def record_differences(
    rows: Iterable[Article | Topic | Provider],
    before: Mapping[int, Values],
    after: Mapping[int, Values],
    actor: Actor,
) -> dict[int, Revision]:
    """Record what differs between two snapshots of each row; return the revisions by primary key."""
    made = {
        row.pk: Revision(
            path=row.path,
            at=actor.at,
            user=actor.by,
            actor=actor.name,
            origin=actor.origin,
            note=actor.note,
            changes=changes,
        )
        for row in rows
        if row.pk in after and (changes := _changes(row.kind, before.get(row.pk, {}), after[row.pk]))
    }
    Revision.objects.keep(made.values())
    return made


def _changes(kind: Kind, before: Values, after: Values) -> list[dict[str, Any]]:
    changes = []
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key, ABSENT), after.get(key, ABSENT)
        if old != new or isinstance(old, bool) != isinstance(new, bool):
            known = field_of(kind, key)
            editorial = known is None or known.is_editorial
            changes.append({"key": key, "before": pack(old), "after": pack(new), "editorial": editorial})
    return changes


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One change of a document, made here or by an import."""

    at: datetime
    actor: str
    origin: str
    note: str
    changes: Sequence[Mapping[str, Any]]
    revision: Revision | None = None
    imported: ImportedDocument | None = None

    @property
    def name(self) -> str:
        """By what an address names it, whatever comes before or after it."""
        return f"r{self.revision.pk}" if self.revision else f"i{self.imported.pk if self.imported else 0}"

    @property
    def only_counts(self) -> bool:
        """Whether an import brought nothing that people decide: heat, quality, what no row holds."""
        if self.imported is None or self.imported.outcome == "created":
            return False
        kind = kind_of(self.imported.path) or Kind.ARTICLE
        sides = (
            (change["key"], unpack(change["before"]), unpack(change["after"])) for change in self.changes
        )
        return not any(is_editorial_change(kind, *side) for side in sides)

    @property
    def done(self) -> datetime:
        """When it changed what is here: an import of a commit of last year did so today."""
        return self.imported.run.started if self.imported else self.at


def timeline(path: str) -> list[TimelineEntry]:
    """Every change of a document, the newest first; two queries."""
    if not path:
        return []
    revisions = Revision.objects.filter(path=path).select_related("user").order_by("at", "pk")
    imports = ImportedDocument.objects.filter(path=path).select_related("run__user").order_by("run", "pk")
    # A report names every document of its import.
    imports = imports.defer("content_before", "run__report", "run__mentioned")
    entries = [
        TimelineEntry(item.at, item.actor, item.get_origin_display(), item.note, item.changes, revision=item)
        for item in revisions
    ]
    entries += [
        TimelineEntry(
            item.run.dated or item.run.started,
            item.run.author or display_name(item.run.user) or item.run.process,
            str(_("import")),
            item.run.source,
            item.changes,
            imported=item,
        )
        for item in imports
    ]
    return sorted(entries, key=lambda entry: entry.done)[::-1]


def version(now: Values, later: Iterable[TimelineEntry]) -> dict[str, Any]:
    """What a document said before some entries, the newest first, given what it says now; packed values."""
    said: dict[str, Any] = {key: pack(value) for key, value in now.items()}
    for entry in later:
        for change in entry.changes:
            said[change["key"]] = change["before"]
    return {key: value for key, value in said.items() if value is not None}
