"""What a dry run tells of each document: the same as the desk's page of an upload."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from articles.importing import Preview, import_documents
from articles.models import Article, SourceDocument
from documents.json_values import pack
from documents.sources import Sources
from tests.articles.importing.test_undo import write
from tests.support.databases import Database
from tests.support.repository import Story


def foresee(folder: Path) -> dict[str, Preview]:
    previews: list[Preview] = []
    import_documents(Sources([str(folder)]), workers=1, dry_run=True, preview=previews.append)
    return {preview.path: preview for preview in previews}


@pytest.mark.django_db
def test_each_field_is_told_before_and_after(tmp_path: Path) -> None:
    gulls, eels = Story("gulls", "Gulls", 1), Story("eels", "Eels", 2)
    import_documents(Sources([str(write(tmp_path, gulls, eels))]), workers=1)
    article = Article.objects.get(path=gulls.path)
    article.title = "By hand"
    article.save()
    gulls.title, gulls.excerpt = "At the source", "Loud."
    found = foresee(write(tmp_path, gulls, eels))
    changed = found[gulls.path]
    assert changed.changes == (
        {"key": "excerpt", "before": pack("Quiet."), "after": pack("Loud."), "editorial": True},
    )
    assert changed.conflicts == (
        {
            "key": "title",
            "base": pack("Gulls"),
            "theirs": pack("At the source"),
            "ours": pack("By hand"),
        },
    )
    assert (changed.outcome, changed.by_field, changed.is_editorial) == ("updated", True, True)
    assert found[eels.path].outcome == "unchanged"
    assert Article.objects.get(path=gulls.path).excerpt == "Quiet."


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "http://harbour.example/gulls/?utm_source=feed",
        "https://www-harbour-example.cdn.ampproject.org/c/s/www.harbour.example/gulls?amp",
    ],
)
def test_new_article_of_a_known_address_may_be_a_duplicate(tmp_path: Path, address: str) -> None:
    gulls, twin = Story("gulls", "Gulls", 1), Story("gulls-too", "Gulls once more", 2)
    write(tmp_path, twin)
    text = twin.text().replace("https://www.harbour.example/gulls-too", address)
    (tmp_path / twin.path).write_text(text, encoding="utf-8")
    write(tmp_path, gulls)
    # Both are new: the later one is told to be like the earlier.
    assert foresee(tmp_path)[twin.path].duplicates == (gulls.path,)
    assert foresee(tmp_path)[gulls.path].duplicates == ()
    import_documents(Sources([str(tmp_path / gulls.path)]), workers=1)
    assert foresee(tmp_path)[twin.path].duplicates == (gulls.path,)
    import_documents(Sources([str(tmp_path)]), workers=1)
    assert foresee(tmp_path)[twin.path].duplicates == ()


@pytest.mark.django_db
def test_what_is_secured_is_told_nowhere(tmp_path: Path) -> None:
    story = Story("gulls", "Gulls", 1, secured="only-for-its-owner")
    told = foresee(write(tmp_path, story))[story.path]
    assert "only-for-its-owner" not in json.dumps(told.as_json())
    assert "only-for-its-owner" not in told.as_text()


@pytest.mark.django_db
def test_steps_that_are_not_accepted_leave_no_trace(tmp_path: Path) -> None:
    gulls, eels = Story("gulls", "Gulls", 1), Story("eels", "Eels", 2)
    source = Sources([str(write(tmp_path, gulls, eels))])
    import_documents(source, workers=1, accept=lambda steps: [s for s in steps if s.path == eels.path])
    assert Article.objects.get().title == "Eels"
    assert SourceDocument.objects.get().path == eels.path


def test_report_of_a_dry_run_tells_of_each_document(own: Database, tmp_path: Path) -> None:
    story = Story("gulls", "Gulls", 1)
    folder = write(tmp_path / "site", story)
    own.manage("import_articles", folder)
    story.title = "Gulls again"
    write(folder, story)
    report = tmp_path / "plan.json"
    run = own.manage("import_articles", folder, "--dry-run", "--report", report, "-v", "2")
    assert f"{story.path}: updated\n  title: Gulls -> Gulls again\n" in run.stdout.decode()
    [told] = json.loads(report.read_bytes())["documents"]
    assert (told["path"], told["outcome"]) == (story.path, "updated")
    assert [change["key"] for change in told["changes"]] == ["title"]
    own.manage("import_articles", folder, "--report", report)
    assert "documents" not in json.loads(report.read_bytes())
