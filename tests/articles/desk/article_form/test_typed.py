"""A browser that keeps what somebody types is told once it is saved, and only then."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article
from tests.support.forms import sent_by_browser
from tests.support.make import make_article, make_user

pytestmark = pytest.mark.django_db

NAME = "0123456789abcdef"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_user("ada"))
    return client


def sent(desk: Client, article: Article | None = None, **changes: str) -> tuple[int, set[str]]:
    """The status of the answer to a form, and the cookies that came with it."""
    verb, args = ("change", [article.pk]) if article else ("add", [])
    address = reverse(f"admin:articles_article_{verb}", args=args)
    response = desk.post(address, sent_by_browser(desk, address, "article") | changes)
    return response.status_code, {name for name in response.cookies if name.startswith("typed")}


@pytest.mark.parametrize("button", ["_save", "_continue", "_preview", "_move"])
def test_what_was_kept_goes_once_it_is_saved(desk: Client, button: str) -> None:
    value = "rejected" if button == "_move" else "1"
    told = sent(desk, make_article(published=None), title="Fog", typed=NAME, **{button: value})
    assert told == (302, {f"typed-{NAME}"})
    assert desk.cookies[f"typed-{NAME}"]["path"] == reverse("admin:index")


def test_it_stays_where_the_form_is_refused(desk: Client) -> None:
    assert sent(desk, make_article(), title="", typed=NAME) == (200, set())


def test_a_new_story_is_told_of_too(desk: Client) -> None:
    assert sent(desk, title="Fog", body="It lifted.", typed=NAME) == (302, {f"typed-{NAME}"})


@pytest.mark.parametrize("name", ["", "0123", NAME.upper(), f"{NAME}; path=/", f"{NAME}\n"])
def test_a_name_that_no_page_of_ours_gives_is_told_nothing(desk: Client, name: str) -> None:
    assert sent(desk, make_article(), title="Fog", typed=name) == (302, set())
