"""The admin in a real browser: signing in works, and nothing on the way is held up by the policy."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains about while the test runs; the policy's violations are among it."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # Every browser asks for an icon, and the admin has none.
        if message.type in {"error", "warning"} and "/favicon.ico" not in message.location["url"]:
            said.append(message.text)

    page.on("console", hear)
    yield said


def test_signing_in_obeys_the_policy(live_server: LiveServer, page: Page, complaints: list[str]) -> None:
    User.objects.create_superuser("editor", password="a long enough password")
    response = page.goto(f"{live_server.url}/admin/")
    assert response is not None
    assert "default-src 'self'" in response.headers["content-security-policy"]
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="Site administration").wait_for()
    assert complaints == []
