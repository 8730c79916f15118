"""Batches parsed by worker processes: in order, on any number of them, and whatever happens to one."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from documents.parsing import Task
from documents.workers import parse_in_order
from tests.conftest import ROOT
from tests.support.patience import patience

BATCHES = range(1, 8)


def tasks_of(batch: int) -> list[Task]:
    """As many documents as the batch's number; none in every third."""
    return [
        Task(f"{batch}-{n}.md", f"_news/{batch}-{n}.md", f"---\ntitle: {batch}\n---\n".encode())
        for n in range(batch if batch % 3 else 0)
    ]


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_batches_come_back_whole_and_in_their_order(workers: int) -> None:
    found = list(parse_in_order(BATCHES, tasks_of, workers=workers))
    assert [batch for batch, _ in found] == [*BATCHES]
    for batch, parsed in found:
        assert [one.path for one in parsed] == [task.path for task in tasks_of(batch)]


# A worker's death is noticed sooner or later; what hung did so once in four.
@pytest.mark.parametrize("_round", range(12))
def test_worker_that_dies_while_another_starts_takes_all_with_it(_round: int) -> None:
    def killing(batch: int) -> list[Task]:
        # The first batch is parsed here, the second started a worker, and the third starts another.
        if batch == 3:
            for worker in multiprocessing.active_children():
                os.kill(worker.pid or 0, signal.SIGKILL)
        return tasks_of(1)

    with pytest.raises(BrokenProcessPool):
        list(parse_in_order(BATCHES, killing, workers=2))
    deadline = time.monotonic() + patience(30)
    while (left := multiprocessing.active_children()) and time.monotonic() < deadline:
        time.sleep(0.01)
    for worker in left:
        worker.kill()
    assert not left


# A parent says at some moment that its workers run, and then stays as it is until it is killed.
PARENT = """
import sys
from documents.parsing import Task
from documents.workers import parse_in_order

def stay():
    print("stays", flush=True)
    sys.stdin.read()

def batches():
    yield from range(3)
    {between_batches}
    yield 3

def tasks_of(batch):
    return [Task("a.md", "_news/a.md", {data})]

if __name__ == "__main__":
    for batch, parsed in parse_in_order(batches(), tasks_of, workers=2):
        {after_a_batch}
"""
MOMENTS = {
    "while they start": {"between_batches": "stay()", "after_a_batch": "pass"},
    "when all is done": {"between_batches": "pass", "after_a_batch": "batch == 3 and stay()"},
}


@pytest.mark.parametrize("data", ["b'x'", "b'---\\n' + b'- [x, y]\\n' * 90_000"], ids=["small", "large"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_workers_end_when_their_parent_alone_is_killed(moment: str, data: str, tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT.format(data=data, **MOMENTS[moment]), encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
        start_new_session=True,
    ) as parent:
        assert parent.stdout is not None
        try:
            assert parent.stdout.readline() == b"stays\n"
            parent.kill()
            # Its standard output is theirs as well: it ends when the last of them has.
            parent.communicate(timeout=patience(60))
        finally:
            if not parent.stdout.closed:
                os.killpg(parent.pid, signal.SIGKILL)
