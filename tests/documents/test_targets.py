"""Files are written whole or not at all, and never outside the folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from documents.targets import Folder, Outside, whole_file


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_file_is_written_with_the_folders_it_needs(tmp_path: Path) -> None:
    assert Folder(tmp_path / "new/site").write("_data/topics/a.yaml", b"name: a\n")
    assert files_in(tmp_path) == {"new/site/_data/topics/a.yaml": b"name: a\n"}


def test_file_is_replaced(site: Path) -> None:
    (site / "a.md").write_bytes(b"a much longer old one")
    assert Folder(site).write("a.md", b"new")
    assert files_in(site) == {"a.md": b"new"}


def test_bytes_that_are_there_already_are_not_written_again(site: Path) -> None:
    Folder(site).write("a.md", b"same")
    before = (site / "a.md").stat()
    assert not Folder(site).write("a.md", b"same")
    after = (site / "a.md").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_other_bytes_of_the_same_length_are_written(site: Path) -> None:
    Folder(site).write("a.md", b"same")
    assert Folder(site).write("a.md", b"else")
    assert files_in(site) == {"a.md": b"else"}


@pytest.mark.parametrize(
    "path", ["../a.md", "_news/../../a.md", "/tmp/a.md", "..", ".", "", "_news/..", "./a.md", "a/./b.md"]
)
def test_path_that_leads_out_of_the_folder_is_refused(site: Path, path: str) -> None:
    with pytest.raises(Outside, match="nothing was written"):
        Folder(site).write(path, b"x")
    assert files_in(site.parent) == {}


def test_absolute_path_is_refused_even_beside_the_folder(site: Path) -> None:
    with pytest.raises(Outside):
        Folder(site).write(f"{site.parent}/site-2/a.md", b"x")


def test_folder_that_is_a_link_out_is_refused(site: Path) -> None:
    (site.parent / "elsewhere").mkdir()
    (site / "_news").symlink_to(site.parent / "elsewhere")
    with pytest.raises(Outside):
        Folder(site).write("_news/a.md", b"x")
    assert files_in(site.parent) == {}


def test_file_that_is_a_link_is_refused(site: Path) -> None:
    (site.parent / "precious").write_bytes(b"old")
    (site / "a.md").symlink_to(site.parent / "precious")
    with pytest.raises(Outside):
        Folder(site).write("a.md", b"x")
    assert (site.parent / "precious").read_bytes() == b"old"


def test_folder_itself_may_be_a_link(site: Path) -> None:
    (site.parent / "link").symlink_to(site)
    Folder(site.parent / "link").write("a.md", b"x")
    assert files_in(site) == {"a.md": b"x"}


def test_name_as_long_as_a_disk_allows_is_written(site: Path) -> None:
    name = "版" * 84 + ".md"
    assert len(name.encode()) == 255
    Folder(site).write(name, b"x")
    assert files_in(site) == {name: b"x"}


def test_folder_in_place_of_the_file_is_an_error_that_leaves_nothing(site: Path) -> None:
    (site / "a.md").mkdir()
    with pytest.raises(OSError, match=r"a\.md"):
        Folder(site).write("a.md", b"x")
    assert files_in(site) == {}


# Whole or nothing


def test_file_appears_only_when_it_is_whole(site: Path) -> None:
    (site / "a.csv").write_bytes(b"old")
    with whole_file(site / "a.csv") as stream:
        stream.write(b"half")
        stream.flush()
        assert (site / "a.csv").read_bytes() == b"old"
        stream.write(b" and half")
    assert files_in(site) == {"a.csv": b"half and half"}


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, OSError])
def test_error_leaves_the_old_file_and_no_part(site: Path, error: type[BaseException]) -> None:
    (site / "a.csv").write_bytes(b"old")

    def write_half() -> None:
        with whole_file(site / "a.csv") as stream:
            stream.write(b"half")
            raise error

    with pytest.raises(error):
        write_half()
    assert files_in(site) == {"a.csv": b"old"}


def test_error_before_a_first_file_leaves_nothing(site: Path) -> None:
    def write_half() -> None:
        with whole_file(site / "a.csv"):
            raise ValueError

    with pytest.raises(ValueError):
        write_half()
    assert files_in(site) == {}


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600), (0, 0o666)])
def test_permissions_are_those_of_any_new_file(site: Path, mask: int, mode: int) -> None:
    os.umask(mask)
    Folder(site).write("a.md", b"x")
    assert (site / "a.md").stat().st_mode & 0o777 == mode
    assert os.umask(mask) == mask
