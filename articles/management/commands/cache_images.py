"""manage.py cache_images: copy pictures that stay with their publishers, where the newsroom may."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from articles.editing.copying_pictures import copy_pictures, due
from articles.editing.history import Actor
from articles.management.failures import Exit, fail, told_plainly
from articles.models import Image, Revision
from articles.querysets import ImageQuerySet
from documents.document import counted
from providers.models import Provider


class Command(BaseCommand):
    help = (
        "Copy pictures that stay with their publishers, the newest first, so that readers get them from this "
        "site; documents then say isCached. Only of providers whose pictures you may use. Ended, it goes on "
        "where it was. Exit codes: 0 done, 1 some were not copied, 2 usage, 3 environment, 130 interrupted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--provider",
            nargs="+",
            default=[],
            metavar="DOMAIN",
            help="whose pictures may be used: those of what they published, and their logos",
        )
        parser.add_argument("--all", action="store_true", help="the pictures of everybody may be used")
        parser.add_argument(
            "--limit", type=int, default=1000, metavar="N", help="how many pictures to ask for at most"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with told_plainly(self.stderr):
            refused = self.copy(self.chosen(options), options)
        if refused:
            sys.exit(Exit.REFUSED)

    def chosen(self, options: dict[str, Any]) -> ImageQuerySet:
        """The pictures that may be copied."""
        domains = options["provider"]
        if bool(domains) == options["all"]:
            fail(self.stderr, "say whose pictures may be used: --provider DOMAIN…, or --all", Exit.USAGE)
        if options["all"]:
            return Image.objects.all()
        providers = list(Provider.objects.filter(domain__in=domains))
        for unknown in sorted({*domains} - {provider.domain for provider in providers}):
            fail(self.stderr, f"--provider {unknown}: no provider has this domain", Exit.USAGE)
        return Image.objects.of_providers(providers)

    def copy(self, images: ImageQuerySet, options: dict[str, Any]) -> int:
        """Copy them, and say how it went; how many could not be copied."""
        actor = Actor(by=None, origin=Revision.Origin.COMMAND, at=timezone.now())
        asked = list(islice(due(images, actor), max(options["limit"], 0)))
        copied = refused = 0
        is_quiet = None if options["verbosity"] else True
        for outcome in tqdm(
            copy_pictures(asked, actor), total=len(asked), unit=" pictures", disable=is_quiet
        ):
            copied += not outcome.refusal
            refused += bool(outcome.refusal)
            if outcome.refusal:
                self.stderr.write(f"{outcome.image.url}: {outcome.refusal}")
        if options["verbosity"]:
            self.stdout.write(f"{counted(copied, 'picture', 'pictures')} copied, {refused:,} refused.")
        return refused
