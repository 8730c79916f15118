"""A plan's steps made true: rows, source documents, conflicts; in bulk, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeAlias

from django.db.models import Q
from django.db.models.functions import Lower

from articles import mapping
from articles.importing.bulk import insert, reserve_ids
from articles.importing.plan import Plan, Step
from articles.importing.report import Outcome
from articles.models import (
    Article,
    Conflict,
    Image,
    ImportRun,
    Listing,
    RelatedLink,
    SourceDocument,
    Topic,
)
from documents import layout
from documents.document import ABSENT, Absent, Change, Record, Value
from documents.layout import Kind
from providers.models import Provider


def apply(plan: Plan, *, run: ImportRun, now: datetime) -> None:
    """Write a plan in a number of queries that does not depend on how many documents it has.

    The caller holds a transaction, in which the plan was made: all of it or nothing.
    """
    steps = {kind: [step for step in plan.steps if step.kind is kind] for kind in Kind}
    people = _People.named_by(plan.steps)
    _apply_topics(steps[Kind.TOPIC], people)
    _apply_providers(steps[Kind.PROVIDER], people)
    _apply_articles(steps[Kind.ARTICLE], people)
    _keep_sources(plan.steps, run)
    _keep_conflicts(plan.steps, run, now)


# ---- Whom documents name


@dataclass
class _People:
    """The topics and providers that a batch names, found or made, by how documents name them."""

    topics: dict[str, Topic]
    providers: dict[str, Provider]

    @classmethod
    def named_by(cls, steps: Sequence[Step]) -> _People:
        names: dict[str, str] = {}
        mentions: dict[str, Record] = {}
        for step in steps:
            for key, value in _said(step):
                if key == "topics":
                    names |= {name.casefold(): name for name in reversed(mapping.topic_names(value))}
                elif key == "parent" and isinstance(value, str) and value:
                    names.setdefault(value.casefold(), value)
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
        return cls(_find_or_make_topics(names), _find_or_make_providers(mentions))

    def provider_id(self, mention: Value | Absent) -> int | None:
        provider = self.providers.get(mapping.provider_key(mention))
        return provider.pk if provider else None


def _said(step: Step) -> Iterable[tuple[str, Value | Absent]]:
    if step.values is not None:
        return step.values.items()
    return ((change.key, change.value) for change in step.changes)


def _mention(mentions: dict[str, Record], value: Value | Absent) -> None:
    key = mapping.provider_key(value)
    if key and isinstance(value, dict):
        mentions.setdefault(key, value)


def _find_or_make_topics(names: dict[str, str]) -> dict[str, Topic]:
    found = _topics_named(names)
    missing = {key: name for key, name in names.items() if key not in found}
    if missing:
        slugs = _free_slugs(missing)
        Topic.objects.bulk_create(
            (Topic(name=name, slug=slugs[key]) for key, name in missing.items()), ignore_conflicts=True
        )
        found |= _topics_named(missing)
    return found


def _topics_named(names: Iterable[str]) -> dict[str, Topic]:
    # All of them: a site has some dozens, and SQLite's LOWER() knows ASCII only.
    wanted = set(names)
    everyone = Topic.objects.all() if wanted else Topic.objects.none()
    return {key: topic for topic in everyone if (key := topic.name.casefold()) in wanted}


def _free_slugs(names: dict[str, str]) -> dict[str, str]:
    """A slug for each new topic that no other has: with a number behind it where need be."""
    taken = set(Topic.objects.values_list("slug", flat=True))
    free = {}
    for key, name in names.items():
        slug = plain = layout.slug_of(name)
        number = 1
        while slug in taken:
            number += 1
            slug = f"{plain}-{number}"
        taken.add(slug)
        free[key] = slug
    return free


def _find_or_make_providers(mentions: dict[str, Record]) -> dict[str, Provider]:
    found = _providers_named(mentions)
    missing = {key: mention for key, mention in mentions.items() if key not in found}
    if missing:
        Provider.objects.bulk_create(
            (Provider(**mapping.columns(mapping.MENTION, mention)) for mention in missing.values()),
            ignore_conflicts=True,
        )
        made = _providers_named(missing)
        _picture("provider_id", ((made[key].pk, mention.get("images")) for key, mention in missing.items()))
        found |= made
    return found


def _providers_named(keys: Iterable[str]) -> dict[str, Provider]:
    domains = [key for key in keys if not key.startswith("name:")]
    found = Provider.objects.annotate(lower_domain=Lower("domain")).filter(
        Q(lower_domain__in=domains) | Q(domain="")
    )
    wanted = set(keys)
    by_key = ((mapping.provider_key_of(provider), provider) for provider in found) if wanted else ()
    return {key: provider for key, provider in by_key if key in wanted}


# ---- Topics and providers


def _apply_topics(steps: Sequence[Step], people: _People) -> None:
    _release(Topic, [step.displaced for step in steps if isinstance(step.displaced, Topic)])
    new: list[Topic] = []
    old: list[Topic] = []
    for step in steps:
        if step.outcome is Outcome.WITHHELD:
            continue
        topic = step.row if isinstance(step.row, Topic) else Topic()
        topic.path, topic.position = step.path, layout.order_of(step.path)
        if step.values is not None:
            _set(topic, mapping.columns(mapping.TOPIC, step.values))
            topic.slug = mapping.slug_of(step.values)
        else:
            _change_columns(topic, step)
            for change in step.changes:
                if change.key == "_id":
                    topic.slug = mapping.slug_of({"_id": _value(change), "name": topic.name})
        (old if isinstance(step.row, Topic) else new).append(topic)
    Topic.objects.bulk_create(new)
    fields = ["path", "position", "slug", *(column.attribute for column in mapping.TOPIC)]
    _upsert(Topic, old, fields)
    people.topics |= {topic.name.casefold(): topic for topic in [*new, *old]}
    _set_parents(steps, {topic.path: topic for topic in [*new, *old]}, people)


def _set_parents(steps: Sequence[Step], topics: dict[str, Topic], people: _People) -> None:
    """Parents last: a topic's parent may have come with the same batch."""
    moved = []
    for step in steps:
        for key, value in _said(step):
            if key == "parent" and step.path in topics:
                topic = topics[step.path]
                topic.parent = (
                    people.topics.get(value.casefold()) if isinstance(value, str) and value else None
                )
                moved.append(topic)
    _upsert(Topic, moved, ["parent"])


def _apply_providers(steps: Sequence[Step], people: _People) -> None:
    _release(Provider, [step.displaced for step in steps if isinstance(step.displaced, Provider)])
    new: list[Provider] = []
    old: list[Provider] = []
    pictured: list[tuple[Provider, Value | Absent]] = []
    for step in steps:
        if step.outcome is Outcome.WITHHELD:
            continue
        provider = step.row if isinstance(step.row, Provider) else Provider()
        provider.path = step.path
        if step.values is not None:
            _set(provider, mapping.columns(mapping.PROVIDER, step.values))
        else:
            _change_columns(provider, step)
        (old if isinstance(step.row, Provider) else new).append(provider)
        pictured += [(provider, value) for key, value in _all_said(step, "images")]
    Provider.objects.bulk_create(new)
    _upsert(Provider, old, ["path", *(column.attribute for column in mapping.PROVIDER)])
    Image.objects.filter(provider__in=[provider.pk for provider, _ in pictured]).delete()
    _picture("provider_id", ((provider.pk, value) for provider, value in pictured))
    for provider in [*new, *old]:
        people.providers[mapping.provider_key_of(provider)] = provider


def _all_said(step: Step, key: str) -> list[tuple[str, Value | Absent]]:
    """What a step says of one key: for a whole document, that it is absent too."""
    if step.values is not None:
        return [(key, step.values.get(key, ABSENT))]
    return [(change.key, change.value) for change in step.changes if change.key == key]


def _release(model: type[Topic] | type[Provider], rows: Sequence[Topic | Provider]) -> None:
    """Leave rows to the articles that name them: their documents go on under other names."""
    for row in rows:
        row.path = ""
        if isinstance(row, Topic):
            row.slug = f"{layout.slug_of(row.name)}-{row.pk}"
    fields = ["path", "slug"] if model is Topic else ["path"]
    _upsert(model, rows, fields)


# ---- Articles


class _Owner(NamedTuple):
    """What the rows below an article need to know of it."""

    id: int
    path: str
    published: bool
    published_date_time: datetime | None


_Lists: TypeAlias = "list[tuple[_Owner, Value | Absent]]"
_OWNED: Final[dict[str, Any]] = {"topics": Listing, "images": Image, "related": RelatedLink}


def _apply_articles(steps: Sequence[Step], people: _People) -> None:
    created = _insert_articles([step for step in steps if step.outcome is Outcome.CREATED], people)
    changed = _change_articles([step for step in steps if step.changes], people)
    for key, members in changed.items():
        if members:
            _OWNED[key].objects.filter(article__in=[owner.id for owner, _ in members]).delete()
    _list_topics(created["topics"] + changed["topics"], people)
    _picture("article_id", ((owner.id, value) for owner, value in created["images"] + changed["images"]))
    _link_related(created["related"] + changed["related"], people)


def _insert_articles(steps: Sequence[Step], people: _People) -> dict[str, _Lists]:
    """Insert new articles; answers with their lists, by key."""
    lists: dict[str, _Lists] = {key: [] for key in _OWNED}
    rows = []
    for step, key in zip(steps, reserve_ids(Article, len(steps)), strict=True):
        values = step.values or {}
        mention = values.get("provider")
        slug = layout.stem_of(step.path)
        columns = mapping.held(mapping.ARTICLE, values)
        rows.append((key, step.path, slug, people.provider_id(mention), mention, *columns))
        when = values.get("publishedDateTime")
        owner = _Owner(
            key, step.path, values.get("published") is True, when if isinstance(when, datetime) else None
        )
        for name, members in lists.items():
            if name in values:
                members.append((owner, values[name]))
    names = ("id", "path", "slug", "provider_id", "provider_mention", *mapping.attributes(mapping.ARTICLE))
    insert(Article, names, rows)
    return lists


def _change_articles(steps: Sequence[Step], people: _People) -> dict[str, _Lists]:
    """Change the columns of articles; answers with the lists that changed, by key."""
    lists: dict[str, _Lists] = {key: [] for key in _OWNED}
    articles: list[Article] = []
    fields: set[str] = set()
    for step in steps:
        article = step.row
        assert isinstance(article, Article)
        articles.append(article)
        fields |= _change_columns(article, step)
        for change in step.changes:
            if change.key == "provider":
                article.provider_id = people.provider_id(change.value)
                article.provider_mention = _value(change)
                fields |= {"provider", "provider_mention"}
        owner = _Owner(article.pk, article.path, article.published is True, article.published_date_time)
        for change in step.changes:
            if change.key in lists:
                lists[change.key].append((owner, change.value))
    if fields:
        _upsert(Article, articles, sorted(fields))
    if fields & {"published", "published_date_time"}:
        Listing.objects.refresh(articles)
    return lists


def _list_topics(lists: _Lists, people: _People) -> None:
    names = ("article_id", "topic_id", "position", "published", "published_date_time", "path")
    insert(
        Listing,
        names,
        (
            (owner.id, people.topics[name.casefold()].pk, position, *owner[2:], owner.path)
            for owner, value in lists
            for position, name in enumerate(mapping.topic_names(value))
        ),
    )


def _link_related(lists: _Lists, people: _People) -> None:
    links = [
        (owner.id, position, record)
        for owner, value in lists
        for position, record in enumerate(mapping.records(value))
    ]
    keys = reserve_ids(RelatedLink, len(links))
    rows = (
        (key, article, position, people.provider_id(mention), mention, *mapping.held(mapping.RELATED, record))
        for key, (article, position, record) in zip(keys, links, strict=True)
        for mention in [record.get("provider")]
    )
    names = ("id", "article_id", "position", "provider_id", "provider_mention")
    insert(RelatedLink, (*names, *mapping.attributes(mapping.RELATED)), rows)
    _picture(
        "related_link_id",
        ((key, record.get("images")) for key, (_, _, record) in zip(keys, links, strict=True)),
    )


def _picture(owner: str, lists: Iterable[tuple[int, Value | Absent]]) -> None:
    """Insert pictures for owners of one kind."""
    insert(
        Image,
        (owner, "position", *mapping.attributes(mapping.IMAGE)),
        (
            (key, position, *mapping.held(mapping.IMAGE, record))
            for key, value in lists
            for position, record in enumerate(mapping.records(value))
        ),
    )


# ---- Rows


def _set(row: object, columns: dict[str, Value]) -> None:
    for attribute, value in columns.items():
        setattr(row, attribute, value)


def _value(change: Change) -> Value:
    return None if isinstance(change.value, Absent) else change.value


def _change_columns(row: object, step: Step) -> set[str]:
    """Set what one column holds; answers with the fields that were set."""
    fields = set()
    for change in step.changes:
        column = mapping.column_of(step.kind, change.key) if step.kind else None
        if column is not None:
            value = _value(change)
            setattr(row, column.attribute, column.empty if value is None else value)
            fields.add(column.attribute)
    return fields


def _upsert(model: Any, rows: Sequence[Any], fields: Sequence[str]) -> None:
    """Update some fields of rows that exist, by one INSERT … ON CONFLICT: `bulk_update` is slower."""
    if rows:
        model.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=list(fields)
        )


def _keep_sources(steps: Sequence[Step], run: ImportRun) -> None:
    new = [step for step in steps if step.source_id is None]
    rows = ((step.path, step.kind is None, step.digest, step.data, run.pk) for step in new)
    insert(SourceDocument, ("path", "is_carried", "digest", "content", "run_id"), rows)
    _upsert(
        SourceDocument,
        [
            SourceDocument(id=step.source_id, path=step.path, digest=step.digest, content=step.data, run=run)
            for step in steps
            if step.source_id is not None
        ],
        ["digest", "content", "run"],
    )


def _keep_conflicts(steps: Sequence[Step], run: ImportRun, now: datetime) -> None:
    """One open conflict for each clash; an older one of the same field gives way."""
    clashing = [step for step in steps if step.clashes]
    if not clashing:
        return
    open_now = Conflict.objects.filter(settled__isnull=True, path__in=[step.path for step in clashing])
    older = {(conflict.path, conflict.key): conflict for conflict in open_now}
    new = []
    for step in clashing:
        for clash in step.clashes:
            before = older.get((step.path, clash.key))
            new.append(
                Conflict(
                    path=step.path,
                    key=clash.key,
                    base=before.base if before else _json(clash.base),
                    theirs=_json(clash.theirs),
                    ours=_json(clash.ours),
                    run=run,
                    found=now,
                )
            )
    again = {(conflict.path, conflict.key) for conflict in new}
    Conflict.objects.filter(pk__in=[older[name].pk for name in again if name in older]).delete()
    Conflict.objects.bulk_create(new)


def _json(value: Value | Absent) -> Value:
    """A side of a clash as JSON holds it: absent is null there, and wrapped so that null is not."""
    return None if isinstance(value, Absent) else {"value": value}
