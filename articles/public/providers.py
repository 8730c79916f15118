"""Providers as the public sees them: those of whom there is something to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from articles.models import Article
from articles.reading.counts import by_provider
from articles.reading.parameters import key_in
from articles.reading.pictures import ShownPicture, logos_of
from articles.reading.prepared import PreparedModels
from providers.models import Provider
from providers.querysets import ProviderQuerySet, best_at, keys_at

# The most active are those with most of the newest articles; the whole table is never counted.
RECENT: Final = 200
MOST_ACTIVE: Final = 8
DIRECTORY_SIZE: Final = 120


@dataclass(frozen=True, slots=True)
class Counted:
    """A provider with how much there is to read of it."""

    provider: Provider
    count: int
    logo: ShownPicture | None


def at_address(address: str) -> Provider | None:
    """The one of a domain; of a name, where it has no domain."""
    return best_at(address, _AT_ADDRESS.found(*keys_at(address), address))


_AT_ADDRESS: Final = PreparedModels(Provider, Provider.objects.called)


def public_providers() -> ProviderQuerySet:
    """Those of whom the public can see something."""
    return Provider.objects.filter(Exists(Article.objects.published().filter(provider=OuterRef("pk"))))


def directory(after: str, size: int = DIRECTORY_SIZE) -> tuple[list[Counted], str]:
    """A part of all of them in the order of their names, and the address that the next part starts after."""
    rows = public_providers().prefetch_related("logos").order_by("name", "domain", "pk")
    last = Provider.objects.filter(pk=key_in(after)).first()
    if last is not None:
        same = Q(name=last.name)
        later = Q(name__gt=last.name) | same & Q(domain__gt=last.domain)
        rows = rows.filter(later | same & Q(domain=last.domain, pk__gt=last.pk))
    found = list(rows[: size + 1])
    return _counted(found[:size]), str(found[size - 1].pk) if len(found) > size else ""


def active_providers() -> list[Counted]:
    """Those who published most of what is newest, with how much there is of them."""
    found = _ACTIVE.found(timezone.now())
    prefetch_related_objects(found, "logos")
    return _counted(found)


def _active(now: datetime) -> QuerySet[Provider]:
    recent = Article.objects.published(now).newest().values("pk")[:RECENT]
    rows = Provider.objects.filter(articles__in=recent).annotate(recent=Count("articles"))
    return rows.order_by("-recent", "name", "domain")[:MOST_ACTIVE]


_ACTIVE: Final = PreparedModels(Provider, _active)


def _counted(providers: Iterable[Provider]) -> list[Counted]:
    found, counts = list(providers), by_provider()
    logos = logos_of(found)
    return [Counted(provider, counts.get(provider.pk, 0), logos[provider.pk]) for provider in found]
