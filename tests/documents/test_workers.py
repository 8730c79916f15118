"""Batches parsed by worker processes: in order, on any number of them, and whatever happens to one."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from concurrent.futures.process import BrokenProcessPool

import pytest

from documents.parsing import Task
from documents.workers import parse_in_order

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
    deadline = time.monotonic() + 10
    while (left := multiprocessing.active_children()) and time.monotonic() < deadline:
        time.sleep(0.01)
    for worker in left:
        worker.kill()
    assert not left
