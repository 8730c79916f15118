"""The database as documents again: `export_documents()` is the one way out."""

from __future__ import annotations

import errno
import hashlib
import io
import tarfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final, Protocol

from django.utils import timezone

from articles.editing.workflow import publish_due
from articles.exporting.api_tree import api_files
from articles.exporting.left_over import Fate, LeftOver, left_over
from articles.exporting.pictures import NamedPictures
from articles.exporting.rows import FORMATS
from articles.exporting.selection import Selection
from articles.exporting.site import CHUNK, SiteFile, one_file_elsewhere, site_files
from articles.models import ExportedDocument
from articles.pictures.notes import SUFFIX
from documents.document import Problem, counted
from documents.targets import Folder, Outside, whole_file

__all__ = ["FORMATS", "STANDARD_OUTPUT", "Exported", "Fate", "LeftOver", "Selection", "export_documents"]

STANDARD_OUTPUT: Final = "-"


@dataclass
class Exported:
    """What an export wrote, and what it could not."""

    documents: int = 0
    written: int = 0
    changed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left_over: list[LeftOver] = field(default_factory=list)
    pictures: int = 0
    pictures_written: int = 0

    def as_text(self) -> str:
        """The summary that ends an export."""
        differ = counted(len(self.changed), "differs from its source", "differ from their source")
        lines = [
            f"{counted(self.documents, 'document')}, {counted(self.written, 'file')} written, {differ}.",
        ]
        if self.pictures:
            lines.append(f"{counted(self.pictures, 'picture')}, {self.pictures_written:,} written.")
        if self.problems:
            lines.append(f"{len(self.problems):,} could not be written with their changes; see above.")
        if left := self.fates(Fate.LEFT):
            lines.append(
                f"{left:,} left over in the folder and no longer part of the site: see above. An import into "
                "another database would take in what lies there; --delete-left-over removes it."
            )
        if removed := self.fates(Fate.REMOVED):
            lines.append(f"{removed:,} left over and removed.")
        if kept := self.fates(Fate.KEPT):
            lines.append(f"{kept:,} left over and kept: look at them, and remove them yourself.")
        return "\n".join(lines)

    def fates(self, fate: Fate) -> int:
        """Of how many documents that are left over this became."""
        return sum(one.fate is fate for one in self.left_over)

    def as_json(self) -> dict[str, Any]:
        """What was exported as plain values, for `--report`."""
        return {
            "documents": self.documents,
            "written": self.written,
            "pictures": {"named": self.pictures, "written": self.pictures_written},
            "changed": self.changed,
            "problems": [
                {"file": problem.path, "line": problem.line or None, "field": problem.field,
                 "reason": problem.reason}
                for problem in self.problems
            ],
            "notes": self.notes,
            "left_over_counts": {fate.value: self.fates(fate) for fate in Fate},
            "left_over": [
                {"path": one.path, "why": one.why, "fate": one.fate.value, "hindrance": one.hindrance}
                for one in self.left_over
            ],
        }  # fmt: skip


def export_documents(  # noqa: PLR0913  each is an option of the command
    target: str,
    *,
    selection: Selection,
    format: str = "site",  # noqa: A002  the option's own name
    stdout: IO[bytes],
    delete_left_over: bool = False,
    progress: Callable[[int], None] = lambda done: None,
) -> Exported:
    """Write what is selected: a site's files, or rows in one file; or the public API, which is all of it.

    `target` is a folder, a file whose name ends on the format's suffix, or `-` for standard output
    (files go there as a tar). What was scheduled for earlier goes out as published. After a whole site
    went into a folder, what is left over there is told; with `delete_left_over` it is removed, where it
    is as it was known. Raises OSError where the disk does; no file is ever half-written.
    """
    publish_due(timezone.now())
    if format == "site" and target != STANDARD_OUTPUT:
        exported = Exported()
        folder, ledger, named = _folder(target), _Ledger(), NamedPictures()
        try:
            _write(folder, site_files(selection), exported, progress, _both(named, ledger))
            _write_pictures(folder, named, exported, ledger.note)
        finally:
            # What is in the folder by now went out, whatever came then.
            ledger.flush()
        if selection.is_whole:
            unwritten = {problem.path for problem in exported.problems}
            exported.left_over = list(left_over(folder, unwritten, delete=delete_left_over))
            if not unwritten:
                # What a document would name that could not be written, nobody knows.
                exported.left_over += named.left_over(folder, delete=delete_left_over)
        return exported
    if format == "site":
        return _export_files(site_files(selection), target, stdout, progress)
    if format == "api":
        return _export_files(api_files(), target, stdout, progress)
    write = FORMATS[format]
    exported = Exported()
    if target == STANDARD_OUTPUT:
        exported.documents = write(selection, stdout, progress)
        return exported
    path = Path(target)
    if path.suffix != f".{format}":
        path = path / f"articles.{format}"
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as stream:
        exported.documents = write(selection, stream, progress)
    exported.written = 1
    return exported


class _Target(Protocol):
    def lies_as(self, path: str) -> str: ...

    def write(self, path: str, data: bytes) -> bool: ...


def _folder(target: str) -> Folder:
    Path(target).mkdir(parents=True, exist_ok=True)
    return Folder(Path(target))


class _Ledger:
    """Writes down what goes out into a folder, some documents at a time."""

    def __init__(self) -> None:
        self.digests: dict[str, bytes | None] = {}

    def note(self, file: SiteFile) -> None:
        self.digests[file.path] = hashlib.sha256(file.data).digest() if file.is_changed else None
        if len(self.digests) >= CHUNK:
            self.flush()

    def flush(self) -> None:
        ExportedDocument.objects.remember(self.digests)
        self.digests = {}


def _both(named: NamedPictures, ledger: _Ledger) -> Callable[[SiteFile], None]:
    def note(file: SiteFile) -> None:
        named.note(file.data)
        ledger.note(file)

    return note


def _export_files(
    files: Iterable[SiteFile | Problem], target: str, stdout: IO[bytes], progress: Callable[[int], None]
) -> Exported:
    exported = Exported()
    if target != STANDARD_OUTPUT:
        _write(_folder(target), files, exported, progress)
        return exported
    with tarfile.open(fileobj=stdout, mode="w|") as archive:
        named = NamedPictures()
        _write(_Tar(archive), files, exported, progress, lambda file: named.note(file.data))
        _write_pictures(_Tar(archive), named, exported)
    return exported


def _write_pictures(
    target: _Target,
    named: NamedPictures,
    exported: Exported,
    note: Callable[[SiteFile], None] = lambda file: None,
) -> None:
    """Write the pictures that the documents name beside them."""
    for file in named.files():
        if isinstance(file, Problem):
            exported.problems.append(file)
            continue
        try:
            exported.pictures_written += target.write(target.lies_as(file.path), file.data)
        except (Outside, OSError) as error:
            exported.problems.append(_unfit(file.path, error))
            continue
        note(file)
        exported.pictures += not file.path.endswith(SUFFIX)


def _write(
    target: _Target,
    files: Iterable[SiteFile | Problem],
    exported: Exported,
    progress: Callable[[int], None],
    note: Callable[[SiteFile], None] = lambda file: None,
) -> None:
    twins = one_file_elsewhere()
    for item in files:
        if isinstance(item, Problem):
            exported.problems.append(item)
            continue
        try:
            place = item.place if item.path in twins else target.lies_as(item.place)
            exported.written += target.write(place, item.data)
        except (Outside, OSError) as error:
            exported.problems.append(_unfit(item.path, error))
            continue
        note(item)
        if place != item.place:
            exported.notes.append(f"{item.place}: lies there as {place}, and was written there")
        if item.path in twins:
            exported.notes.append(f"{item.path}: {twins[item.path]}")
        exported.documents += 1
        if item.is_changed:
            exported.changed.append(item.path)
        progress(exported.documents)


def _unfit(path: str, error: Outside | OSError) -> Problem:
    """What is wrong with a path that no file can have; what is wrong with the disk is raised again."""
    if isinstance(error, OSError) and error.errno not in _UNFIT:
        raise error
    reason = str(error) if isinstance(error, Outside) else f"cannot be a file's name here: {error.strerror}"
    return Problem(path, 0, "path", reason.removeprefix(f"{path}: "))


_UNFIT: Final = frozenset({errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR, errno.EEXIST})


class _Tar:
    """A tar stream that takes files as a folder does; each the same bytes at any time."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self.archive = archive

    def lies_as(self, path: str) -> str:
        return path

    def write(self, path: str, data: bytes) -> bool:
        if {"", ".", ".."} & set(path.split("/")):
            raise Outside(f"{path}: is no path within an archive; it was left out")
        info = tarfile.TarInfo(path)
        info.size, info.mode = len(data), 0o644
        self.archive.addfile(info, io.BytesIO(data))
        return True
