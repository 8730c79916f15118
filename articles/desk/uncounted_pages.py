"""Pages of a list that nobody counts to its end."""

from __future__ import annotations

from typing import Final, cast

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.utils.functional import cached_property

# Further than anybody pages; who looks for something older searches or filters.
REACH: Final = 10_000


class NearPaginator(Paginator):  # type: ignore[type-arg]  # it pages any model; not to be subscripted at runtime
    """Counts up to REACH rows: to count a million takes longer than to show fifty of them."""

    @cached_property
    def count(self) -> int:
        """How many rows can be reached by paging."""
        rows = cast("QuerySet[Model]", self.object_list)
        return rows.order_by().values("pk")[:REACH].count()
