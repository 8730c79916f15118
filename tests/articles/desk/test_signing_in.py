"""Whose session ended while they wrote loses nothing of it."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article, Revision
from tests.support.forms import fields_of, sent_by_browser
from tests.support.make import make_article, make_user

pytestmark = pytest.mark.django_db

EXCERPT = "One line.\r\nAnother <line> & more."


@pytest.fixture
def article() -> Article:
    return make_article(title="Fog", excerpt="Nothing was to be seen.")


@pytest.fixture
def typed(client: Client, article: Article) -> dict[str, str]:
    """The form as ada filled it in, whose session is over."""
    client.force_login(make_user("ada"))
    sent = sent_by_browser(client, address(article), "article")
    client.logout()
    del sent["csrfmiddlewaretoken"]
    return sent | {"title": "Fog lifts", "excerpt": EXCERPT, "_continue": "1"}


def address(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def kept(page: str) -> dict[str, str]:
    """What the page that asks who it is would send, but for name and password."""
    form = fields_of(page.replace('id="login-form"', 'id="login_form"'), "login")
    return {name: value for name, value in form.items() if not name.startswith(("again-", "csrf"))}


def test_what_was_sent_is_done_by_whoever_signs_in(
    client: Client, article: Article, typed: dict[str, str]
) -> None:
    asked = client.post(address(article), typed)
    assert asked.status_code == 403
    sent = kept(asked.content.decode())
    assert sent == typed
    answer = client.post(
        address(article), sent | {"again-username": "ada", "again-password": "a long enough password"}
    )
    assert (answer.status_code, answer["Location"]) == (302, address(article))
    article.refresh_from_db()
    assert (article.title, article.excerpt.splitlines()) == ("Fog lifts", EXCERPT.splitlines())
    assert Revision.objects.get().actor == "ada"
    assert client.get(address(article)).status_code == 200


def test_wrong_password_keeps_it_and_writes_nothing(
    client: Client, article: Article, typed: dict[str, str]
) -> None:
    wrong = typed | {"again-username": "ada", "again-password": "guessed"}
    asked = client.post(address(article), wrong)
    assert asked.status_code == 403
    page = asked.content.decode()
    assert kept(page) == typed
    assert "guessed" not in page
    article.refresh_from_db()
    assert (article.title, Revision.objects.count()) == ("Fog", 0)


def test_role_of_whoever_signs_in_counts(client: Client, article: Article, typed: dict[str, str]) -> None:
    make_user("cleo", "Contributor")
    answer = client.post(
        address(article), typed | {"again-username": "cleo", "again-password": "a long enough password"}
    )
    article.refresh_from_db()
    assert (answer.status_code, article.title) == (302, "Fog")


def test_without_its_token_nothing_is_kept_or_done(article: Article, typed: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(
        address(article), typed | {"again-username": "ada", "again-password": "a long enough password"}
    )
    assert answer.status_code == 403
    assert "Fog lifts" not in answer.content.decode()
    article.refresh_from_db()
    assert article.title == "Fog"


def test_passwords_are_not_kept(client: Client) -> None:
    User.objects.create_superuser("max", password="a long enough password")
    page = client.post(reverse("admin:auth_user_add"), {"username": "eve", "password1": "s3cret-s3cret"})
    assert kept(page.content.decode()) == {"username": "eve"}


def test_script_is_told_in_words(client: Client, article: Article) -> None:
    answer = client.post(
        reverse("admin:articles_article_decide"),
        {"to": "rejected", "ids": article.pk},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 403
    assert "signed out" in answer.json()["problem"]


def test_whoever_reads_or_signs_out_is_sent_to_the_door(client: Client, article: Article) -> None:
    assert client.get(address(article))["Location"].startswith(reverse("admin:login"))
    assert client.post(reverse("admin:logout")).status_code == 302


def test_who_signs_in_with_a_foreign_way_back_comes_to_the_desk(client: Client) -> None:
    make_user("ada")
    typed = {"username": "ada", "password": "a long enough password"}
    for way in ("https://evil.example/", "//evil.example", "javascript:alert(1)", ""):
        answer = client.post(f"{reverse('admin:login')}?{urlencode({'next': way})}", typed | {"next": way})
        assert (answer.status_code, answer["Location"]) == (302, reverse("admin:index"))
        client.logout()
