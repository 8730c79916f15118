"""What an editor deleted stays away."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from articles.editing.withholding import lift, withhold
from articles.importing import Outcome, Report, import_documents
from articles.models import Article, Redirect, SourceDocument, Withheld
from documents.layout import Kind
from documents.sources import Sources
from tests.articles.importing.test_undo import write
from tests.support.make import make_article, make_user
from tests.support.repository import Story

pytestmark = pytest.mark.django_db


def bring(folder: Path) -> Report:
    return import_documents(Sources([str(folder)]), workers=1)


def away(reason: str = "") -> int:
    """Take every article away."""
    return withhold(Article.objects.all(), by=None, now=timezone.now(), reason=reason)


def test_a_deleted_article_does_not_come_back(tmp_path: Path) -> None:
    story = Story("gulls", "Gulls", 1)
    bring(write(tmp_path, story))
    assert away("Not ours to tell") == 1
    story.heat = 99
    report = bring(write(tmp_path, story))
    assert report.counts[Kind.ARTICLE, Outcome.WITHHELD] == 1
    assert not Article.objects.exists()


@pytest.mark.parametrize("one", [True, False])
def test_nobody_deletes_an_article_without_keeping_it_out(one: bool) -> None:
    article = make_article()
    with pytest.raises(TypeError, match=r"editing\.withholding\.withhold\(\)"):
        (article if one else Article.objects.all()).delete()
    assert Article.objects.get() == article


def test_only_what_readers_had_is_said_to_be_gone() -> None:
    now = timezone.now()
    had = make_article()
    make_article(published=False)
    make_article(published_date_time=now + timedelta(days=1))
    assert withhold(Article.objects.all(), by=None, now=now) == 3
    (gone,) = Redirect.objects.all()
    assert (gone.address, gone.target()) == (f"news/{had.slug}", None)


def test_of_some_articles_the_others_stay() -> None:
    stays, goes = make_article(), make_article()
    withhold(Article.objects.filter(pk=goes.pk), by=None, now=timezone.now())
    assert Article.objects.get() == stays
    assert Withheld.objects.get().path == goes.path


def test_it_does_not_come_back_under_another_name(tmp_path: Path) -> None:
    story = Story("gulls", "Gulls", 1)
    bring(write(tmp_path, story))
    away()
    again = Story("gulls", "Gulls again", 2)
    text = again.text().replace(
        '"https://www.harbour.example/gulls"', '"http://harbour.example/gulls/?utm_source=x"'
    )
    (tmp_path / again.path).write_text(text, encoding="utf-8")
    bring(tmp_path)
    assert not Article.objects.exists()


def test_another_story_of_the_same_provider_comes(tmp_path: Path) -> None:
    bring(write(tmp_path, Story("gulls", "Gulls", 1)))
    away()
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
        away()
    assert Article.objects.exists()
    assert not Withheld.objects.exists()
    assert not Redirect.objects.exists()


def test_the_list_says_when_and_why(tmp_path: Path) -> None:
    bring(write(tmp_path, Story("gulls", "Gulls", 1)))
    away("Not ours to tell")
    entry = Withheld.objects.get()
    assert (entry.title, entry.reason) == ("Gulls", "Not ours to tell")
    assert entry.withheld <= timezone.now()


def test_a_lifted_article_comes_with_the_next_import(tmp_path: Path) -> None:
    bring(write(tmp_path, Story("gulls", "Gulls", 1)))
    away()
    bring(tmp_path)
    lift(Withheld.objects.all(), by=None, now=timezone.now())
    bring(tmp_path)
    assert Article.objects.get().title == "Gulls"
    assert SourceDocument.objects.count() == 1


def test_it_says_who_lifted_it_and_not_of_what_was_lifted_before(tmp_path: Path) -> None:
    first, second = make_user(), make_user()
    make_article()
    away()
    lift(Withheld.objects.all(), by=first, now=timezone.now())
    lift(Withheld.objects.all(), by=second, now=timezone.now())
    assert Withheld.objects.get().lifted_by == first


def test_what_came_again_meanwhile_keeps_its_source(tmp_path: Path) -> None:
    """An import into which somebody put the article by hand: its document is the base of the next merge."""
    bring(write(tmp_path, Story("gulls", "Gulls", 1)))
    path = Article.objects.get().path
    away()
    make_article(path=path)
    lift(Withheld.objects.all(), by=None, now=timezone.now())
    assert SourceDocument.objects.filter(path=path).exists()
