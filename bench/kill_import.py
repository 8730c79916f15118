"""Kill an import at random moments, run it again, and compare with one that nobody killed.

    .venv/bin/python bench/kill_import.py [--rounds 50] [--count 2000] [--seed 1]

On SQLite, or on PostgreSQL where DATABASE_URL names a server. Ends with 1 at the first difference.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.support.databases import ROOT, databases_in

MAKE_CORPUS: Final = ROOT.parent / "shared/tools/make_corpus.py"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder, databases_in(Path(folder)) as databases:
        site = Path(folder) / "site"
        tool = [sys.executable, str(MAKE_CORPUS), "--count", str(options.count), "--out", str(site)]
        subprocess.run(tool, check=True)
        whole = databases.new()
        started = time.monotonic()
        whole.manage("import_articles", site).check_returncode()
        lasts = time.monotonic() - started
        expected = whole.content()
        for number in range(1, options.rounds + 1):
            database = databases.new()
            command = database.start("import_articles", site)
            time.sleep(chance.uniform(0, lasts))
            os.killpg(command.pid, signal.SIGKILL)
            command.communicate()
            left = database.count()
            found["nothing" if not left else "all" if left == options.count else "a part"] += 1
            again = database.manage("import_articles", site)
            if again.returncode or database.content() != expected:
                print(f"Round {number}: killed with {left:,} articles in, then another state came of it.")
                print(again.stderr.decode())
                sys.exit(1)
            databases.give_back(database)
    states = ", ".join(f"{count} with {state} in" for state, count in sorted(found.items()))
    print(f"Killed {options.rounds} times ({states}); each time a re-run gave the same state.")


if __name__ == "__main__":
    main()
