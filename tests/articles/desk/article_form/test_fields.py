"""The text of an article through its form: what was typed is what is stored, or is refused in words."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from articles.models import Article
from documents.reader import BODY_LIMIT
from tests.support.forms import sent_by_browser
from tests.support.make import make_article, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_user("ada"))
    return client


@pytest.fixture
def story() -> Article:
    return make_article(title="Fog", body="was")


def save(desk: Client, story: Article, text: str) -> str:
    """Send a text as browsers do; what is said against it, nothing if it is saved."""
    address = reverse("admin:articles_article_change", args=[story.pk])
    form = sent_by_browser(desk, address, "article") | {"body": re.sub("\r\n|\r|\n", "\r\n", text)}
    response = desk.post(address, form)
    story.refresh_from_db()
    return "" if response.status_code == 302 else str(response.context["adminform"].form.errors["body"])


# What people can type or paste: every sign but halves of pairs, which no browser sends.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
PIECES = st.sampled_from(
    ["\n", "\r\n", "\r", "\t", "  \n", " ", "---", "```", "> ", "| a |", "<!--", "\u2028", "é"]
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(TEXTS | PIECES, max_size=8).map("".join))
@example(text="\n\n  leading, and trailing \t \n\n\n")
@example(text="---\ntitle: no front matter\n---\n")
@example(text="\ufeffa\x85b\x1cc\x7fd\u2029e")
def test_the_stored_text_is_the_text_that_was_sent(desk: Client, story: Article, text: str) -> None:
    before = story.body
    refusal = save(desk, story, text)
    assert story.body == (before if refusal else re.sub("\r\n|\r", "\n", text))


def test_a_text_as_long_as_a_document_holds_is_stored(desk: Client, story: Article) -> None:
    # With one byte for each line end more.
    text = "ä word\n\n" * (BODY_LIMIT // 11)
    assert save(desk, story, text) == ""
    assert story.body == text
    assert "1,048,576" in save(desk, story, text + text)
    assert story.body == text


def test_a_sign_that_no_document_has_is_refused_in_words(desk: Client, story: Article) -> None:
    assert "Null characters are not allowed." in save(desk, story, "a\0b")
    assert story.body == "was"


def test_half_of_a_pair_that_nobody_can_type_becomes_the_sign_for_none(desk: Client, story: Article) -> None:
    address = reverse("admin:articles_article_change", args=[story.pk])
    form = sent_by_browser(desk, address, "article") | {"body": "a?b"}
    data = "&".join(f"{name}={quote(value)}" for name, value in form.items()).replace("a%3Fb", "a%ED%A0%80b")
    assert desk.post(address, data, "application/x-www-form-urlencoded").status_code == 302
    story.refresh_from_db()
    assert re.fullmatch("a\ufffd+b", story.body)
