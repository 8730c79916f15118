"""Files are written whole or not at all, and never outside the folder."""

from __future__ import annotations

import contextlib
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


# ---- Removing


def test_file_that_holds_the_bytes_is_removed(site: Path) -> None:
    (site / "_news").mkdir()
    (site / "_news/a.md").write_bytes(b"known")
    folder = Folder(site)
    assert folder.has("_news/a.md")
    assert folder.read("_news/a.md") == b"known"
    assert folder.remove("_news/a.md", b"known")
    assert files_in(site) == {}
    assert not folder.has("_news/a.md")


def test_file_that_holds_other_bytes_by_now_stays(site: Path) -> None:
    (site / "a.md").write_bytes(b"changed")
    assert not Folder(site).remove("a.md", b"known")
    assert files_in(site) == {"a.md": b"changed"}


@pytest.mark.parametrize("path", ["../a.md", "_news/../../a.md", "", "_news/..", "./a.md", "a//b.md"])
def test_nothing_is_looked_at_outside_the_folder(site: Path, path: str) -> None:
    (site.parent / "a.md").write_bytes(b"known")
    assert not Folder(site).has(path)
    with pytest.raises(Outside, match="no path within"):
        Folder(site).remove(path, b"known")
    assert files_in(site.parent) == {"a.md": b"known"}


@pytest.mark.parametrize("path", ["link.md", "folder/a.md", "a.md/b.md"])
def test_nothing_is_removed_through_a_link(site: Path, tmp_path: Path, path: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.md").write_bytes(b"known")
    (site / "a.md").write_bytes(b"known")
    (site / "link.md").symlink_to(site / "a.md")
    (site / "folder").symlink_to(elsewhere)
    with pytest.raises(Outside, match="is a link, or behind one"):
        Folder(site).remove(path, b"known")
    assert (elsewhere / "a.md").exists()
    assert (site / "a.md").exists()


def test_what_is_no_file_is_not_read(site: Path) -> None:
    os.mkfifo(site / "pipe.md")
    (site / "folder.md").mkdir()
    for path in ("pipe.md", "folder.md"):
        with pytest.raises(Outside, match="is no file"):
            Folder(site).read(path)


def test_file_descriptors_are_closed(site: Path) -> None:
    (site / "_news").mkdir()
    (site / "_news/a.md").write_bytes(b"known")
    (site / "_news/folder.md").mkdir()
    before = len(os.listdir("/proc/self/fd"))
    for path in ("_news/a.md", "_news/folder.md", "_news/missing.md", "missing/a.md"):
        for _ in range(5):
            with contextlib.suppress(OSError, Outside):
                Folder(site).read(path)
    assert len(os.listdir("/proc/self/fd")) == before


def test_two_names_of_one_file_are_known(site: Path) -> None:
    (site / "a.md").write_bytes(b"x")
    os.link(site / "a.md", site / "b.md")
    (site / "c.md").write_bytes(b"x")
    assert Folder(site).is_one_file("a.md", "b.md")
    assert not Folder(site).is_one_file("a.md", "c.md")
    assert not Folder(site).is_one_file("a.md", "missing.md")
