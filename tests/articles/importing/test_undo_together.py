"""An import taken back while somebody edits what it brought: it waits, and nothing is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import pytest
from django.db import connection, transaction
from django.utils import timezone

from articles.editing import workflow
from articles.editing.history import Actor
from articles.importing.undo import foresee_undo, undo_run
from articles.models import Article, ImportRun, Listing, Revision, Topic
from articles.models.workflow import State
from providers.models import Provider
from tests.support.make import make_topic, make_user
from tests.support.patience import patience
from tests.support.sites import document, import_site, provider_document, topic_document, write_site

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="a transaction that may write is alone there"),
]
STORY: Final = "_news/2021-06-02-a.md"
TOPIC: Final = "_data/topics/01-gulls.yaml"
PROVIDER: Final = "_data/organizations/harbour.example.md"
PATIENCE: Final = patience(30)


def bring(folder: Path, path: str, *versions: bytes) -> ImportRun:
    """The last of some imports, each of which brings another version of one document."""
    for version in versions:
        import_site(write_site(folder, {path: version}))
    return ImportRun.objects.latest("pk")


@contextmanager
def meanwhile(change: Callable[[], object]) -> Iterator[None]:
    """Somebody changes something and is done with it as soon as another waits for it, or the block ends."""
    changed, over = threading.Event(), threading.Event()

    def actor() -> None:
        # A thread's connection is its own.
        with closing(connection):
            try:
                with transaction.atomic():
                    change()
                    changed.set()
                    while not over.is_set() and not _somebody_waits():
                        time.sleep(0.01)
            finally:
                changed.set()

    with ThreadPoolExecutor(1) as threads:
        edited = threads.submit(actor)
        assert changed.wait(PATIENCE)
        try:
            yield
        finally:
            over.set()
            edited.result(PATIENCE)


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return bool(cursor.fetchone()[0])


def revised(path: str, origin: Revision.Origin) -> list[str]:
    """The keys that history says somebody changed in a document, in some way."""
    revisions = Revision.objects.filter(path=path, origin=origin).order_by("pk")
    return [change["key"] for revision in revisions for change in revision.changes]


def test_what_is_saved_while_an_import_is_undone_stays(tmp_path: Path) -> None:
    run = bring(tmp_path, STORY, document(), document(title="Imported", excerpt="Imported."))

    def save() -> None:
        article = Article.objects.select_for_update().get(path=STORY)
        article.title = "By hand"
        article.save()

    with meanwhile(save):
        undone = undo_run(run, user=None, now=timezone.now())
    article = Article.objects.get(path=STORY)
    assert (article.title, article.excerpt) == ("By hand", "")
    assert [str(kept) for kept in undone.kept] == [f"{STORY}: title: changed since"]
    assert revised(STORY, Revision.Origin.UNDO) == ["excerpt"]


def test_a_topic_added_while_an_import_is_undone_stays(tmp_path: Path) -> None:
    """The lists below a row are read after its lock too."""
    run = bring(tmp_path, STORY, document(), document(title="Imported", topics=["Gulls"]))
    added = make_topic("By hand")

    def add() -> None:
        article = Article.objects.select_for_update().get(path=STORY)
        Listing.objects.create(article=article, topic=added, position=1)

    with meanwhile(add):
        undone = undo_run(run, user=None, now=timezone.now())
    article = Article.objects.get(path=STORY)
    assert article.title == "A title"
    assert {topic.name for topic in Topic.objects.filter(listings__article=article)} == {"Gulls", "By hand"}
    assert [str(kept) for kept in undone.kept] == [f"{STORY}: topics: changed since"]


def test_what_is_published_while_an_import_is_undone_is_not_removed(tmp_path: Path) -> None:
    run = bring(tmp_path, STORY, document(published=False))

    def publish() -> None:
        actor = Actor(make_user(), Revision.Origin.TRIAGE, timezone.now())
        assert workflow.move(Article.objects.filter(path=STORY), State.PUBLISHED, actor).revisions

    with meanwhile(publish):
        undone = undo_run(run, user=None, now=timezone.now())
    assert Article.objects.get(path=STORY).state == State.PUBLISHED
    assert (undone.removed, [str(kept) for kept in undone.kept]) == (
        0,
        [f"{STORY}: published: edited since it came"],
    )


def test_topics_and_providers_wait_too(tmp_path: Path) -> None:
    write_site(tmp_path, {TOPIC: topic_document("Gulls"), PROVIDER: provider_document("harbour.example")})
    import_site(tmp_path)
    write_site(tmp_path, {TOPIC: topic_document("Gulls", keywords=["imported"])})
    run = bring(tmp_path, PROVIDER, provider_document("harbour.example", description="Imported."))

    def save() -> None:
        Topic.objects.filter(path=TOPIC).update(keywords=["by hand"])
        Provider.objects.filter(path=PROVIDER).update(description="By hand.")

    with meanwhile(save):
        undone = undo_run(run, user=None, now=timezone.now())
    assert Topic.objects.get(path=TOPIC).keywords == ["by hand"]
    assert Provider.objects.get(path=PROVIDER).description == "By hand."
    assert [str(kept) for kept in undone.kept] == [
        f"{PROVIDER}: description: changed since",
        f"{TOPIC}: keywords: changed since",
    ]


def test_a_look_at_what_an_undo_would_do_waits_for_nobody(tmp_path: Path) -> None:
    run = bring(tmp_path, STORY, document(), document(title="Imported"))

    def save() -> None:
        Article.objects.filter(path=STORY).update(title="By hand")

    with meanwhile(save):
        assert foresee_undo(run).kept == []
    assert [str(kept) for kept in foresee_undo(run).kept] == [f"{STORY}: title: changed since"]
