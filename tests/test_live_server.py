"""The server of a browser's test works as one does for people."""

from __future__ import annotations

from urllib.request import urlopen

import pytest
from django.db import transaction
from pytest_django.live_server_helper import LiveServer

from tests.support.make import make_article

pytestmark = pytest.mark.django_db(transaction=True)


def test_server_takes_no_part_in_the_transaction_of_its_test(live_server: LiveServer) -> None:
    with transaction.atomic():
        make_article(title="Not yet said")
        before = urlopen(live_server.url).read().decode()
    after = urlopen(live_server.url).read().decode()
    assert ("Not yet said" in before, "Not yet said" in after) == (False, True)
