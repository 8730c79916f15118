"""/healthz tells a load balancer whether to send people here, and operators why not."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import Settings


@pytest.mark.django_db
def test_all_is_well(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_pending_migration_is_a_reason(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="articles").order_by("-name")[0].delete()
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.content == b"1 migrations are pending: run manage.py migrate\n"


@pytest.mark.django_db
def test_silent_database_is_a_reason(client: Client) -> None:
    def refuse(*args: object) -> None:
        raise OperationalError("password of admin at 10.0.0.1 is wrong")

    with connection.execute_wrapper(refuse):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"the database does not answer\n")


@pytest.mark.django_db
def test_plain_http_is_answered_behind_a_proxy(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
