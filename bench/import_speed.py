"""How fast a site goes in: the first time, again, and beside what libyaml's own loader needs.

    .venv/bin/python bench/import_speed.py [--count 10000] [--rounds 3]

On SQLite, and on PostgreSQL too where DATABASE_URL names a server. Every figure is the best of some
rounds: whatever else a machine does makes it slower, never faster. `seconds` is by the clock,
`processor` is what all processes of the command used: on a busy machine only that says something.
Neither counts what an import of an empty folder takes, the start of Python and Django above all.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import yaml  # noqa: E402  the project's folder must be found first

from tests.support.databases import ROOT, Database, Databases, databases_in

MAKE_CORPUS: Final = ROOT.parent / "shared/tools/make_corpus.py"
TIME: Final = re.compile(rb"files in ([\d.,]+) seconds")
# Behind what a command says: its processor seconds, and the peak of its largest process in kilobytes.
MEASURE: Final = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.exit(code)
"""


class Cost(NamedTuple):
    """What something took: seconds by the clock and of processors, and megabytes at the peak."""

    seconds: float
    processor: float
    peak: int = 0


def best(costs: list[Cost]) -> Cost:
    return Cost(*(min(column) for column in zip(*costs, strict=True)))


def timed(work: Callable[[Path], None], site: Path) -> Cost:
    started, used = time.perf_counter(), time.process_time()
    work(site)
    return Cost(time.perf_counter() - started, time.process_time() - used)


def documents(site: Path) -> list[Path]:
    return sorted(path for path in site.rglob("*") if path.suffix in {".md", ".yaml"})


def with_c_safe_loader(site: Path) -> None:
    """Read all documents and build their values, in this one process."""
    for path in documents(site):
        text = path.read_text(encoding="utf-8")
        front = text.split("---", 2)[1] if text.startswith("---") else text
        yaml.load(front, Loader=yaml.CSafeLoader)


def with_digests(site: Path) -> None:
    """Read all documents and digest them: what a re-import cannot do without."""
    for path in documents(site):
        hashlib.sha256(path.read_bytes()).digest()


def run(database: Database, site: Path, *options: str) -> Cost:
    """Import, with the seconds by the command's own clock."""
    command = [sys.executable, "-c", MEASURE, *database.command("import_articles", site, *options)]
    done = subprocess.run(command, env=database.environment(), cwd=ROOT, capture_output=True, check=True)
    told = TIME.search(done.stdout)
    assert told, done.stdout
    used, peak = done.stdout.split()[-2:]
    return Cost(float(told.group(1).replace(b",", b"")), float(used), int(peak) // 1024)


def imports(databases: Databases, site: Path, rounds: int, *options: str) -> list[Cost]:
    """The best first import, and the best second one."""
    first, second = [], []
    (nothing := databases.folder / "nothing").mkdir(exist_ok=True)
    start = best([run(databases.new(), nothing) for _ in range(rounds)])
    for _ in range(rounds):
        database = databases.new()
        first.append(run(database, site, *options))
        second.append(run(database, site, *options))
    return [cost._replace(processor=cost.processor - start.processor) for cost in map(best, (first, second))]


def show(what: str, cost: Cost, base: Cost) -> None:
    ratios = f"{cost.seconds / base.seconds:8.2f}{cost.processor / base.processor:8.2f}"
    print(f"{what:34}{cost.seconds:9.2f}{cost.processor:11.2f}{ratios}{cost.peak or '':>6}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        tool = [sys.executable, str(MAKE_CORPUS), "--count", str(options.count), "--out", str(site)]
        subprocess.run(tool, check=True)
        files = len(documents(site))
        with_digests(site)  # from here on the files are in memory
        parsing = best([timed(with_c_safe_loader, site) for _ in range(options.rounds)])
        digests = best([timed(with_digests, site) for _ in range(options.rounds)])
        print(f"{files:,} documents, {len(os.sched_getaffinity(0))} processors, best of {options.rounds}")
        print(f"{'':34}{'seconds':>9}{'processor':>11}{'ratio':>8}{'ratio':>8}{'MB':>6}")
        show("CSafeLoader alone, one process", parsing, parsing)
        show("reading and digesting alone", digests, digests)
        for server in dict.fromkeys(["", os.environ.get("DATABASE_URL", "")]):
            name = "PostgreSQL" if server.startswith("postgres") else "SQLite"
            if server and name == "SQLite":
                continue
            with databases_in(Path(folder), server) as databases:
                for title, workers in (("all processors", ()), ("one worker", ("--workers", "1"))):
                    first, again = imports(databases, site, options.rounds, *workers)
                    show(f"{name}, first, {title}", first, parsing)
                    show(f"{name}, again, {title}", again, digests)
        print("Ratios: a first import to CSafeLoader alone, a second one to reading and digesting alone.")


if __name__ == "__main__":
    main()
