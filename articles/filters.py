"""What a reader may ask of a list: provider, type, dates, heat. One set for pages and search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Listing
from articles.querysets import NEWEST
from documents import schema
from providers.models import Provider

# Of how many of the newest the providers and types are offered.
RECENT: Final = 100


@dataclass(frozen=True, slots=True)
class Options:
    """What a filter can be set to: providers by address and name, types."""

    providers: Sequence[tuple[str, str]]
    types: Sequence[str]


class _IntegerFilter(django_filters.Filter):
    field_class = forms.IntegerField


def _date(label: Any, method: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(
        method=method, label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ArticleFilter(django_filters.FilterSet):
    """Over articles, or over the listings of a topic; what makes no sense is told and otherwise ignored."""

    provider = django_filters.CharFilter(
        method="from_provider", label=_("Provider"), max_length=schema.DOMAIN_LIMIT
    )
    type = django_filters.CharFilter(method="of_type", label=_("Type"), max_length=schema.WORD_LIMIT)
    since = _date(_("From"), "published_since")
    until = _date(_("To"), "published_until")
    minimum_heat = _IntegerFilter(
        method="as_hot_as", label=_("At least this heat"), min_value=0, max_value=2**31 - 1
    )

    class Meta:
        model = Article
        fields = ("provider", "type", "since", "until", "minimum_heat")

    def _where(self, rows: QuerySet[Any], **lookups: Any) -> QuerySet[Any]:
        """A listing copies the time; the rest is its article's."""
        if rows.model is not Listing:
            return rows.filter(**lookups)
        own = ("published_date_time",)
        return rows.filter(
            **{name if name.startswith(own) else f"article__{name}": v for name, v in lookups.items()}
        )

    def from_provider(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those of one provider, by its domain; by its name where it has none."""
        provider = Provider.objects.at(value)
        return self._where(rows, provider=provider) if provider else rows.none()

    def of_type(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Articles, videos, podcasts: whatever documents call them."""
        return self._where(rows, type=value)

    def published_since(self, rows: QuerySet[Any], name: str, value: date) -> QuerySet[Any]:
        """From the start of a day."""
        return self._where(rows, published_date_time__gte=_midnight(value))

    def published_until(self, rows: QuerySet[Any], name: str, value: date) -> QuerySet[Any]:
        """Up to the end of a day."""
        if value == date.max:
            return rows
        return self._where(rows, published_date_time__lt=_midnight(value + timedelta(days=1)))

    def as_hot_as(self, rows: QuerySet[Any], name: str, value: int) -> QuerySet[Any]:
        """Those of at least this heat, whatever their age."""
        return self._where(rows, heat__gte=value)

    def options(self, rows: QuerySet[Any]) -> Options:
        """What can be chosen: the providers and types of the newest, and what was chosen already."""
        own = "article__" if rows.model is Listing else ""
        newest = rows.prefetch_related(None).order_by(*NEWEST)
        found = newest.values_list(f"{own}provider__domain", f"{own}provider__name", f"{own}type")[:RECENT]
        names = {domain or name: name or domain for domain, name, _ in found if domain or name}
        types = {kind for *_, kind in found if kind}
        if chosen := self.asked.get("provider"):
            names.setdefault(chosen, chosen)
        return Options(
            sorted(names.items(), key=lambda pair: pair[1].casefold()),
            sorted(types | {self.asked.get("type", "")} - {""}),
        )

    @property
    def asked(self) -> dict[str, str]:
        """What was asked and understood, by name, as an address says it."""
        cleaned = self.form.cleaned_data if self.form.is_valid() or self.form.errors else {}
        return {name: str(value) for name, value in cleaned.items() if value not in (None, "")}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
