"""A new article gets a path of its own, whatever was there before."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles.importing import import_documents
from articles.models import Article, SourceDocument
from documents.sources import Sources

pytestmark = pytest.mark.django_db


def test_new_article_does_not_continue_a_deleted_ones_document(tmp_path: Path) -> None:
    (tmp_path / "_news").mkdir()
    (tmp_path / "_news/hello.md").write_bytes(b'---\ntitle: "Hello"\n\nsecured: "theirs alone"\n---\n\n')
    import_documents(Sources([str(tmp_path)]), workers=1)
    Article.objects.all().delete()
    assert SourceDocument.objects.filter(path="_news/hello.md").exists()
    article = Article.objects.create(title="Hello")
    assert article.path == "_news/hello-2.md"
