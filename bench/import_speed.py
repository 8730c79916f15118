"""How fast a site goes in: the first time, again, and beside what libyaml's own loader needs.

    .venv/bin/python bench/import_speed.py [--count 10000] [--rounds 3]

On SQLite, and on PostgreSQL too where DATABASE_URL names a server. Every figure is the best of some
rounds: whatever else a machine does makes it slower, never faster. `seconds` is by the clock,
`processor` is what all processes of the command used: on a busy machine only that says something.
Neither counts what an import of an empty folder takes, the start of Python and Django above all.

The last lines compare the same site with a text of 3 kB in each article to that site without: at most 1.25
times the time is the aim (`--texts` measures that alone).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
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


HEAD: Final = f"{'':34}{'seconds':>9}{'processor':>11}{'ratio':>8}{'ratio':>8}{'MB':>6}"
# A paragraph of a made-up text; it makes some 3 kB of them, no two texts the same.
PARAGRAPH: Final = """Story {number}, part {part}: the *council* of [Pell](https://pell.example/{number}) said
that {number} boats had kept clear of the quay until the last of the fires was out, and nobody was hurt. A
further statement is to follow in the week of the fair, when **the new pier** is opened to readers as well.
"""
PARTS: Final = 9


def with_texts(site: Path, target: Path) -> Path:
    """A copy of a site in which each article has a text of some 3 kB."""
    shutil.copytree(site, target)
    for number, path in enumerate(documents(target / "_news")):
        text = "\n".join(PARAGRAPH.format(number=number, part=part) for part in range(PARTS))
        path.write_bytes(path.read_bytes().rstrip(b"\n") + f"\n\n{text}".encode())
    return target


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


def compare_texts(folder: Path, site: Path, server: str, name: str, rounds: int) -> None:
    """Import a site with texts and without by turns: what else a machine does meets both alike."""
    sites = {"without texts": site, "with texts of 3 kB": with_texts(site, folder / f"texts-{name}")}
    costs: dict[str, list[list[Cost]]] = {title: [] for title in sites}
    with databases_in(folder, server) as databases:
        for _ in range(rounds):
            for title, one in sites.items():
                costs[title].append(imports(databases, one, 1))
    bare = [
        best([first for first, _ in costs["without texts"]]),
        best([a for _, a in costs["without texts"]]),
    ]
    for title, measured in costs.items():
        show(f"{name}, first, {title}", best([first for first, _ in measured]), bare[0])
        show(f"{name}, again, {title}", best([again for _, again in measured]), bare[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--texts", action="store_true", help="compare with and without texts alone")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        tool = [sys.executable, str(MAKE_CORPUS), "--count", str(options.count), "--out", str(site)]
        subprocess.run(tool, check=True)
        count, cores = len(documents(site)), len(os.sched_getaffinity(0))
        print(f"{count:,} documents, {cores} processors, best of {options.rounds}")
        if not options.texts:
            compare_parsing(Path(folder), site, options.rounds)
        print(HEAD)
        for server, name in servers():
            compare_texts(Path(folder), site, server, name, options.rounds)
        print("Ratios: a site whose articles have texts to the same site without.")


def servers() -> Iterator[tuple[str, str]]:
    """SQLite, and PostgreSQL where the environment names a server."""
    yield "", "SQLite"
    if (server := os.environ.get("DATABASE_URL", "")).startswith("postgres"):
        yield server, "PostgreSQL"


def compare_parsing(folder: Path, site: Path, rounds: int) -> None:
    """An import beside what libyaml's own loader needs, and a second one beside reading alone."""
    with_digests(site)  # from here on the files are in memory
    parsing = best([timed(with_c_safe_loader, site) for _ in range(rounds)])
    digests = best([timed(with_digests, site) for _ in range(rounds)])
    print(HEAD)
    show("CSafeLoader alone, one process", parsing, parsing)
    show("reading and digesting alone", digests, digests)
    for server, name in servers():
        with databases_in(folder, server) as databases:
            for title, workers in (("all processors", ()), ("one worker", ("--workers", "1"))):
                first, again = imports(databases, site, rounds, *workers)
                show(f"{name}, first, {title}", first, parsing)
                show(f"{name}, again, {title}", again, digests)
    print("Ratios: a first import to CSafeLoader alone, a second one to reading and digesting alone.")


if __name__ == "__main__":
    main()
