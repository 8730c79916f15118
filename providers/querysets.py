"""What can be asked of providers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from documents.identity import identity

if TYPE_CHECKING:
    from providers.models import Provider, ProviderAlias  # noqa: F401  some name type parameters


class ProviderQuerySet(models.QuerySet["Provider"]):
    """Publishers."""

    def at(self, address: str) -> Provider | None:
        """The one of a domain; of a name, where it has no domain."""
        return self.called(address.lower()).first()

    def called(self, lower: str) -> Self:
        """The one of a domain or a name in lower case; a domain comes before a name."""
        return (
            self.alias(lower_domain=Lower("domain"), lower_name=Lower("name"))
            .filter(Q(lower_domain=lower) & ~Q(domain="") | Q(lower_name=lower, domain=""))
            .order_by("-domain")
        )

    def in_another_form(self, address: str) -> Provider | None:
        """The one whose address is this in other letters: another case, or marks written otherwise."""
        found = self.at(address)
        if found is None and not address.isascii():
            # The databases' LOWER() may know ASCII only: other letters, which are rare, are compared here.
            wanted = identity(address)
            named = self.order_by("-domain", "pk").values_list("pk", "domain", "name")
            same = (key for key, domain, name in named if identity(domain or name) == wanted)
            found = self.filter(pk__in=[*same][:1]).first()
        return found

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
