"""A new article gets a path of its own, whatever was there before."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles.importing import import_documents
from articles.models import Article, Revision, SourceDocument
from documents.sources import Sources
from tests.support.make import LONG_AGO, delete_articles

pytestmark = pytest.mark.django_db


def test_new_article_does_not_continue_a_deleted_ones_document(tmp_path: Path) -> None:
    (tmp_path / "_news").mkdir()
    (tmp_path / "_news/hello.md").write_bytes(b'---\ntitle: "Hello"\n\nsecured: "theirs alone"\n---\n\n')
    import_documents(Sources([str(tmp_path)]), workers=1)
    delete_articles(Article.objects.all())
    assert SourceDocument.objects.filter(path="_news/hello.md").exists()
    article = Article.objects.create(title="Hello")
    assert article.path == "_news/hello-2.md"


def test_new_article_does_not_continue_one_that_was_written_and_deleted_here() -> None:
    first = Article.objects.create(title="Council budget")
    path = first.path
    delete_articles(Article.objects.filter(pk=first.pk))
    assert Article.objects.create(title="Council budget").path != path


def test_new_article_has_no_history_of_another() -> None:
    Revision.objects.create(path="_news/hello.md", at=LONG_AGO, origin="form", changes=[])
    assert Article.objects.create(title="Hello").path == "_news/hello-2.md"
