"""Sites for tests: documents in house style, folders and archives of them, and their way in and out."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from articles.exporting import Exported, Selection, export_documents
from articles.importing import Report, import_documents
from documents.layout import Kind
from documents.sources import Sources
from documents.writer import compose

MOMENT = datetime(2021, 6, 2, 8, 30, tzinfo=UTC)


# ---- Documents and folders


def document(**values: Any) -> bytes:
    """An article's document in house style; keys as documents have them."""
    chosen = {
        "category": "news",
        "title": "A title",
        "publishedDateTime": MOMENT,
        "published": True,
        **values,
    }
    return compose(Kind.ARTICLE, chosen)


def topic_document(name: str, **values: Any) -> bytes:
    return compose(Kind.TOPIC, {"taxonomy": "topic", "name": name, **values})


def provider_document(domain: str, **values: Any) -> bytes:
    return compose(Kind.PROVIDER, {"taxonomy": "organization", "domain": domain, **values})


def write_site(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Files in a folder, by their paths in it."""
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return folder


def write_tar(target: Path, files: Mapping[str, bytes], mode: Any = "w") -> Path:
    with tarfile.open(target, mode) as archive:
        for path, data in files.items():
            info = tarfile.TarInfo(path)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return target


def write_zip(target: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    return target


def files_in(folder: Path) -> dict[str, bytes]:
    """All files below a folder, by their paths in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# ---- Traffic


def import_site(*paths: Path, **options: Any) -> Report:
    return import_documents(Sources([str(path) for path in paths]), **{"workers": 1, **options})


def export_site(folder: Path, **selected: Any) -> Exported:
    return export_documents(str(folder), selection=Selection(**selected), stdout=io.BytesIO())


def reasons(report: Report) -> list[str]:
    """Why documents were refused, without the names of files, which are in a temporary folder."""
    return [f"{problem.field}: {problem.reason}" for problem in report.problems if problem.is_error]
