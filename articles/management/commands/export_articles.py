"""manage.py export_articles: the database as documents again."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, OutputWrapper
from django.db.models import Q
from tqdm import tqdm

from articles.editing.aliases import topics_named
from articles.exporting import FORMATS, STANDARD_OUTPUT, Exported, Fate, Selection, export_documents
from articles.management.arguments import moment
from articles.management.failures import Exit, fail, told_plainly
from articles.models import Topic
from documents.identity import identity
from documents.targets import whole_file
from providers.models import Provider

_LAST = datetime.max.replace(tzinfo=UTC)


class Command(BaseCommand):
    help = (
        "Export a site's files, byte for byte where nobody edited, its articles as rows, or its API. "
        "Exit codes: 0 done, 1 some could not be written, 2 usage, 3 environment."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", metavar="DIR", help="a folder, or - for standard output (a tar)")
        parser.add_argument("--format", choices=["site", "api", *FORMATS], default="site")
        parser.add_argument("--topic", metavar="NAME", help="only articles in this topic (its name or slug)")
        parser.add_argument("--provider", metavar="DOMAIN", help="only articles from this provider")
        parser.add_argument("--since", metavar="DATE", type=moment, help="only articles of that day or later")
        parser.add_argument("--until", metavar="DATE", type=_moment_after, help="… of that day or earlier")
        parser.add_argument("--published", action="store_true", help="only what the public may see")
        parser.add_argument(
            "--delete-left-over",
            action="store_true",
            help="remove from the folder the documents that are no longer part of the site, where they are "
            "as they last came in or went out",
        )
        parser.add_argument("--report", metavar="FILE", type=Path, help="write all that came of it as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["target"]:
            fail(self.stderr, "DIR is empty; is a variable of the shell not set?", Exit.USAGE)
        with told_plainly(self.stderr):
            selection = Selection(
                topic=self.find_topic(options["topic"]),
                provider=self.find_provider(options["provider"]),
                since=options["since"],
                until=options["until"],
                published=options["published"],
            )
            if options["format"] == "api" and not selection.is_whole:
                fail(self.stderr, "--format api: the API is always all that is public", Exit.USAGE)
            if options["delete_left_over"] and not _is_whole_folder(options, selection):
                message = "--delete-left-over: only where a whole site goes into a folder"
                fail(self.stderr, message, Exit.USAGE)
            # Opened first: who waits for an export shall not learn then that FILE cannot be written.
            with whole_file(options["report"]) if options["report"] else nullcontext() as file:
                with tqdm(unit=" documents", disable=None if options["verbosity"] else True) as bar:
                    exported = export_documents(
                        options["target"],
                        selection=selection,
                        format=options["format"],
                        stdout=sys.stdout.buffer,
                        delete_left_over=options["delete_left_over"],
                        progress=lambda done: _show(bar, done),
                    )
                if file:
                    file.write(json.dumps(exported.as_json(), indent=2, ensure_ascii=False).encode())
            # Standard output may carry the documents themselves.
            told = self.stderr if options["target"] == STANDARD_OUTPUT else self.stdout
            self.tell(exported, told, options["verbosity"])
        if exported.problems:
            sys.exit(Exit.REFUSED)

    def tell(self, exported: Exported, told: OutputWrapper, verbosity: int) -> None:
        """Say what came of it; what is wrong, or waits for a person, on standard error whatever is asked."""
        for problem in exported.problems:
            self.stderr.write(str(problem))
        for note in exported.notes:
            self.stderr.write(note)
        for one in exported.left_over:
            if one.fate is Fate.KEPT:
                self.stderr.write(str(one))
            elif verbosity:
                told.write(str(one))
        if verbosity:
            told.write(exported.as_text())
        if verbosity > 1:
            for path in exported.changed:
                told.write(path)

    def find_topic(self, name: str | None) -> Topic | None:
        if name is None:
            return None
        named = topics_named([identity(name)]).values()
        topic = Topic.objects.filter(Q(slug=name) | Q(pk__in=named)).first()
        if topic is None:
            fail(self.stderr, f"--topic: there is no topic “{name}”", Exit.USAGE)
        return topic

    def find_provider(self, domain: str | None) -> Provider | None:
        if domain is None:
            return None
        provider = Provider.objects.exclude(domain="").at(domain)
        if provider is None:
            fail(self.stderr, f"--provider: there is no provider “{domain}”", Exit.USAGE)
        return provider


def _is_whole_folder(options: dict[str, Any], selection: Selection) -> bool:
    return options["format"] == "site" and options["target"] != STANDARD_OUTPUT and selection.is_whole


def _moment_after(text: str) -> datetime:
    """The first moment that is out: the day's end, or just after a time; at most the calendar's last."""
    first = moment(text)
    step = timedelta(days=1) if len(text) == len("2020-02-24") else timedelta(microseconds=1)
    return first + min(step, _LAST - first)


def _show(bar: tqdm[Any], done: int) -> None:
    bar.update(done - bar.n)
