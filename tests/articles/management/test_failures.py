"""What a user can cause ends in one line and an exit code."""

from __future__ import annotations

import errno
import io
import signal
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool

import pytest
from django.core.management.base import OutputWrapper
from django.db import ProgrammingError

from articles.importing import ImportRunning
from articles.management.failures import Exit, told_plainly
from documents.sources import MissingPath
from documents.targets import Outside


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


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (KeyboardInterrupt(), 130, "Interrupted; nothing is half-written."),
        (
            OSError(errno.ENOSPC, "No space left on device", "out/a.md"),
            3,
            "out/a.md: No space left on device. Free some space and run it again.",
        ),
        (OSError(errno.EACCES, "Permission denied", "out"), 3, "out: Permission denied."),
        (OSError("gone"), 3, "gone."),
        (MissingPath("there is no x"), 2, "there is no x"),
        (ImportRunning("since noon"), 4, "since noon"),
        (Outside("../x: leads out"), 3, "../x: leads out"),
        (
            BrokenProcessPool(),
            3,
            "A worker process died (out of memory?). Try again, with --workers 1 if it happens again.",
        ),
    ],
)
def test_each_failure_is_one_line_and_a_code(error: BaseException, code: int, line: str) -> None:
    said = io.StringIO()
    with pytest.raises(SystemExit) as ended, told_plainly(OutputWrapper(said)):
        raise error
    assert (ended.value.code, said.getvalue()) == (code, f"{line}\n")
