"""A thousand good documents among bad ones of every kind: in go the good ones, and nothing breaks."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.support import hostile
from tests.support.databases import ROOT, Database
from tests.support.made_up_site import write_made_up_site
from tests.support.patience import patience

GOOD = 1000
PEAK = 200 * 1024 * 1024
# The peak of a process and of those that it started and waited for, whatever is the larger, in bytes.
MEASURE = """
import json, resource, subprocess, sys
code = subprocess.run(sys.argv[2:]).returncode
open(sys.argv[1], "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024))
sys.exit(code)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_made_up_site(tmp_path / "site", GOOD)


@pytest.mark.parametrize("workers", [1, 2])
def test_good_ones_go_in_and_each_bad_one_is_named(
    folder: Path, own: Database, tmp_path: Path, workers: int
) -> None:
    expected = hostile.write(folder / "_news")
    assert len(expected) > 50
    peak, report = tmp_path / "peak", tmp_path / "report.json"
    run = subprocess.run(
        [
            sys.executable, "-c", MEASURE, str(peak),
            *own.command("import_articles", folder, "--workers", workers, "--report", report),
        ],
        env=own.environment(), cwd=ROOT, capture_output=True, check=False, timeout=patience(120),
    )  # fmt: skip
    said = run.stderr.decode()
    assert run.returncode == 1, said[-2000:]
    assert "Traceback" not in said
    assert "\x1b" not in said
    assert own.count() == GOOD
    told = json.loads(report.read_text())
    errors = [problem for problem in told["problems"] if problem["severity"] == "error"]
    named = {Path(problem["file"]).name: problem["field"] for problem in errors}
    assert {name: field or named.get(name, "not refused") for name, field in expected.items()} == named
    assert told["counts"]["refused"] == len(expected)
    lines = Counter(Path(line.split(": ")[0].partition(".md")[0]).name for line in said.splitlines())
    assert set(lines) == {name.removesuffix(".md") for name in expected}
    assert int(peak.read_text()) < PEAK


def test_archives_that_were_made_to_hurt(own: Database, tmp_path: Path) -> None:
    names = hostile.climbing_tar(tmp_path / "climbing.tar")
    hostile.bomb_zip(tmp_path / "bomb.zip")
    (tmp_path / "cut.tar.gz").write_bytes(b"\x1f\x8b\x08\x00\x00\x00\x00\x00")
    (tmp_path / "no.zip").write_bytes(b"PK\x03\x04 this is no zip")
    peak = tmp_path / "peak"
    archives = [tmp_path / name for name in ("climbing.tar", "bomb.zip", "cut.tar.gz", "no.zip")]
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, str(peak), *own.command("import_articles", *archives)],
        env=own.environment(), cwd=ROOT, capture_output=True, check=False, timeout=patience(120),
    )  # fmt: skip
    said = run.stderr.decode()
    assert run.returncode == 1
    assert "Traceback" not in said
    assert all(f"climbing.tar/{name}: document: " in said for name in names)
    assert "bomb.zip/_news/bomb.md: document: " in said
    assert "cut.tar.gz: document: " in said
    assert "no.zip: document: " in said
    assert sorted(own.rows("SELECT path FROM articles_article")) == [
        ("_news/good-in-tar.md",),
        ("_news/good-in-zip.md",),
    ]
    assert int(peak.read_text()) < PEAK
