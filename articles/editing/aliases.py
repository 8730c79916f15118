"""Topics and providers that go by other names here than in the documents that come in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F, Q

from articles import mapping
from articles.models import Topic, TopicAlias
from documents.identity import fingerprint, identity
from documents.layout import Kind
from documents.parsing import Parsed
from providers.models import Provider, ProviderAlias


def topics_called() -> dict[str, str]:
    """What each topic is called now that documents may call otherwise, by the other name, case folded."""
    return dict(TopicAlias.objects.values_list("key", "topic__name"))


def topics_named(keys: Iterable[str]) -> dict[str, int]:
    """Those whose names these are, case folded."""
    wanted = {fingerprint(key): key for key in keys}
    named = Topic.objects.filter(Q(name_key__in=wanted) | Q(name_key=None))
    rows = named.order_by(F("name_key").asc(nulls_first=True)).values_list("name", "pk")
    # Who holds no key is meant where nobody else of its name is left.
    found = {identity(name): topic for name, topic in rows}
    return {key: found[key] for key in wanted.values() if key in found}


def as_called_here(values: Mapping[str, Any], called: Mapping[str, str]) -> dict[str, Any]:
    """What a document says of topics and of a parent, in the names that those have here."""
    changed = dict(values)
    names = mapping.topic_names(values.get("topics"))
    if any(identity(name) in called for name in names):
        here = (called.get(identity(name), name) for name in names)
        # Of two names that mean one topic, the first gives the place.
        changed["topics"] = list({identity(name): name for name in here}.values())
    parent = values.get("parent")
    if isinstance(parent, str):
        changed["parent"] = called.get(identity(parent), parent)
    return changed


def merged_away(kind: Kind, documents: Sequence[Parsed]) -> set[str]:
    """The paths of topics' or providers' documents whose bearers have gone into others here."""
    key = mapping.topic_key if kind is Kind.TOPIC else mapping.provider_key
    wanted = {parsed.path: key(parsed.values or {}) for parsed in documents}
    aliases = TopicAlias.objects if kind is Kind.TOPIC else ProviderAlias.objects
    known = set(aliases.filter(key__in=wanted.values()).values_list("key", flat=True))
    return {path for path, name in wanted.items() if name in known}


def providers_meant(keys: Iterable[str]) -> dict[str, int]:
    """Those that mentions' keys mean, by the key: as their own, as an alias, or as another of their names."""
    wanted = set(keys)
    found = providers_named(wanted)
    missing = wanted - found.keys()
    return found | _providers_called(missing) if missing else found


def providers_named(keys: Iterable[str]) -> dict[str, int]:
    """Those whose own keys these are."""
    wanted = {fingerprint(key): key for key in keys}
    named = Provider.objects.filter(Q(identity_key__in=wanted) | Q(identity_key=None))
    rows = named.order_by(F("identity_key").asc(nulls_first=True)).values_list("name", "domain", "pk")
    # As of topics.
    found = {mapping.provider_key({"name": name, "domain": domain}): pk for name, domain, pk in rows}
    return {key: found[key] for key in wanted.values() if key in found}


def _providers_called(wanted: set[str]) -> dict[str, int]:
    """Those that some keys mean though their own is another: they took in its bearer, or list its name."""
    aliases = ProviderAlias.objects.filter(key__in=wanted)
    found: dict[str, int] = dict(aliases.values_list("key", "provider_id"))
    if any(key.startswith("name:") for key in wanted):
        others = Provider.objects.exclude(other_names=[]).order_by("-pk")
        for provider, names in others.values_list("pk", "other_names"):
            called = (mapping.provider_key({"name": name}) for name in names)
            found = {key: provider for key in called if key in wanted} | found
    return found
