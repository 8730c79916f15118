"""What tests of articles may ask for."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.utils import translation

from tests.support.databases import Database, Databases, databases_in


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Databases for processes, which cannot share a test's transaction."""
    with databases_in(tmp_path_factory.mktemp("databases")) as made:
        yield made


@pytest.fixture
def own(databases: Databases) -> Iterator[Database]:
    """An empty database of this test's own."""
    database = databases.new()
    yield database
    databases.give_back(database)


@pytest.fixture
def edition_at_once(db: None) -> None:
    """On PostgreSQL a transaction moves the edition when it ends, and that of a test never does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS edition_move IMMEDIATE")


@pytest.fixture
def another_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language in which every text that is marked for translation stands in «», and no other does."""
    for name, told in (
        ("gettext", lambda text: f"«{text}»" if text else ""),
        ("pgettext", lambda context, text: f"«{text}»"),
        ("ngettext", lambda one, many, count: f"«{one if count == 1 else many}»"),
        ("npgettext", lambda context, one, many, count: f"«{one if count == 1 else many}»"),
    ):
        monkeypatch.setattr(translation, name, told)
        monkeypatch.setattr(f"django.utils.translation._trans.{name}", told)
