"""`manage.py make_renditions`: make the sizes of pictures that came in with a site."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from articles.management.failures import told_plainly
from articles.pictures.decoding import Decoder
from articles.pictures.logos import adopt
from articles.pictures.making import make_missing
from documents.document import counted


class Command(BaseCommand):
    """The sizes of pictures; ended at any time, it goes on where it was."""

    help = (
        "Make the sizes in which pictures are shown, of those that have none yet, the newest first. What "
        "people send at the desk has them at once; until then a picture is shown in one size. End it at any "
        "time: it goes on from there. Logos that were uploaded before pictures had rows come first. "
        "Exit codes: 0 done, 2 usage, 3 environment."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, metavar="N", help="how many pictures at most")

    def handle(self, *args: Any, **options: Any) -> None:
        with told_plainly(self.stderr), Decoder() as decoder:
            adopted = adopt(decoder)
            if adopted:
                self.stdout.write(f"{adopted:,} logos of before taken over.")
            made, failed = make_missing(decoder, limit=options["limit"])
            self.stdout.write(f"Sizes of {counted(made, 'picture')} made.")
            for path in failed:
                self.stderr.write(f"{path}: cannot be drawn, and is shown in one size")
