"""Topics and providers that go by other names here than in the documents that come in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from articles import mapping
from articles.models import TopicAlias
from documents.layout import Kind
from documents.parsing import Parsed
from providers.models import ProviderAlias


def topics_called() -> dict[str, str]:
    """What each topic is called now that documents may call otherwise, by the other name, case folded."""
    return dict(TopicAlias.objects.values_list("key", "topic__name"))


def as_called_here(values: Mapping[str, Any], called: Mapping[str, str]) -> dict[str, Any]:
    """What a document says of topics and of a parent, in the names that those have here."""
    changed = dict(values)
    names = mapping.topic_names(values.get("topics"))
    if any(name.casefold() in called for name in names):
        here = (called.get(name.casefold(), name) for name in names)
        # Of two names that mean one topic, the first gives the place.
        changed["topics"] = list({name.casefold(): name for name in here}.values())
    parent = values.get("parent")
    if isinstance(parent, str):
        changed["parent"] = called.get(parent.casefold(), parent)
    return changed


def merged_away(kind: Kind, documents: Sequence[Parsed]) -> set[str]:
    """The paths of topics' or providers' documents whose bearers have gone into others here."""
    key = mapping.topic_key if kind is Kind.TOPIC else mapping.provider_key
    wanted = {parsed.path: key(parsed.values or {}) for parsed in documents}
    aliases = TopicAlias.objects if kind is Kind.TOPIC else ProviderAlias.objects
    known = set(aliases.filter(key__in=wanted.values()).values_list("key", flat=True))
    return {path for path, name in wanted.items() if name in known}
