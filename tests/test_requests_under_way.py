"""The end of a browser's test waits for what its server still answers."""

from __future__ import annotations

import threading

import pytest
from django.core.signals import request_finished, request_started

from tests.support.requests_under_way import RequestsUnderWay

# Django's own receivers look at the connection, which an earlier test may have left open.
pytestmark = pytest.mark.django_db


def test_waits_for_the_request_that_is_under_way() -> None:
    under_way = RequestsUnderWay()
    request_started.send(sender=None)
    ended = threading.Event()

    def wait() -> None:
        assert under_way.wait()
        ended.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert not ended.is_set()
    # Of the receivers, ours alone: Django's own closes the connections of this thread.
    under_way._finished()
    waiting.join()
    assert ended.is_set()
    under_way.stop()


def test_counts_no_more_once_it_is_stopped() -> None:
    under_way = RequestsUnderWay()
    under_way.stop()
    request_started.send(sender=None)
    assert under_way.wait()
    assert not request_finished.disconnect(under_way._finished)
