"""Topics' documents into rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from articles import mapping
from articles.importing.apply.people import People, _free_slugs
from articles.importing.apply.rows import change_columns, release, said, set_columns, update_rows, value_of
from articles.importing.report import Outcome
from articles.importing.steps import Step
from articles.models import (
    Article,
    Redirect,
    Topic,
    TopicAlias,
)
from documents import layout
from documents.identity import identity

# Rows that are written in bulk take it here.
NAME_KEY: Final = Topic._meta.get_field("name_key")


def apply_topics(steps: Sequence[Step], people: People) -> None:
    """Make and change topics, and put them into their tree."""
    release(Topic, [step.displaced for step in steps if isinstance(step.displaced, Topic)])
    new: list[Topic] = []
    old: list[Topic] = []
    moved: dict[str, Article | Topic | None] = {}
    for step in steps:
        if step.outcome is Outcome.WITHHELD:
            continue
        topic = step.row if isinstance(step.row, Topic) else Topic()
        slug_before = topic.slug
        if topic.path != step.path:
            # One that was moved among the others here keeps its place while its document keeps its name.
            topic.path, topic.position = step.path, layout.order_of(step.path)
        if step.values is not None:
            set_columns(topic, mapping.values_by_field(mapping.TOPIC, step.values))
            topic.slug = mapping.slug_of(step.values)
        else:
            change_columns(topic, step)
            for change in step.changes:
                if change.key == "_id":
                    topic.slug = mapping.slug_of({"_id": value_of(change), "name": topic.name})
        if slug_before and slug_before != topic.slug:
            moved[f"topics/{slug_before}"] = topic
        (old if isinstance(step.row, Topic) else new).append(topic)
    _free_slugs_of([*new, *old])
    Topic.objects.bulk_create(new)
    for topic in old:
        NAME_KEY.pre_save(topic, add=False)
    fields = ["path", "position", "slug", NAME_KEY.attname, *(column.attribute for column in mapping.TOPIC)]
    update_rows(Topic, old, fields)
    TopicAlias.objects.free([topic.name for topic in [*new, *old]])
    Redirect.objects.remember(moved)
    people.topics |= {identity(topic.name): topic.pk for topic in [*new, *old]}
    _set_parents(steps, {topic.path: topic for topic in [*new, *old]}, people)


def _free_slugs_of(topics: Sequence[Topic]) -> None:
    """Where a document's slug is that of a topic that only articles name, that one gets another."""
    own = [topic.pk for topic in topics if topic.pk]
    others = Topic.objects.filter(path="", slug__in=[topic.slug for topic in topics]).exclude(pk__in=own)
    named = {str(other.pk): other for other in others}
    for key, slug in _free_slugs({key: other.name for key, other in named.items()}).items():
        named[key].slug = slug
    update_rows(Topic, list(named.values()), ["slug"])


def _set_parents(steps: Sequence[Step], topics: dict[str, Topic], people: People) -> None:
    """Parents last: a topic's parent may have come with the same batch."""
    moved = []
    for step in steps:
        for key, value in said(step):
            if key == "parent" and step.path in topics:
                topic = topics[step.path]
                topic.parent_id = (
                    people.topics.get(identity(value)) if isinstance(value, str) and value else None
                )
                moved.append(topic)
    # None of them first: parent and child may have changed places.
    Topic.objects.filter(pk__in=[topic.pk for topic in moved]).update(parent=None)
    update_rows(Topic, moved, ["parent_id"])
