"""What can be asked of providers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from documents.identity import fingerprint

if TYPE_CHECKING:
    from providers.models import Provider, ProviderAlias  # noqa: F401  some name type parameters


def keys_at(address: str) -> tuple[str, str]:
    """The keys by which a provider is found at an address: as its domain, and as its name."""
    return fingerprint(address), fingerprint(f"name:{address}")


def best_at(address: str, found: Iterable[Provider]) -> Provider | None:
    """Of those found at an address the one that has it to the letter; a domain comes before a name."""
    return max(found, key=lambda row: (row.address == address, row.domain != ""), default=None)


class ProviderQuerySet(models.QuerySet["Provider"]):
    """Publishers."""

    def at(self, address: str) -> Provider | None:
        """The one of a domain, in whatever letters; of a name, where it has no domain."""
        return best_at(address, self.called(*keys_at(address), address))

    def called(self, domain_key: str, name_key: str, address: str) -> Self:
        """Those with one of two keys; of those without a key, whose address is this to the letter."""
        exact = Q(identity_key=None) & (Q(domain=address) | Q(domain="", name=address))
        return self.filter(Q(identity_key=domain_key) | Q(identity_key=name_key) | exact)

    def told_apart_by(self, texts: Iterable[str]) -> Self:
        """Those of some domains, or of `name:` and a name, whatever their case and form."""
        return self.filter(identity_key__in={fingerprint(text) for text in texts})

    def unnamed(self) -> Self:
        """Those that no article names, nor any related link."""
        return self.filter(articles__isnull=True, relatedlinks__isnull=True)


class ProviderAliasQuerySet(models.QuerySet["ProviderAlias"]):
    """What else providers are known by."""

    def remember(self, keys: Iterable[str], provider: Provider) -> None:
        """Let keys mean a provider from now on, whatever they meant before."""
        self.bulk_create(
            (self.model(key=key, provider=provider) for key in keys),
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["provider"],
        )

    def lead(self, gone: Provider, into: Provider) -> None:
        """Let what meant a provider that is about to go mean another."""
        self.filter(provider=gone).update(provider=into)
