"""A text that is being written, as its page will show it: what it says, and to whom."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models.workflow import State
from articles.reading.markdown import as_html
from articles.roles import CONTRIBUTOR
from documents.reader import BODY_LIMIT
from tests.support.make import make_article, make_user

pytestmark = pytest.mark.django_db

TEXT = "## Fog\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nIt <script>alert(1)</script> *lifted*.[^1]\n\n[^1]: So\n"
# As a browser sends it.
SENT = TEXT.replace("\n", "\r\n")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_user("ada"))
    return client


def written(desk: Client, text: str, article: Any = None) -> Any:
    verb, args = ("text", [article.pk]) if article else ("new_text", [])
    return desk.post(reverse(f"admin:articles_article_{verb}", args=args), {"body": text})


def test_what_is_written_looks_as_its_page_will(desk: Client) -> None:
    article = make_article(web_url="", body=TEXT, language="ar")
    public = desk.get(article.get_absolute_url()).content.decode()
    shown = written(desk, SENT, article)
    text = as_html(article.body)
    assert '<div class="scroll"' in text
    assert f'<div class="text" lang="ar" dir="rtl">\n{text}' in public
    assert f'<div class="text" lang="ar" dir="rtl">\n{text}' in shown.content.decode()
    for style in ("public/article.css", "public/text.css", "public/site.css"):
        assert style in shown.content.decode()
    assert shown["Cache-Control"].startswith("no-store, private")
    assert shown["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    article.refresh_from_db()
    assert article.body == TEXT


def test_it_is_shown_to_whoever_may_write_it(client: Client) -> None:
    contributor = make_user("con", CONTRIBUTOR)
    client.force_login(contributor)
    own = make_article(published=None, created_by=contributor, state=State.DRAFT)
    other = make_article(published=None)
    assert written(client, "*a*").status_code == 200
    assert written(client, "*a*", own).status_code == 200
    assert written(client, "*a*", other).status_code == 404


def test_a_text_that_no_document_holds_is_not_rendered(desk: Client) -> None:
    assert written(desk, "ä" * (BODY_LIMIT // 2)).status_code == 200
    assert written(desk, "ä" * (BODY_LIMIT // 2) + "b").status_code == 413
