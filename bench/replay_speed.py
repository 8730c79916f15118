"""How fast a source's history is replayed, and what a run costs in which only heat changed.

    .venv/bin/python bench/replay_speed.py [--documents 2000] [--commits 200]

Works in a temporary folder with a database of its own (or in the one that DATABASE_URL names, which
must be empty). Prints a table and judges nothing. Figures are processor seconds of this process and
its children, so that a busy machine does not blur them.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = """---
category: news
title: "Story number {number} of the harbour and what became of it"
excerpt: "{excerpt}"
publishedDateTime: 2026-03-01T08:{minute:02d}:00Z
originalUrl: "https://www.harbour.example/{number}"
webUrl: "https://www.harbour.example/{number}"
type: article
quality: 50
heat: {heat}
published: true

provider:
  name: Harbour Post
  domain: harbour.example

topics:
  - Quays
  - Harbour

images:
  - url: "https://img.harbour.example/{number}.jpg"
    width: 1200
    height: 675
    isCached: true

secured: "{secured}"
---

"""


def write_site(folder: Path, count: int) -> None:
    """A made-up site; what it says is of no matter here, only its shape."""
    news = folder / "_news"
    news.mkdir(parents=True)
    for number in range(count):
        text = DOCUMENT.format(
            number=number,
            minute=number % 60,
            heat=number % 100,
            excerpt="Quiet words. " * 20,
            secured="x" * 400,
        )
        (news / f"2026-03-01-story-{number}.md").write_text(text, encoding="utf-8")


def drift(folder: Path, chance: random.Random, share: float) -> None:
    """New heat for some of the documents."""
    paths = sorted((folder / "_news").iterdir())
    for path in chance.sample(paths, max(1, int(len(paths) * share))):
        data = re.sub(rb"(?m)^heat: \d+", b"heat: %d" % chance.randint(0, 999), path.read_bytes())
        path.write_bytes(data)


def git(folder: Path, *arguments: str) -> None:
    """Run git with a name, and nothing of the user's own settings."""
    names = {
        f"GIT_{who}_{what}": "bench@site.example"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    environment = os.environ | names | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, env=environment)


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of some work, children included."""

    def spent() -> float:
        used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(usage.ru_utime + usage.ru_stime for usage in used)

    before = spent()
    work()
    return spent() - before


def manage(*arguments: str) -> None:
    """Run a command of the project's."""
    subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments], check=True, stdout=subprocess.DEVNULL
    )


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--commits", type=int, default=200)
    options = parser.parse_args()
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {"ENV_FILE": "", "DEBUG": "true", "SECRET_KEY": "only-to-measure"}
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        site = folder / "site"
        write_site(site, options.documents)
        git(folder, "init", "--quiet", "site")
        git(site, "add", "--all")
        git(site, "commit", "--quiet", "--message", "All")
        manage("migrate", "--verbosity", "0")
        starting = seconds(lambda: manage("check"))
        first = seconds(lambda: manage("import_articles", "--git", str(site), "--history")) - starting
        for _ in range(options.commits):
            drift(site, chance, 10 / options.documents)
            git(site, "commit", "--quiet", "--all", "--message", "Drift")
        replay = seconds(lambda: manage("import_articles", "--git", str(site), "--history")) - starting
        nothing = seconds(lambda: manage("import_articles", str(site))) - starting
        drift(site, chance, 1.0)
        heat = seconds(lambda: manage("import_articles", str(site))) - starting
    rows = [
        (f"first import of {options.documents:,} documents", f"{first:.2f} s"),
        (f"replay of {options.commits:,} commits of 10 documents", f"{replay:.2f} s"),
        ("commits a second", f"{options.commits / replay:.0f}"),
        ("a run in which nothing changed", f"{nothing:.2f} s"),
        ("a run in which the heat of all changed", f"{heat:.2f} s"),
        ("… as a ratio to nothing changed", f"{heat / nothing:.1f}"),
        ("… as a ratio to the first import", f"{heat / first:.2f}"),
    ]
    for label, figure in rows:
        print(f"{label:<50} {figure:>10}")


if __name__ == "__main__":
    main()
