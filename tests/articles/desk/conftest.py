"""The sample site, in the database and out of it again."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from articles.exporting import Selection, export_documents
from articles.importing import import_documents
from documents.sources import Sources


@pytest.fixture
def site(root: Path) -> dict[str, bytes]:
    """The sample site, imported; the bytes of its documents and pictures by path."""
    folder = root / "fixtures/site"
    report = import_documents(Sources([str(folder)]), workers=1)
    assert report.is_complete
    files = (
        path for top in ("_news", "_data", "assets") for path in (folder / top).rglob("*") if path.is_file()
    )
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def exported() -> Callable[[], dict[str, bytes]]:
    """What an export gives now, by path."""

    def export() -> dict[str, bytes]:
        stream = io.BytesIO()
        done = export_documents("-", selection=Selection(), stdout=stream)
        assert done.problems == []
        stream.seek(0)
        with tarfile.open(fileobj=stream) as archive:
            # Every member of this archive is a file, so that it has content.
            return {info.name: archive.extractfile(info).read() for info in archive}  # type: ignore[union-attr]

    return export


@pytest.fixture
def editor() -> User:
    """Somebody who may do everything."""
    return User.objects.create_superuser("editor", password="a long enough password")
