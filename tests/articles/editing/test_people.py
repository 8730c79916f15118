"""People are called by their names wherever the desk shows them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.editing.blocking import block
from articles.editing.history import Actor, timeline
from articles.editing.workflow import move
from articles.models import (
    Article,
    Conflict,
    ImportedDocument,
    ImportRun,
    Revision,
    SavedFilter,
    Upload,
    Withheld,
)
from articles.models.workflow import State
from articles.roles import CHIEF, display_name
from tests.support.make import make_article, make_provider, make_user

pytestmark = pytest.mark.django_db
# As no token of a form will happen to say.
SIGN_IN, NAME = "signs-in-so", "Anna Berg"


@pytest.fixture
def anna() -> User:
    return make_user(SIGN_IN, CHIEF, first_name="Anna", last_name="Berg")


@pytest.fixture
def desk(client: Client) -> Client:
    """Somebody else's: one's own name stands at the head of every page."""
    client.force_login(make_user("berta", CHIEF))
    return client


def shown(desk: Client, name: str, *args: object, **asked: str) -> str:
    response = desk.get(reverse(f"admin:{name}", args=args), asked)
    assert response.status_code == 200
    return response.content.decode()


def test_name_is_what_they_gave_or_sign_in_with(anna: User) -> None:
    assert display_name(anna) == NAME
    assert display_name(make_user("carl")) == "carl"
    assert display_name(None) == ""


def test_articles_and_filters_name_people(desk: Client, anna: User) -> None:
    draft = make_article(published=None, created_by=anna)
    decided = make_article()
    actor = Actor(anna, Revision.Origin.TRIAGE, timezone.now())
    move(Article.objects.filter(pk=decided.pk), State.WITHDRAWN, actor)
    SavedFilter.objects.create(owner=anna, name="x", query="tab=all", is_shared=True)
    for page in (
        shown(desk, "articles_article_changelist"),
        shown(desk, "articles_article_changelist", tab="withdrawn"),
        shown(desk, "articles_article_change", draft.pk),
        shown(desk, "articles_article_change", decided.pk),
        shown(desk, "articles_article_history", decided.pk),
    ):
        assert NAME in page and SIGN_IN not in page


def test_imports_and_uploads_name_people(desk: Client, anna: User) -> None:
    now, article = timezone.now(), make_article()
    run = ImportRun.objects.create(
        started=now, source="s", process="p", user=anna, state="done", undone=now, undone_by=anna
    )
    ImportedDocument.objects.create(run=run, path=article.path, outcome="created")
    upload = Upload.objects.create(name="x.md", size=1, uploaded=now, kept_as="x.md", user=anna)
    assert [entry.actor for entry in timeline(article.path)] == [NAME]
    for page in (
        shown(desk, "articles_importrun_changelist"),
        shown(desk, "articles_importrun_change", run.pk),
        shown(desk, "articles_article_history", article.pk),
        shown(desk, "articles_upload_changelist"),
        shown(desk, "articles_upload_change", upload.pk),
    ):
        assert NAME in page and SIGN_IN not in page


def test_choices_name_people(desk: Client, anna: User) -> None:
    now, provider = timezone.now(), make_provider()
    block(provider, Actor(anna, Revision.Origin.BLOCK, now), withdraw=False)
    withheld = Withheld.objects.create(path="a", withheld=now, withheld_by=anna, lifted=now, lifted_by=anna)
    conflict = Conflict.objects.create(
        path="a", key="title", found=now, settled=now, settled_by=anna, choice="ours"
    )
    for page in (
        shown(desk, "providers_provider_block", provider.pk),
        shown(desk, "articles_withheld_changelist", state="all"),
        shown(desk, "articles_withheld_change", withheld.pk),
        shown(desk, "articles_conflict_changelist", state="all"),
        shown(desk, "articles_conflict_change", conflict.pk),
    ):
        assert NAME in page and SIGN_IN not in page
