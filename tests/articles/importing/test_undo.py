"""An import taken back."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import pytest
from django.utils import timezone

from articles.importing import import_documents
from articles.importing.undo import CannotUndo, Kept, Why, undo_run
from articles.models import Article, ImportRun, Listing, SourceDocument, Topic
from documents.sources import Sources
from providers.models import Provider
from tests.support.content import content
from tests.support.make import delete_articles
from tests.support.repository import Story

pytestmark = pytest.mark.django_db


def bring(*paths: Path) -> ImportRun:
    import_documents(Sources([str(path) for path in paths]), workers=1)
    return ImportRun.objects.latest("id")


def write(folder: Path, *stories: Story) -> Path:
    for story in stories:
        (folder / story.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / story.path).write_text(story.text(), encoding="utf-8")
    return folder


def test_a_first_import_undone_leaves_nothing(root: Path) -> None:
    before = content()
    run = bring(root / "fixtures" / "site")
    undone = undo_run(run, user=None, now=timezone.now())
    assert undone.removed == run.documents.count() > 0
    assert content() == before
    assert not Provider.objects.exists()


def test_undo_of_a_changed_copy_restores_everything_beside_the_edits(
    whole_site: Path, tmp_path: Path
) -> None:
    bring(whole_site)
    chance = random.Random(1)
    articles = chance.sample(list(Article.objects.order_by("path")), 10)
    extra = Topic.objects.create(name="Extra")
    for number, article in enumerate(articles):
        article.title, article.excerpt = f"Edited {number}", "Edited."
        article.save()
        Listing.objects.create(article=article, topic=extra, position=article.listings.count())
    before = content()

    copy = tmp_path / "copy"
    shutil.copytree(whole_site / "_news", copy / "_news", copy_function=shutil.copyfile)
    (copy / "_news").chmod(0o755)
    changed = 0
    for path in chance.sample(sorted((copy / "_news").glob("*.md")), 50):
        path.chmod(0o644)
        data = path.read_bytes()
        key, value = chance.choice(
            [(b"title", b'"New"'), (b"excerpt", b'"New."'), (b"heat", b"1"), (b"published", b"false"),
             (b"topics", None), (b"secured", b'"x"'), (b"quality", b"7")]
        )  # fmt: skip
        if value is None:
            newline = b"\r\n" if b"\r\n" in data else b"\n"
            data = data.replace(b"topics:", b"topics:" + newline + b"  - New topic")
        else:
            data = re.sub(rb"^%s: [^\r\n]*" % key, b"%s: %s" % (key, value), data, flags=re.MULTILINE)
        changed += path.read_bytes() != data
        path.write_bytes(data)
    run = bring(copy)
    counts = run.report["counts"]
    assert counts["updated"] + counts.get("conflict", 0) == changed > 40
    assert content() != before

    undo_run(run, user=None, now=timezone.now())
    assert content() == before


def test_what_people_edited_since_stays_and_is_listed(tmp_path: Path) -> None:
    story = Story("gulls", "Gulls", 1)
    bring(write(tmp_path, story))
    story.title, story.excerpt = "New title", "New excerpt."
    run = bring(write(tmp_path, story))
    article = Article.objects.get()
    article.title = "By hand"
    article.save()
    undone = undo_run(run, user=None, now=timezone.now())
    article.refresh_from_db()
    assert (article.title, article.excerpt) == ("By hand", "Quiet.")
    assert undone.kept == [Kept(story.path, Why.CHANGED, ("title",))]


def test_an_article_edited_since_it_came_is_not_removed(tmp_path: Path) -> None:
    run = bring(write(tmp_path, Story("gulls", "Gulls", 1), Story("eels", "Eels", 2)))
    delete_articles(Article.objects.get(title="Gulls"))
    article = Article.objects.get(title="Eels")
    article.title = "By hand"
    article.save()
    undo_run(run, user=None, now=timezone.now())
    assert [article.title for article in Article.objects.all()] == ["By hand"]


def test_imports_are_undone_one_after_the_other(tmp_path: Path) -> None:
    story = Story("gulls", "One", 1)
    states, runs = [], []
    for title in ["One", "Two", "Three"]:
        story.title = title
        runs.append(bring(write(tmp_path, story)))
        states.append(content())
    for run, state in zip(reversed(runs[1:]), reversed(states[:-1]), strict=True):
        undo_run(run, user=None, now=timezone.now())
        assert content() == state


def test_an_undone_import_comes_again_with_the_next(tmp_path: Path) -> None:
    story = Story("gulls", "One", 1)
    bring(write(tmp_path, story))
    story.title = "Two"
    run = bring(write(tmp_path, story))
    undo_run(run, user=None, now=timezone.now())
    bring(tmp_path)
    assert Article.objects.get().title == "Two"


def test_nothing_is_undone_twice(tmp_path: Path) -> None:
    run = bring(write(tmp_path, Story("gulls", "One", 1)))
    undo_run(run, user=None, now=timezone.now())
    with pytest.raises(CannotUndo, match="undone already"):
        undo_run(run, user=None, now=timezone.now())


def test_what_a_later_import_brought_stays_as_it_brought_it(tmp_path: Path) -> None:
    story = Story("gulls", "One", 1)
    bring(write(tmp_path, story))
    story.title = "Two"
    run = bring(write(tmp_path, story))
    story.title = "Three, and rather longer"
    bring(write(tmp_path, story))
    undone = undo_run(run, user=None, now=timezone.now())
    assert undone.kept == [Kept(story.path, Why.CHANGED, ("title",))]
    assert Article.objects.get().title == story.title
    assert bytes(SourceDocument.objects.get().content) == (tmp_path / story.path).read_bytes()


def test_an_undone_import_stands_between_no_others(tmp_path: Path) -> None:
    story, runs = Story("gulls", "One", 1), []
    runs.append(bring(write(tmp_path, story)))
    for title in ("Two", "Three"):
        story.title = title
        runs.append(bring(write(tmp_path, story)))
        undo_run(runs[-1], user=None, now=timezone.now())
    undone = undo_run(runs[0], user=None, now=timezone.now())
    assert (undone.removed, undone.kept) == (1, [])
    assert not Article.objects.exists()


def test_a_document_whose_article_is_gone_is_forgotten_with_its_import(tmp_path: Path) -> None:
    run = bring(write(tmp_path, Story("gulls", "Gulls", 1)))
    delete_articles(Article.objects.get())
    assert SourceDocument.objects.exists()
    undone = undo_run(run, user=None, now=timezone.now())
    assert (undone.removed, undone.kept) == (1, [])
    assert not SourceDocument.objects.exists()
