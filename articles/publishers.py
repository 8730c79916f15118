"""Providers as the public sees them: those of whom there is something to read."""

from __future__ import annotations

from typing import Final

from django.db.models import Count, Exists, OuterRef, Subquery

from articles.models import Article
from providers.models import Provider
from providers.querysets import ProviderQuerySet

# The most active are those with most of the newest articles; the whole table is never counted.
RECENT: Final = 200


def public_providers() -> ProviderQuerySet:
    """Those of whom the public can see something."""
    return Provider.objects.filter(Exists(Article.objects.published().filter(provider=OuterRef("pk"))))


def counted_providers() -> ProviderQuerySet:
    """The same, each with how much there is."""
    public = Article.objects.published().filter(provider=OuterRef("pk")).order_by()
    count = public.values("provider").annotate(count=Count("pk")).values("count")
    return public_providers().annotate(public_count=Subquery(count)).prefetch_related("logos")


def active_providers(limit: int) -> ProviderQuerySet:
    """Those who published most of what is newest, with how much of it."""
    recent = Article.objects.published().newest().values("pk")[:RECENT]
    counted = Provider.objects.filter(articles__in=recent).annotate(public_count=Count("articles"))
    return counted.prefetch_related("logos").order_by("-public_count", "name", "domain")[:limit]
