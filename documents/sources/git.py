"""A git repository -> the documents of a commit, or of each commit, without a work tree."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from types import TracebackType
from typing import Final, NamedTuple, Self

from documents.document import Problem
from documents.reader import SIZE_LIMIT, WHOLE
from documents.sources.files import FOLDERS, Commit, SourceFile, Tally, admit, label, too_large
from documents.sources.git_plumbing import NoRepository, Plumbing
from documents.sources.pictures import SIZE_LIMIT as PICTURE_LIMIT
from documents.sources.pictures import is_picture
from documents.sources.places import FilePlace, Parts, Places, folder_of, folder_of_a_site

__all__ = ["GitFiles", "NoRepository", "Repository"]


class _Change(NamedTuple):
    """One file of a commit, with the mode that it has or had; a vanished one has no blob."""

    path: str
    mode: str
    blob: str


class Repository:
    """A repository to read from; a context manager, for it keeps a process of git."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._git = Plumbing(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._git.close()

    def commit(self, name: str) -> Commit:
        """The commit that a branch, a tag or an abbreviated id stands for."""
        commits = self._ids("-1", name)
        if not commits:
            raise NoRepository(f"{label(self.path)}: {label(name)} is no commit; name one, a branch or a tag")
        return self._read_commit(commits[0][0])

    def history(self, name: str) -> list[Commit]:
        """The commits that lead up to one, oldest first; of a merge, only the branch it went into."""
        return [self._read_commit(commit) for commit, _ in self._ids("--first-parent", "--reverse", name)]

    def before(self, commits: list[Commit], since: datetime | str) -> int:
        """How many of a history's commits come before a time, or no later than a commit."""
        if isinstance(since, datetime):
            later = {one.id for one in commits if one.dated is not None and one.dated >= since}
        else:
            start = self.commit(since).id
            later = {commit for one in commits[-1:] for commit, _ in self._ids(f"^{start}", one.id)}
        return next((place for place, one in enumerate(commits) if one.id in later), len(commits))

    def tree(self, commit: Commit) -> GitFiles:
        """All documents of a commit."""
        changes = list(self._tree(commit))
        return GitFiles(self, commit, changes, _folders_of_sites(changes), is_whole=True)

    def commits(self, commits: list[Commit], *, from_nothing: bool = False) -> Iterator[GitFiles]:
        """For each of some commits the documents that it changed, against its first parent.

        The first of them is compared with nothing where nothing of what went before is known.
        """
        # The site is where the last of them has it; older ones may lack what tells it apart.
        last = _folders_of_sites(self._tree(commits[-1])) if commits else set()
        for commit, diff in self._diffs(commits):
            changes = list(self._tree(commit)) if from_nothing and commit is commits[0] else diff
            yield GitFiles(self, commit, changes, last or _folders_of_sites(changes), is_whole=False)

    def read(self, blob: str, *, of: str, most: int = SIZE_LIMIT) -> bytes | int:
        """A blob's bytes, or only its size where that is over a document's limit, or another."""
        size, data = self._git.object(blob, "blob", of=of, most=most)
        return data if size <= most else size

    # -- git

    def _ids(self, *arguments: str) -> list[tuple[str, str]]:
        """Commits by their ids, each with its first parent's, which is empty where it has none here."""
        *options, name = arguments
        # A branch may be called `--output=x`.
        output = self._git.ask("rev-list", "--parents", *options, "--end-of-options", name, "--")
        lines = (line.split(" ") for line in output.decode().splitlines())
        return [(commit, parents[0] if parents else "") for commit, *parents in lines]

    def _read_commit(self, commit_id: str) -> Commit:
        _, data = self._git.object(commit_id, "commit", of="the history")
        headers: dict[bytes, bytes] = {}
        for line in data.partition(b"\n\n")[0].split(b"\n"):
            key, _, value = line.partition(b" ")
            headers.setdefault(key, value)
        author = headers.get(b"author", b"")
        dated = _date_in(headers.get(b"committer", b"")) or _date_in(author)
        name = author[: author.rfind(b">") + 1] or author
        return Commit(commit_id, label(_decoded(name, headers.get(b"encoding", b"utf-8"))), dated)

    def _tree(self, commit: Commit) -> Iterator[_Change]:
        for entry in _split(self._git.ask("ls-tree", "-r", "-z", "--full-tree", commit.id)):
            described, path = entry.split("\t", 1)
            mode, _, blob = described.split(" ", 2)
            yield _Change(path, mode, blob)

    def _diffs(self, commits: list[Commit]) -> Iterator[tuple[Commit, list[_Change]]]:
        parents = dict(self._ids("--first-parent", commits[-1].id)) if commits else {}
        changes: dict[str, list[_Change]] = {commit.id: [] for commit in commits}
        with tempfile.TemporaryFile() as questions:
            for commit_id in changes:
                questions.write(f"{commit_id} {parents[commit_id]}".rstrip().encode() + b"\n")
            questions.seek(0)
            options = ("--stdin", "-r", "-z", "--root", "--no-renames", "--always")
            output = self._git.ask("diff-tree", *options, given=questions)
        fields = iter(_split(output))
        commit_id = ""
        for field in fields:
            if field.startswith(":"):
                before, now, _, blob, status = field[1:].split(" ")
                gone = status.startswith("D")
                changes[commit_id].append(
                    _Change(next(fields), before if gone else now, "" if gone else blob)
                )
            elif field in changes:
                commit_id = field
        for commit in commits:
            yield commit, changes[commit.id]


def _date_in(line: bytes) -> datetime | None:
    """When somebody did something, by a commit's line about them; none where no calendar has such a time.

    The zone is of no matter: the seconds count from the same moment everywhere.
    """
    seconds = _SECONDS.match(line, line.rfind(b">") + 1)
    if seconds is None or int(seconds[1]) >= _LAST:
        return None
    return datetime.fromtimestamp(int(seconds[1]), UTC)


_SECONDS: Final = re.compile(rb" *(\d{1,12})(?= |$)")
# The last day that every time zone's calendar has.
_LAST: Final = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp())


def _decoded(text: bytes, encoding: bytes) -> str:
    try:
        return text.decode(encoding.decode("ascii"), errors="replace")
    except (LookupError, ValueError):
        # No encoding of that name, or none that can say what it does not know.
        return text.decode(errors="replace")


class GitFiles(Tally):
    """The documents of a commit, or those that a commit changed; iterate once.

    After iterating, `vanished` has the paths of the documents that a commit took away.
    """

    def __init__(
        self,
        repository: Repository,
        commit: Commit,
        changes: Sequence[_Change],
        sites: Iterable[Parts],
        *,
        is_whole: bool,
    ) -> None:
        super().__init__(commit=commit)
        self.repository = repository
        self.changes = changes
        self.sites = sites
        self.is_whole = is_whole
        self.paths = [f"{repository.path} at {commit.id[:10]}"]
        self._hidden: set[str] = set()

    def __iter__(self) -> Iterator[SourceFile | Problem]:
        places = self._places(self)
        if problem := places.rivals():
            yield problem
            return
        for change in self.changes:
            if self.on_picture and (path := _picture_at(change, places)):
                self.on_picture(path, partial(self._picture, change))
            if place := _place_of(change, places):
                yield from self._at(place, change)
        # What a submodule holds was not seen.
        self.folders -= self._hidden

    def is_ours(self) -> bool:
        """Whether a commit touches anything that a site's documents are, or that lies among them."""
        places = self._places(Tally())
        return places.rivals() is not None or any(
            _place_of(change, places) or _picture_at(change, places) for change in self.changes
        )

    def _places(self, tally: Tally) -> Places:
        places = Places(self.paths[0], tally)
        for folder in self.sites:
            places.learn(folder)
        return places

    def _at(self, place: FilePlace, change: _Change) -> Iterator[SourceFile | Problem]:
        if not change.blob:
            if change.mode not in _NO_FILES:
                self.vanished.append(place.path)
            return
        self.expected += 1
        folder = None if place.is_loose else folder_of(place.path)
        if change.mode == _SUBMODULE:
            self._hidden |= {folder} if folder else FOLDERS
        if self.is_whole and folder:
            self.folders.add(folder)
        yield self._read(change, place)

    def _picture(self, change: _Change) -> bytes:
        data = self.repository.read(change.blob, of=change.path, most=PICTURE_LIMIT)
        # One that is too large is told of by its size.
        return bytes(PICTURE_LIMIT + 1) if isinstance(data, int) else data

    def _read(self, change: _Change, place: FilePlace) -> SourceFile | Problem:
        name = f"{self.paths[0]}/{change.path}"
        if reason := _NO_FILES.get(change.mode):
            return Problem(label(name), 0, WHOLE, reason)
        data = self.repository.read(change.blob, of=change.path)
        if isinstance(data, int):
            return too_large(name, data)
        return admit(name, place.path, data, is_loose=place.is_loose)


_SUBMODULE: Final = "160000"
_NO_FILES: Final = {
    "120000": "is a link; links are not followed",
    _SUBMODULE: "is a submodule, which is a repository of its own; import that one with --git",
}


def _place_of(change: _Change, places: Places) -> FilePlace | None:
    return places.at(tuple(change.path.split("/")), is_special=change.mode in _NO_FILES)


def _picture_at(change: _Change, places: Places) -> str:
    """Where in the site a picture is that a commit has; empty for any other file."""
    root, parts = places.root, tuple(change.path.split("/"))
    if not change.blob or change.mode in _NO_FILES or root is None or parts[: len(root)] != root:
        return ""
    path = "/".join(parts[len(root) :])
    return path if is_picture(path) else ""


def _folders_of_sites(changes: Iterable[_Change]) -> set[Parts]:
    """The folders among these files in which a site keeps its documents, were they links or submodules."""
    parts = ((change.mode, tuple(change.path.split("/"))) for change in changes)
    folders = (each if mode in _NO_FILES else each[:-1] for mode, each in parts)
    return {folder for each in folders if (folder := folder_of_a_site(each))}


def _split(output: bytes) -> list[str]:
    return [os.fsdecode(entry) for entry in output.split(b"\0") if entry]
