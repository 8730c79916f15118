"""Providers' documents into rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from articles import mapping
from articles.importing.apply.people import People, other_keys
from articles.importing.apply.rows import (
    all_said,
    change_columns,
    insert_images,
    release,
    set_columns,
    update_rows,
)
from articles.importing.report import Outcome
from articles.importing.steps import Step
from articles.models import Image
from documents.document import Absent, Value
from providers.models import Provider

# Rows that are written in bulk take it here.
_KEY: Final = Provider._meta.get_field("identity_key")


def apply_providers(steps: Sequence[Step], people: People) -> None:
    """Make and change providers, with their logos."""
    release(Provider, [step.displaced for step in steps if isinstance(step.displaced, Provider)])
    new: list[Provider] = []
    old: list[Provider] = []
    pictured: list[tuple[Provider, Value | Absent]] = []
    called: dict[str, Provider] = {}
    for step in steps:
        if step.outcome is Outcome.WITHHELD:
            continue
        provider = step.row if isinstance(step.row, Provider) else Provider()
        provider.path = step.path
        if step.values is not None:
            set_columns(provider, mapping.values_by_field(mapping.PROVIDER, step.values))
        else:
            change_columns(provider, step)
        (old if isinstance(step.row, Provider) else new).append(provider)
        called |= dict.fromkeys(other_keys(step), provider)
        pictured += [(provider, value) for key, value in all_said(step, "images")]
    Provider.objects.bulk_create(new)
    for provider in old:
        _KEY.pre_save(provider, add=False)
    update_rows(Provider, old, ["path", _KEY.attname, *(column.attribute for column in mapping.PROVIDER)])
    Image.objects.filter(provider__in=[provider.pk for provider, _ in pictured]).delete()
    insert_images("provider_id", ((provider.pk, value) for provider, value in pictured))
    for provider in [*new, *old]:
        people.providers[mapping.provider_key_of(provider)] = provider.pk
    people.providers = {key: provider.pk for key, provider in called.items()} | people.providers
