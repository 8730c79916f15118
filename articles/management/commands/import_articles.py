"""manage.py import_articles: documents into the database."""

from __future__ import annotations

import json
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.importing import Outcome, Preview, Report, import_documents, import_history
from articles.importing.part import Part
from articles.management.arguments import moment
from articles.management.failures import Exit, fail, told_plainly
from articles.models import SourceDocument
from documents.layout import Kind
from documents.schema import all_fields_of
from documents.self_check import check
from documents.sources import Sources
from documents.sources.git import Repository
from documents.targets import whole_file


class Command(BaseCommand):
    help = (
        "Import a news site: folders, files, .tar, .tar.gz or .zip archives, or - for standard input. "
        "Exit codes: 0 none refused, 1 some refused, 2 usage, 3 environment, 4 another import is running."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", metavar="PATH", help="a folder, a file, an archive, or -")
        parser.add_argument("--git", metavar="REPO", help="a git repository instead, without its work tree")
        parser.add_argument("--rev", metavar="REV", help="of that, a branch, tag or commit (HEAD by default)")
        parser.add_argument("--history", action="store_true", help="replay its commits, each as an import")
        parser.add_argument(
            "--since",
            type=_since,
            metavar="COMMIT|DATE",
            help="of those only what came after a commit, or on a day or later",
        )
        parser.add_argument("--whole", action="store_true", help="it is the whole site, whatever it lacks")
        parser.add_argument("--part", action="store_true", help="it is a part of a site: nothing is gone")
        parser.add_argument(
            "--only", metavar="PATH", nargs="+", action="extend", help="of it, these documents or folders"
        )
        parser.add_argument(
            "--except",
            metavar="FIELD",
            nargs="+",
            action="extend",
            help="leave these fields of documents that are here as they are",
        )
        parser.add_argument("--check", action="store_true", help="read, write, compare; needs no database")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen; write nothing")
        parser.add_argument("--strict", action="store_true", help="write nothing unless all is good")
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where documents were imported before"
        )
        parser.add_argument("--report", metavar="FILE", type=Path, help="write a report as JSON")
        parser.add_argument(
            "--workers",
            type=_count,
            metavar="N",
            help="processes that parse (by default one for each processor)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.check_usage(options)
        self.part = Part(tuple(options["only"] or ()), frozenset(options["except"] or ()))
        with told_plainly(self.stderr):
            if options["check"]:
                self.check_documents(options)
                return
            if options["if_empty"] and SourceDocument.objects.exists():
                self.stdout.write("There are documents already; nothing was imported.")
                return
            unit = " commits" if options["history"] else " documents"
            # Opened first: who waits an hour for an import shall not learn then that FILE cannot be written.
            with whole_file(options["report"]) if options["report"] else nullcontext() as file:
                with tqdm(unit=unit, disable=None if options["verbosity"] else True) as bar:
                    report = self.run_import(options, lambda done, expected: _show(bar, done, expected))
                self.tell(report, options["verbosity"])
                if file:
                    told = report.as_json()
                    if options["dry_run"]:
                        told["documents"] = [preview.as_json() for preview in self.previews]
                    file.write(json.dumps(told, indent=2, ensure_ascii=False).encode())
        for path in self.part.missing if not report.stopped else ():
            self.stderr.write(f"--only {path}: no document is there")
        if self.part.missing and report.is_complete:
            sys.exit(Exit.USAGE)
        if not report.is_complete:
            sys.exit(Exit.INTERRUPTED if report.stopped else Exit.REFUSED)

    def check_usage(self, options: dict[str, Any]) -> None:
        """Refuse what does not go together."""
        paths, git, history = options["paths"], options["git"], options["history"]
        wrong = {
            "name a PATH, or a repository with --git": not paths and not git,
            "a PATH is empty; is a variable of the shell not set?": "" in paths,
            "name either PATHs or --git, not both": paths and git,
            "--rev and --history go with --git": not git and (options["rev"] is not None or history),
            "--check takes PATHs and nothing else": options["check"]
            and (git or options["dry_run"] or options["strict"] or options["report"]),
            "--since goes with --history": options["since"] is not None and not history,
            "--history takes neither --dry-run nor --strict": history
            and (options["dry_run"] or options["strict"]),
        }
        wrong |= _wrong_about_parts(options)
        for message, is_wrong in wrong.items():
            if is_wrong:
                fail(self.stderr, message, Exit.USAGE)

    def run_import(self, options: dict[str, Any], progress: Callable[[int, int], None]) -> Report:
        """Import from the paths, or from the repository."""
        chosen = {name: options[name] for name in ("dry_run", "strict", "workers")}
        chosen["is_whole"] = is_whole = True if options["whole"] else False if options["part"] else None
        if self.part.only or self.part.but:
            chosen["part"] = self.part
        # Kept only where they are asked for: memory stays flat otherwise.
        self.previews: list[Preview] = []
        if options["dry_run"] and (options["report"] or options["verbosity"] > 1):
            chosen["preview"] = self.previews.append
        if not options["git"]:
            source = Sources(options["paths"], stdin=sys.stdin.buffer)
            return import_documents(source, progress=progress, **chosen)
        with Repository(options["git"]) as repository:
            commit = repository.commit("HEAD" if options["rev"] is None else options["rev"])
            if not options["history"]:
                return import_documents(repository.tree(commit), progress=progress, **chosen)
            report = Report()
            replayed = import_history(
                repository, commit, since=options["since"], is_whole=is_whole, progress=progress
            )
            for of_commit in replayed:
                report.add(of_commit)
            return report

    def check_documents(self, options: dict[str, Any]) -> None:
        """Show that the documents come out as they went in, without a database."""
        checkup = check(Sources(options["paths"], stdin=sys.stdin.buffer))
        for problem in checkup.problems:
            if problem.is_error or options["verbosity"] > 1:
                self.stderr.write(str(problem))
        if options["verbosity"] > 1:
            for name in checkup.own_style:
                self.stdout.write(f"{name}: has a style of its own")
        self.stdout.write(checkup.as_text())
        if checkup.refused:
            sys.exit(Exit.REFUSED)

    def tell(self, report: Report, verbosity: int) -> None:
        """Problems on standard error, the summary on standard output; -v 2 names what changed."""
        for problem in report.problems:
            if problem.is_error or verbosity > 1:
                self.stderr.write(str(problem))
        if verbosity > 1:
            for preview in self.previews:
                if preview.outcome not in {Outcome.UNCHANGED.value, Outcome.REFUSED.value}:
                    self.stdout.write(preview.as_text())
            for path, fields in report.changes if not report.dry_run else ():
                self.stdout.write(f"{path}: {', '.join(fields)}")
        if report.question():
            self.stderr.write(report.question())
        for path, clash in report.conflicts:
            self.stderr.write(f"{path}: {clash.key}: changed here and at the source; ours stays")
        if verbosity:
            self.stdout.write(report.as_text())


def _wrong_about_parts(options: dict[str, Any]) -> dict[str, bool]:
    """What of a part of a site does not go together, and what is no field."""
    parts = options["only"] or options["except"]
    known = {field.key for kind in Kind for field in all_fields_of(kind)}
    unknown = sorted(set(options["except"] or ()) - known)
    return {
        "name either --whole or --part, not both": options["whole"] and options["part"],
        "--whole does not go with --only, which names a part": bool(options["whole"] and options["only"]),
        "--check takes neither --whole nor --part, --only nor --except": bool(
            options["check"] and (options["whole"] or options["part"] or parts)
        ),
        "--history takes neither --only nor --except": bool(options["history"] and parts),
        f"--except: no field is called {', '.join(unknown)}; there are {', '.join(sorted(known))}": bool(
            unknown
        ),
    }


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"expected a number from 1, found {text!r}")
    return int(text)


def _since(text: str) -> datetime | str:
    """A day or a time; what does not begin as one does is a commit's name."""
    return moment(text) if re.match(r"\d{4}-\d\d-\d\d([T ]|$)", text) else text


def _show(bar: tqdm[Any], done: int, expected: int) -> None:
    bar.total = expected
    bar.update(done - bar.n)
