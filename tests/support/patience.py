"""How long tests wait for what must come. A passing test waits for none of it: these are the ends of hope.

All of them are multiplied by one factor, SLOW: how much longer than on an idle machine of today a process
takes to start. It is measured once, when tests start, or named: `make test SLOW=10`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Final

# What it takes here to start Python and import something, where nothing else runs.
_START: Final = 0.1


def _measured() -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-S", "-c", "import decimal, email.message, json"], check=True)
    return max(1.0, (time.perf_counter() - started) / _START)


# Those processes that tests run in side by side take what the first has measured.
SLOW: Final = float(os.environ.setdefault("SLOW", f"{_measured():.1f}"))


def patience(seconds: float) -> float:
    """So many seconds on a machine that has time for us, and more on a slow or busy one."""
    return seconds * SLOW
