"""What the site is, and where in it a document stands, is one rule, whatever a site comes in."""

from __future__ import annotations

import io
import struct
import subprocess
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from documents.document import Problem
from documents.sources import SourceFile, Sources
from documents.sources.git import Repository

Files = Mapping[str, bytes]
Found = Iterable[SourceFile | Problem]


def lay(folder: Path, files: Files) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def as_folder(folder: Path, files: Files) -> Found:
    return list(Sources([str(lay(folder / "in", files))]))


def as_tar(folder: Path, files: Files) -> Found:
    with tarfile.open(folder / "site.tar", "w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return list(Sources([str(folder / "site.tar")]))


def as_zip(folder: Path, files: Files) -> Found:
    with zipfile.ZipFile(folder / "site.zip", "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return list(Sources([str(folder / "site.zip")]))


def git(folder: Path, *arguments: str) -> None:
    named = ("-c", "user.name=Ann", "-c", "user.email=ann@site.example")
    subprocess.run(["git", "-C", folder, *named, *arguments], check=True, capture_output=True)


def commit(folder: Path, files: Files) -> Repository:
    lay(folder, files)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "All")
    return Repository(str(folder))


def as_git(folder: Path, files: Files) -> Found:
    with commit(folder / "repository", files) as repository:
        return list(repository.tree(repository.commit("main")))


def as_history(folder: Path, files: Files) -> Found:
    with commit(folder / "repository", files) as repository:
        commits = repository.commits(repository.history("main"))
        return [item for of_commit in commits for item in of_commit]


EACH = pytest.mark.parametrize("come_in", [as_folder, as_tar, as_zip, as_git, as_history])
ComeIn = Callable[[Path, Files], Found]

ARTICLE, TOPIC = b"---\ntitle: A\n---\n", b"name: A\n"


def documents_of(found: Found) -> dict[str, bool | None]:
    """The paths of the documents, and whether they are loose; there must be no problem."""
    assert [str(item) for item in found if isinstance(item, Problem)] == []
    return {item.path: item.is_loose for item in found if isinstance(item, SourceFile)}


SITE = {"_news/a.md": ARTICLE, "_data/topics/00-a.yaml": TOPIC}


@EACH
@pytest.mark.parametrize(
    "beside",
    [
        "_archive/_news/a.md",
        "_archive/_news/old.md",
        "_archive/2019/_data/topics/00-a.yaml",
        "theme/example/_news/b.md",
        "_learning/a.md",
    ],
)
def test_what_lies_deeper_than_the_site_is_left_alone(tmp_path: Path, come_in: ComeIn, beside: str) -> None:
    found = come_in(tmp_path, {**SITE, beside: b"---\ntitle: Another\n---\n"})
    assert documents_of(found) == dict.fromkeys(SITE, False)
    assert {item.data for item in found if isinstance(item, SourceFile)} == {ARTICLE, TOPIC}


@EACH
@pytest.mark.parametrize("old", ["_archive/_news/a.md", "drafts/_news/b.md", "_data/topics/01-b.yaml"])
def test_the_site_is_where_both_folders_stand_together(tmp_path: Path, come_in: ComeIn, old: str) -> None:
    files = {f"backup/site/{path}": data for path, data in SITE.items()}
    assert documents_of(come_in(tmp_path, {**files, old: ARTICLE})) == dict.fromkeys(SITE, False)


@EACH
def test_articles_alone_make_a_site_and_an_archive_below_it_does_not(tmp_path: Path, come_in: ComeIn) -> None:
    files = {"_news/a.md": ARTICLE, **{f"_archive/{path}": data for path, data in SITE.items()}}
    assert documents_of(come_in(tmp_path, files)) == {"_news/a.md": False}


@EACH
def test_of_two_sites_side_by_side_none_is_taken_and_both_are_named(tmp_path: Path, come_in: ComeIn) -> None:
    files = {f"{site}/{path}": data for site in ("north", "south") for path, data in SITE.items()}
    (problem, *_others) = come_in(tmp_path, files)
    assert isinstance(problem, Problem)
    assert problem.reason == ("holds 2 sites (north and south), and a database holds one; import one of them")
    assert _others == []


@EACH
def test_documents_of_no_site_are_loose_articles(tmp_path: Path, come_in: ComeIn) -> None:
    found = come_in(tmp_path, {"content/posts/a/index.md": ARTICLE, "content/posts/.b.md": ARTICLE})
    assert documents_of(found) == {"_news/content/posts/a/index.md": True}


@EACH
def test_what_macos_packs_beside_a_site_is_no_other_site(tmp_path: Path, come_in: ComeIn) -> None:
    found = come_in(tmp_path, {"site/_news/a.md": ARTICLE, "__MACOSX/_news/a.md": ARTICLE})
    assert documents_of(found) == {"_news/a.md": False}


@EACH
def test_folders_in_other_letters_are_those_of_a_site(tmp_path: Path, come_in: ComeIn) -> None:
    """On macOS and Windows they are one; there it came in, and here it would be a site of no documents."""
    files = {
        "site/_News/A.md": ARTICLE,
        "site/_DATA/Topics/00-a.yaml": TOPIC,
        "site/_Archive/_NEWS/b.md": b"x",
    }
    assert documents_of(come_in(tmp_path, files)) == {"_news/A.md": False, "_data/topics/00-a.yaml": False}


@EACH
def test_both_of_a_folder_and_its_kin_come_in(tmp_path: Path, come_in: ComeIn) -> None:
    files = {"_News/a.md": ARTICLE, "_news/b.md": ARTICLE}
    assert documents_of(come_in(tmp_path, files)) == {"_news/a.md": False, "_news/b.md": False}


# Names in a zip


def zipped(folder: Path, name: bytes, *, flag: int = 0, extra: bytes = b"") -> Found:
    """A zip of one article with a name of these very bytes."""
    data = b"---\ntitle: x\n---\n"
    common = struct.pack("<HHHHLLLHH", flag, 0, 0, 0, zlib.crc32(data), len(data), len(data), len(name), 0)
    local = b"PK\3\4" + struct.pack("<H", 20) + common + name + data
    central = b"PK\1\2" + struct.pack("<HH", 20, 20) + common[:-2] + struct.pack("<H", len(extra))
    central += struct.pack("<HHHLL", 0, 0, 0, 0, 0) + name + extra
    end = b"PK\5\6" + struct.pack("<HHHHLLH", 0, 0, 1, 1, len(central), len(local), 0)
    (folder / "site.zip").write_bytes(local + central + end)
    return list(Sources([str(folder / "site.zip")]))


def unicode_path(name: str, of: bytes, version: int = 1) -> bytes:
    said = struct.pack("<BL", version, zlib.crc32(of)) + name.encode()
    return struct.pack("<HH", 0x7075, len(said)) + said


NAME = "_news/café-東京.md"


@pytest.mark.parametrize(
    ("name", "flag", "extra"),
    [
        pytest.param(NAME.encode(), 0x800, b"", id="the flag"),
        pytest.param(NAME.encode(), 0, b"", id="UTF-8 without the flag"),
        pytest.param(b"_news/caf\x82.md", 0, unicode_path(NAME, b"_news/caf\x82.md"), id="Unicode field"),
        pytest.param(b"_news/cafe.md", 0, unicode_path(NAME, b"_news/cafe.md"), id="field before bytes"),
        pytest.param(NAME.encode(), 0x800, unicode_path("_news/x.md", NAME.encode()), id="flag before field"),
        pytest.param(NAME.encode(), 0, unicode_path("_news/x.md", b"another"), id="field of another name"),
        pytest.param(NAME.encode(), 0, b"\x75\x70\1\0\1", id="field that is cut off"),
        pytest.param(NAME.encode(), 0, unicode_path("_news/x.md", NAME.encode(), 2), id="later field"),
    ],
)
def test_name_in_a_zip_is_read_as_it_was_meant(tmp_path: Path, name: bytes, flag: int, extra: bytes) -> None:
    assert [*documents_of(zipped(tmp_path, name, flag=flag, extra=extra))] == [NAME]


@pytest.mark.parametrize(
    "name", [b"_news/caf\x82.md", "_news/café.md".encode("latin-1"), "_news/東京.md".encode("shift-jis")]
)
def test_name_in_an_old_code_page_is_a_problem_that_says_so(tmp_path: Path, name: bytes) -> None:
    (problem,) = zipped(tmp_path, name)
    assert isinstance(problem, Problem)
    assert problem.reason.startswith("has a name in an old code page that the archive does not name; pack")


@pytest.mark.parametrize(
    ("name", "flag", "extra"),
    [
        pytest.param(b"_news/a\0.md", 0, b"", id="bytes"),
        pytest.param(b"_news/a.md\0.png", 0x800, b"", id="the flag"),
        pytest.param(b"_news/x.md", 0, unicode_path("_news/a\0.md", b"_news/x.md"), id="Unicode field"),
    ],
)
def test_name_with_a_zero_in_it_is_not_cut_there(
    tmp_path: Path, name: bytes, flag: int, extra: bytes
) -> None:
    (problem,) = zipped(tmp_path, name, flag=flag, extra=extra)
    assert isinstance(problem, Problem)
    assert (problem.field, problem.reason) == ("path", "holds a control character; rename it")


def test_zeros_that_end_a_name_do_not_count(tmp_path: Path) -> None:
    assert [*documents_of(zipped(tmp_path, b"_news/a.md\0\0"))] == ["_news/a.md"]


def test_name_with_the_flag_that_is_no_utf_8_is_a_problem(tmp_path: Path) -> None:
    (problem,) = zipped(tmp_path, b"_news/caf\x82.md", flag=0x800)
    assert isinstance(problem, Problem)
    assert "has a name that is marked as UTF-8 and is not" in problem.reason
