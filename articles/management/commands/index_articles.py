"""manage.py index_articles: make the index of search anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from articles.management.failures import told_plainly
from articles.search.index import index_all


class Command(BaseCommand):
    help = (
        "Make the index of search anew from all articles: after a change of Python's version, which may know "
        "more letters. Exit codes: 0 done, 2 usage, 3 environment."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with told_plainly(self.stderr):
            count = index_all()
            self.stdout.write(f"{count} articles indexed" if count != 1 else "1 article indexed")
