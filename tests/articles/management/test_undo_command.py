"""manage.py undo_import as a person meets it: what it lists, takes back, keeps, and how it ends."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles.importing.lock import import_lock
from articles.models import Article, ImportRun, Revision
from tests.support.patience import patience
from tests.support.sites import document, import_site, write_site

pytestmark = pytest.mark.django_db
A, B = "_news/a.md", "_news/b.md"


def undo(*arguments: str) -> tuple[int, list[str], str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("undo_import", *arguments, stdout=out, stderr=err)
    except SystemExit as stopped:
        return int(stopped.code or 0), out.getvalue().splitlines(), err.getvalue()
    return 0, out.getvalue().splitlines(), err.getvalue()


@contextmanager
def somebody_imports() -> Iterator[None]:
    """Another holds the lock, on a connection of their own: a server's lets its own holder in again."""
    held, over = threading.Event(), threading.Event()

    def hold() -> None:
        with closing(connection), import_lock():
            held.set()
            over.wait(patience(60))

    with ThreadPoolExecutor(1) as threads:
        holding = threads.submit(hold)
        assert held.wait(patience(30)), holding.exception(0)
        try:
            yield
        finally:
            over.set()


def bring(folder: Path, **files: bytes) -> str:
    """The number of an import of these articles."""
    import_site(write_site(folder, {f"_news/{name}.md": data for name, data in files.items()}))
    return str(ImportRun.objects.latest("pk").pk)


def test_an_import_is_taken_back_by_its_number(tmp_path: Path) -> None:
    bring(tmp_path, a=document(title="Before"))
    number = bring(tmp_path, a=document(title="After"), b=document())
    code, out, err = undo(number)
    assert (code, err) == (0, "")
    assert out == ["1 document restored, 1 removed, 0 kept as they were changed since."]
    assert [(article.path, article.title) for article in Article.objects.all()] == [(A, "Before")]
    assert [(one.path, one.origin, one.user) for one in Revision.objects.all()] == [
        (A, Revision.Origin.UNDO, None)
    ]


def test_what_was_changed_since_stays_and_is_named(tmp_path: Path) -> None:
    bring(tmp_path, a=document(title="Before", heat=1))
    number = bring(tmp_path, a=document(title="After", heat=2), b=document(), c=document())
    for path, title in ((A, "By hand"), (B, "By hand too")):
        article = Article.objects.get(path=path)
        article.title = title
        article.save()
    bring(tmp_path, c=document(title="Again"))
    _, out, _ = undo(number)
    assert out[:-1] == [
        f"{A}: title: changed since",
        f"{B}: title: edited since it came",
        "_news/c.md: a later import brought it again",
    ]
    assert out[-1] == "1 document restored, 0 removed, 3 kept as they were changed since."
    assert {article.path: (article.title, article.heat) for article in Article.objects.all()} == {
        A: ("By hand", 1),
        B: ("By hand too", None),
        "_news/c.md": ("Again", None),
    }


@pytest.mark.parametrize("arguments", [[], ["0"], ["999999"]])
def test_without_the_number_of_an_import_the_last_are_listed(tmp_path: Path, arguments: list[str]) -> None:
    numbers = [bring(tmp_path, a=document(title=f"Title {number}")) for number in range(12)]
    undo(numbers[-1])
    code, out, err = undo(*arguments)
    assert (code, err) == (2, "Name the number of an import.\n")
    # The last ten that can still be taken back, the newest first.
    assert [line.partition(":")[0] for line in out] == numbers[-2:0:-1]


def test_nothing_is_taken_back_twice(tmp_path: Path) -> None:
    number = bring(tmp_path, a=document())
    undo(number)
    code, out, err = undo(number)
    assert (code, out) == (2, [])
    assert err.startswith("The import was undone already, on ")


def test_nothing_is_taken_back_while_an_import_runs(tmp_path: Path) -> None:
    number = bring(tmp_path, a=document())
    ImportRun.objects.create(started=timezone.now(), source="elsewhere", process="another")
    with somebody_imports():
        code, out, err = undo(number)
    assert (code, out) == (4, [])
    assert err.startswith("Another import is running")
    assert Article.objects.count() == 1
