"""manage.py create_editor: somebody who can sign in to the admin."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.urls import reverse

from articles.management.editors import make_editor
from articles.management.failures import Exit, fail, told_plainly


class Command(BaseCommand):
    help = (
        "Create an editor with a new password, which is shown once. One who exists is left alone. "
        "Exit codes: 0 created or there already, 2 usage, 3 environment."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", default="editor", help="the name to sign in with (editor)")
        parser.add_argument(
            "--site",
            metavar="URL",
            default="http://127.0.0.1:8000",
            help="the site's address, for the line that says where to sign in",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name, address = options["name"], f"{options['site'].rstrip('/')}{reverse('admin:index')}"
        with told_plainly(self.stderr):
            try:
                password = make_editor(name)
            except ValidationError as error:
                fail(self.stderr, f"--name: {' '.join(error.messages)}", Exit.USAGE)
                return
        if password is None:
            self.stdout.write(
                f"The editor “{name}” exists already, and keeps the password. Sign in at {address}"
            )
            self.stdout.write(f"(Forgotten? manage.py changepassword {name})")
        else:
            self.stdout.write(f"Sign in at {address}")
            self.stdout.write(f"    name:     {name}")
            self.stdout.write(f"    password: {password}")
            self.stdout.write("The password is shown this once. Change it in the admin, top right.")
