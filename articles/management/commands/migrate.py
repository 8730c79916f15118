"""`migrate`, which also takes over a database that the migrations of version 0.1.0 have made."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from articles.management.old_migrations import FIRST, NEW, OLD, TABLE_OF_THE_LAST

_LEFT_HALFWAY = (
    "This database was made by an older commit than the last of version 0.1.0. First bring it up to date: "
    "check out that commit, run `manage.py migrate` there, then come back. Missing: {missing}."
)
_ONLY_WHOLE = (
    "This database was made by version 0.1.0. Run `manage.py migrate` once without options: it records "
    "the migrations of this version as applied."
)


class Command(migrate.Command):
    """Django's own, after a look at what is recorded."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Take over a database of version 0.1.0, or refuse one that is older; then migrate."""
        recorder = MigrationRecorder(connections[options["database"]])
        if is_of_old_chain(recorder):
            is_asked = any(options.get(name) for name in ("plan", "check_unapplied", "app_label"))
            if is_asked:
                raise CommandError(_ONLY_WHOLE)
            take_over(recorder)
            if options["verbosity"] > 0:
                self.stdout.write("This database of version 0.1.0 is taken over as it is.")
        super().handle(*args, **options)


def is_of_old_chain(recorder: MigrationRecorder) -> bool:
    """Whether the old migrations have made a database, or some of them."""
    applied = {key for key in recorder.applied_migrations() if key in OLD}
    if applied - FIRST:
        return True
    # Old and new chain begin with the same name. Only the new one makes all tables with it.
    is_begun = bool(applied) and not set(recorder.applied_migrations()) >= NEW
    with recorder.connection.cursor() as cursor:
        tables = recorder.connection.introspection.table_names(cursor)
    return is_begun and "articles_article" in tables and TABLE_OF_THE_LAST not in tables


def take_over(recorder: MigrationRecorder) -> None:
    """Record the new migrations in the place of the old ones. Raises CommandError where some are missing."""
    missing = sorted(OLD - set(recorder.applied_migrations()))
    if missing:
        raise CommandError(_LEFT_HALFWAY.format(missing=", ".join(".".join(key) for key in missing)))
    with transaction.atomic(using=recorder.connection.alias):
        for app, name in sorted(OLD):
            recorder.record_unapplied(app, name)
        for app, name in sorted(NEW):
            recorder.record_applied(app, name)
