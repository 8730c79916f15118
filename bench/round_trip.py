"""Take a made-up site in and out: every byte must be the same, and a second import must write nothing.

    .venv/bin/python bench/round_trip.py [--count 10000]

On SQLite, and on PostgreSQL too where DATABASE_URL names a server. Ends with 1 at the first difference.
"""

from __future__ import annotations

import argparse
import filecmp
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.support.databases import ROOT, databases_in

MAKE_CORPUS: Final = ROOT.parent / "shared/tools/make_corpus.py"


def differences(compared: filecmp.dircmp[str]) -> list[str]:
    """The names that two folders do not share to the byte, in them and below them."""
    _, unequal, odd = filecmp.cmpfiles(compared.left, compared.right, compared.common_files, shallow=False)
    found = [*compared.left_only, *compared.right_only, *unequal, *odd]
    return found + [name for below in compared.subdirs.values() for name in differences(below)]


def main() -> None:
    """Go round, and say what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, databases_in(Path(folder)) as databases:
        site, out = Path(folder) / "site", Path(folder) / "out"
        tool = [sys.executable, str(MAKE_CORPUS), "--count", str(options.count), "--out", str(site)]
        subprocess.run(tool, check=True)
        database = databases.new()
        database.manage("import_articles", site).check_returncode()
        before = database.content()
        again = database.manage("import_articles", site).stdout.decode()
        database.manage("export_articles", out).check_returncode()
        wrong = differences(filecmp.dircmp(site, out))
        unchanged = f"Articles: 0 created, 0 updated, {options.count:,} unchanged, 0 refused."
        if wrong or unchanged not in again or database.content() != before:
            print(f"{len(wrong)} files differ, such as {wrong[:3]}; a second import said: {again}")
            sys.exit(1)
    print(f"{options.count:,} articles in and out: the same bytes; a second import: {unchanged}")


if __name__ == "__main__":
    main()
