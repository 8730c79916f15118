"""How commands fail: one clear line, an exit code that means something, no traceback."""

from __future__ import annotations

import contextlib
import errno
import logging
import signal
import sys
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from enum import IntEnum
from typing import Final

from django.core.management.base import OutputWrapper
from django.db import DatabaseError, InterfaceError, connection

from articles.importing import ImportRunning
from documents.sources import MissingPath
from documents.sources.git import NoRepository
from documents.targets import Outside

_INTERRUPTED: Final = "Interrupted; nothing is half-written."


class Exit(IntEnum):
    """Exit codes of the commands; docs/operations.md explains them."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    ENVIRONMENT = 3
    RUNNING = 4
    # What a shell reports of a program that Ctrl-C ended.
    INTERRUPTED = 130


def fail(stderr: OutputWrapper, message: str, code: Exit) -> None:
    """Say why on standard error, and end with a code."""
    stderr.write(message)
    sys.exit(code)


@contextlib.contextmanager
def told_plainly(stderr: OutputWrapper) -> Iterator[None]:
    """Turn what a user or the environment can cause into one line and an exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # A pool logs each attempt to connect; what it raises in the end says it once.
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
    try:
        yield
    except (MissingPath, NoRepository) as error:
        fail(stderr, str(error), Exit.USAGE)
    except ImportRunning as error:
        fail(stderr, str(error), Exit.RUNNING)
    except (DatabaseError, InterfaceError) as error:
        if _was_interrupted(error):
            fail(stderr, _INTERRUPTED, Exit.INTERRUPTED)
        fail(stderr, _describe(error), Exit.ENVIRONMENT)
    except BrokenProcessPool:
        message = "A worker process died (out of memory?). Try again, with --workers 1 if it happens again."
        fail(stderr, message, Exit.ENVIRONMENT)
    except Outside as error:
        fail(stderr, str(error), Exit.ENVIRONMENT)
    except BrokenPipeError:
        # Whoever read standard output (`head`, say) has had enough.
        sys.stderr.close()
        sys.exit(Exit.DONE)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        hint = " Free some space and run it again." if error.errno == errno.ENOSPC else ""
        fail(stderr, f"{place}{error.strerror or error}.{hint}", Exit.ENVIRONMENT)
    except KeyboardInterrupt:
        fail(stderr, _INTERRUPTED, Exit.INTERRUPTED)


def _was_interrupted(error: BaseException | None) -> bool:
    """Whether it was Ctrl-C, amid a statement, that left the connection unfit for what came next."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__cause__ or error.__context__
    return False


def _describe(error: Exception) -> str:
    reason = " ".join(str(error).split())
    where = connection.settings_dict["NAME"]
    if "no such table" in reason or "does not exist" in reason or "no such column" in reason:
        return f"The database {where} is not up to date; run `manage.py migrate` first. ({reason})"
    return f"The database {where} does not answer or refuses: {reason}"
