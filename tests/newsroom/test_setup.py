"""`make setup` as somebody meets it who has the wrong Python, several, or a slow network."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

MADE_UP_LOCK = "one==1.0 \\\n    --hash=sha256:00\ntwo==2.0 \\\n    --hash=sha256:00\n"
Make: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """What PATH leads to: a shell's own programs, and no Python."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("bash", "sh", "env", "grep", "touch", "test", "cat"):
        (folder / name).symlink_to(shutil.which(name) or "")
    return folder


@pytest.fixture
def make(root: Path, tmp_path: Path, programs: Path) -> Make:
    """Runs make in a folder that holds the Makefile and a made-up lock."""
    program = shutil.which("make")
    if not program:
        pytest.skip("there is no make on this machine")
    shutil.copy(root / "Makefile", tmp_path)
    (tmp_path / "requirements-dev.lock").write_text(MADE_UP_LOCK)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [program, *arguments],
            cwd=tmp_path, env={"PATH": str(programs)}, check=False, capture_output=True, text=True,
        )  # fmt: skip

    return run


def write_program(path: Path, *lines: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("here", "found"),
    [
        (["python3", "python3.12"], "python3.12"),
        (["python3", "python3.13"], "python3.13"),
        (["python3", "python3.11", "python3.13"], "python3.11"),
        (["python3"], "python3"),
    ],
)
def test_a_python_that_is_new_enough_is_found_by_its_name(
    make: Make, programs: Path, here: list[str], found: str
) -> None:
    for name in here:
        write_program(programs / name)
    run = make("--eval", "found:; @echo $(PYTHON)", "found")
    assert run.stdout.strip() == str(programs / found)


def test_a_python_that_is_too_old_is_told_in_words(make: Make, programs: Path) -> None:
    write_program(programs / "python3", '[ "$1" = --version ] && echo Python 3.9.2 && exit', "exit 1")
    told = make("setup").stderr
    assert "Python 3.11 or newer is needed, and here is Python 3.9.2; name one with: make PYTHON=" in told
    assert "not found" not in told


def test_that_there_is_no_python_is_told_in_words(make: Make) -> None:
    run = make("setup")
    assert run.returncode != 0
    assert "Python 3.11 or newer is needed, and here is none" in run.stderr


def test_setup_counts_the_packages_as_they_come(make: Make, programs: Path, tmp_path: Path) -> None:
    write_program(programs / "python3")
    write_program(tmp_path / ".venv/bin/pip")
    said = [
        "Collecting one==1.0 (from -r requirements-dev.lock (line 1))",
        "  Downloading one-1.0.whl (3 kB)",
    ]
    said += [
        "Collecting two==2.0",
        "Installing collected packages: one, two",
        "Successfully installed one two",
    ]
    write_program(tmp_path / ".venv/bin/python", *(f"echo '{line}'" for line in said))
    run = make(".venv/installed")
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[1:] == [
        "  1 of 2: one==1.0",
        "  2 of 2: two==2.0",
        "  All are here; unpacking them ...",
    ]
    assert os.path.exists(tmp_path / ".venv/installed")


def test_setup_that_fails_is_not_taken_for_done(make: Make, programs: Path, tmp_path: Path) -> None:
    write_program(programs / "python3")
    write_program(tmp_path / ".venv/bin/pip")
    write_program(tmp_path / ".venv/bin/python", "echo Collecting one", "echo no such hash >&2", "exit 1")
    run = make(".venv/installed")
    assert run.returncode != 0
    assert "no such hash" in run.stderr
    assert not os.path.exists(tmp_path / ".venv/installed")
