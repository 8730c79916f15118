"""What tests of articles may ask for."""

from collections.abc import Iterator

import pytest

from tests.databases import Database, Databases, databases_in


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
