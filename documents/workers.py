"""Parsing on all cores: batches go out to worker processes and come back in their order."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.connection import wait
from typing import TypeVar

from documents.parsing import Parsed, Task, parse_all

_Batch = TypeVar("_Batch")


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0))


def parse_in_order(
    batches: Iterable[_Batch], tasks_of: Callable[[_Batch], list[Task]], *, workers: int
) -> Generator[tuple[_Batch, list[Parsed]], None, None]:
    """Each batch with its tasks parsed, in the order of the batches.

    With one worker, or while there is only one batch, all is done here: starting processes would
    take longer. At most `workers + 1` batches are under way, so memory does not grow with the input.
    Raises `BrokenProcessPool` where a worker dies, and leaves no other behind.
    """
    pools: list[ProcessPoolExecutor] = []
    under_way: deque[tuple[_Batch, Future[list[Parsed]] | list[Task]]] = deque()
    try:
        for batch in batches:
            tasks = tasks_of(batch)
            if workers > 1 and not pools and under_way and tasks:
                pools = [_start() for _ in range(workers)]
            under_way.append((batch, _submit(pools[0], tasks) if pools and tasks else tasks))
            # The next batch is another worker's.
            pools = pools[1:] + pools[:1]
            if len(under_way) > workers:
                yield _finish(*under_way.popleft())
        while under_way:
            yield _finish(*under_way.popleft())
    finally:
        for pool in pools:
            pool.shutdown(wait=False, cancel_futures=True)


def _submit(pool: ProcessPoolExecutor, tasks: list[Task]) -> Future[list[Parsed]]:
    """Hand tasks over; a process that is started for them never sees a Ctrl-C, not even while it starts."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(parse_all, tasks)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _finish(batch: _Batch, parsed: Future[list[Parsed]] | list[Task]) -> tuple[_Batch, list[Parsed]]:
    return batch, parse_all(parsed) if isinstance(parsed, list) else parsed.result()


def _start() -> ProcessPoolExecutor:
    """A pool of one worker: one of several, whose second was just starting when its first died, hangs."""
    # Spawned, not forked: a fork would inherit the caller's connections and its threads' locks.
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """Leave Ctrl-C, which a terminal sends to all, to the parent; and look for no circles in trees."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()


def _end_with_parent() -> None:
    """End this worker when its parent is gone, for a parent that was killed can tell it nothing.

    A worker holds the other end of its own queue, so that reading from it alone would wait for ever.
    """
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)
