"""What can be asked of providers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

if TYPE_CHECKING:
    from providers.models import Provider  # noqa: F401  names a type parameter


class ProviderQuerySet(models.QuerySet["Provider"]):
    """Publishers."""

    def at(self, address: str) -> Provider | None:
        """The one of a domain; of a name, where it has no domain."""
        return (
            self.alias(lower_domain=Lower("domain"), lower_name=Lower("name"))
            .filter(
                Q(lower_domain=address.lower()) & ~Q(domain="") | Q(lower_name=address.lower(), domain="")
            )
            .order_by("-domain")
            .first()
        )

    def unnamed(self) -> Self:
        """Those that no article names, nor any related link."""
        return self.filter(articles__isnull=True, relatedlinks__isnull=True)
