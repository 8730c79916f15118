"""Ctrl-C and SIGTERM come after the block that speaks with the database."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from articles.importing.interrupts import interrupts_held_back
from tests.support.sites import import_site, write_site


@pytest.fixture(autouse=True)
def as_a_command() -> Iterator[None]:
    """The handlers of a command; a test's own are back afterwards."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, signal.default_int_handler)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_comes_after_the_block(number: signal.Signals) -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), interrupts_held_back():
        signal.raise_signal(number)
        done.append("all of it")
    assert done == ["all of it"]
    assert signal.getsignal(number) is signal.default_int_handler


def test_second_one_does_not_wait() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), interrupts_held_back():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        done.append("more")
    assert not done


def test_error_of_the_block_comes_first() -> None:
    with pytest.raises(ValueError, match="its own"), interrupts_held_back():
        signal.raise_signal(signal.SIGINT)
        raise ValueError("its own")


def test_handler_of_a_server_stays() -> None:
    seen: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, frame: seen.append(number))
    with interrupts_held_back():
        signal.raise_signal(signal.SIGTERM)
        assert seen == [signal.SIGTERM]


def test_other_threads_leave_signals_alone() -> None:
    entered: list[bool] = []

    def enter() -> None:
        with interrupts_held_back():
            entered.append(signal.getsignal(signal.SIGINT) is signal.default_int_handler)

    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    assert entered == [True]


@pytest.mark.django_db
def test_no_query_of_an_import_is_met_by_one(tmp_path: Path) -> None:
    """Amid a statement it leaves PostgreSQL's connection as no further statement can use it."""
    met: list[str] = []

    def look(execute: Callable[..., Any], sql: str, *others: Any) -> Any:
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            met.append(sql)
        return execute(sql, *others)

    document = b'---\ntitle: "A"\npublished: true\ntopics:\n  - T\n---\n'
    write_site(tmp_path, {"_news/a.md": document, "_news/b.md": document.replace(b'"A"', b'"B"')})
    with connection.execute_wrapper(look):
        import_site(tmp_path)
    # The lock is taken before anything is begun, and given back after all.
    assert [sql for sql in met if "advisory" not in sql and "PRAGMA" not in sql] == []
