"""git's plumbing, run so that a repository has no say in what is run.

Whoever hands a repository over wrote its configuration, which may name programs, and hooks that are
programs. So git reads a view of it: a folder of ours with a configuration of ours, in which only
links lead to the repository's objects and refs. Where these lie, git is asked once in the repository
itself, by a command that reads no object and runs nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from typing import IO, Final, NoReturn

from documents.reader import SIZE_LIMIT
from documents.sources.files import label


class NoRepository(Exception):
    """There is no such repository or revision, or no git; `str()` is a message for the user."""


class Plumbing:
    """A repository as git's plumbing reads it; keeps one process of git to read objects, until closed."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._place: tuple[str, ...] = ("-C", path)
        found = self.ask("rev-parse", "--absolute-git-dir").removesuffix(b"\n")
        self._folder = tempfile.TemporaryDirectory(prefix="newsroom-git-")
        self._place = (f"--git-dir={self._folder.name}",)
        self._objects: subprocess.Popen[bytes] | None = None
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115  git writes to it for as long as it runs
        self._fill(os.fsdecode(found))

    def close(self) -> None:
        """End the process, and leave nothing behind."""
        if self._objects is not None:
            self._objects.kill()
            self._objects.communicate()
        self._complaints.close()
        self._folder.cleanup()

    def ask(self, *arguments: str, given: int | IO[bytes] = subprocess.DEVNULL) -> bytes:
        """What a command of git prints; what it warns of is not told, what it fails of is."""
        process = self._start(*arguments, stdin=given, stderr=subprocess.PIPE)
        output, errors = process.communicate()
        if process.returncode:
            self._fail(errors)
        return output

    def object(self, name: str, kind: str, *, of: str, most: int = SIZE_LIMIT) -> tuple[int, bytes]:
        """An object's size, and its bytes as far as a limit; `of` says what it should hold."""
        stream = self._ask_for(name)
        header = stream.readline().split()
        if header[1:] == [b"missing"]:
            self._fail_as_incomplete(name, of)
        if len(header) != _HEADER or header[1] != kind.encode():
            self._fail(self._complaint(), f"{of} is no {kind} in its object {name}")
        size = int(header[2])
        data = stream.read(min(size, most))
        # What is over the limit is not kept, and a line end follows.
        left = size - len(data) + 1
        while left and (passed := stream.read(min(left, SIZE_LIMIT))):
            left -= len(passed)
        if left:
            self._fail(self._complaint(), f"the object {name} of {of} is damaged")
        return size, data

    def _ask_for(self, name: str) -> IO[bytes]:
        if self._objects is None:
            self._objects = self._start(
                "cat-file", "--batch", stdin=subprocess.PIPE, stderr=self._complaints.fileno()
            )
        assert self._objects.stdin is not None and self._objects.stdout is not None
        try:
            self._objects.stdin.write(name.encode() + b"\n")
            self._objects.stdin.flush()
        except BrokenPipeError:
            self._fail(self._complaint(), "git ended")
        return self._objects.stdout

    def _complaint(self) -> bytes:
        """What the process that reads objects had to say, once nothing more is to be had from it."""
        assert self._objects is not None
        self._objects.kill()
        self._objects.wait()
        self._complaints.seek(0)
        return self._complaints.read()

    def _start(self, *arguments: str, stdin: int | IO[bytes], stderr: int) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                ["git", *_OVERRIDES, "--no-pager", *self._place, *arguments],
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=stderr,
                env=_environment(),
                # Ctrl-C, which a terminal sends to all, is the parent's to handle.
                start_new_session=True,
            )
        except FileNotFoundError:
            raise NoRepository("git is not installed; install it, or import a folder instead") from None

    def _fail(self, errors: bytes, otherwise: str = "it failed and gave no reason") -> NoReturn:
        """Raise git's own reason, all its lines as one."""
        lines = errors.decode(errors="replace").splitlines()
        reason = " ".join(filter(None, (line.strip() for line in lines))).removeprefix("fatal: ")
        reason = reason.replace(self._view(), self.path)
        for signs, advice in _ADVICE.items():
            if any(sign in reason for sign in signs):
                reason = f"{reason}; {advice}"
                break
        told = f"git says: {label(reason)}" if reason else label(otherwise)
        raise NoRepository(f"{label(self.path)}: {told}")

    def _fail_as_incomplete(self, name: str, of: str) -> NoReturn:
        raise NoRepository(f"{label(self.path)}: the object {name} of {label(of)} is missing; {_WHOLE_CLONE}")

    def _view(self) -> str:
        """Where the view lies, which nobody is told of; where there is none yet, the repository itself."""
        return self._folder.name if self._place[0] != "-C" else self.path

    # -- the view

    def _fill(self, git_dir: str) -> None:
        """Make a view of the repository whose folder of git this is; a work tree's leads to a common one."""
        common = git_dir
        if os.path.isfile(os.path.join(git_dir, "commondir")):
            with open(os.path.join(git_dir, "commondir"), "rb") as file:
                common = os.path.join(git_dir, os.fsdecode(file.read().removesuffix(b"\n")))
        for name in _LINKED:
            if os.path.exists(place := os.path.join(common, name)):
                os.symlink(os.path.realpath(place), os.path.join(self._folder.name, name))
        for entry in os.scandir(git_dir):
            if entry.name.endswith("HEAD") and (entry.is_symlink() or entry.is_file()):
                # HEAD may be a link itself, which means the ref that it leads to.
                shutil.copyfile(
                    entry.path, os.path.join(self._folder.name, entry.name), follow_symlinks=False
                )
        self._configure(os.path.join(common, "config"))

    def _configure(self, theirs: str) -> None:
        """Say in our configuration in which form objects and refs lie, which theirs alone knows."""
        with open(os.path.join(self._folder.name, "config"), "w", encoding="utf-8") as file:
            file.write("[core]\n\trepositoryformatversion = 1\n\tbare = true\n")
        told = {key: self._told(theirs, key) for key in ("objectformat", "refstorage")}
        with open(os.path.join(self._folder.name, "config"), "a", encoding="utf-8") as file:
            file.write("[extensions]\n")
            file.writelines(f"\t{key} = {value}\n" for key, value in told.items() if value.isalnum())

    def _told(self, config: str, key: str) -> str:
        command = self._start(
            *("config", "--no-includes", "--file", config, "--get", f"extensions.{key}"),
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return command.communicate()[0].decode(errors="replace").strip()


_HEADER: Final = 3
# What of a repository a view shows.
_LINKED: Final = ("objects", "refs", "packed-refs", "reftable", "shallow", "logs")
_WHOLE_CLONE: Final = (
    "if the clone is not complete, fetch the rest or clone it again without --depth and --filter"
)
# By what git complains of, what to do about it; the first that fits.
_ADVICE: Final = {
    ("is corrupt", "inflate:"): "the repository is damaged; clone it again",
    (
        *("not a tree object", "unable to read tree", "bad object", "missing", "could not fetch"),
        *("Could not read", "Failed to traverse parents"),
    ): _WHOLE_CLONE,
    ("bad revision",): "name a branch, a tag or a commit that the repository has",
}

# For the one command that does read the repository's own configuration, and for all others alike.
_OVERRIDES: Final = tuple(
    word
    for setting in (
        "core.fsmonitor=false",
        "core.hooksPath=/dev/null",
        "core.pager=",
        "core.editor=false",
        "core.askPass=",
        "core.sshCommand=false",
        "core.gitProxy=",
        "core.alternateRefsCommand=false",
        "credential.helper=",
        "diff.external=",
        "gpg.program=false",
        "gpg.ssh.program=false",
        "gpg.x509.program=false",
        "log.showSignature=false",
        "protocol.allow=never",
        "uploadpack.packObjectsHook=",
    )
    for word in ("-c", setting)
)


def _environment() -> dict[str, str]:
    """Ours without what points git elsewhere or at programs; who may be trusted is the user's to say."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
    return ours | {
        # No protocol at all, whatever a configuration allows: nothing is fetched.
        "GIT_ALLOW_PROTOCOL": "",
        "GIT_NO_LAZY_FETCH": "1",
        # A commit says what its id stands for, and not what somebody put in its place.
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }


_KEPT: Final = frozenset(
    {"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_TEST_ASSUME_DIFFERENT_OWNER"}
)
