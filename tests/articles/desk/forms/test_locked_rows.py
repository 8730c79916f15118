"""Every form of the desk saves while its row is locked."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import RelatedLink
from tests.support.make import (
    make_article,
    make_picture,
    make_provider,
    make_related,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db


def _make_related() -> RelatedLink:
    return make_related(make_article())


@pytest.mark.parametrize("make", [make_article, make_picture, make_provider, make_topic, _make_related])
def test_a_form_that_is_sent_reads_its_row_once_that_is_locked(
    client: Client, make: Callable[[], models.Model]
) -> None:
    row = make()
    table = row._meta.db_table
    client.force_login(make_user(is_superuser=True))
    with CaptureQueriesContext(connection) as queries:
        client.post(reverse(f"admin:{table}_change", args=[row.pk]), {})
    of_row = [query["sql"] for query in queries if f'FROM "{table}"' in query["sql"]]
    # SQLite lets one write at a time, and knows no lock on a row; the question stands there too.
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    asked = rf'SELECT "{table}"\."id"( AS \S+)? FROM "{table}" WHERE "{table}"\."id" = {row.pk}{lock}'
    (place,) = (place for place, sql in enumerate(of_row) if re.fullmatch(asked, sql))
    assert any(sql.startswith(f'SELECT "{table}"."id", ') for sql in of_row[place + 1 :])
