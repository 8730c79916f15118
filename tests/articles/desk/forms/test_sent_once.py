"""Every form that makes something makes it once, however often it is sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, SentForm
from tests.support.forms import sent_by_browser

TYPED: dict[str, dict[str, Any]] = {
    "articles.article": {"title": "Fog"},
    "articles.topic": {"name": "Fog"},
    "providers.provider": {"domain": "fog.example", "name": "Fog"},
    "auth.user": {"username": "fog", "password1": "a long enough one", "password2": "a long enough one"},
    "auth.group": {"name": "Fog"},
    "articles.upload": {},
}


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("max", password="a long enough password"))
    return client


def form_of(desk: Client, label: str) -> tuple[str, Callable[[], dict[str, Any]]]:
    """Where a form to add something is sent, and what a browser sends each time."""
    app, name = label.split(".")
    address = reverse(f"admin:{app}_{name}_add")
    if name == "upload":
        token = re.search(r'name="_once_in_steps" value="([^"]+)"', desk.get(address).content.decode())
        assert token
        text = b"---\ntitle: Fog\n---\n"
        return address, lambda: {
            "file": SimpleUploadedFile("fog.md", text),
            "_once_in_steps": token[1],
        }
    sent = sent_by_browser(desk, address, name) | TYPED[label]
    assert sent["_once"]
    return address, lambda: sent


@pytest.mark.django_db
def test_every_form_that_makes_something_is_tried_here(desk: Client) -> None:
    request: Any = type("Request", (), {"user": User.objects.get(), "GET": {}})()
    screens = {
        model._meta.label_lower
        for model, screen in admin.site._registry.items()
        if screen.has_add_permission(request)
    }
    assert screens == {*TYPED}


@pytest.mark.django_db
@pytest.mark.parametrize("label", TYPED)
def test_what_is_sent_twice_is_made_once(desk: Client, label: str, settings: Any, tmp_path: Any) -> None:
    settings.UPLOADS_ROOT = str(tmp_path)
    rows = apps.get_model(label)._default_manager
    before = rows.count()
    address, send = form_of(desk, label)
    assert desk.post(address, send()).status_code == 302
    again = desk.post(address, send(), follow=True)
    assert rows.count() == before + 1
    key = rows.latest("pk").pk
    assert again.redirect_chain[0][0] == reverse(f"admin:{label.replace('.', '_')}_change", args=[key])
    assert "sent before, and saved once" in " ".join(map(str, again.context["messages"]))


@pytest.mark.django_db
def test_a_form_that_was_refused_is_sent_again_corrected(desk: Client) -> None:
    address, send = form_of(desk, "articles.article")
    refused = desk.post(address, send() | {"web_url": "javascript:alert(1)"})
    assert (refused.status_code, SentForm.objects.count()) == (200, 0)
    assert desk.post(address, send()).status_code == 302
    assert Article.objects.count() == 1


@pytest.mark.django_db
def test_a_token_is_no_way_to_what_others_made(desk: Client, client: Client) -> None:
    address, send = form_of(desk, "articles.topic")
    desk.post(address, send())
    other = Client()
    other.force_login(User.objects.create_superuser("other", password="a long enough password"))
    answer = other.post(address, send())
    assert answer["Location"] == address


@pytest.mark.django_db
def test_tokens_are_forgotten_after_a_week(desk: Client) -> None:
    old = SentForm.objects.create(
        token="x" * 24, user=User.objects.get(), at=timezone.now() - timedelta(days=8)
    )
    address, send = form_of(desk, "articles.topic")
    desk.post(address, send())
    assert not SentForm.objects.filter(pk=old.pk).exists()
    assert SentForm.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_make_one(desk: Client) -> None:
    address, send = form_of(desk, "articles.article")

    def post(_number: int) -> str:
        sender = Client()
        sender.cookies = desk.cookies
        try:
            return str(sender.post(address, send() | {"_continue": "1"})["Location"])
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        places = [*both.map(post, range(2))]
    article = Article.objects.get()
    assert places == [reverse("admin:articles_article_change", args=[article.pk])] * 2
