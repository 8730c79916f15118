"""What can be asked of providers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from providers.models import Provider  # noqa: F401  names a type parameter


class ProviderQuerySet(models.QuerySet["Provider"]):
    """Publishers."""

    def unnamed(self) -> Self:
        """Those that no article names, nor any related link."""
        return self.filter(articles__isnull=True, relatedlinks__isnull=True)
