"""The API does what its description says, whatever is asked of it."""

from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from pytest_django import Settings
from schemathesis.core.result import Ok

from newsroom.wsgi import application
from tests.support.make import make_article, make_topic


@pytest.fixture
def schema(db: None, settings: Settings) -> Iterator[schemathesis.BaseSchema]:
    """The description as served, with some articles behind it."""
    settings.ALLOWED_HOSTS = ["localhost"]
    topics = [make_topic("AI"), make_topic("Portals")]
    for number in range(30):
        make_article(topics=topics[: 1 + number % 2], images=[{"url": "https://example.org/i.jpg"}])
    # As Django's own client does: a request that ends would close the connection of the test's transaction.
    request_finished.disconnect(close_old_connections)
    request_started.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/", application)
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


# Schemathesis's own way to make tests of a schema does not go with our pytest.
@pytest.mark.parametrize(
    ("mode", "operations"),
    # All but the description itself; nothing can be wrong with a request that takes no parameter.
    [(schemathesis.GenerationMode.POSITIVE, 8), (schemathesis.GenerationMode.NEGATIVE, 6)],
)
def test_api_keeps_to_its_description(
    schema: schemathesis.BaseSchema, mode: schemathesis.GenerationMode, operations: int
) -> None:
    seen = 0
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        operation = result.ok()
        if mode is schemathesis.GenerationMode.NEGATIVE and not any(operation.iter_parameters()):
            continue

        @hypothesis.settings(max_examples=20, suppress_health_check=list(hypothesis.HealthCheck))
        @hypothesis.given(operation.as_strategy(generation_mode=mode))
        def holds(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate()

        holds()
        seen += 1
    assert seen == operations
