"""The language of an article is what its document names, whichever way that came in."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from articles.importing import import_documents
from articles.importing.undo import undo_run
from articles.models import Article, ImportRun
from documents.sources import Sources
from tests.support.make import make_article

PATH = "_news/2021-01-01-a.md"


def bring(folder: Path, locale: str = "", title: str = "A", path: str = PATH) -> ImportRun:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    named = f"locale: {locale}\n" if locale else ""
    (folder / path).write_text(f'---\ntitle: "{title}"\npublished: true\n{named}---\n', encoding="utf-8")
    assert import_documents(Sources([str(folder)]), workers=1).is_complete
    return ImportRun.objects.latest("id")


def language(path: str = PATH) -> str | None:
    return Article.objects.get(path=path).language


@pytest.mark.django_db
def test_it_is_that_of_the_document_as_last_imported(tmp_path: Path) -> None:
    told = []
    for locale in ("ar-eg", "de_DE", "nonsense", "fa", ""):
        bring(tmp_path, locale)
        told.append(language())
    assert told == ["ar-EG", "de-DE", None, "fa", None]


@pytest.mark.django_db
def test_it_changes_together_with_a_title(tmp_path: Path) -> None:
    bring(tmp_path, "en-us")
    bring(tmp_path, "fr", title="Le monde")
    article = Article.objects.get()
    assert (article.title, article.language) == ("Le monde", "fr")


@pytest.mark.django_db
def test_it_is_that_of_the_document_where_the_title_is_in_conflict(tmp_path: Path) -> None:
    bring(tmp_path, "en")
    article = Article.objects.get()
    article.title = "Edited"
    article.save()
    bring(tmp_path, "fr", title="Le monde")
    assert (Article.objects.get().title, language()) == ("Edited", "fr")


@pytest.mark.django_db
def test_an_undone_import_takes_its_language_along(tmp_path: Path) -> None:
    bring(tmp_path, "he")
    second = bring(tmp_path, "en")
    assert language() == "en"
    undo_run(second, user=None, now=timezone.now())
    assert language() == "he"
    assert import_documents(Sources([str(tmp_path)]), workers=1).is_complete
    assert language() == "en"


@pytest.mark.django_db
def test_an_import_that_was_overtaken_leaves_the_later_language_when_it_is_undone(tmp_path: Path) -> None:
    bring(tmp_path, "he")
    second = bring(tmp_path, "en")
    bring(tmp_path, "fa")
    undo_run(second, user=None, now=timezone.now())
    assert language() == "fa"


@pytest.mark.django_db
def test_a_save_at_the_desk_keeps_it(tmp_path: Path) -> None:
    bring(tmp_path, "ur")
    article = Article.objects.get()
    article.title = "Edited"
    article.save()
    assert language() == "ur"


@pytest.mark.django_db
def test_a_new_language_is_no_edit(tmp_path: Path) -> None:
    """Feeds would call it updated, and an editor would be asked to look at it."""
    bring(tmp_path, "en")
    before = Article.objects.values("edited_at", "changed_at_source", "is_waiting").get()
    bring(tmp_path, "fr")
    assert language() == "fr"
    assert Article.objects.values("edited_at", "changed_at_source", "is_waiting").get() == before


@pytest.mark.django_db
def test_an_article_made_here_names_none() -> None:
    assert make_article().language is None
