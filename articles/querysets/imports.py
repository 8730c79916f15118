"""What imports leave behind: runs, plans, conflicts, and what stays out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from documents.addresses import told_apart_by
from documents.identity import fingerprint

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import (  # noqa: F401  some name type parameters
        Conflict,
        ExportedDocument,
        FrozenField,
        ImportRun,
        LeftDocument,
        PlannedDocument,
        SourceDocument,
        Withheld,
    )


def _row_at(rows: models.QuerySet[Any]) -> models.Exists:
    """Whether one of these rows is at the path that is known of a document."""
    return models.Exists(rows.order_by().filter(path=models.OuterRef("path")))


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """The log of imports."""

    def finish(self, state: str, now: datetime, report: dict[str, Any] | None = None) -> None:
        """Close the books on some runs."""
        self.update(state=state, finished=now, **({} if report is None else {"report": report}))

    def mark_undone(self, user: User | None, now: datetime) -> None:
        """Mark as undone."""
        self.update(undone=now, undone_by=user)

    def remember(self, run: ImportRun, made: dict[str, list[int]]) -> None:
        """Add to the keys of the topics and providers that a run made because articles name them."""
        run.mentioned = {name: [*run.mentioned.get(name, []), *keys] for name, keys in made.items()} | {
            name: keys for name, keys in run.mentioned.items() if name not in made
        }
        self.filter(pk=run.pk).update(mentioned=run.mentioned)


class SourceDocumentQuerySet(models.QuerySet["SourceDocument"]):
    """What came in, as it came in."""

    def documents(self) -> Self:
        """Without the files that are carried along, of which no row is ever made."""
        return self.filter(is_carried=False)

    def bereft_of(self, rows: models.QuerySet[Any]) -> Self:
        """Those at whose paths none of these rows is."""
        return self.filter(~_row_at(rows))

    def kept_in(self, rows: models.QuerySet[Any]) -> Self:
        """Those at whose paths one of these rows is, and what is carried along."""
        return self.filter(models.Q(is_carried=True) | _row_at(rows))


class ExportedDocumentQuerySet(models.QuerySet["ExportedDocument"]):
    """What went out into folders, as it went out."""

    def bereft_of(self, rows: models.QuerySet[Any]) -> Self:
        """Those at whose paths none of these rows is."""
        return self.filter(~_row_at(rows))

    def remember(self, digests: Mapping[str, bytes | None]) -> None:
        """Write down what went out at some paths, over what went out there before; None: what came in."""
        rows = self.filter(path__in=list(digests)).values_list("path", "digest")
        known = {path: bytes(digest) for path, digest in rows}
        self.filter(path__in=[path for path in known if digests[path] is None]).delete()
        self.bulk_create(
            (
                self.model(path=path, digest=digest)
                for path, digest in digests.items()
                if digest is not None and known.get(path) != digest
            ),
            update_conflicts=True,
            unique_fields=["path"],
            update_fields=["digest"],
        )


def to_decide_q() -> models.Q:
    """What of an upload asks for a decision; possible duplicates are new."""
    new = models.Q(outcome__in=["created", "refused"])
    return new | models.Q(outcome="updated", is_editorial=True) | models.Q(is_conflicted=True)


class PlannedDocumentQuerySet(models.QuerySet["PlannedDocument"]):
    """The documents of an upload, as its plan shows them."""

    def editorial(self) -> Self:
        """Those that change what an editor would care about."""
        return self.filter(outcome="updated", is_editorial=True)

    def to_decide(self) -> Self:
        """Those that somebody should look at: not what changes nothing, or numbers alone, or is kept out."""
        return self.filter(to_decide_q())

    def counted(self) -> Self:
        """Those that change numbers alone, or what is carried and never shown."""
        return self.filter(outcome="updated", is_editorial=False, is_conflicted=False)

    def conflicted(self) -> Self:
        """Those in which a field was changed here and at the source."""
        return self.filter(is_conflicted=True)

    def duplicated(self) -> Self:
        """Those that may be here already, under another path."""
        return self.filter(is_duplicate=True)

    def choosable(self) -> Self:
        """Those that an import would write."""
        return self.filter(outcome__in=["created", "updated"])

    def keep(self, rows: Iterable[PlannedDocument]) -> None:
        """Insert a part of a plan."""
        self.bulk_create(rows)

    def choose(self, choice: str) -> None:
        """Let all of them have the same choice, where it can be theirs."""
        self.choosable().update(choice=choice)

    def remember(self, rows: Iterable[PlannedDocument]) -> None:
        """Save what was chosen for some of them."""
        self.bulk_update(rows, ["choice", "rejected"])


class ConflictQuerySet(models.QuerySet["Conflict"]):
    """What waits for an editor."""

    def waiting(self) -> Self:
        """Neither settled nor overtaken by a later import."""
        return self.filter(settled__isnull=True, superseded_by__isnull=True)

    def standing(self) -> Self:
        """Not overtaken by a later import: those that wait, and those that somebody settled."""
        return self.filter(superseded_by__isnull=True)

    def reopen(self) -> None:
        """Let them wait again: the import that overtook them was undone."""
        self.update(superseded_by=None)

    def settle(self, choice: str, *, by: User | None, now: datetime) -> bool:
        """Mark as settled; False where somebody else was quicker."""
        waiting = self.filter(settled__isnull=True, superseded_by__isnull=True)
        return waiting.update(choice=choice, settled=now, settled_by=by) > 0

    def supersede(self, run: ImportRun) -> None:
        """Close what a later import found changed again, or back."""
        self.update(superseded_by=run)


class FrozenFieldQuerySet(models.QuerySet["FrozenField"]):
    """Fields that the source changes to and fro."""

    def standing(self) -> Self:
        """Not thawed by somebody."""
        return self.filter(thawed__isnull=True)

    def hold(self, path: str, key: str) -> None:
        """Somebody chose what a field says: that is left as it is while the source flips it."""
        self.standing().filter(path=path, key=key).update(is_held=True)

    def let_go(self, path: str, key: str) -> None:
        """Follow the source again."""
        self.filter(path=path, key=key).update(is_held=False)

    def thaw(self, now: datetime) -> None:
        """Ask about each change again; those that came before count no more."""
        self.standing().update(is_held=False, thawed=now)


class LeftDocumentQuerySet(models.QuerySet["LeftDocument"]):
    """What somebody left out of an upload."""

    def among(self, digests: Mapping[str, bytes]) -> set[str]:
        """The paths of those documents that have not changed since they were left out."""
        left = self.filter(path__in=list(digests)).values_list("path", "digest")
        return {path for path, digest in left if bytes(digest) == digests[path]}

    def leave(self, rows: Iterable[LeftDocument]) -> None:
        """Write down what was left out; over what was left out at that path before."""
        self.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["path"],
            update_fields=["digest", "left_out", "left_out_by"],
        )

    def offer_again(self, paths: Collection[str]) -> None:
        """Let the next plan or import have them."""
        self.filter(path__in=paths).delete()


class WithheldQuerySet(models.QuerySet["Withheld"]):
    """What imports leave out."""

    def standing(self) -> Self:
        """Not lifted."""
        return self.filter(lifted__isnull=True)

    def bereft_of(self, rows: models.QuerySet[Any]) -> Self:
        """Those at whose paths none of these rows is."""
        return self.filter(~_row_at(rows))

    def among(self, addresses: Mapping[str, Collection[str]]) -> set[str]:
        """Which of some documents, each with its canonical addresses, are on the list by either."""
        keys = {
            path: {fingerprint(told_apart_by(address)) for address in found}
            for path, found in addresses.items()
        }
        by_path = {path: fingerprint(path) for path in addresses}
        paths = set(self.filter(path_key__in=by_path.values()).values_list("path_key", flat=True))
        wanted = {key for found in keys.values() for key in found}
        known = set(self.filter(address_key__in=wanted).values_list("address_key", flat=True))
        return {path for path in addresses if by_path[path] in paths or known & keys[path]}

    def keep_out(self, entries: Iterable[Withheld]) -> None:
        """Put articles that never came on the list; one that is on it stays as it is."""
        self.bulk_create(entries, ignore_conflicts=True)

    def mark_lifted(self, *, by: User | None, now: datetime) -> None:
        """Mark as lifted."""
        self.update(lifted=now, lifted_by=by)
