"""What a reader may ask of a list: provider, type, dates, heat. One set for pages and search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from articles.models import Article, Listing
from articles.public.lists import Shown
from articles.public.providers import at_address
from articles.querysets import dated_q
from articles.reading.parameters import end_of, start_of
from documents import schema

# At most so many providers are offered, those with most of the newest. Whoever looks for another finds
# its own page.
OFFERED: Final = 40


@dataclass(frozen=True, slots=True)
class Options:
    """What a filter can be set to: providers by address and name, types."""

    providers: Sequence[tuple[str, str]]
    types: Sequence[tuple[str, str]]


class _IntegerFilter(django_filters.Filter):
    field_class = forms.IntegerField


class ArticleFilter(django_filters.FilterSet):
    """Over articles, or over the listings of a topic; what makes no sense is told and otherwise ignored."""

    provider = django_filters.CharFilter(method="from_provider", max_length=schema.DOMAIN_LIMIT)
    type = django_filters.CharFilter(method="of_type", max_length=schema.WORD_LIMIT)
    since = django_filters.DateFilter(method="published_since")
    until = django_filters.DateFilter(method="published_until")
    minimum_heat = _IntegerFilter(method="as_hot_as", min_value=0, max_value=2**31 - 1)

    class Meta:
        model = Article
        fields = ("provider", "type", "since", "until", "minimum_heat")

    def get_form_class(self) -> Any:
        """One class of form for every request: making a class takes longer than filling it in."""
        return _form_class()

    def _where(self, rows: QuerySet[Any], **lookups: Any) -> QuerySet[Any]:
        own = "article__" if rows.model is Listing else ""
        return rows.filter(**{f"{own}{name}": value for name, value in lookups.items()})

    def from_provider(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those of one provider, by its domain; by its name where it has none."""
        provider = at_address(value)
        return self._where(rows, provider=provider) if provider else rows.none()

    def of_type(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Articles, videos, podcasts: whatever documents call them."""
        return self._where(rows, type=value)

    def published_since(self, rows: QuerySet[Any], name: str, value: date) -> QuerySet[Any]:
        """From the start of a day."""
        return rows.filter(dated_q(gte=start_of(value)))

    def published_until(self, rows: QuerySet[Any], name: str, value: date) -> QuerySet[Any]:
        """Up to the end of a day."""
        return rows.filter(dated_q(lte=end_of(value)))

    def as_hot_as(self, rows: QuerySet[Any], name: str, value: int) -> QuerySet[Any]:
        """Those of at least this heat, whatever their age."""
        return self._where(rows, heat__gte=value)


class Filters:
    """What was asked of some rows, and the rows that are left.

    Most readers ask for nothing, and of the rest most for a provider; django-filter, which copies its
    filters and makes a form of them for each request, is then left alone.
    """

    def __init__(self, data: QueryDict, shown: Shown) -> None:
        asked = {name: str(data[name]) for name in ArticleFilter.base_filters if data.get(name)}
        # What is left, where a list of its own shows it.
        self.left = _left(asked, shown)
        filters = ArticleFilter(data, queryset=shown.rows()) if self.left is None else None
        self.errors: Mapping[str, Any] = filters.form.errors if filters else {}
        cleaned = filters.form.cleaned_data if filters else asked
        # By name, as an address says it.
        self.asked = {name: str(value) for name, value in cleaned.items() if value not in (None, "")}
        self._filters, self._shown = filters, shown

    @property
    def rows(self) -> QuerySet[Any]:
        """What is left."""
        return self._filters.qs if self._filters else (self.left or self._shown).rows()

    def options(self) -> Options:
        """What can be chosen: the providers and types of the newest, and what was chosen already."""
        found = self._shown.kinds()
        counted = Counter(
            (domain or name or "", name or domain or "") for domain, name, _ in found if domain or name
        )
        names: dict[str, str] = dict(provider for provider, _ in counted.most_common(OFFERED))
        types = {kind for *_, kind in found if kind}
        if chosen := self.asked.get("provider"):
            names.setdefault(chosen, chosen)
        return Options(
            sorted(names.items(), key=lambda pair: pair[1].casefold()),
            [(kind, kind) for kind in sorted(types | {self.asked.get("type", "")} - {""})],
        )


def _left(asked: Mapping[str, str], shown: Shown) -> Shown | None:
    """What is left of a list where nothing is asked for, or a provider that there is; None for all else."""
    if not asked:
        return shown
    name = asked.get("provider", "")
    if len(asked) > 1 or not name or name != name.strip() or "\0" in name or len(name) > schema.DOMAIN_LIMIT:
        return None
    provider = at_address(name)
    return shown.of_provider(provider.pk) if provider else None


@cache
def _form_class() -> Any:
    return django_filters.FilterSet.get_form_class(ArticleFilter())
