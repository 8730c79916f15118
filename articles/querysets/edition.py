"""The edition, moved by hand."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from articles.models import Edition  # noqa: F401  names a type parameter


class EditionQuerySet(models.QuerySet["Edition"]):
    """The one row."""

    def move(self) -> None:
        """Let caches forget what they hold: for changes that are in no row, such as the file of a logo."""
        self.update(number=secrets.randbits(62))
