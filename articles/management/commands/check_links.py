"""manage.py check_links: ask whether the originals are still there."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.link_checks import Asked, check_links
from articles.management.failures import told_plainly


class Command(BaseCommand):
    help = (
        "Ask the web whether the originals of stories are still there, the newest first, each once a week "
        "at most; the desk marks those that are gone. "
        "Exit codes: 0 done, 2 usage, 3 environment."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--limit", type=int, default=1000, metavar="N", help="how many stories to ask about at most"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        asked = Asked()
        with told_plainly(self.stderr):
            for article, check in check_links(max(options["limit"], 0), now=timezone.now()):
                asked.count(check)
                if check.is_dead:
                    self.stdout.write(f"{article.path}: {check.url}: {check.answer}")
            self.stdout.write(asked.as_text())
