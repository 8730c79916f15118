"""The admin in a real browser: signing in works, and nothing on the way is held up by the policy."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_signing_in_obeys_the_policy(live_server: LiveServer, page: Page, complaints: list[str]) -> None:
    User.objects.create_superuser("editor", password="a long enough password")
    response = page.goto(f"{live_server.url}/admin/")
    assert response is not None
    assert "default-src 'self'" in response.headers["content-security-policy"]
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="The editors’ desk").wait_for()
    assert complaints == []
