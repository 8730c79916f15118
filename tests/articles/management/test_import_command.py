"""manage.py import_articles as a person meets it: what it says, what it leaves behind, how it ends."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.databases import ROOT, Database, Databases
from tests.support.made_up_site import write_made_up_site
from tests.support.patience import patience
from tests.support.sites import document, topic_document, write_site, write_tar

A = "_news/a.md"
IMPORT = "import_articles"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", {A: document(topics=["AI"]), "_news/b.md": document()})


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that takes several batches."""
    return write_made_up_site(tmp_path_factory.mktemp("large"), 1200)


@pytest.fixture(scope="session")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that is not in before somebody can interrupt it, however late a busy machine lets them."""
    return write_made_up_site(tmp_path_factory.mktemp("larger"), 6000)


def one_line(stderr: bytes) -> str:
    """What a command said, which must be one line and no traceback."""
    lines = stderr.decode().splitlines()
    assert len(lines) == 1, lines
    assert "Traceback" not in lines[0]
    return lines[0]


# ---- What it says


def test_good_site_goes_in_and_the_summary_says_what_came_of_it(own: Database, site: Path) -> None:
    run = own.manage(IMPORT, site)
    assert (run.returncode, run.stderr) == (0, b"")
    summary = run.stdout.decode().splitlines()
    assert summary[0] == "Articles: 2 created, 0 updated, 0 unchanged, 0 refused."
    assert summary[-1].startswith("2 files in ")
    again = own.manage(IMPORT, site).stdout.decode().splitlines()
    assert again[0] == "Articles: 0 created, 0 updated, 2 unchanged, 0 refused."


def test_refused_document_is_named_with_line_and_field(own: Database, site: Path) -> None:
    write_site(site, {"_news/bad.md": b"---\ntitle: A\nheat: hot\n---\n"})
    run = own.manage(IMPORT, site)
    assert run.returncode == 1
    assert one_line(run.stderr) == f'{site}/_news/bad.md:3: heat: expected an integer, found "hot"'
    assert own.count() == 2


def test_quiet_import_says_only_what_is_wrong(own: Database, site: Path) -> None:
    write_site(site, {"_news/bad.md": b""})
    run = own.manage(IMPORT, site, "-v0")
    assert (run.returncode, run.stdout) == (1, b"")
    assert "bad.md" in one_line(run.stderr)


def test_detailed_import_names_what_changed(own: Database, site: Path) -> None:
    own.manage(IMPORT, site)
    write_site(site, {A: document(topics=["AI"], title="Other")})
    assert f"{A}: title" in own.manage(IMPORT, site, "-v2").stdout.decode().splitlines()


def test_report_says_the_same_as_json(own: Database, site: Path, tmp_path: Path) -> None:
    write_site(site, {"_news/bad.md": b"---\nheat: hot\n---\n"})
    own.manage(IMPORT, site, "--report", tmp_path / "report.json")
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["counts"] == {"created": 2, "updated": 0, "unchanged": 0, "refused": 1, "withheld": 0}
    assert [problem for problem in report["problems"] if problem["severity"] == "error"] == [
        {
            "file": f"{site}/_news/bad.md",
            "line": 2,
            "field": "heat",
            "reason": 'expected an integer, found "hot"',
            "severity": "error",
        }
    ]


def test_dry_run_leaves_no_trace(own: Database, site: Path) -> None:
    before = own.content()
    run = own.manage(IMPORT, site, "--dry-run")
    assert run.returncode == 0
    assert run.stdout.decode().startswith("Nothing was written. It would be:")
    assert own.content() == before
    assert own.count("articles_importrun") == 0


def test_strict_import_takes_nothing_where_one_is_bad(own: Database, site: Path) -> None:
    write_site(site, {"_news/bad.md": b""})
    before = own.content()
    run = own.manage(IMPORT, site, "--strict")
    assert run.returncode == 1
    assert run.stdout.decode().startswith("Nothing went in")
    assert own.content() == before


def test_standard_input_takes_a_document_or_an_archive(own: Database, tmp_path: Path) -> None:
    archive = write_tar(tmp_path / "a.tar", {"_news/b.md": document()})
    assert own.manage(IMPORT, "-", given=document()).returncode == 0
    assert own.manage(IMPORT, "-", given=archive.read_bytes()).returncode == 0
    assert own.count() == 2


def test_number_of_workers_makes_no_difference(databases: Databases, large: Path) -> None:
    contents = []
    for workers in (1, 2):
        own = databases.new()
        assert own.manage(IMPORT, large, "--workers", workers).returncode == 0
        contents.append(own.content())
        databases.give_back(own)
    assert contents[0] == contents[1]
    assert len(contents[0]["articles"]) == 1200


# ---- How it ends


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nowhere"],
        ["--workers", "0", "."],
        ["--workers", "-1", "."],
        ["--workers", "many", "."],
        ["", "."],
        ["--no"],
    ],
    ids=" ".join,
)
def test_wrong_use_ends_with_code_2(own: Database, arguments: list[str]) -> None:
    run = own.manage(IMPORT, *arguments)
    assert run.returncode == 2
    assert b"Traceback" not in run.stderr


def test_name_that_is_not_utf_8_does_no_harm(own: Database, tmp_path: Path) -> None:
    folder = os.fsdecode(os.fsencode(tmp_path) + b"/latin-\xe9")
    write_site(Path(folder), {A: document()})
    assert own.manage(IMPORT, folder).returncode == 0
    assert own.manage(IMPORT, f"{folder}-nowhere").returncode == 2


def test_report_that_can_not_be_written_is_told_before_the_work(own: Database, site: Path) -> None:
    run = own.manage(IMPORT, site, "--report", site / "nowhere/report.json")
    assert run.returncode == 3
    assert "nowhere" in one_line(run.stderr)
    assert own.count() == 0


def test_database_without_tables_ends_with_code_3(databases: Databases, site: Path) -> None:
    run = databases.unmigrated().manage(IMPORT, site)
    assert run.returncode == 3
    assert "run `manage.py migrate` first" in one_line(run.stderr)


def test_database_that_is_away_ends_with_code_3(databases: Databases, site: Path, tmp_path: Path) -> None:
    url = "postgres://nobody@127.0.0.1:9/none" if databases.server else f"sqlite:///{tmp_path}/none/db"
    started = time.monotonic()
    run = Database(url).manage(IMPORT, site)
    assert run.returncode == 3
    assert "does not answer" in one_line(run.stderr)
    assert time.monotonic() - started < patience(25)


def test_database_that_may_not_be_written_ends_with_code_3(
    own: Database, databases: Databases, site: Path
) -> None:
    if databases.server:
        run = Database(f"{own.url}?options=-c%20default_transaction_read_only%3Don").manage(IMPORT, site)
    else:
        # Root may write everywhere, so SQLite itself is told to refuse.
        run = Database(f"{own.url}?init_command=PRAGMA%20query_only%3D1").manage(IMPORT, site)
    assert run.returncode == 3
    one_line(run.stderr)


def small_files() -> None:
    """Let no file of this process grow beyond 2 MB: what a full disk is to SQLite."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))


def test_full_disk_ends_with_code_3_and_a_rerun_completes(
    own: Database, databases: Databases, large: Path
) -> None:
    if databases.server:
        pytest.skip("the disk of a server is the server's")
    run = own.manage(IMPORT, large, preexec_fn=small_files)
    assert run.returncode == 3
    one_line(run.stderr)
    again = own.manage(IMPORT, large)
    assert again.returncode == 0
    assert own.count() == 1200


@pytest.mark.parametrize("send", [signal.SIGINT, signal.SIGTERM])
def test_interrupt_ends_after_the_batch_in_hand_and_a_rerun_completes(
    own: Database, larger: Path, send: signal.Signals
) -> None:
    command = own.start(IMPORT, larger, "--workers", 2)
    while own.count() == 0 and command.poll() is None:
        time.sleep(0.02)
    # Everybody stands still while it is counted, and finds the signal when they go on.
    os.killpg(command.pid, signal.SIGSTOP)
    before = own.count()
    # To the whole group, as a terminal does with Ctrl-C.
    os.killpg(command.pid, send) if send == signal.SIGINT else command.send_signal(send)
    os.killpg(command.pid, signal.SIGCONT)
    stdout, stderr = command.communicate(timeout=patience(60))
    assert command.returncode == 130
    assert b"Traceback" not in stderr
    assert stdout.decode().startswith("Stopped (interrupted); run it again to complete it. So far:")
    assert 0 < before <= own.count() <= before + 500 < 6000
    assert own.manage(IMPORT, larger).returncode == 0
    assert own.count() == 6000
    assert own.rows("SELECT state FROM articles_importrun ORDER BY id") == [("stopped",), ("done",)]


# What Python runs before manage.py: it counts what that imports, opens and asks of SQLite, and presses Ctrl-C
# at the event whose number is named; without one it writes down how many there were.
PRESSING = """
import atexit, os, signal, sys
begun, count, at = False, 0, int(os.environ["PRESS_AT"])

def hear(event, arguments):
    global begun, count
    if event == "exec":
        begun = begun or arguments[0].co_filename.endswith("manage.py")
    elif begun and event in {"import", "open", "sqlite3.connect", "subprocess.Popen"}:
        count += 1
        if count == at:
            os.kill(os.getpid(), signal.SIGINT)

if any(argument.endswith("manage.py") for argument in sys.orig_argv):
    # A shell starts what runs in its background without Ctrl-C, and so would the tests.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.addaudithook(hear)
    if at == 0:
        atexit.register(lambda: open(os.environ["COUNT_INTO"], "w").write(str(count)))
"""


@pytest.fixture(scope="session")
def pressing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pressing")
    (folder / "sitecustomize.py").write_text(PRESSING)
    return folder


def press(own: Database, pressing: Path, site: Path, at: int) -> subprocess.CompletedProcess[bytes]:
    environment = own.environment() | {"PRESS_AT": str(at), "COUNT_INTO": str(pressing / "count")}
    # A run that writes bytecode down opens more files than the next one, which would end unpressed.
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    environment["PYTHONPATH"] = os.pathsep.join([str(pressing), environment["PYTHONPATH"]])
    command = own.command(IMPORT, site, "--workers", 2)
    return subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, check=False, timeout=patience(120)
    )


def test_interrupt_at_any_moment_says_nothing_ugly(databases: Databases, pressing: Path, large: Path) -> None:
    """From the first line of manage.py on; what Python itself does before that is Python's."""
    own = databases.new()
    assert press(own, pressing, large, 0).returncode == 0
    databases.give_back(own)
    events = int((pressing / "count").read_text())
    assert events > 500
    for part in (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9):
        own = databases.new()
        run = press(own, pressing, large, 1 + int(part * events))
        assert (run.returncode, run.stderr.decode().count("Traceback")) == (130, 0), (part, run.stderr)
        databases.give_back(own)


@pytest.fixture
def running(own: Database, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """An import that runs for as long as it is wanted: it waits for its standard input."""
    command = subprocess.Popen(
        own.command(IMPORT, "-"), env=own.environment(), cwd=ROOT,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    while own.count("articles_importrun") == 0 and command.poll() is None:
        time.sleep(0.02)
    yield command
    command.kill()
    command.communicate()


def test_second_import_at_once_ends_with_code_4_and_says_who_runs(
    own: Database, site: Path, running: subprocess.Popen[bytes]
) -> None:
    run = own.manage(IMPORT, site)
    assert run.returncode == 4
    said = one_line(run.stderr)
    assert said.startswith("Another import is running since ")
    assert f"process {running.pid}" in said
    assert own.count() == 0
    assert own.manage(IMPORT, site, "--dry-run").returncode == 0


def test_killed_import_does_not_lock_the_next_one_out(
    own: Database, site: Path, running: subprocess.Popen[bytes]
) -> None:
    running.kill()
    running.wait()
    deadline = time.monotonic() + patience(30)
    while (run := own.manage(IMPORT, site)).returncode == 4 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert run.returncode == 0
    assert own.rows("SELECT state FROM articles_importrun ORDER BY id") == [("failed",), ("done",)]


def workers_of(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [pid for pid in map(int, children) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_killed_worker_ends_with_code_3_and_a_rerun_completes(own: Database, large: Path) -> None:
    command = own.start(IMPORT, large, "--workers", 2)
    while not (workers := workers_of(command.pid)) and command.poll() is None:
        time.sleep(0.01)
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    _, stderr = command.communicate(timeout=patience(60))
    assert command.returncode == 3
    assert "A worker process died" in one_line(stderr)
    assert own.manage(IMPORT, large).returncode == 0
    assert own.count() == 1200


# ---- Killed


KILLS = int(os.environ.get("KILLS", "5"))


def test_killed_anywhere_a_rerun_gives_the_same_state(databases: Databases, large: Path) -> None:
    """KILLS=50 is what bench/kill_import.py does on a larger site."""
    whole = databases.new()
    started = time.monotonic()
    assert whole.manage(IMPORT, large).returncode == 0
    lasts = time.monotonic() - started
    expected = whole.content()
    chance = random.Random(1)
    for _ in range(KILLS):
        own = databases.new()
        command = own.start(IMPORT, large)
        time.sleep(chance.uniform(0.2, lasts))
        os.killpg(command.pid, signal.SIGKILL)
        command.communicate()
        run = own.manage(IMPORT, large)
        assert run.returncode == 0, run.stderr
        assert own.content() == expected
        databases.give_back(own)


def test_topic_that_another_program_made_meanwhile_is_found(own: Database, site: Path) -> None:
    """Whoever makes a topic while an import runs: it takes that one."""
    write_site(site, {"_data/topics/00-ai.yaml": topic_document("ai")})
    assert own.manage(IMPORT, site / "_news").returncode == 0
    assert own.manage(IMPORT, site).returncode == 0
    assert own.count("articles_topic") == 1


# ---- What can be left out, and what is not understood

HOLED = b"""---
title: "Gull"
sourceUrl: "/gull"
author: x

topics:
  -
  - Gulls
  - Sea

images:
  - url: "/a.jpg "
    width: 1

related:
  - title: "b"
    ampUrl: "javascript:x"
---
"""


def test_what_can_be_left_out_refuses_no_story(own: Database, tmp_path: Path) -> None:
    other = HOLED.replace(b"author: x", b"date: 2020\nauthor: y")
    site = write_site(tmp_path / "site", {A: HOLED, "_news/b.md": other, "_news/c.md": document()})
    done = own.manage(IMPORT, site, "-v2")
    assert done.returncode == 0, done.stderr
    told = (done.stdout + done.stderr).decode()
    assert "Articles: 3 created, 0 updated, 0 unchanged, 0 refused." in told
    for problem in (
        "_news/a.md:7: topics[1]: is empty (left out)",
        "_news/a.md:12: images[1].url: holds U+0020",
        "_news/a.md:17: related[1].ampWebUrl: expected an address",
    ):
        assert problem in told
    assert told.count("not understood") == 1
    assert "`author`, `date` were not understood in 2 documents; they are kept as they stand." in told
