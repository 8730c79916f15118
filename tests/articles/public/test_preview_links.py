"""A signed link shows a story that is not public: for a week, to whoever has it, and to nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from articles.models import Article
from articles.models.workflow import State
from articles.public.preview_links import shared_address
from tests.support.make import delete_articles, make_article, make_topic, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def article() -> Article:
    return make_article(published=None, title="A secret regatta", excerpt="Not yet.", topics=[make_topic()])


def test_link_shows_the_present_text_to_who_is_not_signed_in(client: Client, article: Article) -> None:
    address = shared_address(article)
    article.title = "A secret regatta, corrected"
    article.save()
    response = client.get(address)
    text = response.content.decode()
    assert "A secret regatta, corrected" in text
    assert "Not public" in text
    assert '<meta name="robots" content="noindex' in text
    assert response["X-Robots-Tag"].startswith("noindex")
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "ETag" not in response


def test_link_ends_after_a_week_and_says_so(
    client: Client, article: Article, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOW, tick=False)
    address = shared_address(article)
    time_machine.move_to(NOW + timedelta(days=7, seconds=-1), tick=False)
    assert client.get(address).status_code == 200
    time_machine.move_to(NOW + timedelta(days=7, seconds=1), tick=False)
    response = client.get(address)
    assert response.status_code == 410
    assert "This link has expired." in response.content.decode()
    assert article.title not in response.content.decode()
    assert response["Cache-Control"] == "no-store, private"


def test_link_that_nobody_made_is_a_404(client: Client, article: Article) -> None:
    address = shared_address(article)
    other = make_article(published=None)
    for wrong in (
        address.replace(f"/{article.pk}:", f"/{other.pk}:"),
        f"{address[:-3]}xx/",
        "/preview/1/",
        "/preview/:::/",
        "/preview/ü:1:2/",
    ):
        assert client.get(wrong).status_code == 404, wrong


def test_key_of_another_purpose_is_no_link(client: Client, article: Article, settings: object) -> None:
    address = shared_address(article)
    # The stubs know no such attribute.
    settings.SECRET_KEY = "another key, as long as one has to be, or nearly so"  # type: ignore[attr-defined]
    assert client.get(address).status_code == 404


def test_deleted_story_is_gone(client: Client, article: Article) -> None:
    address = shared_address(article)
    delete_articles(article)
    response = client.get(address)
    assert response.status_code == 410
    assert response["Cache-Control"] == "no-store, private"


def test_link_leads_to_the_page_once_the_story_is_public(client: Client, article: Article) -> None:
    address = shared_address(article)
    article.state = State.PUBLISHED
    article.save()
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, article.get_absolute_url())
    assert response["Cache-Control"] == "no-store, private"


def test_links_that_were_revoked_open_no_more_and_new_ones_do(client: Client, article: Article) -> None:
    desk = Client()
    desk.force_login(make_user())
    screen = f"/admin/articles/article/{article.pk}"
    link = desk.post(f"{screen}/share/", headers={"Accept": "application/json"}).json()["link"]
    assert client.get(link).status_code == 200
    said = desk.post(f"{screen}/share/revoke/", follow=True).content.decode()
    assert "The links that were made so far open no more." in said
    assert client.get(link).status_code == 410
    again = desk.post(f"{screen}/share/", headers={"Accept": "application/json"}).json()["link"]
    assert client.get(again).status_code == 200
    desk.post(f"{screen}/share/revoke/")
    assert client.get(again).status_code == 410
