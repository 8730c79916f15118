"""The picture files that go out with documents: those that a document names, and no others."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final
from urllib.parse import unquote

from articles.exporting.left_over import Fate, LeftOver
from articles.exporting.site import SiteFile
from articles.models import ExportedDocument, Picture
from articles.pictures.decoding import SIZE_LIMIT
from articles.pictures.notes import SUFFIX, notes_of
from articles.pictures.storing import ARTICLES, FOLDER, bytes_of
from documents.document import Problem
from documents.targets import Folder, Outside

# Rows held at a time, none of them with its bytes.
CHUNK: Final = 500
_NAMED: Final = re.compile(rb"assets/images/([^\r\n\"'<>]+)")
# Where a name may end before the line does: in Markdown, in HTML, in a list of addresses.
_END: Final = re.compile(r"[\s)\\,;?#]")
_CHANGED: Final = "is not as it last came in or went out"


class NamedPictures:
    """The pictures that some documents name, gathered while they go out."""

    def __init__(self) -> None:
        self.paths: set[str] = set()

    def note(self, data: bytes) -> None:
        """Take down what a document names: whole lines, too, for a name may hold blanks."""
        for found in _NAMED.findall(data):
            line = found.decode("utf-8", "replace")
            for name in {line.rstrip(), _END.split(line, maxsplit=1)[0]}:
                self.paths |= {f"{FOLDER}{name}", f"{FOLDER}{unquote(name)}"}

    def files(self) -> Iterator[SiteFile | Problem]:
        """The files of those that the site has, by path, each with what is known of it."""
        paths = iter(sorted(self.paths))
        while chunk := list(islice(paths, CHUNK)):
            for picture in Picture.objects.at(chunk).order_by("path"):
                try:
                    yield SiteFile(picture.path, bytes_of(picture), is_changed=True)
                except OSError as error:
                    yield Problem(picture.path, 0, "picture", f"is not in our media any more: {error}")
                if notes := notes_of(picture):
                    yield SiteFile(f"{picture.path}{SUFFIX}", notes, is_changed=True)

    def left_over(self, folder: Folder, *, delete: bool) -> Iterator[LeftOver]:
        """The pictures in a folder that went out once or were sent here, and that no document names now."""
        folder = Folder(folder.folder, most=SIZE_LIMIT)
        known = _known()
        for path in sorted(known):
            if path.removesuffix(SUFFIX) in self.paths or not folder.has(path):
                continue
            hindrance = _hindrance(path, known[path], folder, delete=delete)
            fate = Fate.LEFT if not delete else Fate.KEPT if hindrance else Fate.REMOVED
            yield LeftOver(path, "no document names it", fate, hindrance)


def _known() -> dict[str, set[bytes]]:
    """Paths of pictures that this database knows, with the digests of what was there."""
    known: dict[str, set[bytes]] = {}
    went_out = ExportedDocument.objects.filter(path__startswith=FOLDER)
    for path, digest in went_out.values_list("path", "digest").iterator():
        known.setdefault(path, set()).add(bytes(digest))
    sent = Picture.objects.filter(path__startswith=ARTICLES)
    for path, text in sent.values_list("path", "digest").iterator():
        known.setdefault(path, set()).add(bytes.fromhex(text))
    return known


def _hindrance(path: str, digests: set[bytes], folder: Folder, *, delete: bool) -> str:
    """Why a picture cannot be removed; empty where it can, and then it is, if that is asked for."""
    try:
        data = folder.read(path)
        if hashlib.sha256(data).digest() not in digests:
            return _CHANGED
        return "" if not delete or folder.remove(path, data) else _CHANGED
    except Outside as error:
        return str(error).removeprefix(f"{path}: ")
    except OSError as error:
        return f"cannot be removed: {error.strerror}"
