"""Where the site lies in what comes in, and where in it a file stands: one rule whatever it comes in.

The site's root is where `_news` and `_data` stand together, or the one of them that there is. What lies
deeper than the root under the same names, such as `_archive/_news`, is another site's and left alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from documents.document import Problem
from documents.layout import Kind, in_site_letters, is_carried, is_site_mark
from documents.reader import WHOLE
from documents.sources.files import (
    FOLDERS,
    Tally,
    has_suffix,
    is_hidden,
    label,
    leads_to_documents,
)

Parts: TypeAlias = "tuple[str, ...]"


class FilePlace(NamedTuple):
    """Where a file stands in its site; a loose one comes from beside any site, and goes back there."""

    path: str
    is_loose: bool


class Places:
    """Knows the root of the site once it has learnt what there is, and then where each file stands."""

    def __init__(self, name: str, tally: Tally) -> None:
        self.name = name
        self.tally = tally
        self._marks: dict[Parts, set[str]] = {}
        self._roots: list[Parts] | None = None

    def learn(self, folders: Parts) -> None:
        """Take note of a folder, or of the folders that a file lies in."""
        of_a_site = folder_of_a_site(folders)
        if of_a_site is None:
            return
        *above, mark = of_a_site
        root = tuple(above)
        # Archives of macOS hold what belongs to a file a second time, beside all others.
        if root[:1] != ("__MACOSX",) and not any(map(is_hidden, root)):
            self._marks.setdefault(root, set()).add(mark.lower())

    @property
    def is_certain(self) -> bool:
        """Whether whatever else there is can change nothing: articles at the top make that the root."""
        return "_news" in self._marks.get((), ())

    @property
    def root(self) -> Parts | None:
        """The folder of the site; None where there is none."""
        if self._roots is None:
            self._roots = _roots(self._marks)
        return self._roots[0] if self._roots else None

    def rivals(self) -> Problem | None:
        """Why nothing is taken in: which of several sites is meant, nobody can tell."""
        if self.root is None or self._roots is None or len(self._roots) == 1:
            return None
        named = " and ".join("/".join(root) for root in self._roots[:3])
        reason = f"holds {len(self._roots):,} sites ({named}), and a database holds one; import one of them"
        return Problem(label(self.name), 0, WHOLE, reason)

    def at(self, parts: Parts, *, is_special: bool = False) -> FilePlace | None:
        """Where a file stands; None for one that is left alone, which is counted.

        Links and devices are looked at under any name: they are told, not passed over.
        """
        root = self.root
        if root is not None and parts[: len(root)] == root:
            within = parts[len(root) :]
            path = in_site_letters("/".join(within))
            if not leads_to_documents(path):
                return self._leave(within[0])
            is_kept = is_carried(path) and not any(map(is_hidden, within[:-1]))
            if not is_kept and (any(map(is_hidden, within)) or not (is_special or has_suffix(path))):
                return self._leave(path)
            return FilePlace(path, is_loose=False)
        path = "/".join(parts)
        if any(map(is_site_mark, parts[:-1])) or any(map(is_hidden, parts)):
            return self._leave(path)
        if not (is_special or has_suffix(path)):
            return self._leave(path)
        return FilePlace(f"{Kind.ARTICLE.folder}/{path}", is_loose=True)

    def _leave(self, path: str) -> FilePlace | None:
        self.tally.leave(path)
        return None


def folder_of_a_site(folders: Parts) -> Parts | None:
    """The first of some folders, each in the one before, in which a site would keep documents."""
    place = next((place for place, folder in enumerate(folders) if is_site_mark(folder)), None)
    return None if place is None else folders[: place + 1]


def folder_of(path: str) -> str | None:
    """The folder of a site that a path within the site lies in."""
    return next((folder for folder in FOLDERS if path.startswith(f"{folder}/")), None)


def look_below(top: str, places: Places) -> None:
    """Learn what folders there are below one; no further than to where the root is certain.

    A link to a folder of documents makes a site as well: that it is not followed is told there.
    """
    looking: list[tuple[str, Parts]] = [(top, ())]
    while looking:
        name, parts = looking.pop()
        for entry in _folders_in(name):
            below = (*parts, entry.name)
            if is_site_mark(entry.name):
                places.learn(below)
            elif not is_hidden(entry.name) and not entry.is_symlink():
                looking.append((entry.path, below))
        if not parts and places.is_certain:
            return


def _folders_in(name: str) -> Iterable[os.DirEntry[str]]:
    try:
        with os.scandir(name) as listing:
            return [entry for entry in listing if not entry.is_file(follow_symlinks=False)]
    except OSError:
        return ()  # told by whoever reads the documents; pipes and devices have nothing in them


def _roots(marks: dict[Parts, set[str]]) -> list[Parts]:
    """The folders that are the site's root with equal right: one, unless nobody can tell which."""
    found = {root for root in marks if "_news" in marks[root]} or {*marks}
    outermost = [root for root in found if not any(root[:length] in found for length in range(len(root)))]
    best = max((_rank(root, marks) for root in outermost), default=None)
    return sorted(root for root in outermost if _rank(root, marks) == best)


def _rank(root: Parts, marks: dict[Parts, set[str]]) -> tuple[int, int]:
    return len(marks[root]), -len(root)
