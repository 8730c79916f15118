"""One import at a time into one database, however it ends: the lock dies with its holder."""

from __future__ import annotations

import contextlib
import fcntl
import getpass
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.db import connection
from django.utils.translation import gettext as _

from articles.models import ImportRun

# Any number will do, if all versions of this program use the same: "newsroom" in letters of 5 bits.
_ADVISORY_KEY: Final = 0x_0E_57_72_6F_6D


class ImportRunning(Exception):
    """Another import holds the lock; `str()` says who."""


@contextlib.contextmanager
def import_lock() -> Iterator[None]:
    """Hold the lock, or raise ImportRunning at once.

    SQLite: a lock on a file beside the database. PostgreSQL: an advisory lock of this connection.
    The operating system or the server lets go of either when its holder dies.
    """
    # Where the database is away, that is what to say, not that its lock is.
    connection.ensure_connection()
    lock = _postgresql_lock if connection.vendor == "postgresql" else _sqlite_lock
    with lock() as held:
        if not held:
            raise ImportRunning(_describe_holder())
        yield


def describe_self() -> str:
    """This process as another one's message will name it."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = str(os.getuid())
    return f"{user}@{socket.gethostname()}, process {os.getpid()}"


def _describe_holder() -> str:
    run = ImportRun.objects.filter(state=ImportRun.State.RUNNING).order_by("-started").first()
    if run is None:
        return _("Another import is just starting; try again in a moment.")
    return _("Another import is running since %(when)s UTC: %(source)s (%(process)s).") % {
        "when": f"{run.started:%Y-%m-%d %H:%M:%S}",
        "source": run.source,
        "process": run.process,
    }


@contextlib.contextmanager
def _postgresql_lock() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ADVISORY_KEY])
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_ADVISORY_KEY])


@contextlib.contextmanager
def _sqlite_lock() -> Iterator[bool]:
    name = str(connection.settings_dict["NAME"])
    if ":memory:" in name or "mode=memory" in name:
        # Such a database is this process's own.
        held = _IN_MEMORY.acquire(blocking=False)
        try:
            yield held
        finally:
            if held:
                _IN_MEMORY.release()
        return
    descriptor = os.open(Path(f"{name}.import-lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(descriptor)


_IN_MEMORY: Final = threading.Lock()
