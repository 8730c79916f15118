"""Posts of other generators: in and out byte for byte, and one line for an edit."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from articles.importing import import_documents
from articles.models import Article
from documents.sources import Sources
from tests.support.sites import export_site, files_in

pytestmark = pytest.mark.django_db

EDITS: dict[str, Callable[[Any], Any]] = {
    "title": lambda title: f'{title}: "ümlaut" # 1',
    "heat": lambda heat: 7,
    "body": lambda body: body.replace("\n", " and more\n", 1) if "\n" in body else f"{body} and more",
}


@pytest.mark.parametrize("generator", ["jekyll", "hugo", "eleventy", "eleventy-small"])
def test_posts_go_out_as_they_came_and_an_edit_changes_one_line(
    tmp_path: Path, shared: Path, generator: str
) -> None:
    posts = shared / "corpus" / f"posts-{generator}"
    import_documents(Sources([str(posts)]))
    last = out = exported(tmp_path / "untouched")
    came = files_in(posts)
    assert len(out) == Article.objects.count() >= 4
    assert out == {path: came[path] for path in out}
    for field, edit in EDITS.items():
        for article in Article.objects.all():
            setattr(article, field, edit(getattr(article, field)))
            article.save()
        now = exported(tmp_path / field)
        for path in out:
            assert changed_lines(last[path], now[path]) == (field != "heat", 1), (field, path)
        last = now


def exported(folder: Path) -> dict[str, bytes]:
    assert export_site(folder).problems == []
    return files_in(folder)


def changed_lines(before: bytes, after: bytes) -> tuple[int, int]:
    """How many lines went, and how many came."""
    was, now = (data.decode("utf-8", "surrogateescape").split("\n") for data in (before, after))
    told = list(difflib.unified_diff(was, now, n=0, lineterm=""))[2:]
    return sum(line[0] == "-" for line in told), sum(line[0] == "+" for line in told)
