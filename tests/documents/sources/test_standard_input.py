"""A document or an archive through standard input."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from documents.reader import SIZE_LIMIT
from documents.sources import SourceFile, Sources
from tests.support.packing import (
    OTHERS,
    SITE,
    found_in,
    problems_in,
    tar_gz_of,
    tar_of,
    write,
    zip_of,
)


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
