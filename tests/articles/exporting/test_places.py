"""Documents go out to where they came from, and names that are one file elsewhere are told of."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.models import Article
from documents.document import counted
from tests.support.make import delete_articles

pytestmark = pytest.mark.django_db(transaction=True)

STORY = "---\ntitle: {}\npublished: true\nlayout: post\n---\nBody\n"


def lay(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(STORY.format(name))
    return folder


def files_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def change_title() -> None:
    article = Article.objects.order_by("path")[0]
    article.title = "Changed here"
    article.save()


LOOSE = ("content/posts/a/index.md", "content/posts/b/index.md", "top.md")


@pytest.mark.parametrize("out", ["blog", "elsewhere"])
def test_documents_of_no_site_go_back_where_they_came_from(tmp_path: Path, out: str) -> None:
    call_command("import_articles", str(lay(tmp_path / "blog", *LOOSE)))
    change_title()
    call_command("export_articles", str(tmp_path / out))
    assert files_in(tmp_path / out) == {*LOOSE}
    assert "title: Changed here" in (tmp_path / out / LOOSE[0]).read_text()
    assert (tmp_path / out / LOOSE[1]).read_text() == STORY.format(LOOSE[1])


def test_what_went_back_comes_in_as_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_articles", str(lay(tmp_path / "blog", *LOOSE)))
    change_title()
    call_command("export_articles", str(tmp_path / "blog"))
    before = {*Article.objects.values_list("path", "slug", "title")}
    call_command("import_articles", str(tmp_path / "blog"))
    assert {*Article.objects.values_list("path", "slug", "title")} == before
    capsys.readouterr()
    call_command("export_articles", str(tmp_path / "blog"))
    assert f"{counted(3, 'document')}, 0 files written" in capsys.readouterr().out


def test_a_site_and_loose_documents_go_each_to_their_places(tmp_path: Path) -> None:
    call_command("import_articles", str(lay(tmp_path / "site", "_news/story.md")))
    call_command("import_articles", str(lay(tmp_path / "blog", "posts/a.md")))
    call_command("export_articles", str(tmp_path / "out"))
    assert files_in(tmp_path / "out") == {"_news/story.md", "posts/a.md"}


def test_loose_documents_are_not_gone_where_a_site_comes_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_articles", str(lay(tmp_path / "blog", "posts/a.md")))
    capsys.readouterr()
    call_command("import_articles", str(lay(tmp_path / "site", "_news/story.md")))
    assert "posts/a.md" not in capsys.readouterr().out


def test_a_loose_document_that_was_deleted_here_is_left_over_where_it_lies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_articles", str(lay(tmp_path / "blog", *LOOSE)))
    delete_articles(Article.objects.get(path="_news/top.md"))
    call_command("export_articles", str(tmp_path / "blog"), delete_left_over=True)
    assert "left over, removed: top.md: deleted here" in capsys.readouterr().out
    assert files_in(tmp_path / "blog") == {*LOOSE[:2]}


def test_files_that_are_one_on_macos_and_windows_are_told_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_articles", str(lay(tmp_path / "site", "_news/A.md", "_news/a.md")))
    capsys.readouterr()
    call_command("export_articles", str(tmp_path / "out"))
    assert files_in(tmp_path / "out") == {"_news/A.md", "_news/a.md"}
    said = capsys.readouterr().err
    assert "_news/A.md: is one file with _news/a.md on macOS and Windows" in said
    assert "_news/a.md: is one file with _news/A.md on macOS and Windows" in said


def test_a_file_that_lies_there_in_other_letters_is_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_articles", str(lay(tmp_path / "site", "_news/Zürich/café.md")))
    change_title()
    there = unicodedata.normalize("NFD", "_news/zürich/Café.md")
    call_command("export_articles", str(lay(tmp_path / "out", there)))
    assert files_in(tmp_path / "out") == {there}
    assert f"_news/Zürich/café.md: lies there as {there}, and was written there" in capsys.readouterr().err
    call_command("import_articles", str(tmp_path / "out"))
    assert Article.objects.get().title == "Changed here"
