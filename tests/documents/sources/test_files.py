"""One file gives its bytes, or says why it is no document."""

from __future__ import annotations

import os
import socket
import stat
from pathlib import Path

import pytest

from documents.document import Problem
from documents.layout import PATH_LIMIT
from documents.reader import SIZE_LIMIT
from documents.sources import SourceFile, Sources
from tests.support.packing import (
    SITE,
    found_in,
    problem_with,
    problems_in,
    write,
)


def test_file_in_a_site_keeps_its_place(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    assert list(found_in(Sources([str(tmp_path / "_data/topics/00-ai.yaml")]))) == ["_data/topics/00-ai.yaml"]


def test_file_alone_is_an_article(tmp_path: Path) -> None:
    assert found_in(Sources([str(write(tmp_path, {"a.txt": b"x"}) / "a.txt")])) == {"_news/a.txt": b"x"}


def test_file_with_a_suffix_that_is_none_of_ours_is_refused(tmp_path: Path) -> None:
    problem = problem_with(write(tmp_path, {"a.doc": b"x"}) / "a.doc")
    assert "a.doc: path: is no document's name; one should end on one of .json .markdown .md" in problem


def test_link_to_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "_news").mkdir()
    (tmp_path / "_news/passwd.md").symlink_to("/etc/passwd")
    assert problem_with(tmp_path).endswith(
        "passwd.md: document: is a link; links are not followed, so put the file here"
    )


def test_link_to_a_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"elsewhere/a.md": b"x", "site/_data/topics/a.yaml": b"name: a\n"})
    (tmp_path / "site/_news").symlink_to(tmp_path / "elsewhere")
    found = list(Sources([str(tmp_path / "site")]))
    assert [type(item) for item in found] == [SourceFile, Problem]
    assert "_news: document: is a link" in str(found[1])


def test_link_outside_the_documents_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    (tmp_path / "assets").symlink_to("/")
    sources = Sources([str(tmp_path)])
    assert found_in(sources) == SITE
    assert sources.left_alone == {"assets": 1}


@pytest.mark.parametrize("name", ["pipe", "pipe.md"])
def test_pipe_is_refused_without_waiting_for_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "_news").mkdir()
    os.mkfifo(tmp_path / "_news" / name)
    assert "is a pipe, a socket or a device; only files are read" in problem_with(tmp_path)


def test_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_news").mkdir()
    monkeypatch.chdir(tmp_path)  # a socket's path may have only 108 bytes
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("_news/socket.md")
        assert "is a pipe, a socket or a device" in problem_with(tmp_path)


def test_device_is_refused() -> None:
    assert (
        problem_with(Path("/dev/zero"))
        == "/dev/zero: document: is a pipe, a socket or a device; only files are read"
    )


def skip_where_root_reads_all(path: Path) -> None:
    path.chmod(0)
    if os.access(path, os.R_OK):
        path.chmod(stat.S_IRWXU)
        pytest.skip("this user may read everything")


def test_file_that_may_not_be_read_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path, {"_news/a.md": b"x"})
    skip_where_root_reads_all(tmp_path / "_news/a.md")
    assert problem_with(tmp_path).endswith("a.md: document: cannot be read: Permission denied")


def test_folder_that_may_not_be_listed_is_a_problem_and_not_seen(tmp_path: Path) -> None:
    write(tmp_path, {"_news/2021/a.md": b"x"})
    skip_where_root_reads_all(tmp_path / "_news/2021")
    sources = Sources([str(tmp_path)])
    assert problems_in(sources)[0].endswith("2021: document: cannot be listed: Permission denied")
    (tmp_path / "_news/2021").chmod(stat.S_IRWXU)
    assert sources.folders == set()


def test_folder_that_vanished_is_a_problem_and_not_seen(tmp_path: Path) -> None:
    write(tmp_path, {"_news/a.md": b"x", "_news/z/b.md": b"y"})
    sources = Sources([str(tmp_path)])
    files = iter(sources)
    next(files)
    (tmp_path / "_news/z/b.md").unlink()
    (tmp_path / "_news/z").rmdir()
    assert "cannot be listed: No such file or directory" in str(next(files))
    assert sources.folders == set()


def test_archive_that_may_not_be_read_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path, {"site.zip": b"PK"})
    skip_where_root_reads_all(tmp_path / "site.zip")
    assert problem_with(tmp_path / "site.zip").endswith(
        "site.zip: document: cannot be read: Permission denied"
    )


@pytest.mark.parametrize("name", [b"_news/caf\xe9.md", b"_news/caf\xe9/a.md"])
def test_name_that_is_not_utf_8_is_refused_in_letters_that_can_be_printed(
    tmp_path: Path, name: bytes
) -> None:
    path = os.path.join(os.fsencode(tmp_path), name)
    os.makedirs(os.path.dirname(path))
    with open(path, "wb"):
        pass
    problem = problem_with(tmp_path)
    assert "has a name that is not UTF-8; rename it" in problem
    assert "caf\\udce9" in problem.encode("utf-8").decode()


def test_link_with_a_name_that_is_not_utf_8_can_be_told(tmp_path: Path) -> None:
    (tmp_path / "_news").mkdir()
    os.symlink(b"/etc/passwd", os.path.join(os.fsencode(tmp_path), b"_news/caf\xe9.md"))
    assert problem_with(tmp_path).encode("utf-8")


def test_name_that_is_left_alone_can_be_printed(tmp_path: Path) -> None:
    write(tmp_path, {"_news/a.md": b"x"})
    with open(os.path.join(os.fsencode(tmp_path), b"_news/.caf\xe9"), "wb"):
        pass
    sources = Sources([str(tmp_path)])
    list(sources)
    assert list(sources.left_alone) == ["_news/.caf\\udce9"]


def test_name_with_a_control_character_is_refused_on_one_line(tmp_path: Path) -> None:
    problem = problem_with(write(tmp_path, {"_news/a\n\x1b[31m.md": b"x"}))
    assert problem.endswith("_news/a\\n\\x1b[31m.md: path: holds a control character; rename it")


def test_path_that_is_too_long_is_refused(tmp_path: Path) -> None:
    name = "/".join(["_news", *["d" * 100] * 5, "a.md"])
    assert f"path: has {len(name)} characters; at most {PATH_LIMIT} fit" in problem_with(
        write(tmp_path, {name: b"x"})
    )


def test_largest_file_that_is_allowed_is_read(tmp_path: Path) -> None:
    data = b"x" * SIZE_LIMIT
    assert found_in(Sources([str(write(tmp_path, {"_news/a.md": data}))])) == {"_news/a.md": data}


def test_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    write(tmp_path, {"_news/a.md": b""})
    os.truncate(tmp_path / "_news/a.md", 50 << 30)
    assert problem_with(tmp_path).endswith(
        "document: has 53,687,091,200 bytes; a document has at most 3,146,752"
    )
