"""A list's address filters by what the list offers, and by nothing that is not for the eye."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from articles.desk.article_list.changelist import OURS as OWN
from articles.models import Article, ImportedDocument, ImportRun, Picture
from articles.roles import CHIEF, CONTRIBUTOR, EDITOR
from tests.support.make import LONG_AGO, make_article, make_picture, make_provider, make_topic, make_user

pytestmark = pytest.mark.django_db

IMPORTED = "admin:articles_importeddocument_changelist"
# The library of pictures is a page of its own, which reads no such parameters: see the test below.
OURS = [
    model
    for model in admin.site._registry
    if model._meta.app_label in {"articles", "providers"} and model is not Picture
]


def status(client: Client, screen: str, **asked: str) -> int:
    return client.get(reverse(screen), asked).status_code


def test_bytes_that_nobody_may_read_cannot_be_guessed(client: Client) -> None:
    client.force_login(make_user(role=EDITOR))
    run = ImportRun.objects.create(started=LONG_AGO, source="site", process="test", state="done")
    ImportedDocument.objects.create(run=run, path="_news/a.md", outcome="updated", content_before=b"secret")
    assert status(client, IMPORTED, content_before__contains="sec") == 400
    assert status(client, IMPORTED, content_before__regex="^s") == 400
    assert status(client, IMPORTED, changes__contains="x") == 400
    # What its list offers, and what the page of an import leads to.
    assert status(client, IMPORTED, outcome__exact="updated") == 200
    assert status(client, IMPORTED, run__id__exact=str(run.pk)) == 200
    assert status(client, IMPORTED, run__report__contains="x") == 400


def test_contributor_learns_nothing_of_others_by_what_hangs_on_topics_and_providers(client: Client) -> None:
    article = make_article(published=None, topics=[make_topic()], provider=make_provider())
    client.force_login(make_user(role=CONTRIBUTOR))
    for name in ("admin:articles_topic_changelist", "admin:providers_provider_changelist"):
        assert status(client, name, articles=str(article.pk)) == 400
    assert status(client, "admin:articles_article_changelist", title__startswith="A") == 400


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_no_list_is_filtered_by_what_it_does_not_offer(client: Client, model: type[Article]) -> None:
    client.force_login(make_user(role=CHIEF, is_superuser=True))
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    # The list of articles has filters of its own, some of which are called as columns are.
    filters = admin.site._registry[model].list_filter
    # Of a column with a class of ours, the first is the column.
    names = (
        item[0] if isinstance(item, tuple) else getattr(item, "parameter_name", item) for item in filters
    )
    offered = {*names} | (OWN if model is Article else set())
    hidden = [field.name for field in model._meta.get_fields() if field.name not in offered]
    told = {field: status(client, name, **{field: "1"}) for field in hidden}
    assert {field: code for field, code in told.items() if code != 400} == {}


def test_library_of_pictures_is_filtered_by_no_column(client: Client) -> None:
    picture = make_picture()
    client.force_login(make_user(role=EDITOR))
    address = reverse("admin:articles_picture_changelist")
    for field in Picture._meta.get_fields():
        answer = client.get(address, {f"{field.name}__regex": "^nothing", field.name: "nothing"})
        assert picture.path.rpartition("/")[2] in answer.content.decode()


def test_column_whose_filter_is_of_our_own_is_offered(client: Client) -> None:
    client.force_login(make_user(role=EDITOR))
    assert status(client, "admin:articles_conflict_changelist", key="title") == 200
