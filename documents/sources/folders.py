"""A folder -> the documents in it: those of the site in it, and those that lie loose."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import NamedTuple

from documents.document import Problem
from documents.layout import Kind, in_site_letters, is_carried, is_site_mark, site_path
from documents.reader import WHOLE
from documents.sources.files import (
    FOLDERS,
    SourceFile,
    Tally,
    has_suffix,
    is_hidden,
    label,
    leads_to_documents,
    read_file,
)
from documents.sources.places import Places, look_below


class _Folder(NamedTuple):
    """A folder to look into; `path` is its path in the site, or below the one asked for where no site is."""

    name: str
    path: str
    in_site: bool


def walk(top: str, tally: Tally) -> Iterator[SourceFile | Problem]:
    """All documents of a folder, in the order of their names."""
    within = _within(os.path.abspath(top))
    places = Places(top, tally)
    if not within:
        look_below(top, places)
    if problem := places.rivals():
        yield problem
        return
    root = None if places.root is None else os.path.join(top, *places.root)
    # A stack of our own: folders may be nested deeper than Python's calls.
    looking = [_look(_Folder(top, within, bool(within)), tally, root)]
    while looking:
        found = next(looking[-1], None)
        if found is None:
            looking.pop()
        elif isinstance(found, _Folder):
            looking.append(_look(found, tally, root))
        else:
            yield found


def _within(absolute: str) -> str:
    """Where in a site a folder lies; empty where it is one, or in none."""
    with contextlib.suppress(OSError):  # told by whoever reads the documents
        if any(map(is_site_mark, os.listdir(absolute))):
            return ""
    return site_path(absolute) or ("_data" if os.path.basename(absolute).lower() == "_data" else "")


def _look(folder: _Folder, tally: Tally, root: str | None) -> Iterator[SourceFile | Problem | _Folder]:
    try:
        with os.scandir(folder.name) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        # What is in it was not seen, so no folder above it was seen as a whole.
        tally.folders -= {above for above in FOLDERS if f"{folder.path}/".startswith(f"{above}/")}
        yield Problem(label(folder.name), 0, WHOLE, f"cannot be listed: {error.strerror}")
        return
    if not folder.in_site and folder.name == root:
        folder = folder._replace(path="", in_site=True)
        tally.roots.append(folder.name)
    if folder.path in FOLDERS:
        tally.folders.add(folder.path)
    taken = [entry for entry in entries if _is_taken(entry, folder, tally)]
    tally.expected += sum(not entry.is_dir(follow_symlinks=False) for entry in taken)
    for entry in taken:
        path = _join(folder, entry)
        if entry.is_dir(follow_symlinks=False):
            yield _Folder(entry.path, path, folder.in_site)
        else:
            home = path if folder.in_site else f"{Kind.ARTICLE.folder}/{path}"
            yield read_file(entry.path, home, is_loose=not folder.in_site)


def _join(folder: _Folder, entry: os.DirEntry[str]) -> str:
    path = f"{folder.path}/{entry.name}" if folder.path else entry.name
    return in_site_letters(path) if folder.in_site else path


def _is_taken(entry: os.DirEntry[str], folder: _Folder, tally: Tally) -> bool:
    """Whether to look at an entry: what is not ours by its name is counted and left alone."""
    path = _join(folder, entry)
    if folder.in_site and is_carried(path):
        return True
    if folder.in_site:
        is_ours = not is_hidden(entry.name) and leads_to_documents(path)
    else:
        # Another site's folder, or what some program keeps under the same name.
        is_ours = not is_hidden(entry.name) and not is_site_mark(entry.name)
    # Links and devices are looked at under any name: they are told, not passed over.
    if is_ours and (has_suffix(entry.name) or not entry.is_file(follow_symlinks=False)):
        return True
    tally.leave(path)
    return False
