"""What an editor deleted stays away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from articles.importing import Outcome, Report, import_documents
from articles.models import Article, Redirect, SourceDocument, Withheld
from documents.layout import Kind
from documents.sources import Sources
from tests.articles.importing.test_undo import write
from tests.support.repository import Story

pytestmark = pytest.mark.django_db


def bring(folder: Path) -> Report:
    return import_documents(Sources([str(folder)]), workers=1)


@pytest.mark.parametrize("way", ["row", "queryset", "withhold"])
def test_a_deleted_article_does_not_come_back(tmp_path: Path, way: str) -> None:
    story = Story("gulls", "Gulls", 1)
    bring(write(tmp_path, story))
    if way == "row":
        Article.objects.get().delete()
    elif way == "queryset":
        Article.objects.filter(title="Gulls").delete()
    else:
        Article.objects.all().withhold(by=None, reason="Not ours to tell")
    story.heat = 99
    report = bring(write(tmp_path, story))
    assert report.counts[Kind.ARTICLE, Outcome.WITHHELD] == 1
    assert not Article.objects.exists()


def test_it_does_not_come_back_under_another_name(tmp_path: Path) -> None:
    story = Story("gulls", "Gulls", 1)
    bring(write(tmp_path, story))
    Article.objects.all().withhold(by=None, reason="")
    again = Story("gulls", "Gulls again", 2)
    text = again.text().replace(
        '"https://www.harbour.example/gulls"', '"http://harbour.example/gulls/?utm_source=x"'
    )
    (tmp_path / again.path).write_text(text, encoding="utf-8")
    bring(tmp_path)
    assert not Article.objects.exists()


def test_another_story_of_the_same_provider_comes(tmp_path: Path) -> None:
    bring(write(tmp_path, Story("gulls", "Gulls", 1)))
    Article.objects.all().withhold(by=None, reason="")
    bring(write(tmp_path, Story("eels", "Eels", 2)))
    assert Article.objects.get().title == "Eels"


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_deleted_is_not_withheld(tmp_path: Path) -> None:
    bring(write(tmp_path, Story("gulls", "Gulls", 1)))

    def refuse(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if sql.startswith('DELETE FROM "articles_article"'):
            raise OperationalError("the disk is full")
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(refuse), pytest.raises(OperationalError):
        Article.objects.all().withhold(by=None, reason="")
    assert Article.objects.exists()
    assert not Withheld.objects.exists()
    assert not Redirect.objects.exists()


def test_the_list_says_when_and_why(tmp_path: Path) -> None:
    bring(write(tmp_path, Story("gulls", "Gulls", 1)))
    Article.objects.all().withhold(by=None, reason="Not ours to tell")
    entry = Withheld.objects.get()
    assert (entry.title, entry.reason) == ("Gulls", "Not ours to tell")
    assert entry.withheld <= timezone.now()


def test_a_lifted_article_comes_with_the_next_import(tmp_path: Path) -> None:
    bring(write(tmp_path, Story("gulls", "Gulls", 1)))
    Article.objects.all().withhold(by=None, reason="")
    bring(tmp_path)
    Withheld.objects.all().lift(by=None, now=timezone.now())
    bring(tmp_path)
    assert Article.objects.get().title == "Gulls"
    assert SourceDocument.objects.count() == 1
