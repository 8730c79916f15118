"""Which requests a test's own server still answers: it empties the tables only when there are none."""

from __future__ import annotations

from threading import Condition
from typing import Any

from django.core.signals import request_finished, request_started

from tests.support.patience import patience


class RequestsUnderWay:
    """Counts the requests that began and have not ended."""

    def __init__(self) -> None:
        self._count = 0
        self._changed = Condition()
        request_started.connect(self._started)
        request_finished.connect(self._finished)

    def _started(self, **_: Any) -> None:
        with self._changed:
            self._count += 1

    def _finished(self, **_: Any) -> None:
        with self._changed:
            self._count -= 1
            self._changed.notify_all()

    def wait(self) -> bool:
        """Wait until there is none; False where one goes on for longer than any page takes."""
        with self._changed:
            return self._changed.wait_for(lambda: self._count <= 0, patience(20))

    def stop(self) -> None:
        """Count no more."""
        request_started.disconnect(self._started)
        request_finished.disconnect(self._finished)
