"""The topics and providers that a batch names: found, or made because articles name them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from articles import mapping
from articles.editing.aliases import providers_meant, providers_named, topics_named
from articles.importing.apply.rows import insert_images, said
from articles.importing.steps import Step
from articles.models import Topic, TopicAlias
from documents.document import Absent, Record, Value
from documents.identity import identity
from documents.layout import Kind
from documents.layout.slugs import slug_of_mention
from providers.models import Provider


@dataclass
class People:
    """The keys of topics and providers that a batch names, found or made, by how documents name them."""

    topics: dict[str, int]
    providers: dict[str, int]
    # Keys of those that were made because articles name them, by model.
    made: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def named_by(cls, steps: Sequence[Step]) -> People:
        """Find all that some steps name, and make what is missing; in a fixed number of queries."""
        names: dict[str, str] = {}
        mentions: dict[str, Record] = {}
        for step in steps:
            for key, value in said(step):
                if key == "topics":
                    for name in reversed(mapping.topic_names(value)):
                        names[identity(name)] = name
                elif key == "parent" and isinstance(value, str) and value:
                    names.setdefault(identity(value), value)
                elif key == "provider":
                    _mention(mentions, value)
                elif key == "related":
                    for record in mapping.records(value):
                        _mention(mentions, record.get("provider"))
        # Those whose documents come with this batch are made from these, below.
        for step in steps:
            if step.values is not None and step.kind is Kind.TOPIC:
                names.pop(mapping.topic_key(step.values), None)
            elif step.values is not None and step.kind is Kind.PROVIDER:
                mentions.pop(mapping.provider_key(step.values), None)
        topics, new_topics = _find_or_make_topics(names)
        coming = {key for step in steps if step.kind is Kind.PROVIDER for key in other_keys(step)}
        providers, new_providers = _find_or_make_providers(mentions, coming)
        made = {"topics": new_topics, "providers": new_providers}
        return cls(topics, providers, {name: keys for name, keys in made.items() if keys})

    def provider_id(self, mention: Value | Absent) -> int | None:
        """The primary key of the provider that a mention means; None where it names nobody."""
        return self.providers.get(mapping.provider_key(mention))


def other_keys(step: Step) -> set[str]:
    """What a provider's document that comes with the batch lists as its other names, as mentions' keys."""
    lists = (value for key, value in said(step) if key == "otherNames" and isinstance(value, list))
    return {mapping.provider_key({"name": name}) for names in lists for name in names}


def _mention(mentions: dict[str, Record], value: Value | Absent) -> None:
    key = mapping.provider_key(value)
    if key and isinstance(value, dict):
        mentions.setdefault(key, value)


def _find_or_make_topics(names: dict[str, str]) -> tuple[dict[str, int], list[int]]:
    found = topics_named(names)
    missing = {key: name for key, name in names.items() if key not in found}
    if missing:
        aliases = TopicAlias.objects.filter(key__in=list(missing))
        found |= dict(aliases.values_list("key", "topic_id"))
        missing = {key: name for key, name in missing.items() if key not in found}
    while wanted := {key: name for key, name in missing.items() if key not in found}:
        # Again, where somebody else took a slug meanwhile.
        slugs = _free_slugs(wanted)
        Topic.objects.bulk_create(
            (Topic(name=name, slug=slugs[key]) for key, name in wanted.items()), ignore_conflicts=True
        )
        found |= topics_named(wanted)
    return found, [found[key] for key in missing]


def _free_slugs(names: dict[str, str]) -> dict[str, str]:
    """A slug for each new topic that no other has: with a number behind it where need be."""
    taken = set(Topic.objects.values_list("slug", flat=True))
    free = {}
    for key, name in names.items():
        slug = plain = slug_of_mention(name)
        number = 1
        while slug in taken:
            number += 1
            slug = f"{plain}-{number}"
        taken.add(slug)
        free[key] = slug
    return free


def _find_or_make_providers(
    mentions: dict[str, Record], coming: set[str]
) -> tuple[dict[str, int], list[int]]:
    found = providers_meant(mentions)
    missing = {key: mention for key, mention in mentions.items() if key not in found and key not in coming}
    if missing:
        Provider.objects.bulk_create(
            (Provider(**mapping.values_by_field(mapping.MENTION, mention)) for mention in missing.values()),
            ignore_conflicts=True,
        )
        made = providers_named(missing)
        insert_images("provider_id", ((made[key], mention.get("images")) for key, mention in missing.items()))
        found |= made
    return found, [found[key] for key in missing]
