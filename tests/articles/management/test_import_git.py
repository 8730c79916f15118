"""manage.py import_articles --git as a person meets it: which revisions come in, and how it ends."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.support.databases import Database
from tests.support.repository import Site, Story
from tests.support.sites import document, write_site

IMPORT = "import_articles"
RUNS = "SELECT revision FROM articles_importrun ORDER BY id"
TITLES = "SELECT title FROM articles_article ORDER BY title"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Five commits: gulls, a picture, terns, gulls again, and words beside the site."""
    site = Site(tmp_path / "site")
    site.write(Story("gulls", "Gulls", 1))
    site.commit()
    write_site(site.folder, {"assets/logo.png": b"PNG"})
    site.commit()
    site.write(Story("terns", "Terns", 2))
    site.commit()
    site.write(Story("gulls", "Gulls again", 1))
    site.commit()
    write_site(site.folder, {"README.md": b"# Site", ".github/x.yaml": b"a: b", "_news/.DS_Store": b""})
    site.commit()
    return site


def commits(site: Site) -> list[str]:
    return site.git("rev-list", "--first-parent", "--reverse", "HEAD").split()


def titles(own: Database) -> list[str]:
    return [title for (title,) in own.rows(TITLES)]


def runs(own: Database) -> list[str]:
    return [revision for (revision,) in own.rows(RUNS)]


def told(own: Database, code: int, *arguments: object) -> str:
    """What the command says on standard error, which is one line where it fails, and nothing where not."""
    run = own.manage(IMPORT, *arguments)
    lines = run.stderr.decode().splitlines()
    assert run.returncode == code, lines
    assert len(lines) == bool(code), lines
    return "".join(lines)


def test_revision_comes_in_without_its_work_tree(own: Database, site: Site) -> None:
    write_site(site.folder, {"_news/loose.md": document()})
    told(own, 0, "--git", site.folder)
    assert titles(own) == ["Gulls again", "Terns"]
    assert runs(own) == [commits(site)[-1]]


def test_another_revision_is_named_by_rev(own: Database, site: Site) -> None:
    told(own, 0, "--git", site.folder, "--rev", "HEAD~3")
    assert titles(own) == ["Gulls"]
    assert "bad revision 'nowhere'" in told(own, 2, "--git", site.folder, "--rev", "nowhere")
    assert "bad revision ''" in told(own, 2, "--git", site.folder, "--rev", "")
    assert "is no commit" in told(own, 2, "--git", site.folder, "--rev", "HEAD:_news")


def test_dry_and_strict_imports_of_a_revision_are_those_of_a_folder(own: Database, site: Site) -> None:
    write_site(site.folder, {"_news/bad.md": b"---\ntitle: A\nheat: hot\n---\n"})
    site.commit()
    problem = f"{site.folder} at {commits(site)[-1][:10]}/_news/bad.md:3: heat: expected an integer"
    for option in ("--dry-run", "--strict"):
        assert told(own, 1, "--git", site.folder, option).startswith(problem)
        assert titles(own) == []
    assert told(own, 1, "--git", site.folder).startswith(problem)
    assert len(titles(own)) == 2


def test_history_records_an_import_for_each_commit_that_touches_documents(
    own: Database, site: Site, tmp_path: Path
) -> None:
    told(own, 0, "--git", site.folder, "--history", "--report", tmp_path / "report.json")
    first, _, third, fourth, _ = commits(site)
    assert runs(own) == [first, third, fourth]
    assert titles(own) == ["Gulls again", "Terns"]
    assert json.loads((tmp_path / "report.json").read_text())["counts"]["created"] == 2
    before = own.content()
    told(own, 0, "--git", site.folder, "--history")
    assert (own.content(), len(runs(own))) == (before, 3)
    site.remove([Story("terns", "Terns", 2).path])
    gone = site.commit()
    told(own, 0, "--git", site.folder, "--history")
    assert runs(own) == [first, third, fourth, gone]


@pytest.mark.parametrize(
    ("since", "places"),
    [
        ("HEAD~4", [1, 2, 3]),  # all of the first that is replayed, though that one touched no document
        ("HEAD~2", [3]),
        ("HEAD", []),
        ("2026-04-01T00:03:00Z", [2, 3]),
        ("2026-04-01 00:04", [3]),
        ("2026-04-01", [0, 2, 3]),
        ("2026-04-02", []),
    ],
)
def test_history_since_begins_with_all_that_there_was(
    own: Database, site: Site, since: str, places: list[int]
) -> None:
    told(own, 0, "--git", site.folder, "--history", "--since", since)
    assert runs(own) == [commits(site)[place] for place in places]
    assert titles(own) == (["Gulls again", "Terns"] if places else [])


def test_history_since_goes_on_where_it_was_known(own: Database, site: Site) -> None:
    told(own, 0, "--git", site.folder, "--history")
    site.write(Story("gulls", "Gulls once more", 1))
    last = site.commit()
    told(own, 0, "--git", site.folder, "--history", "--since", "HEAD~5")
    assert len(runs(own)) == 4
    assert runs(own)[-1] == last


@pytest.mark.parametrize(
    ("since", "reason"),
    [
        ("2026-02-30", "expected a date such as"),
        ("nowhere", "bad revision 'nowhere'"),
        ("", "bad revision ''"),
        ("20260401", "bad revision '20260401'"),
    ],
)
def test_since_that_is_neither_commit_nor_date_is_refused(
    own: Database, site: Site, since: str, reason: str
) -> None:
    run = own.manage(IMPORT, "--git", site.folder, "--history", "--since", since)
    assert run.returncode == 2
    assert reason in run.stderr.decode()
    assert b"Traceback" not in run.stderr


def test_merge_brings_what_its_branch_changed(own: Database, site: Site) -> None:
    site.git("checkout", "--quiet", "-b", "side", "HEAD~1")
    site.write(Story("skuas", "Skuas", 3), Story("terns", "Terns too", 2))
    site.commit()
    site.write(Story("skuas", "Skuas too", 3))
    site.commit()
    site.git("checkout", "--quiet", "main")
    site.git("merge", "--quiet", "--no-ff", "--message", "Merge", "side")
    told(own, 0, "--git", site.folder, "--history")
    assert titles(own) == ["Gulls again", "Skuas too", "Terns too"]
    assert len(runs(own)) == 4
    assert runs(own)[-1] == commits(site)[-1]


def test_merge_of_unrelated_histories_comes_in(own: Database, site: Site) -> None:
    site.git("checkout", "--quiet", "--orphan", "alone")
    site.git("rm", "--quiet", "-r", "-f", ".")
    site.write(Story("auks", "Auks", 4))
    site.commit()
    site.git("checkout", "--quiet", "main")
    site.git("merge", "--quiet", "--allow-unrelated-histories", "--message", "Merge", "alone")
    told(own, 0, "--git", site.folder, "--history")
    assert titles(own) == ["Auks", "Gulls again", "Terns"]


@pytest.mark.parametrize("option", [[], ["--history"]])
def test_links_and_submodules_are_refused_and_the_rest_comes_in(
    own: Database, site: Site, option: list[str]
) -> None:
    site.git("update-index", "--add", "--cacheinfo", f"160000,{commits(site)[0]},_news/more")
    blob = site.git("rev-parse", "HEAD:README.md").strip()
    site.git("update-index", "--add", "--cacheinfo", f"120000,{blob},_news/link.md")
    site.git("commit", "--quiet", "--message", "x")
    run = own.manage(IMPORT, "--git", site.folder, *option)
    assert run.returncode == 1
    link, submodule = run.stderr.decode().splitlines()
    assert "/_news/link.md: document: is a link; links are not followed" in link
    assert "/_news/more: document: is a submodule, which is a repository of its own; import that" in submodule
    assert len(titles(own)) == 2


def clone(site: Site, *options: str) -> Path:
    """An incomplete clone that could fetch the rest, which no import does."""
    target = site.folder.parent / "clone"
    site.git("config", "uploadpack.allowFilter", "true")
    site.git("clone", "--quiet", "--bare", "--no-local", *options, f"file://{site.folder}", str(target))
    return target


def objects(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_shallow_clone_comes_in_from_where_it_begins(own: Database, site: Site) -> None:
    folder = clone(site, "--depth", "2")
    told(own, 0, "--git", folder)
    told(own, 0, "--git", folder, "--rev", "HEAD~1", "--history")
    assert titles(own) == ["Gulls again", "Terns"]
    assert runs(own) == [commits(site)[-1], commits(site)[-2]]
    assert "bad revision 'HEAD~2'" in told(own, 2, "--git", folder, "--rev", "HEAD~2")


@pytest.mark.parametrize("what", ["blob:none", "tree:0"])
def test_partial_clone_is_refused_and_nothing_is_fetched(own: Database, site: Site, what: str) -> None:
    folder = clone(site, "--filter", what)
    before = objects(folder)
    for option in ([], ["--history"], ["--strict"], ["--dry-run"]):
        reason = told(own, 2, "--git", folder, *option)
        assert "if the clone is not complete, fetch the rest or clone it again" in reason
    assert (titles(own), objects(folder)) == ([], before)


@pytest.mark.parametrize(
    ("date", "year"),
    [
        ("253402300800 +0000", None),
        ("1700000000 +9999", "2023"),
        ("-5 +0000", None),
        ("yesterday +0000", None),
        ("", None),
    ],
)
def test_odd_date_stops_no_import(own: Database, site: Site, date: str, year: str | None) -> None:
    tree = site.git("rev-parse", "HEAD^{tree}").strip()
    text = f"tree {tree}\nparent {commits(site)[-1]}\nauthor a <a@a> {date}\ncommitter a <a@a> {date}\n\nx\n"
    command = ["git", "-C", str(site.folder), "hash-object", "-t", "commit", "-w", "--literally", "--stdin"]
    commit = subprocess.run(command, input=text.encode(), check=True, capture_output=True).stdout.decode()
    site.git("update-ref", "HEAD", commit.strip())
    told(own, 0, "--git", site.folder)
    told(own, 0, "--git", site.folder, "--history")
    dates = dict(own.rows("SELECT revision, dated FROM articles_importrun"))
    dated = dates[commit.strip()]
    assert (str(dated)[:4] if dated else None) == year


def test_program_that_the_repository_names_is_not_run(own: Database, site: Site) -> None:
    mark = site.folder.parent / "ran"
    program = site.folder / ".git/program"
    program.write_text(f"#!/bin/sh\necho ran >> '{mark}'\n", encoding="utf-8")
    program.chmod(0o755)
    tree = site.git("rev-parse", "HEAD^{tree}").strip()
    who = "a <a@a> 1700000000 +0000"
    text = f"tree {tree}\nauthor {who}\ncommitter {who}\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n =\n\nx\n"
    command = ["git", "-C", str(site.folder), "hash-object", "-t", "commit", "-w", "--stdin"]
    commit = subprocess.run(command, input=text.encode(), check=True, capture_output=True).stdout.decode()
    site.git("update-ref", "HEAD", commit.strip())
    for name in ("gpg.program", "core.fsmonitor", "core.pager", "core.sshCommand", "diff.external"):
        site.git("config", name, str(program))
    site.git("config", "log.showSignature", "true")
    told(own, 0, "--git", site.folder)
    told(own, 0, "--git", site.folder, "--history")
    assert not mark.exists()


def test_what_is_no_repository_ends_with_code_2(own: Database, tmp_path: Path) -> None:
    assert "No such file or directory" in told(own, 2, "--git", tmp_path / "nowhere")
    assert "not a git repository" in told(own, 2, "--git", tmp_path)
    Site(tmp_path / "empty")
    assert "bad revision 'HEAD'" in told(own, 2, "--git", tmp_path / "empty")


def test_git_that_is_not_there_is_told(
    own: Database, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (
        told(own, 2, "--git", site.folder) == "git is not installed; install it, or import a folder instead"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name a PATH, or a repository with --git"),
        (["--git", ""], "name a PATH, or a repository with --git"),
        ([".", "--git", "."], "name either PATHs or --git, not both"),
        ([".", "--rev", "HEAD"], "--rev and --history go with --git"),
        ([".", "--rev", ""], "--rev and --history go with --git"),
        ([".", "--history"], "--rev and --history go with --git"),
        (["--check", "--git", "."], "--check takes PATHs and nothing else"),
        (["--check", "--dry-run", "."], "--check takes PATHs and nothing else"),
        (["--check", "--strict", "."], "--check takes PATHs and nothing else"),
        (["--check", "--report", "x", "."], "--check takes PATHs and nothing else"),
        (["--git", ".", "--since", "HEAD"], "--since goes with --history"),
        ([".", "--since", "2026-01-01"], "--since goes with --history"),
        (["--git", ".", "--history", "--dry-run"], "--history takes neither --dry-run nor --strict"),
        (["--git", ".", "--history", "--strict"], "--history takes neither --dry-run nor --strict"),
    ],
)
def test_what_does_not_go_together_ends_with_code_2(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is read, so that it needs no database."""
    with pytest.raises(SystemExit) as ended:
        call_command(IMPORT, *arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err == f"{message}\n"


def test_check_needs_no_database_and_ends_with_1_where_something_is_refused(tmp_path: Path) -> None:
    nowhere = Database(f"sqlite:///{tmp_path}/no/such/folder/x")
    folder = write_site(tmp_path / "site", {"_news/a.md": document()})
    run = nowhere.manage(IMPORT, "--check", folder)
    assert (run.returncode, run.stderr) == (0, b"")
    assert b"1" in run.stdout
    write_site(folder, {"_news/bad.md": b""})
    run = nowhere.manage(IMPORT, "--check", folder)
    assert run.returncode == 1
    assert run.stderr.decode().splitlines() == [
        f"{folder}/_news/bad.md:1: document: has no front matter; the first line should be three dashes: ---"
    ]
    assert nowhere.manage(IMPORT, "--check", tmp_path / "nowhere").returncode == 2
