"""Sites as folders and as archives, and what is found in them."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from documents.document import Problem
from documents.sources import SourceFile, Sources

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
