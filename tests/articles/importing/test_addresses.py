"""Addresses that an import changes: what was public is found again, or is said to be gone."""

from http import HTTPStatus
from pathlib import Path

import pytest
from django.test import Client

from articles.importing import import_documents
from articles.models import Article
from documents.sources import Sources

pytestmark = pytest.mark.django_db

ARTICLE = "_news/one.md"
TOPIC = "_data/topics/01-harbour.yaml"


def write(site: Path, path: str, text: str) -> None:
    """Put one document into a site, and import the site."""
    (site / path).parent.mkdir(parents=True, exist_ok=True)
    (site / path).write_text(text)
    assert import_documents(Sources([str(site)]), workers=1).is_complete


def test_article_that_the_source_withdraws_is_gone_until_it_is_published_again(
    tmp_path: Path, client: Client
) -> None:
    for published, status in (("true", HTTPStatus.OK), ("false", HTTPStatus.GONE)):
        write(tmp_path, ARTICLE, f"---\ntitle: One\npublished: {published}\n---\n")
        assert client.get("/news/one/").status_code == status
    article = Article.objects.get()
    article.published = True
    article.save()
    assert client.get("/news/one/").status_code == HTTPStatus.OK


def test_topic_that_the_source_renames_leaves_a_redirect(tmp_path: Path, client: Client) -> None:
    for slug in ("harbour", "port"):
        write(tmp_path, TOPIC, f"taxonomy: topic\n_id: {slug}\nname: Harbour\n")
    response = client.get("/topics/harbour/")
    assert (response.status_code, response["Location"]) == (HTTPStatus.MOVED_PERMANENTLY, "/topics/port/")
    write(tmp_path, TOPIC, "taxonomy: topic\n_id: harbour\nname: Harbour\n")
    assert client.get("/topics/harbour/").status_code == HTTPStatus.OK
    assert client.get("/topics/port/")["Location"] == "/topics/harbour/"
