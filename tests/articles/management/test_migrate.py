"""A new database and one of version 0.1.0 are the same, and the old one goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles.management.old_migrations import NEW, OLD
from tests.articles.importing.test_undo import write
from tests.support.databases import Database, Databases
from tests.support.repository import Story
from tests.support.schema import load_old_chain, schema_of

# The last migration of version 0.2.0.
LAST = "0004_edition"

SERVE = """
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS = ["*"]
print(Client().get("/healthz").status_code, b"Gulls over the pier" in Client().get("/").content)
"""


@pytest.fixture
def old(databases: Databases) -> Database:
    """A database that all migrations of version 0.1.0 have made."""
    database = databases.unmigrated()
    load_old_chain(database)
    return database


# What making roles writes into a database.
_OF_ROLES = ("granted: ", "permission: ")


def recorded(database: Database) -> set[tuple[str, str]]:
    rows = database.rows("SELECT app, name FROM django_migrations WHERE app IN ('articles', 'providers')")
    return {(app, name) for app, name in rows}


def execute(database: Database, statement: str) -> None:
    """Change a database by hand."""
    done = database.manage(
        "shell", "-v0", "-c", f"from django.db import connection as c\nc.cursor().execute({statement!r})"
    )
    assert done.returncode == 0, done.stderr.decode()


def test_old_and_new_migrations_make_the_same(databases: Databases, old: Database) -> None:
    assert recorded(old) == OLD
    new = databases.unmigrated()
    # As version 0.2.0 had them: those that came since are made upon either.
    for app, *name in (["articles", LAST], ["admin"], ["auth"], ["contenttypes"], ["sessions"]):
        migrated = new.manage("migrate", app, *name)
        assert migrated.returncode == 0, migrated.stderr.decode()
    assert recorded(new) == NEW
    # Roles are made as they are now; what they may do with pictures, a later migration gives to the others.
    since = [line for line in schema_of(new) if line.startswith(_OF_ROLES) and "picture" in line]
    assert schema_of(old) == [line for line in schema_of(new) if line not in since]


def test_a_database_of_the_old_version_goes_on(tmp_path: Path, databases: Databases, old: Database) -> None:
    migrated = old.manage("migrate")
    assert migrated.returncode == 0, migrated.stderr.decode()
    assert b"taken over" in migrated.stdout
    new = databases.new()
    assert recorded(old) == recorded(new) >= NEW
    assert schema_of(old) == schema_of(new)
    write(tmp_path, Story("gulls", "Gulls over the pier", 1))
    imported = old.manage("import_articles", tmp_path)
    assert imported.returncode == 0, imported.stderr.decode()
    served = old.manage("shell", "-v0", "-c", SERVE)
    assert served.stdout.split() == [b"200", b"True"], served.stderr.decode()
    again = old.manage("migrate")
    assert again.returncode == 0 and b"taken over" not in again.stdout


@pytest.mark.parametrize("kept", ["0028_what_has_no_date_is_placed", "0001_initial"])
def test_a_database_that_lacks_migrations_is_refused(old: Database, kept: str) -> None:
    execute(old, f"DELETE FROM django_migrations WHERE app IN ('articles', 'providers') AND name > '{kept}'")
    if kept == "0001_initial":
        execute(old, "DROP TABLE articles_leftdocument")
    before = recorded(old)
    refused = old.manage("migrate")
    assert refused.returncode != 0
    assert b"First bring it up to date" in refused.stderr and b"articles.0029_edition" in refused.stderr
    assert recorded(old) == before


@pytest.mark.parametrize("option", [["--plan"], ["--check"], ["articles"]])
def test_what_asks_for_less_than_all_takes_nothing_over(old: Database, option: list[str]) -> None:
    refused = old.manage("migrate", *option)
    assert refused.returncode != 0 and b"without options" in refused.stderr
    assert recorded(old) == OLD
