"""Tars and zips give their documents one at a time; what is damaged, hostile or too large gives none."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import stat
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from documents.document import Problem
from documents.reader import SIZE_LIMIT
from documents.sources import SourceFile, Sources, archives
from documents.sources.received import Received
from tests.support.packing import (
    OTHERS,
    PACKERS,
    SITE,
    each_archive,
    found_in,
    packed,
    problem_with,
    problems_in,
    tar_gz_of,
    tar_of,
    write,
    zip_of,
)


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
