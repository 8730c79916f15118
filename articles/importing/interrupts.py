"""Ctrl-C and SIGTERM, kept back while the database is spoken to."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType


@contextlib.contextmanager
def interrupts_held_back() -> Iterator[None]:
    """Let a KeyboardInterrupt come after the block, not amid a statement or a commit.

    There it may leave a driver's connection as neither Django nor the driver can use it again: a
    KeyboardInterrupt amid PostgreSQL's COMMIT ends in "can't change autocommit now". A second signal
    is one too many to hold back. Only signals that would raise KeyboardInterrupt are kept, and only
    in the main thread: a server's own handlers stay.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    kept = [
        number
        for number in (signal.SIGINT, signal.SIGTERM)
        if signal.getsignal(number) is signal.default_int_handler
    ]
    came: list[int] = []

    def hold_back(number: int, frame: FrameType | None) -> None:
        came.append(number)
        signal.signal(number, signal.default_int_handler)

    for number in kept:
        signal.signal(number, hold_back)
    try:
        yield
    finally:
        for number in kept:
            signal.signal(number, signal.default_int_handler)
    if came:
        raise KeyboardInterrupt
