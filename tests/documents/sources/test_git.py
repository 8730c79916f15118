"""A repository is read, whatever it holds, and nothing that it names is run, fetched or followed."""

from __future__ import annotations

import os
import re
import stat
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from documents.document import Problem
from documents.sources import SourceFile
from documents.sources.git import GitFiles, NoRepository, Repository
from tests.support.repository import Site, Story

STORY = Story("gulls", "Gulls return", 1)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path / "site")
    site.write(STORY)
    site.commit()
    return site


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program that leaves a mark where it is run: `ran`, beside it."""
    path = tmp_path / "program"
    path.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{tmp_path}/ran'\nexit 1\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def read_all(place: Path, rev: str = "HEAD") -> list[str]:
    """The paths of all documents of a revision; its history is read as well, and all that it changed."""
    with Repository(str(place)) as repository:
        revision = repository.commit(rev)
        for files in repository.commits(repository.history(revision.id)):
            list(files)
        return [item.path for item in repository.tree(revision) if isinstance(item, SourceFile)]


def problems(place: Path) -> list[str]:
    with Repository(str(place)) as repository:
        found = repository.tree(repository.commit("HEAD"))
        return [
            f"{item.path.rpartition('/')[2]}: {item.reason}" for item in found if isinstance(item, Problem)
        ]


def refusal(place: Path, rev: str = "HEAD") -> str:
    with pytest.raises(NoRepository) as refused:
        read_all(place, rev)
    assert "\n" not in str(refused.value)
    return str(refused.value)


# Programs

# What git's manual has of settings that name a program, and those without which some of them do nothing.
PROGRAMS = {
    "core.fsmonitor": [],
    "core.hooksPath": [],
    "core.pager": ["pager.log=true", "pager.ls-tree=true", "pager.rev-list=true"],
    "pager.log": [],
    "pager.rev-parse": [],
    "pager.rev-list": [],
    "pager.ls-tree": [],
    "pager.diff-tree": [],
    "pager.cat-file": [],
    "core.editor": [],
    "sequence.editor": [],
    "core.askPass": [],
    "core.sshCommand": ["remote.origin.url=ssh://x.example/x", "remote.origin.promisor=true"],
    "core.gitProxy": ["remote.origin.url=git://x.example/x", "remote.origin.promisor=true"],
    "core.alternateRefsCommand": [],
    "credential.helper": ["remote.origin.url=https://x.example/x", "remote.origin.promisor=true"],
    "gpg.program": ["log.showSignature=true"],
    "gpg.openpgp.program": ["log.showSignature=true"],
    "gpg.ssh.program": ["log.showSignature=true", "gpg.format=ssh"],
    "gpg.ssh.defaultKeyCommand": ["log.showSignature=true", "gpg.format=ssh"],
    "gpg.x509.program": ["log.showSignature=true", "gpg.format=x509"],
    "diff.external": [],
    "diff.x.command": [],
    "diff.x.textconv": ["diff.x.cachetextconv=true"],
    "difftool.x.cmd": ["diff.tool=x"],
    "mergetool.x.cmd": ["merge.tool=x"],
    "merge.x.driver": [],
    "filter.x.clean": ["filter.x.required=true"],
    "filter.x.smudge": ["filter.x.required=true"],
    "filter.x.process": ["filter.x.required=true"],
    "alias.log": [],
    "alias.rev-list": [],
    "alias.cat-file": [],
    "trailer.x.command": [],
    "trailer.x.cmd": [],
    "interactive.diffFilter": [],
    "uploadpack.packObjectsHook": [],
    "remote.origin.uploadpack": ["remote.origin.url=.", "remote.origin.promisor=true"],
    "remote.origin.receivepack": ["remote.origin.url=.", "remote.origin.promisor=true"],
    "remote.origin.vcs": ["remote.origin.url=x", "remote.origin.promisor=true"],
    "browser.x.cmd": ["web.browser=x"],
    "man.x.cmd": ["man.viewer=x"],
    "sendemail.sendmailCmd": [],
    "imap.tunnel": [],
    "receive.procReceiveRefs": [],
}
ALWAYS = ["extensions.partialClone=origin", "core.repositoryFormatVersion=1", "protocol.allow=always"]


def prepare(site: Site, program: Path) -> None:
    """Name drivers for all files, sign the commit, and put hooks that are the program."""
    (site.folder / ".gitattributes").write_text("* diff=x merge=x filter=x text=auto\n")
    site.write(Story("terns", "Terns as well", 2))
    site.commit()
    tree = site.git("rev-parse", "HEAD^{tree}").strip()
    who = "a <a@site.example> 1700000000 +0000"
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQEzBAABCAAdFiEE\n -----END PGP SIGNATURE-----\n"
    commit = f"tree {tree}\nparent {head(site)}\nauthor {who}\ncommitter {who}\n{signature}\nSigned\n"
    site.git("update-ref", "HEAD", written(site, "commit", commit.encode()))
    hooks = [
        "post-index-change",
        "reference-transaction",
        "post-checkout",
        "pre-auto-gc",
        "fsmonitor-watchman",
    ]
    for hook in hooks:
        (site.folder / ".git/hooks").mkdir(exist_ok=True)
        (site.folder / ".git/hooks" / hook).symlink_to(program)


def head(site: Site) -> str:
    return site.git("rev-parse", "HEAD").strip()


def written(site: Site, kind: str, data: bytes) -> str:
    command = ["git", "-C", str(site.folder), "hash-object", "-t", kind, "-w", "--literally", "--stdin"]
    return subprocess.run(command, input=data, check=True, capture_output=True).stdout.decode().strip()


def lose(site: Site, name: str) -> None:
    """Remove an object, as incomplete clones lack it."""
    found = site.git("rev-parse", name).strip()
    path = site.folder / ".git/objects" / found[:2] / found[2:]
    path.chmod(stat.S_IRWXU)
    path.unlink()


@pytest.mark.parametrize("key", PROGRAMS)
def test_no_program_that_a_repository_names_is_run(key: str, site: Site, program: Path) -> None:
    prepare(site, program)
    config = site.folder / ".git/config"
    for setting in [f"{key}={program}", *ALWAYS, *PROGRAMS[key]]:
        name, _, value = setting.partition("=")
        subprocess.run(["git", "config", "--file", str(config), name, value], check=True)
    assert read_all(site.folder) == [STORY.path, "_news/2026-03-02-terns.md"]
    lose(site, f"HEAD:{STORY.path}")
    assert "is missing" in refusal(site.folder)
    lose(site, "HEAD^{tree}")
    refusal(site.folder)
    assert not program.with_name("ran").exists()


@pytest.mark.parametrize(
    "url", ["ext::{program}", "file://{program}", "ssh://x/{program}", "{program}", "x::y"]
)
def test_nothing_is_fetched_for_a_clone_that_lacks_something(url: str, site: Site, program: Path) -> None:
    settings = {
        "extensions.partialClone": "origin",
        "core.repositoryFormatVersion": "1",
        "remote.origin.promisor": "true",
        "remote.origin.url": url.format(program=program),
        "remote.origin.uploadpack": str(program),
        "core.sshCommand": str(program),
        "protocol.allow": "always",
        "protocol.ext.allow": "always",
        "protocol.file.allow": "always",
    }
    for name, value in settings.items():
        site.git("config", name, value)
    lose(site, f"HEAD:{STORY.path}")
    assert "is missing; if the clone is not complete" in refusal(site.folder)
    assert not program.with_name("ran").exists()


def test_no_setting_that_this_git_knows_of_runs_anything(site: Site, program: Path) -> None:
    """By name: those of this git's own list that may be a program, each alone with its value."""
    names = subprocess.run(["git", "help", "--config"], check=True, capture_output=True, text=True).stdout
    suspects = re.compile(
        "cmd|command|program|pager|editor|askpass|hook|textconv|external|proxy|helper|pack$|clean$|smudge"
        "|process|driver|path|browser|monitor|filter|tool|daemon|mail|alias|tunnel|run|viewer|server|key",
        re.IGNORECASE,
    )
    known = {
        re.sub("<[^>]*>|\\*", "x", name)
        for name in names.split()
        if name.count(".") and suspects.search(name)
    }
    assert len(known) > 50
    config = site.folder / ".git/config"
    before = config.read_bytes()
    for name in sorted(known):
        config.write_bytes(before)
        subprocess.run(["git", "config", "--file", str(config), name, str(program)], check=True)
        try:
            with Repository(str(site.folder)) as repository:
                repository.commit("HEAD")
        except NoRepository:
            pass  # git refuses the setting, which runs nothing
        assert not program.with_name("ran").exists(), name


def test_settings_of_another_file_count_for_as_little(site: Site, program: Path, tmp_path: Path) -> None:
    (tmp_path / "more").write_text(f"[log]\nshowSignature = true\n[gpg]\nprogram = {program}\n")
    site.git("config", "include.path", str(tmp_path / "more"))
    prepare(site, program)
    read_all(site.folder)
    assert not program.with_name("ran").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GIT_DIR", "/nowhere"),
        ("GIT_WORK_TREE", "/nowhere"),
        ("GIT_OBJECT_DIRECTORY", "/nowhere"),
        ("GIT_COMMON_DIR", "/nowhere"),
        ("GIT_INDEX_FILE", "/nowhere"),
        ("GIT_NAMESPACE", "other"),
        ("GIT_SHALLOW_FILE", "/nowhere"),
        ("GIT_CEILING_DIRECTORIES", "/"),
        ("GIT_CONFIG_PARAMETERS", "'core.bare=maybe'"),
        ("GIT_CONFIG_COUNT", "7"),
        ("GIT_TRACE", "1"),
        ("GIT_TRACE_SETUP", "1"),
        ("GIT_EXTERNAL_DIFF", "{program}"),
        ("GIT_PAGER", "{program}"),
        ("GIT_SSH_COMMAND", "{program}"),
        ("GIT_ASKPASS", "{program}"),
        ("GIT_EXEC_PATH", "/nowhere"),
        ("GIT_ALLOW_PROTOCOL", "file:ext"),
    ],
)
def test_environment_of_whoever_calls_changes_nothing(
    name: str, value: str, site: Site, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hook of git's own, from which an import may be called, sets some of them."""
    monkeypatch.setenv(name, value.format(program=program))
    assert read_all(site.folder) == [STORY.path]
    assert not program.with_name("ran").exists()


# Where a repository lies


def test_work_trees_bare_clones_folders_within_and_files_that_lead_on_are_read(
    site: Site, tmp_path: Path
) -> None:
    site.git("worktree", "add", "--quiet", "-b", "other", str(tmp_path / "other"))
    site.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))
    site.git("clone", "--quiet", "--shared", ".", str(tmp_path / "shared"))
    site.git("pack-refs", "--all")
    (tmp_path / "leads").mkdir()
    (tmp_path / "leads/.git").write_text(f"gitdir: {tmp_path}/bare.git\n")
    for place in ("site", "site/_news", "site/.git", "other", "bare.git", "shared", "leads"):
        assert read_all(tmp_path / place) == [STORY.path], place
    site.git("checkout", "--quiet", "-b", "third")
    site.write(Story("terns", "Terns", 2))
    site.commit()
    assert len(read_all(tmp_path / "site")) == 2
    assert len(read_all(tmp_path / "other")) == 1
    assert len(read_all(tmp_path / "other", "third")) == 2


def test_names_of_revisions_are_those_that_git_knows(site: Site) -> None:
    commit = head(site)
    site.git("tag", "plain")
    site.git("tag", "-a", "-m", "x", "told")
    site.git("update-ref", "refs/heads/--output=x", "HEAD")
    site.git("update-ref", "FETCH_HEAD", "HEAD")
    site.write(Story("terns", "Terns", 2))
    site.commit()
    for name in ("plain", "told", commit[:8], "HEAD~1", "main@{1}", "refs/heads/--output=x", "FETCH_HEAD"):
        with Repository(str(site.folder)) as repository:
            assert repository.commit(name).id == commit, name


def test_repository_with_longer_ids_is_read(tmp_path: Path) -> None:
    site = Site.__new__(Site)
    site.folder, site.count = tmp_path / "site", 0
    site.folder.mkdir()
    site.git("init", "--quiet", "--object-format=sha256")
    site.write(STORY)
    assert len(site.commit()) == 64
    assert read_all(site.folder) == [STORY.path]


def test_view_of_a_repository_is_gone_afterwards(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    read_all(site.folder)
    assert list((tmp_path / "temporary").iterdir()) == []
    assert read_all(site.folder) == [STORY.path]


# What git says


def test_reason_of_git_is_told_whole(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    told = refusal(site.folder)
    assert f"git says: detected dubious ownership in repository at '{site.folder}" in told
    assert "git config --global --add safe.directory" in told


@pytest.mark.parametrize(
    ("rev", "reason"),
    [
        ("nowhere", "bad revision 'nowhere'; name a branch, a tag or a commit that the repository has"),
        ("HEAD:_news", "HEAD:_news is no commit; name one, a branch or a tag"),
        (f"HEAD:{STORY.path}", "is no commit; name one, a branch or a tag"),
        ("--all", "git says: bad revision '--all'"),
        ("", "git says: bad revision ''"),
        ("a\x1b[31m", "git says: bad revision 'a?[31m'"),
    ],
)
def test_what_is_no_commit_is_told(rev: str, reason: str, site: Site) -> None:
    assert reason in refusal(site.folder, rev)


def test_what_is_no_repository_is_told(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "file").write_text("x")
    assert "not a git repository" in refusal(tmp_path / "plain")
    assert "Not a directory" in refusal(tmp_path / "file")
    assert "No such file or directory" in refusal(tmp_path / "nothing")
    Site(tmp_path / "empty")
    assert "bad revision 'HEAD'" in refusal(tmp_path / "empty")


def test_commit_says_what_its_id_stands_for_whatever_was_put_in_its_place(site: Site) -> None:
    shown = head(site)
    site.write(Story("terns", "Terns as well", 2))
    other = site.commit()
    site.git("replace", shown, other)
    assert read_all(site.folder, shown) == [STORY.path]


def test_clone_whose_history_ends_without_a_word_is_told_with_what_to_do(site: Site) -> None:
    tree = site.git("rev-parse", "HEAD^{tree}").strip()
    who = "a <a@site.example> 1700000000 +0000"
    commit = f"tree {tree}\nparent {'1' * 40}\nauthor {who}\ncommitter {who}\n\nA\n"
    site.git("update-ref", "HEAD", written(site, "commit", commit.encode()))
    told = refusal(site.folder)
    assert "Could not read 1111" in told
    assert "fetch the rest or clone it again" in told


def test_damaged_commit_is_told_by_the_place_that_was_named(site: Site) -> None:
    commit = head(site)
    path = site.folder / ".git/objects" / commit[:2] / commit[2:]
    path.chmod(0o644)
    path.write_bytes(b"nonsense")
    told = refusal(site.folder)
    assert "the repository is damaged; clone it again" in told
    assert f"(stored in {site.folder}/" in told
    assert "newsroom-git-" not in told


def test_warning_of_git_refuses_nothing(site: Site) -> None:
    site.git("update-ref", "refs/tags/main", "HEAD")
    assert read_all(site.folder, "main") == [STORY.path]


def test_damaged_object_is_told_and_never_taken_for_a_document(site: Site) -> None:
    blob = site.git("rev-parse", f"HEAD:{STORY.path}").strip()
    path = site.folder / ".git/objects" / blob[:2] / blob[2:]
    path.chmod(0o644)
    whole = path.read_bytes()
    for data in (whole[: len(whole) // 2], whole[:-8] + bytes(8), b"", b"nonsense"):
        path.write_bytes(data)
        assert blob in refusal(site.folder)


# Dates


@pytest.mark.parametrize(
    ("committer", "dated"),
    [
        ("a <a@a> 1700000000 +0000", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("a <a@a> 1700000000 +9999", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("a <a@a> 1700000000 -2400", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("a <a@a> 1700000000 west", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("a <a@a> 1700000000", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("a <a> b> 1700000000 +0000", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("a <a@a> 0 +0000", datetime(1970, 1, 1, tzinfo=UTC)),
        ("a <a@a> 253402300800 +0000", None),
        ("a <a@a> 253402300799 -1200", None),
        ("a <a@a> 99999999999999999999999 +0000", None),
        ("a <a@a> -5 +0000", None),
        ("a <a@a> yesterday +0000", None),
        ("a <a@a> ", None),
        ("a <a@a>", None),
        ("a", None),
        ("", None),
    ],
)
def test_odd_date_of_a_commit_is_its_time_or_none(committer: str, dated: datetime | None, site: Site) -> None:
    tree = site.git("rev-parse", "HEAD^{tree}").strip()
    for text in (
        f"tree {tree}\nauthor {committer}\ncommitter {committer}\n\nx\n",
        f"tree {tree}\ncommitter {committer}",
    ):
        commit = written(site, "commit", text.encode())
        with Repository(str(site.folder)) as repository:
            revision = repository.commit(commit)
        assert (revision.id, revision.dated) == (commit, dated)


@pytest.mark.parametrize(
    ("header", "author"),
    [
        (b"author J\xf6rg <j@a> 1 +0000\nencoding ISO-8859-1", "Jörg <j@a>"),
        ("author Jörg <j@a> 1 +0000".encode(), "Jörg <j@a>"),
        (b"author J\xf6rg <j@a> 1 +0000\nencoding nonsense", "J\ufffdrg <j@a>"),
        (b"author J\xf6rg <j@a> 1 +0000\nencoding undefined", "J\ufffdrg <j@a>"),
        (b"author a\x00b\x1b <j@a> 1 +0000", r"a\x00b\x1b <j@a>"),
        (b"author nobody", "nobody"),
        (b"", ""),
    ],
)
def test_author_is_shown_whatever_the_commit_is_written_in(header: bytes, author: str, site: Site) -> None:
    tree = site.git("rev-parse", "HEAD^{tree}").strip().encode()
    commit = written(site, "commit", b"tree " + tree + b"\n" + header + b"\n\nx\n")
    with Repository(str(site.folder)) as repository:
        assert repository.commit(commit).author == author


# What is no document


def staged(site: Site, mode: str, path: str) -> None:
    name = head(site) if mode == "160000" else site.git("hash-object", "-w", "--", STORY.path).strip()
    site.git("update-index", "--add", "--cacheinfo", f"{mode},{name},{path}")
    site.git("commit", "--quiet", "--message", "x")


@pytest.mark.parametrize(
    "path", ["_news/more", "_news/more.md", "_data", "_data/topics", "_data/topics/a.yaml"]
)
@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        ("120000", "is a link; links are not followed"),
        ("160000", "is a submodule, which is a repository of its own; import that one with --git"),
    ],
)
def test_links_and_submodules_among_documents_are_refused(
    mode: str, path: str, reason: str, site: Site
) -> None:
    staged(site, mode, path)
    assert problems(site.folder) == [f"{path.rpartition('/')[2]}: {reason}"]


@pytest.mark.parametrize("mode", ["120000", "160000"])
def test_whole_folder_of_articles_that_is_elsewhere_is_refused(mode: str, site: Site) -> None:
    site.git("rm", "--quiet", "--cached", "-r", "_news")
    staged(site, mode, "_news")
    assert len(problems(site.folder)) == 1


@pytest.mark.parametrize("mode", ["120000", "160000"])
def test_links_and_submodules_elsewhere_are_left_alone(mode: str, site: Site) -> None:
    staged(site, mode, "theme/_news")
    staged(site, mode, "assets")
    assert problems(site.folder) == []


def test_what_a_submodule_holds_is_not_gone(site: Site) -> None:
    staged(site, "160000", "_news/more")
    with Repository(str(site.folder)) as repository:
        files: GitFiles = repository.tree(repository.commit("HEAD"))
        list(files)
    assert files.folders == set()


def test_submodules_and_links_that_went_are_no_documents_that_went(site: Site) -> None:
    staged(site, "160000", "_news/more")
    staged(site, "120000", "_news/link.md")
    site.git("rm", "--quiet", "--cached", "_news/more", "_news/link.md")
    site.git("commit", "--quiet", "--message", "x")
    with Repository(str(site.folder)) as repository:
        *_, last = repository.commits(repository.history("HEAD"))
        assert list(last) == []
        assert last.vanished == []


def test_name_that_climbs_leads_nowhere(site: Site) -> None:
    blob = bytes.fromhex(site.git("rev-parse", f"HEAD:{STORY.path}").strip())
    inner = written(site, "tree", b"100644 a.md\0" + blob)
    outer = written(site, "tree", b"40000 ..\0" + bytes.fromhex(inner))
    top = written(site, "tree", b"40000 _news\0" + bytes.fromhex(outer))
    site.git("update-ref", "HEAD", site.git("commit-tree", "-m", "x", top).strip())
    assert site.git("ls-tree", "-r", "--name-only", "HEAD").split() == ["_news/../a.md"]
    assert read_all(site.folder) == problems(site.folder) == []


def test_document_that_is_refused_is_not_gone(site: Site) -> None:
    """A problem names the document by its path in the site, by which an import knows that it was seen."""
    staged(site, "120000", "_news/link.md")
    with Repository(str(site.folder)) as repository:
        [problem] = [item for item in repository.tree(repository.commit("HEAD")) if isinstance(item, Problem)]
    assert problem.path.endswith("/_news/link.md")
