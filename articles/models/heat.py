"""What orders articles by heat: a score that stays true as time passes."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Final

# An article that is this much older needs twice the heat to stand level.
HALF_LIFE: Final = timedelta(days=3)
_START: Final = datetime(1970, 1, 1, tzinfo=UTC)


def heat_score(heat: int | None, placed_at: datetime | None) -> float:
    """Heat that halves with each half-life, as a number whose order never changes: see docs/heat.md.

    Heat now is `heat / 2 ** (age / HALF_LIFE)`. Its logarithm is `log2(heat) - now / HALF_LIFE +
    placed_at / HALF_LIFE`; the middle part is the same for all articles, so the rest orders them, and
    no row needs to be written again because time went by. Without heat: as with a heat of 1. An
    article is as old as its date says or, without one, as its row; without a time: at the end.

    >>> late, early = datetime(2021, 6, 4, tzinfo=UTC), datetime(2021, 6, 1, tzinfo=UTC)
    >>> heat_score(40, late) == heat_score(80, early)
    True
    """
    age = (placed_at - _START) / HALF_LIFE if placed_at else 0.0
    return math.log2(max(heat or 0, 1)) + age
