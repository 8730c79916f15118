"""manage.py undo_import: take an import back."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.importing.undo import CannotUndo, undo_run
from articles.management.failures import Exit, fail, told_plainly
from articles.models import ImportRun


class Command(BaseCommand):
    help = (
        "Take an import back: what it changed is as it was before, what people edited since stays and is "
        "listed. Exit codes: 0 done, 2 usage, 3 environment, 4 an import is running."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", type=int, nargs="?", metavar="NUMBER", help="the import's number")

    def handle(self, *args: Any, **options: Any) -> None:
        with told_plainly(self.stderr):
            run = ImportRun.objects.filter(pk=options["run"]).first()
            if run is None:
                self.list_runs()
                fail(self.stderr, "Name the number of an import.", Exit.USAGE)
                return
            try:
                undone = undo_run(run, user=None, now=timezone.now())
            except CannotUndo as error:
                fail(self.stderr, str(error), Exit.USAGE)
                return
            self.stdout.write(undone.as_text())

    def list_runs(self) -> None:
        """The last imports, for one to choose from."""
        for run in ImportRun.objects.filter(undone__isnull=True)[:_SHOWN]:
            self.stdout.write(f"{run.pk}: {run}")


_SHOWN = 10
