"""What imports leave behind: runs, plans, conflicts, and what stays out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import (  # noqa: F401  some name type parameters
        Conflict,
        ImportRun,
        PlannedDocument,
        Withheld,
    )


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """The log of imports."""

    def finish(self, state: str, now: datetime, report: dict[str, Any] | None = None) -> None:
        """Close the books on some runs."""
        self.update(state=state, finished=now, **({} if report is None else {"report": report}))

    def take_back(self, user: User | None, now: datetime) -> None:
        """Mark as undone."""
        self.update(undone=now, undone_by=user)

    def remember(self, run: ImportRun, made: dict[str, list[int]]) -> None:
        """Add to the keys of the topics and providers that a run made because articles name them."""
        run.mentioned = {name: [*run.mentioned.get(name, []), *keys] for name, keys in made.items()} | {
            name: keys for name, keys in run.mentioned.items() if name not in made
        }
        self.filter(pk=run.pk).update(mentioned=run.mentioned)


class PlannedDocumentQuerySet(models.QuerySet["PlannedDocument"]):
    """The documents of an upload, as its plan shows them."""

    def editorial(self) -> Self:
        """Those that change what an editor would care about."""
        return self.filter(outcome="updated", is_editorial=True)

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


class WithheldQuerySet(models.QuerySet["Withheld"]):
    """What imports leave out."""

    def standing(self) -> Self:
        """Not lifted."""
        return self.filter(lifted__isnull=True)

    def keep_out(self, entries: Iterable[Withheld]) -> None:
        """Put articles that never came on the list; one that is on it stays as it is."""
        self.bulk_create(entries, ignore_conflicts=True)

    def lift(self, *, by: User | None, now: datetime) -> None:
        """Let them come again: with the next import, from what the source says then."""
        # Late, for models name their managers here.
        sources = self.model._meta.apps.get_model("articles", "SourceDocument")._default_manager
        articles = self.model._meta.apps.get_model("articles", "Article")._default_manager
        with transaction.atomic():
            paths = set(self.standing().values_list("path", flat=True))
            paths -= set(articles.filter(path__in=paths).values_list("path", flat=True))
            sources.filter(path__in=paths).delete()
            self.standing().update(lifted=now, lifted_by=by)
