"""A folder gives the documents of the site in it, and those that lie loose, one at a time."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

import pytest

from documents.sources import MissingPath, SourceFile, Sources
from tests.conftest import ROOT
from tests.support.packing import (
    OTHERS,
    SITE,
    found_in,
    write,
)


def test_site_gives_its_documents_in_order(tmp_path: Path) -> None:
    sources = Sources([str(write(tmp_path, {**OTHERS, **SITE}))])
    assert list(found_in(sources).items()) == list(SITE.items())
    assert sources.expected == 3
    assert sources.folders == {"_news", "_data/topics", "_data/organizations"}


def test_what_is_not_ours_is_left_alone_and_counted(tmp_path: Path) -> None:
    files = {**SITE, **OTHERS, "_news/.hidden.md": b"x", "_news/.DS_Store": b"", ".git/config": b""}
    sources = Sources([str(write(tmp_path, files))])
    assert found_in(sources) == SITE
    assert set(sources.left_alone) == {
        "assets", "_learning", "_data/other", "README.md", "_news/.DS_Store", "_news/.hidden.md", ".git",
    }  # fmt: skip


def test_what_is_no_document_is_carried_within_a_sites_folders(tmp_path: Path) -> None:
    files = {"_news/picture.png": b"PNG", "_news/.keep": b"", "_data/topics/.gitkeep": b""}
    assert found_in(Sources([str(write(tmp_path, files))])) == files


def test_document_is_named_as_the_user_would_say_it(tmp_path: Path) -> None:
    (file,) = Sources([str(write(tmp_path, {"_news/a.md": b"x"}))])
    assert file == SourceFile(f"{tmp_path}/_news/a.md", "_news/a.md", b"x")


@pytest.mark.parametrize(
    ("folder", "paths"),
    [
        ("_news", ["_news/2021-06-02-hello.md"]),
        ("_data/topics", ["_data/topics/00-ai.yaml"]),
        ("_data", ["_data/organizations/example.com.md", "_data/topics/00-ai.yaml"]),
    ],
)
def test_part_of_a_site_keeps_its_place_in_it(tmp_path: Path, folder: str, paths: list[str]) -> None:
    sources = Sources([str(write(tmp_path, SITE) / folder)])
    assert list(found_in(sources)) == paths
    assert sources.folders == {path.rpartition("/")[0] for path in paths}


def test_folder_within_a_sites_folder_is_not_seen_as_a_whole(tmp_path: Path) -> None:
    sources = Sources([str(write(tmp_path, {"_news/2021/a.md": b"x"}) / "_news/2021")])
    assert found_in(sources) == {"_news/2021/a.md": b"x"}
    assert sources.folders == set()


def test_loose_documents_are_articles(tmp_path: Path) -> None:
    sources = Sources(
        [str(write(tmp_path, {"b.md": b"x", "in/a.yaml": b"y", "notes.doc": b"", ".x.md": b""}))]
    )
    assert found_in(sources) == {"_news/b.md": b"x", "_news/in/a.yaml": b"y"}
    assert set(sources.left_alone) == {"notes.doc", ".x.md"}
    assert sources.folders == set()


def test_site_is_found_in_a_folder_above_it(tmp_path: Path) -> None:
    files = {f"backup/site/{name}": data for name, data in {**SITE, **OTHERS}.items()}
    sources = Sources([str(write(tmp_path, {**files, "backup/loose.md": b"x"}))])
    assert found_in(sources) == {"_news/backup/loose.md": b"x", **SITE}


def test_only_what_a_site_calls_documents_is_read_beside_loose_ones(tmp_path: Path) -> None:
    assert found_in(Sources([str(write(tmp_path, {"README.md": b"x", "_news/a.md": b"y"}))])) == {
        "_news/a.md": b"y"
    }


def test_folders_may_be_nested_deeper_than_calls(tmp_path: Path) -> None:
    deep = tmp_path / "/".join(["d"] * 200)
    write(deep, {"a.md": b"x"})
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 100)
    try:
        found = found_in(Sources([str(tmp_path)]))
    finally:
        sys.setrecursionlimit(limit)
    assert list(found.values()) == [b"x"]


def test_several_paths_come_one_after_the_other(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    paths = [str(tmp_path / name) for name in ("_news", "_data/topics")]
    assert list(found_in(Sources(paths))) == ["_news/2021-06-02-hello.md", "_data/topics/00-ai.yaml"]


def test_missing_path_is_told_at_once() -> None:
    with pytest.raises(MissingPath, match="no-such-folder: there is no such file or folder"):
        Sources(["no-such-folder"])


def test_second_file_is_not_read_before_the_first_is_taken(tmp_path: Path) -> None:
    write(tmp_path, {"_news/a.md": b"x", "_news/b.md": b"old"})
    files = iter(Sources([str(tmp_path)]))
    next(files)
    (tmp_path / "_news/b.md").write_bytes(b"new")
    second = next(files)
    assert isinstance(second, SourceFile)
    assert second.data == b"new"


def test_file_that_vanished_meanwhile_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path, {"_news/a.md": b"x", "_news/b.md": b"y"})
    files = iter(Sources([str(tmp_path)]))
    next(files)
    (tmp_path / "_news/b.md").unlink()
    assert str(next(files)).endswith("b.md: document: cannot be read: No such file or directory")


def test_sample_site_is_read_whole() -> None:
    sources = Sources([str(ROOT / "fixtures/site")])
    assert len(found_in(sources)) == sources.expected == 80
