"""Folders, files, standard input, tars and zips give their documents one at a time, and nothing else."""

from __future__ import annotations

import bz2
import gzip
import inspect
import io
import lzma
import os
import random
import socket
import stat
import struct
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

import pytest

from documents.document import Problem
from documents.layout import PATH_LIMIT
from documents.reader import SIZE_LIMIT
from documents.sources import MissingPath, SourceFile, Sources, archives
from documents.sources.received import Received
from tests.conftest import ROOT

SITE: Mapping[str, bytes] = {
    "_data/organizations/example.com.md": b"---\ndomain: example.com\n---\n",
    "_data/topics/00-ai.yaml": b"name: AI\n",
    "_news/2021-06-02-hello.md": b"---\ntitle: Hello\n---\n",
}
OTHERS: Mapping[str, bytes] = {
    "assets/logo.png": b"PNG",
    "_learning/a.md": b"---\n",
    "_data/other/a.yaml": b"a: b\n",
    "README.md": b"# Site",
}


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def found_in(sources: Sources) -> dict[str, bytes]:
    """The documents by their paths within the site; there must be no problem."""
    found = list(sources)
    assert [item for item in found if isinstance(item, Problem)] == []
    return {item.path: item.data for item in found if isinstance(item, SourceFile)}


def problems_in(sources: Sources) -> list[str]:
    """What was refused; there must be nothing else."""
    found = list(sources)
    assert [item for item in found if isinstance(item, SourceFile)] == []
    return [str(item) for item in found]


def problem_with(path: Path) -> str:
    (problem,) = problems_in(Sources([str(path)]))
    return problem


# Folders


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


# Single files


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


# Archives


def tar_of(files: Mapping[str, bytes], mode: str = "w") -> bytes:
    stream = io.BytesIO()
    # One of the modes.
    with tarfile.open(fileobj=stream, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def tar_gz_of(files: Mapping[str, bytes]) -> bytes:
    return tar_of(files, "w:gz")


def zip_of(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


PACKERS = {"site.tar": tar_of, "site.tar.gz": tar_gz_of, "SITE.TGZ": tar_gz_of, "site.zip": zip_of}
each_archive = pytest.mark.parametrize("name", PACKERS)


def packed(folder: Path, name: str, files: Mapping[str, bytes]) -> Sources:
    return Sources([str(write(folder, {name: PACKERS[name](files)}) / name)])


@each_archive
@pytest.mark.parametrize("top", ["", "./", "site-2021/", "./backup/site-2021/"])
def test_archive_gives_the_documents_of_its_site(tmp_path: Path, name: str, top: str) -> None:
    sources = packed(tmp_path, name, {top + path: data for path, data in {**SITE, **OTHERS}.items()})
    assert found_in(sources) == SITE
    assert sources.expected == 3
    assert sources.folders == {"_news", "_data/topics", "_data/organizations"}
    assert set(sources.left_alone) == {"assets", "_learning", "_data", "README.md"}


@each_archive
def test_member_is_named_behind_its_archive(tmp_path: Path, name: str) -> None:
    (file,) = packed(tmp_path, name, {"./site/_news/a.md": b"x"})
    assert file == SourceFile(f"{tmp_path}/{name}/./site/_news/a.md", "_news/a.md", b"x")


@each_archive
def test_loose_documents_of_an_archive_are_articles(tmp_path: Path, name: str) -> None:
    files = {"b.md": b"x", "in/a.yaml": b"y", "c.png": b"", ".d.md": b"", "__MACOSX/._b.md": b"\0"}
    sources = packed(tmp_path, name, files)
    assert found_in(sources) == {"_news/b.md": b"x", "_news/in/a.yaml": b"y"}
    assert set(sources.left_alone) == {"c.png", ".d.md", "__MACOSX/._b.md"}
    assert sources.folders == set()


@each_archive
@pytest.mark.parametrize("member", ["../evil.md", "_news/../../evil.md", "/etc/evil.md", "/_news/evil.md"])
def test_name_that_climbs_out_is_refused(tmp_path: Path, name: str, member: str) -> None:
    found = list(packed(tmp_path, name, {member: b"x", "_news/a.md": b"y"}))
    assert [item.path for item in found if isinstance(item, SourceFile)] == ["_news/a.md"]
    assert [str(item) for item in found if isinstance(item, Problem)] == [
        f"{tmp_path}/{name}/{member}: document: has a name that climbs out of the archive"
    ]


@each_archive
def test_backslash_in_a_name_is_refused(tmp_path: Path, name: str) -> None:
    (problem,) = problems_in(packed(tmp_path, name, {"_news\\a.md": b"x"}))
    assert "has a backslash in its name; name folders with /" in problem


@each_archive
def test_member_that_is_too_large_is_refused(tmp_path: Path, name: str) -> None:
    (problem,) = problems_in(packed(tmp_path, name, {"_news/a.md": b"x" * (SIZE_LIMIT + 1)}))
    assert problem.endswith("_news/a.md: document: has 3,146,753 bytes; a document has at most 3,146,752")


@each_archive
def test_second_member_is_not_counted_before_the_first_is_taken(tmp_path: Path, name: str) -> None:
    sources = packed(tmp_path, name, SITE)
    next(iter(sources))
    assert sources.expected == 1


@each_archive
def test_member_with_a_control_character_is_told_on_one_line(tmp_path: Path, name: str) -> None:
    (problem,) = problems_in(packed(tmp_path, name, {"_news/a\n.md": b"x"}))
    assert problem.endswith("_news/a\\n.md: path: holds a control character; rename it")


def test_tar_member_whose_name_is_not_utf_8_can_be_told(tmp_path: Path) -> None:
    (problem,) = problems_in(packed(tmp_path, "site.tar", {"_news/caf\udce9.md": b"x"}))
    assert problem.endswith("caf\\udce9.md: document: has a name that is not UTF-8; rename it")


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE]
)
@pytest.mark.parametrize("member", ["_news/a.md", "_news", "loose.md"])
def test_links_and_devices_in_a_tar_are_refused(tmp_path: Path, kind: bytes, member: str) -> None:
    info = tarfile.TarInfo(member)
    info.type, info.linkname = kind, "/etc/passwd"
    with tarfile.open(tmp_path / "site.tar", "w") as archive:
        archive.addfile(info)
        archive.addfile(tarfile.TarInfo("_data/other/makes this a site"))
    found = list(Sources([str(tmp_path / "site.tar")]))
    expected = [] if member == "loose.md" else ["is a link or a device; only files are read"]
    assert [item.reason for item in found if isinstance(item, Problem)] == expected
    assert len(found) == len(expected)


def test_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("_news/a.md")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "site.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert "is a link or a device; only files are read" in problem_with(tmp_path / "site.zip")


def encrypted(data: bytes) -> bytes:
    """A zip whose flags say that its members are encrypted."""
    found = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = found.find(mark)
        while start >= 0:
            found[start + place] |= 1
            start = found.find(mark, start + 1)
    return bytes(found)


def test_encrypted_zip_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, {"site.zip": encrypted(zip_of({"_news/a.md": b"x"}))}) / "site.zip"
    assert problem_with(path).endswith(
        "_news/a.md: document: is encrypted; make the archive without a password"
    )


def test_one_damaged_member_of_a_zip_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    data = zip_of({"_news/a.md": b"a" * 99, "_news/b.md": b"b"})
    start = data.index(b"_news/a.md") + len(b"_news/a.md")
    path = write(tmp_path, {"site.zip": data[:start] + b"\xff" + data[start + 1 :]}) / "site.zip"
    found = list(Sources([str(path)]))
    assert [item.path for item in found if isinstance(item, SourceFile)] == ["_news/b.md"]
    assert [str(item) for item in found if isinstance(item, Problem)][0].endswith("is it whole?")


@each_archive
@pytest.mark.parametrize("left", [0.0, 0.01, 0.3, 0.6, 0.99])
def test_truncated_archive_gives_no_document(tmp_path: Path, name: str, left: float) -> None:
    # A tar ends with zeros, which nobody would miss.
    whole = PACKERS[name]({path: data * 300 for path, data in SITE.items()}).rstrip(b"\0")
    path = write(tmp_path, {name: whole[: int(left * len(whole))]}) / name
    assert "document: cannot be unpacked" in problem_with(path)


def test_tar_gz_that_is_not_what_was_packed_gives_no_document(tmp_path: Path) -> None:
    data = tar_gz_of(SITE)
    path = write(tmp_path, {"site.tar.gz": data[:-8] + b"\0\0\0\0" + data[-4:]}) / "site.tar.gz"
    assert "cannot be unpacked (CRC check failed" in problem_with(path)


def test_tar_cut_between_two_members_gives_no_document(tmp_path: Path) -> None:
    path = write(tmp_path, {"site.tar": tar_of(SITE)[: 2 * 1024]}) / "site.tar"
    assert "cannot be unpacked" in problem_with(path)


def test_tar_with_a_damaged_header_gives_no_document(tmp_path: Path) -> None:
    data = bytearray(tar_of(SITE))
    data[1024 + 3] ^= 1
    path = write(tmp_path, {"site.tar": bytes(data)}) / "site.tar"
    assert "cannot be unpacked (bad checksum); is it whole?" in problem_with(path)


@pytest.mark.parametrize("name", ["site.tar", "site.zip"])
def test_what_is_no_archive_in_spite_of_its_name_is_a_problem(tmp_path: Path, name: str) -> None:
    assert "cannot be unpacked" in problem_with(write(tmp_path, {name: b"---\ntitle: a\n---\n" * 99}) / name)


UNREAD = {
    "xz": (".tar.xz", lzma.compress(b"x")),
    "LZMA": (".tar.lzma", lzma.compress(b"x", format=lzma.FORMAT_ALONE)),
    "bzip2": (".tar.bz2", bz2.compress(b"x")),
    "Zstandard": (".tar.zst", b"\x28\xb5\x2f\xfd\x24\x01"),
    "lzip": (".tar.lz", b"LZIP\1\x0c"),
    "LZ4": (".tar.lz4", b"\x04\x22\x4d\x18\x64"),
    "compress": (".tar.Z", b"\x1f\x9d\x90"),
    "7-Zip": (".7z", b"7z\xbc\xaf\x27\x1c\0\4"),
    "RAR": (".rar", b"Rar!\x1a\x07\x01\0"),
}


@pytest.mark.parametrize("method", UNREAD)
def test_archive_that_is_not_read_is_told_by_its_method_under_any_name(tmp_path: Path, method: str) -> None:
    suffix, data = UNREAD[method]
    told = f": document: is packed with {method}, which is not read; pack it as .tar, .tar.gz or .zip"
    for name in (f"site{suffix}", f"SITE{suffix.upper()}", "site.tar", "site.tar.gz", "site.zip"):
        assert problem_with(write(tmp_path, {name: data * 9}) / name).endswith(told), name
    assert problems_in(Sources(["-"], stdin=io.BytesIO(data * 9))) == [f"standard input{told}"]
    (problem,) = Received(f"site{suffix}", tmp_path / "site.zip")
    assert str(problem) == f"site{suffix}{told}"


def test_archive_is_read_whatever_its_name_promises(tmp_path: Path) -> None:
    path = write(tmp_path, {"site.tar.xz": tar_of(SITE)}) / "site.tar.xz"
    assert found_in(Sources([str(path)])) == SITE


@each_archive
def test_empty_archive_gives_nothing(tmp_path: Path, name: str) -> None:
    assert list(packed(tmp_path, name, {})) == []


# Bombs


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "UNPACKED_FLOOR", 100_000)
    monkeypatch.setattr(archives, "MEMBER_LIMIT", 20)


BOMB = {"_news/a.md": b"---\ntitle: a\n---\n", "assets/zeros": bytes(3_000_000)}


@pytest.mark.usefixtures("small_limits")
@pytest.mark.parametrize("name", ["site.tar.gz", "site.zip"])
def test_bomb_is_refused_whole(tmp_path: Path, name: str) -> None:
    (problem,) = problems_in(packed(tmp_path, name, BOMB))
    assert "would unpack to 3,00" in problem
    assert "unpack it to a folder first" in problem


@pytest.mark.usefixtures("small_limits")
def test_bomb_behind_the_end_of_a_tar_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, {"site.tar.gz": gzip.compress(tar_of(SITE) + bytes(3_000_000))}) / "site.tar.gz"
    assert "would unpack to " in problem_with(path)


@pytest.mark.usefixtures("small_limits")
@each_archive
def test_archive_of_too_many_members_is_refused_whole(tmp_path: Path, name: str) -> None:
    (problem,) = problems_in(packed(tmp_path, name, {f"_news/{number}.md": b"" for number in range(21)}))
    assert problem.endswith("document: has more than 20 members; split it")


@pytest.mark.usefixtures("small_limits")
@each_archive
def test_archive_that_shrank_little_may_be_large(tmp_path: Path, name: str) -> None:
    noise = random.Random(1).randbytes(200_000)
    assert found_in(packed(tmp_path, name, {**SITE, "assets/noise": noise})) == SITE


def header(kind: bytes, size: int, name: str = "x") -> bytes:
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, size
    return info.tobuf(tarfile.GNU_FORMAT)


@pytest.mark.parametrize(
    "kind", [tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE]
)
def test_headers_of_a_tar_that_are_a_bomb_are_refused_unread(tmp_path: Path, kind: bytes) -> None:
    path = write(tmp_path, {"site.tar": header(kind, 8 << 30) + bytes(10240)}) / "site.tar"
    assert "more than 65,536 bytes of headers" in problem_with(path)


def test_sparse_map_that_never_ends_is_refused(tmp_path: Path) -> None:
    pax = b"22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n"
    endless = b"9999999999\n" + b"0\n" * 99_999
    data = header(tarfile.XHDTYPE, len(pax)) + pax.ljust(512, b"\0") + header(tarfile.REGTYPE, 99) + endless
    path = write(tmp_path, {"site.tar.gz": gzip.compress(data)}) / "site.tar.gz"
    assert "bytes of headers" in problem_with(path)


def test_headers_that_lead_to_one_another_for_ever_are_refused(tmp_path: Path) -> None:
    chain = (header(tarfile.XHDTYPE, 0)) * 5_000
    path = write(tmp_path, {"site.tar": chain + tar_of(SITE)}) / "site.tar"
    assert "cannot be unpacked" in problem_with(path)


def test_member_of_negative_size_does_not_run_in_a_circle(tmp_path: Path) -> None:
    data = bytearray(header(tarfile.REGTYPE, 0, "_news/a.md"))
    data[124:136] = b"\xff" * 10 + struct.pack(">h", -1024)
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data)
    path = write(tmp_path, {"site.tar": header(tarfile.REGTYPE, 0) + bytes(data) + bytes(1024)}) / "site.tar"
    assert "a member has a negative size" in problem_with(path)


def test_pax_size_that_is_negative_does_not_run_in_a_circle(tmp_path: Path) -> None:
    pax = b"14 size=-1536\n"  # back to where this very header begins
    data = (
        header(tarfile.XHDTYPE, len(pax)) + pax.ljust(512, b"\0") + header(tarfile.REGTYPE, 0, "_news/a.md")
    )
    path = write(tmp_path, {"site.tar": data + bytes(1024)}) / "site.tar"
    assert "a member stands before the one that it follows" in problem_with(path)


def flipped(data: bytes, chance: random.Random) -> bytes:
    found = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        found[chance.randrange(len(found))] = chance.choice([0, 0xFF, chance.randrange(256)])
    return bytes(found)


@pytest.mark.parametrize("pack", [tar_of, tar_gz_of, zip_of])
def test_damaged_archive_is_answered(pack: type, tmp_path: Path) -> None:
    whole = pack({path: data * 5 for path, data in SITE.items()})
    chance = random.Random(1)
    for _ in range(300):
        for item in Sources(["-"], stdin=io.BytesIO(flipped(whole, chance))):
            assert str(item).encode()


# Standard input


class OneWay(io.RawIOBase):
    """A stream like a pipe: it gives a little at a time, cannot be sought, and tells what was taken."""

    def __init__(self, data: Iterator[bytes]) -> None:
        self.data = data
        self.taken = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        piece = next(self.data, b"")
        assert 0 <= len(piece) <= size
        self.taken += len(piece)
        return piece


def piped(data: bytes) -> IO[bytes]:
    # All that is asked of it.
    return OneWay(data[start : start + 700] for start in range(0, len(data), 700))  # type: ignore[return-value]


def test_document_from_standard_input_has_no_path() -> None:
    sources = Sources(["-"], stdin=piped(b"---\ntitle: a\n---\n" * 100))
    assert list(sources) == [SourceFile("standard input", "", b"---\ntitle: a\n---\n" * 100)]
    assert sources.expected == 1


@pytest.mark.parametrize("pack", [tar_of, tar_gz_of, zip_of])
def test_archive_comes_through_standard_input(pack: type) -> None:
    sources = Sources(["-"], stdin=piped(pack({**SITE, **OTHERS})))
    assert found_in(sources) == SITE


def test_archive_from_standard_input_may_be_larger_than_a_document() -> None:
    noise = random.Random(1).randbytes(3 << 20)
    assert found_in(Sources(["-"], stdin=io.BytesIO(tar_gz_of({"assets/noise": noise, **SITE})))) == SITE


def test_standard_input_that_never_ends_is_given_up() -> None:
    endless = OneWay(iter(lambda: b"y\n" * 5_000, None))
    # All that is asked of it.
    (problem,) = problems_in(Sources(["-"], stdin=endless))  # type: ignore[arg-type]
    assert problem == (
        "standard input: document: has more than 3,146,752 bytes, which is all that one document may have"
    )
    assert endless.taken < 2 * SIZE_LIMIT


def test_empty_standard_input_is_an_empty_document() -> None:
    assert list(Sources(["-"], stdin=io.BytesIO())) == [SourceFile("standard input", "", b"")]


def test_standard_input_comes_in_its_turn_among_paths(tmp_path: Path) -> None:
    path = str(write(tmp_path, {"_news/a.md": b"x"}) / "_news/a.md")
    found = list(Sources([path, "-", path], stdin=io.BytesIO(b"y")))
    assert [item.path for item in found] == ["_news/a.md", "", "_news/a.md"]
