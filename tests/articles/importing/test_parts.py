"""A part of a site: what it lacks, what is wanted of it, and how what only waits is counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.importing.settling_conflicts import settle
from articles.models import Article, Conflict, ImportedDocument, ImportRun
from tests.support.repository import Site, Story
from tests.support.sites import document, export_site, files_in, write_site

pytestmark = pytest.mark.django_db

Capture = pytest.CaptureFixture[str]


def path(number: int) -> str:
    return f"_news/story-{number:02d}.md"


def site(folder: Path, *numbers: int, **values: Any) -> Path:
    return write_site(
        folder, {path(number): document(**{"title": f"{number}", **values}) for number in numbers}
    )


def bring(*arguments: str | Path, **options: Any) -> None:
    call_command("import_articles", *map(str, arguments), **{"verbosity": 0, "workers": 1, **options})


def asked() -> list[str]:
    return sorted(Conflict.objects.waiting().filter(key="file").values_list("path", flat=True))


# ---- What it lacks


def test_much_that_is_gone_asks_whoever_imports(tmp_path: Path, capsys: Capture) -> None:
    bring(site(tmp_path / "whole", *range(60)))
    part = site(tmp_path / "part", *range(5))
    bring(part)
    assert asked() == []
    told = capsys.readouterr().err
    assert "55 of 60 public stories are not in what was imported" in told
    assert "--whole" in told
    assert "--part" in told
    bring(part, part=True)
    assert (asked(), capsys.readouterr().err) == ([], "")
    bring(part, whole=True)
    assert len(asked()) == 55
    bring(part)
    assert (len(asked()), capsys.readouterr().err) == (55, "")


@pytest.mark.parametrize(
    ("here", "gone", "questions"),
    [(60, 7, 0), (60, 6, 6), (10, 5, 5), (10, 6, 0), (100, 10, 10), (100, 11, 0)],
)
def test_more_than_five_and_more_than_a_tenth_are_much(
    tmp_path: Path, here: int, gone: int, questions: int
) -> None:
    bring(site(tmp_path / "site", *range(here)))
    for number in range(gone):
        (tmp_path / "site" / path(number)).unlink()
    bring(tmp_path / "site")
    assert len(asked()) == questions


def test_only_public_stories_count(tmp_path: Path, capsys: Capture) -> None:
    site(tmp_path / "site", *range(20), published=False)
    bring(site(tmp_path / "site", *range(20, 30)))
    for number in range(22):
        (tmp_path / "site" / path(number)).unlink()
    bring(tmp_path / "site")
    assert asked() == [path(20), path(21)]


def test_a_dry_run_and_a_report_tell_the_question(tmp_path: Path, capsys: Capture) -> None:
    bring(site(tmp_path / "whole", *range(20)))
    part = site(tmp_path / "part", 1)
    bring(part, dry_run=True, report=tmp_path / "report.json")
    assert "19 of 20 public stories" in capsys.readouterr().err
    assert json.loads((tmp_path / "report.json").read_text())["unasked"] == 19


def test_what_somebody_answered_is_not_asked_again_unless_the_file_came_back(tmp_path: Path) -> None:
    folder = site(tmp_path / "site", *range(10))
    bring(folder)
    (folder / path(3)).unlink()
    bring(folder)
    settle(Conflict.objects.waiting().get(), Conflict.Choice.OURS, user=None, now=timezone.now())
    bring(folder)
    assert asked() == []
    bring(site(folder, 3))
    (folder / path(3)).unlink()
    bring(folder)
    assert asked() == [path(3)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("option", "questions"), [({}, 0), ({"whole": True}, 20), ({"part": True}, 0)])
def test_a_commit_that_takes_much_away_is_asked_about_too(
    tmp_path: Path, option: dict[str, bool], questions: int, capsys: Capture
) -> None:
    repository = Site(tmp_path / "site")
    stories = [Story(f"story-{number}", f"{number}", 1 + number) for number in range(24)]
    repository.write(*stories)
    repository.commit()
    bring(git=str(repository.folder), history=True)
    repository.remove(story.path for story in stories[:20])
    repository.commit()
    bring(git=str(repository.folder), history=True, **option)
    assert len(asked()) == questions
    assert ("20 of 24 public stories" in capsys.readouterr().err) == (option == {})


# ---- What is wanted of it


def test_only_some_documents(tmp_path: Path, capsys: Capture) -> None:
    whole = site(tmp_path / "site", *range(8))
    bring(whole, only=[path(3), path(5)])
    assert sorted(Article.objects.values_list("path", flat=True)) == [path(3), path(5)]
    bring(whole)
    site(whole, *range(8), title="Anew")
    bring(whole, only=["_news/"], dry_run=True)
    bring(whole, only=[path(4)])
    assert list(Article.objects.filter(title="Anew").values_list("path", flat=True)) == [path(4)]
    assert asked() == []


@pytest.mark.parametrize("form", ["./_news/{}", "_NEWS/{}", "_news//{}", "_news/./{}/"])
def test_path_is_named_in_any_form(tmp_path: Path, form: str) -> None:
    whole = site(tmp_path / "site", *range(3))
    bring(whole, only=[form.format(path(1).removeprefix("_news/").upper())])
    assert [*Article.objects.values_list("path", flat=True)] == [path(1)]


def test_nothing_at_a_path_is_told(tmp_path: Path, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        bring(site(tmp_path / "site", 1), only=[path(1), "_news/elsewhere.md"])
    assert ended.value.code == 2
    assert "--only _news/elsewhere.md: no document is there" in capsys.readouterr().err
    assert Article.objects.count() == 1


def test_what_is_refused_at_another_path_is_no_matter(tmp_path: Path) -> None:
    whole = site(tmp_path / "site", 1)
    (whole / "_news/bad.md").write_bytes(b"no front matter")
    bring(whole, only=[path(1)])
    with pytest.raises(SystemExit) as ended:
        bring(whole, only=["_news/bad.md"])
    assert ended.value.code == 1


def test_all_fields_but_some(tmp_path: Path) -> None:
    whole = site(tmp_path / "site", 1, title="One", excerpt="One.", heat=1)
    bring(whole, **{"except": ["title"]})
    assert Article.objects.get().title == "One"
    site(whole, 1, title="Two", excerpt="Two.", heat=2)
    bring(whole, **{"except": ["title", "heat"]})
    for _ in range(2):
        article = Article.objects.get()
        assert (article.title, article.excerpt, article.heat) == ("One", "Two.", 1)
        # Not offered again.
        bring(whole)
    export_site(tmp_path / "out")
    assert files_in(tmp_path / "out")[path(1)] == document(title="One", excerpt="Two.", heat=1)
    site(whole, 1, title="Three", excerpt="Two.", heat=2)
    bring(whole)
    assert [conflict.key for conflict in Conflict.objects.waiting()] == ["title"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"whole": True, "part": True}, "either --whole or --part"),
        ({"whole": True, "only": [path(1)]}, "--whole does not go with --only"),
        ({"except": ["titel"]}, "no field is called titel; there are "),
        ({"check": True, "only": [path(1)]}, "--check takes neither"),
        ({"check": True, "part": True}, "--check takes neither"),
    ],
)
def test_what_does_not_go_together_is_refused(
    tmp_path: Path, options: dict[str, Any], reason: str, capsys: Capture
) -> None:
    with pytest.raises(SystemExit) as ended:
        bring(site(tmp_path / "site", 1), **options)
    assert ended.value.code == 2
    assert reason in capsys.readouterr().err
    assert not ImportRun.objects.exists()


def test_a_history_is_replayed_whole(tmp_path: Path, capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        bring(git=str(tmp_path), history=True, only=[path(1)])
    assert "--history takes neither --only nor --except" in capsys.readouterr().err


# ---- What only waits


def test_a_document_that_only_conflicts_is_not_counted_as_updated(tmp_path: Path, capsys: Capture) -> None:
    folder = site(tmp_path / "site", 1, 2)
    bring(folder)
    for article in Article.objects.all():
        article.title = "Ours"
        article.save()
    site(folder, 1, title="Theirs")
    site(folder, 2, title="Theirs", excerpt="New.")
    bring(folder, verbosity=1)
    assert (
        "Articles: 0 created, 1 updated, 0 unchanged, 0 refused, 1 in conflict only."
        in capsys.readouterr().out
    )
    counts = ImportRun.objects.latest("pk").report["counts"]
    assert (counts["updated"], counts["conflict"]) == (1, 1)
    assert (
        ImportedDocument.objects.get(path=path(1), run=ImportRun.objects.latest("pk")).outcome == "conflict"
    )


def test_path_begins_at_the_root_of_the_site(tmp_path: Path) -> None:
    whole = site(tmp_path / "site", 1)
    (whole / "_news/_data").mkdir()
    (whole / path(1)).rename(whole / "_news/_data/deep.md")
    with pytest.raises(SystemExit):
        bring(whole, only=["_data/"])
    assert not Article.objects.exists()
