"""A git repository -> the documents of a revision, or of each commit, without a work tree.

Only plumbing is called (ls-tree, diff-tree, cat-file), which runs no hooks and fetches nothing.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import IO, Final, NamedTuple, Self

from documents.document import Problem
from documents.reader import SIZE_LIMIT, WHOLE
from documents.sources.files import (
    Revision,
    SourceFile,
    Tally,
    admit,
    label,
    too_large,
)
from documents.sources.places import Parts, Place, Places, folder_of, folder_of_a_site


class NoRepository(Exception):
    """There is no such repository or revision, or no git; `str()` is a message for the user."""


class _Change(NamedTuple):
    """One file of a commit; a vanished one has no blob."""

    path: str
    mode: str
    blob: str


class Repository:
    """A repository to read from; a context manager, for it keeps one process of git to read blobs."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._blobs: subprocess.Popen[bytes] | None = None
        self._ask("rev-parse", "--git-dir")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._blobs is not None:
            assert self._blobs.stdin is not None and self._blobs.stdout is not None
            self._blobs.stdin.close()
            self._blobs.stdout.close()
            self._blobs.wait()

    def revision(self, name: str) -> Revision:
        """The commit that a branch, a tag or an abbreviated id stands for."""
        return next(self._revisions("-1", name))

    def history(self, name: str) -> list[Revision]:
        """The commits that lead to a revision, oldest first; of a merge, only the branch it went into."""
        return list(self._revisions("--first-parent", "--reverse", name))

    def tree(self, revision: Revision) -> GitFiles:
        """All documents of a revision."""
        changes = list(self._tree(revision))
        return GitFiles(self, revision, changes, _folders_of_sites(changes), is_whole=True)

    def commits(self, revisions: list[Revision]) -> Iterator[GitFiles]:
        """For each of some commits the documents that it changed, against its first parent."""
        # The site is where the last of them has it; older ones may lack what tells it apart.
        last = _folders_of_sites(self._tree(revisions[-1])) if revisions else set()
        for revision, changes in self._diffs(revisions):
            yield GitFiles(self, revision, changes, last or _folders_of_sites(changes), is_whole=False)

    def read(self, blob: str) -> bytes | int:
        """A blob's bytes, or only its size where that is over a document's limit."""
        if self._blobs is None:
            self._blobs = self._start("cat-file", "--batch", stdin=subprocess.PIPE)
        assert self._blobs.stdin is not None and self._blobs.stdout is not None
        self._blobs.stdin.write(blob.encode() + b"\n")
        self._blobs.stdin.flush()
        header = self._blobs.stdout.readline().split()
        if len(header) != _HEADER or header[1] != b"blob":
            raise NoRepository(f"{self.path}: the object {blob} is missing; is the clone complete?")
        size = int(header[2])
        data = _read_up_to(self._blobs.stdout, size + 1)
        return data[:-1] if size <= SIZE_LIMIT else size

    # -- git

    def _start(self, *arguments: str, stdin: int | IO[bytes] = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        environment = os.environ | {
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_TERMINAL_PROMPT": "0",
            "LC_ALL": "C",
        }
        try:
            return subprocess.Popen(
                ["git", "-C", self.path, "--no-pager", *arguments],
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE if stdin != subprocess.PIPE else subprocess.DEVNULL,
                env=environment,
                # Ctrl-C, which a terminal sends to all, is the parent's to handle.
                start_new_session=True,
            )
        except FileNotFoundError:
            raise NoRepository("git is not installed; install it, or import a folder instead") from None

    def _ask(self, *arguments: str, stdin: int | IO[bytes] = subprocess.DEVNULL) -> bytes:
        output, errors = self._start(*arguments, stdin=stdin).communicate()
        if errors:
            reason = errors.decode(errors="replace").strip().splitlines()[-1].removeprefix("fatal: ")
            raise NoRepository(f"{label(self.path)}: git says: {reason}")
        return output

    def _revisions(self, *arguments: str) -> Iterator[Revision]:
        *options, name = arguments
        # A branch may be called `--output=x`.
        output = self._ask(
            "log", "-z", "--format=%H%n%an <%ae>%n%cI", *options, "--end-of-options", name, "--"
        )
        for entry in output.decode(errors="replace").split("\0"):
            if entry:
                commit, author, dated = entry.split("\n", 2)
                yield Revision(commit, author, datetime.fromisoformat(dated.strip()).astimezone(UTC))

    def _tree(self, revision: Revision) -> Iterator[_Change]:
        for entry in _split(self._ask("ls-tree", "-r", "-z", "--full-tree", revision.commit)):
            described, path = entry.split("\t", 1)
            mode, _, blob = described.split(" ", 2)
            yield _Change(path, mode, blob)

    def _diffs(self, revisions: list[Revision]) -> Iterator[tuple[Revision, list[_Change]]]:
        parents = dict(self._first_parents(revisions))
        by_commit = {revision.commit: revision for revision in revisions}
        with tempfile.TemporaryFile() as questions:
            for revision in revisions:
                questions.write(f"{revision.commit} {parents[revision.commit]}".rstrip().encode() + b"\n")
            questions.seek(0)
            options = ("--stdin", "-r", "-z", "--root", "--no-renames", "--always")
            output = self._ask("diff-tree", *options, stdin=questions)
        fields = iter(_split(output))
        changes: dict[str, list[_Change]] = {revision.commit: [] for revision in revisions}
        commit = ""
        for field in fields:
            if field.startswith(":"):
                _, mode, _, blob, status = field[1:].split(" ")
                gone = status.startswith("D")
                changes[commit].append(_Change(next(fields), mode, "" if gone else blob))
            elif field in by_commit:
                commit = field
        for revision in revisions:
            yield revision, changes[revision.commit]

    def _first_parents(self, revisions: list[Revision]) -> Iterator[tuple[str, str]]:
        if revisions:
            output = self._ask("log", "--first-parent", "--format=%H %P", revisions[-1].commit)
            for line in output.decode().splitlines():
                commit, _, parents = line.partition(" ")
                yield commit, parents.split(" ")[0]


_HEADER: Final = 3


class GitFiles(Tally):
    """The documents of a revision, or those that a commit changed; iterate once.

    After iterating, `vanished` has the paths of the documents that a commit took away.
    """

    def __init__(
        self,
        repository: Repository,
        revision: Revision,
        changes: Iterable[_Change],
        sites: Iterable[Parts],
        *,
        is_whole: bool,
    ) -> None:
        super().__init__(revision=revision)
        self.repository = repository
        self.changes = changes
        self.sites = sites
        self.is_whole = is_whole
        self.paths = [f"{repository.path} at {revision.commit[:10]}"]

    def __iter__(self) -> Iterator[SourceFile | Problem]:
        places = Places(self.paths[0], self)
        for folder in self.sites:
            places.learn(folder)
        if problem := places.rivals():
            yield problem
            return
        for change in self.changes:
            if change.mode == _SUBMODULE:
                self.leave(change.path.split("/", 1)[0])
            elif place := places.at(tuple(change.path.split("/")), is_special=change.mode == _LINK):
                yield from self._at(place, change)

    def _at(self, place: Place, change: _Change) -> Iterator[SourceFile | Problem]:
        if not change.blob:
            self.vanished.append(place.path)
            return
        self.expected += 1
        if self.is_whole and not place.is_loose and (folder := folder_of(place.path)):
            self.folders.add(folder)
        yield self._read(change, place)

    def _read(self, change: _Change, place: Place) -> SourceFile | Problem:
        name = f"{change.path} ({self.paths[0]})"
        if change.mode == _LINK:
            return Problem(label(name), 0, WHOLE, "is a link; links are not followed")
        data = self.repository.read(change.blob)
        if isinstance(data, int):
            return too_large(label(name), data)
        return admit(name, place.path, data, is_loose=place.is_loose)


_LINK: Final = "120000"
_SUBMODULE: Final = "160000"


def _folders_of_sites(changes: Iterable[_Change]) -> set[Parts]:
    """The folders among these files in which a site keeps its documents."""
    return {folder for change in changes if (folder := folder_of_a_site(tuple(change.path.split("/")[:-1])))}


def _split(output: bytes) -> list[str]:
    return [os.fsdecode(entry) for entry in output.split(b"\0") if entry]


def _read_up_to(stream: IO[bytes], size: int) -> bytes:
    """Read a blob and the line end behind it; of one over the limit nothing is kept."""
    if size <= SIZE_LIMIT + 1:
        return stream.read(size)
    while size:
        size -= len(stream.read(min(size, SIZE_LIMIT)))
    return b""
