"""What a user can cause ends in one line and an exit code."""

from __future__ import annotations

import io
import signal
from collections.abc import Iterator

import pytest
from django.core.management.base import OutputWrapper
from django.db import ProgrammingError

from articles.management.failures import Exit, told_plainly


@pytest.fixture(autouse=True)
def handler_stays() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def test_interrupt_is_told_as_such_whatever_the_driver_makes_of_it() -> None:
    said = io.StringIO()
    with pytest.raises(SystemExit) as ended, told_plainly(OutputWrapper(said)):
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt:
            # As Django does where Ctrl-C came amid a COMMIT: not a cause, only what came before.
            raise ProgrammingError("can't change 'autocommit' now")  # noqa: B904
    assert ended.value.code == Exit.INTERRUPTED
    assert said.getvalue() == "Interrupted; nothing is half-written.\n"


def test_error_of_the_database_is_one_of_the_environment(db: None) -> None:
    said = io.StringIO()
    with pytest.raises(SystemExit) as ended, told_plainly(OutputWrapper(said)):
        raise ProgrammingError("database is locked")
    assert ended.value.code == Exit.ENVIRONMENT
    assert "database is locked" in said.getvalue()
