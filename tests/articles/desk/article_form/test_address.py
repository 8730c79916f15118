"""The address in an article's form: proposed, typed, taken, and of what came in."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article, Revision
from articles.models.workflow import State
from tests.support.forms import sent_by_browser
from tests.support.make import make_article, make_user

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_user())
    return client


def saved(desk: Client, article: Article | None, **fields: str) -> tuple[Article, str]:
    """The form as a browser sends it: what it made, and what is said of that."""
    address = reverse("admin:articles_article_change", args=[article.pk]) if article else ADD
    sent = sent_by_browser(desk, address, "article") | fields | {"_continue": "1"}
    response = desk.post(address, sent, follow=True)
    said = " ".join(map(str, response.context["messages"]))
    made = Article.objects.latest("pk") if article is None else Article.objects.get(pk=article.pk)
    return made, said


def save(desk: Client, article: Article | None, **fields: str) -> Article:
    """What was saved."""
    return saved(desk, article, **fields)[0]


def test_title_proposes_the_address_until_somebody_types_one(desk: Client) -> None:
    draft = save(desk, None, title="Straße nach Łódź")
    assert draft.path == "_news/strasse-nach-lodz.md"
    draft = save(desk, draft, title="Straße nach Ærø")
    assert draft.path == "_news/strasse-nach-aeroe.md"
    draft = save(desk, draft, address="Die Straße!")
    assert draft.path == "_news/die-strasse.md"
    draft = save(desk, draft, title="Nowhere")
    assert draft.path == "_news/die-strasse.md"
    draft = save(desk, draft, address="")
    assert draft.path == "_news/nowhere.md"
    assert "address" in {change["key"] for change in Revision.objects.latest("pk").changes}


def test_address_is_typed_when_a_story_is_begun(desk: Client) -> None:
    make_article(path="_news/fog.md")
    draft, said = saved(desk, None, title="Thick fog", address="fog")
    assert draft.path == "_news/fog-2.md"
    assert "“fog-2”" in said


def test_address_that_readers_know_is_changed_with_a_warning(desk: Client) -> None:
    draft = save(desk, None, title="Fog", body="Thick.")
    draft = save(desk, draft, _move="published", _seen="excerpt topic picture")
    assert draft.state == State.PUBLISHED
    former = draft.slug
    draft = save(desk, draft, title="Mist")
    assert draft.slug == former
    draft, said = saved(desk, draft, address="mist")
    assert f"Whoever opens news/{former}/ is led there" in said
    assert desk.get(f"/news/{former}/")["Location"] == f"/news/{draft.slug}/"


def test_what_came_in_keeps_its_name(desk: Client) -> None:
    came = make_article(path="_news/2021-06-01-came.md")
    came = save(desk, came, title="Went", address="went")
    assert (came.title, came.path) == ("Went", "_news/2021-06-01-came.md")


def test_scripts_are_told_what_a_title_proposes(desk: Client) -> None:
    advice = desk.get(reverse("admin:articles_article_advice"), {"title": "Þór’s café"}).json()
    assert advice["address"] == "thors-cafe"
    assert desk.get(reverse("admin:articles_article_advice")).json()["address"] == ""
