"""A plan's steps made true: rows, source documents, conflicts; in bulk, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeAlias

from django.contrib.auth.models import User
from django.db.models import Q
from django.db.models.functions import Lower

from articles import mapping
from articles.importing.bulk import insert, reserve_ids, update
from articles.importing.plan import Plan
from articles.importing.report import Outcome
from articles.importing.steps import Step
from articles.models import (
    Article,
    Conflict,
    FrozenField,
    Image,
    ImportedDocument,
    ImportRun,
    Listing,
    MetricSample,
    Redirect,
    RelatedLink,
    SourceDocument,
    Topic,
)
from articles.models.heat import heat_score
from documents import layout
from documents.document import ABSENT, Absent, Change, Record, Value
from documents.layout import Kind
from documents.packing import pack
from documents.patches import make_patch
from documents.schema import field_of
from providers.models import Provider


def apply(plan: Plan, *, run: ImportRun, now: datetime) -> None:
    """Write a plan in a number of queries that does not depend on how many documents it has.

    The caller holds a transaction, in which the plan was made: all of it or nothing.
    """
    if not plan.steps:
        return
    steps = {kind: [step for step in plan.steps if step.kind is kind] for kind in Kind}
    people = _People.named_by(plan.steps)
    _apply_topics(steps[Kind.TOPIC], people)
    _apply_providers(steps[Kind.PROVIDER], people)
    samples = _apply_articles(steps[Kind.ARTICLE], people)
    insert(
        MetricSample, ("article_id", "heat", "quality", "at", "run_id"), ((*s, now, run.pk) for s in samples)
    )
    _keep_sources(plan.steps, run)
    _keep_conflicts(plan.steps, run, now)
    _keep_entries(plan.steps, run)
    _keep_flips(plan.steps, run, now)
    if people.made:
        ImportRun.objects.filter(pk=run.pk).remember(run, people.made)


def ask_about_gone(gone: Sequence[str], back: Sequence[str], *, run: ImportRun, now: datetime) -> None:
    """Ask an editor about each public article whose file is gone, once; and no more about those back."""
    questions = Conflict.objects.waiting().filter(key=FILE)
    questions.filter(path__in=back).supersede(run)
    asked = set(questions.values_list("path", flat=True))
    public = Article.objects.filter(path__in=set(gone) - asked, published=True)
    Conflict.objects.bulk_create(
        Conflict(path=path, key=FILE, base=pack(True), theirs=None, ours=pack(True), run=run, found=now)
        for path in public.values_list("path", flat=True)
    )


# The key of the question whether an article whose file is gone shall stay public.
FILE: Final = "file"


def take_back(steps: Sequence[Step], runs: dict[str, int]) -> None:
    """Put rows and source documents back; `runs` names the import that each came with before."""
    people = _People.named_by(steps)
    of_kind = {kind: [step for step in steps if step.kind is kind] for kind in Kind}
    _apply_topics(of_kind[Kind.TOPIC], people)
    _apply_providers(of_kind[Kind.PROVIDER], people)
    _apply_articles(of_kind[Kind.ARTICLE], people)
    _keep_again(steps, runs)


def remove(rows: Sequence[Article | Topic | Provider]) -> None:
    """Take rows away as if they had never come: no article goes on the withheld list.

    Topics and providers that articles name stay, without documents of their own.
    """
    articles = [row.pk for row in rows if isinstance(row, Article)]
    Article._base_manager.filter(pk__in=articles).delete()
    for row in rows:
        if isinstance(row, (Topic, Provider)):
            row.leave_to_mentions()
    Topic.objects.unnamed().filter(pk__in=[row.pk for row in rows if isinstance(row, Topic)]).delete()
    Provider.objects.unnamed().filter(pk__in=[row.pk for row in rows if isinstance(row, Provider)]).delete()


def forget_sources(keys: Sequence[int]) -> None:
    """Take source documents away: an import may bring them as new."""
    SourceDocument.objects.filter(pk__in=keys).delete()


def forget_run(run: ImportRun, *, user: User | None, now: datetime) -> None:
    """What an import left beside the rows: conflicts, flips, samples, names; and that it was undone."""
    run.conflicts.all().delete()
    Conflict.objects.filter(superseded_by=run).reopen()
    run.frozen_fields.all().delete()
    run.samples.all().delete()
    Topic.objects.unnamed().filter(pk__in=run.mentioned.get("topics", []), path="").delete()
    Provider.objects.unnamed().filter(pk__in=run.mentioned.get("providers", []), path="").delete()
    ImportRun.objects.filter(pk=run.pk).take_back(user, now)


# ---- Whom documents name


@dataclass
class _People:
    """The topics and providers that a batch names, found or made, by how documents name them."""

    topics: dict[str, Topic]
    providers: dict[str, Provider]
    # Keys of those that were made because articles name them, by model.
    made: dict[str, list[int]] = field(default_factory=dict)

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
        topics, new_topics = _find_or_make_topics(names)
        providers, new_providers = _find_or_make_providers(mentions)
        made = {"topics": new_topics, "providers": new_providers}
        return cls(topics, providers, {name: keys for name, keys in made.items() if keys})

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


def _find_or_make_topics(names: dict[str, str]) -> tuple[dict[str, Topic], list[int]]:
    found = _topics_named(names)
    missing = {key: name for key, name in names.items() if key not in found}
    if missing:
        slugs = _free_slugs(missing)
        Topic.objects.bulk_create(
            (Topic(name=name, slug=slugs[key]) for key, name in missing.items()), ignore_conflicts=True
        )
        found |= _topics_named(missing)
    return found, [found[key].pk for key in missing]


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


def _find_or_make_providers(
    mentions: dict[str, Record],
) -> tuple[dict[str, Provider], list[int]]:
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
    return found, [found[key].pk for key in missing]


def _providers_named(keys: Iterable[str]) -> dict[str, Provider]:
    wanted = set(keys)
    domains = [key for key in wanted if not key.startswith("name:")]
    found = Provider.objects.all()
    # The databases' LOWER() may know ASCII only: other domains, which are rare, are looked for among all.
    if all(domain.isascii() for domain in domains):
        found = found.annotate(lower_domain=Lower("domain"))
        found = found.filter(Q(lower_domain__in=domains) | Q(domain=""))
    by_key = ((mapping.provider_key_of(provider), provider) for provider in found) if wanted else ()
    return {key: provider for key, provider in by_key if key in wanted}


# ---- Topics and providers


def _apply_topics(steps: Sequence[Step], people: _People) -> None:
    _release(Topic, [step.displaced for step in steps if isinstance(step.displaced, Topic)])
    new: list[Topic] = []
    old: list[Topic] = []
    moved: dict[str, Article | Topic | None] = {}
    for step in steps:
        if step.outcome is Outcome.WITHHELD:
            continue
        topic = step.row if isinstance(step.row, Topic) else Topic()
        slug_before = topic.slug
        topic.path, topic.position = step.path, layout.order_of(step.path)
        if step.values is not None:
            _set(topic, mapping.columns(mapping.TOPIC, step.values))
            topic.slug = mapping.slug_of(step.values)
        else:
            _change_columns(topic, step)
            for change in step.changes:
                if change.key == "_id":
                    topic.slug = mapping.slug_of({"_id": _value(change), "name": topic.name})
        if slug_before and slug_before != topic.slug:
            moved[f"topics/{slug_before}"] = topic
        (old if isinstance(step.row, Topic) else new).append(topic)
    _free_slugs_of([*new, *old])
    Topic.objects.bulk_create(new)
    fields = ["path", "position", "slug", *(column.attribute for column in mapping.TOPIC)]
    _update(Topic, old, fields)
    Redirect.objects.remember(moved)
    people.topics |= {topic.name.casefold(): topic for topic in [*new, *old]}
    _set_parents(steps, {topic.path: topic for topic in [*new, *old]}, people)


def _free_slugs_of(topics: Sequence[Topic]) -> None:
    """Where a document's slug is that of a topic that only articles name, that one gets another."""
    own = [topic.pk for topic in topics if topic.pk]
    others = Topic.objects.filter(path="", slug__in=[topic.slug for topic in topics]).exclude(pk__in=own)
    named = {str(other.pk): other for other in others}
    for key, slug in _free_slugs({key: other.name for key, other in named.items()}).items():
        named[key].slug = slug
    _update(Topic, list(named.values()), ["slug"])


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
    # None of them first: parent and child may have changed places.
    Topic.objects.filter(pk__in=[topic.pk for topic in moved]).update(parent=None)
    _update(Topic, moved, ["parent_id"])


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
    _update(Provider, old, ["path", *(column.attribute for column in mapping.PROVIDER)])
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
    _update(model, rows, fields)


# ---- Articles


class _Owner(NamedTuple):
    """What the rows below an article need to know of it."""

    id: int
    path: str
    published: bool
    published_date_time: datetime | None
    heat_score: float


_Lists: TypeAlias = "list[tuple[_Owner, Value | Absent]]"
_OWNED: Final[dict[str, Any]] = {"topics": Listing, "images": Image, "related": RelatedLink}


_Sample: TypeAlias = "tuple[int, Value, Value]"


def _apply_articles(steps: Sequence[Step], people: _People) -> list[_Sample]:
    """Insert and change articles; answers with what the source counts of them now."""
    samples: list[_Sample] = []
    created = _insert_articles([step for step in steps if step.outcome is Outcome.CREATED], people, samples)
    changed = _change_articles([step for step in steps if step.changes], people, samples)
    for key, members in changed.items():
        if members:
            _OWNED[key].objects.filter(article__in=[owner.id for owner, _ in members]).delete()
    _list_topics(changed["topics"], people)
    _picture("article_id", ((owner.id, value) for owner, value in created["images"] + changed["images"]))
    _link_related(created["related"] + changed["related"], people)
    return samples


def _insert_articles(steps: Sequence[Step], people: _People, samples: list[_Sample]) -> dict[str, _Lists]:
    """Insert new articles; answers with their lists, by key."""
    lists: dict[str, _Lists] = {key: [] for key in _OWNED}
    rows = []
    for step, key in zip(steps, reserve_ids(Article, len(steps)), strict=True):
        values = step.values or {}
        mention = values.get("provider")
        slug = layout.stem_of(step.path)
        columns = mapping.held(mapping.ARTICLE, values)
        told, heat = values.get("publishedDateTime"), values.get("heat")
        when = told if isinstance(told, datetime) else None
        score = heat_score(heat if isinstance(heat, int) else None, when)
        rows.append((key, step.path, slug, score, people.provider_id(mention), mention, *columns))
        owner = _Owner(key, step.path, values.get("published") is True, when, score)
        if "heat" in values or "quality" in values:
            samples.append((key, values.get("heat"), values.get("quality")))
        for name, members in lists.items():
            if name in values:
                members.append((owner, values[name]))
    names = ("id", "path", "slug", "heat_score", "provider_id", "provider_mention")
    # First the topics: the trigger that gives an article its search text then finds them all at once.
    _list_topics(lists["topics"], people)
    insert(Article, (*names, *mapping.attributes(mapping.ARTICLE)), rows)
    return lists


def _change_articles(steps: Sequence[Step], people: _People, samples: list[_Sample]) -> dict[str, _Lists]:
    """Change the columns of articles; answers with the lists that changed, by key."""
    lists: dict[str, _Lists] = {key: [] for key in _OWNED}
    articles: list[Article] = []
    gone: dict[str, Article | Topic | None] = {}
    fields: set[str] = set()
    for step in steps:
        article = step.row
        assert isinstance(article, Article)
        articles.append(article)
        changed = _change_columns(article, step)
        fields |= changed
        if "published" in changed and article.published is not True:
            gone[f"news/{article.slug}"] = None
        if changed & {"heat", "quality"}:
            samples.append((article.pk, article.heat, article.quality))
        for change in step.changes:
            if change.key == "provider":
                article.provider_id = people.provider_id(change.value)
                article.provider_mention = _value(change)
                fields |= {"provider_id", "provider_mention"}
        article.heat_score = heat_score(article.heat, article.published_date_time)
        owner = _Owner(
            article.pk,
            article.path,
            article.published is True,
            article.published_date_time,
            article.heat_score,
        )
        for change in step.changes:
            if change.key in lists:
                lists[change.key].append((owner, change.value))
    if fields & {"heat", "published_date_time"}:
        fields.add("heat_score")
    if fields:
        _update(Article, articles, sorted(fields))
    Redirect.objects.remember(gone)
    if fields & {"published", "published_date_time", "heat_score"}:
        Listing.objects.refresh(articles)
    return lists


def _list_topics(lists: _Lists, people: _People) -> None:
    # The rest in the order of _Owner.
    names = ("article_id", "topic_id", "position", "path", "published", "published_date_time", "heat_score")
    insert(
        Listing,
        names,
        (
            (owner.id, people.topics[name.casefold()].pk, position, *owner[1:])
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


def _update(model: Any, rows: Sequence[Any], fields: Sequence[str]) -> None:
    """Update some fields of rows that exist (`parent_id` for a foreign key)."""
    update(model, fields, ((row.pk, *(getattr(row, field) for field in fields)) for row in rows))


def _keep_sources(steps: Sequence[Step], run: ImportRun) -> None:
    new = [step for step in steps if step.source_id is None]
    rows = ((step.path, step.kind is None, step.digest, step.data, run.pk) for step in new)
    insert(SourceDocument, ("path", "is_carried", "digest", "content", "run_id"), rows)
    _keep_again(steps, {step.path: run.pk for step in steps})


def _keep_again(steps: Sequence[Step], runs: dict[str, int]) -> None:
    """New bytes for source documents that exist."""
    _update(
        SourceDocument,
        [
            SourceDocument(
                id=step.source_id,
                path=step.path,
                digest=step.digest,
                content=step.data,
                run_id=runs.get(step.path),
            )
            for step in steps
            if step.source_id is not None and step.data is not None
        ],
        ["digest", "content", "run_id"],
    )


def _keep_conflicts(steps: Sequence[Step], run: ImportRun, now: datetime) -> None:
    """An open conflict for each clash; what the source changed again supersedes an older one."""
    moved = {(step.path, key) for step in steps for key in _moved(step)}
    if not moved:
        return
    waiting = Conflict.objects.waiting().filter(path__in={path for path, _ in moved})
    older = {(conflict.path, conflict.key): conflict for conflict in waiting}
    overtaken = [older[name].pk for name in moved if name in older]
    if overtaken:
        Conflict.objects.filter(pk__in=overtaken).supersede(run)
    Conflict.objects.bulk_create(
        Conflict(
            path=step.path,
            key=clash.key,
            base=older[step.path, clash.key].base if (step.path, clash.key) in older else pack(clash.base),
            theirs=pack(clash.theirs),
            ours=pack(clash.ours),
            run=run,
            found=now,
        )
        for step in steps
        for clash in step.clashes
    )


def _moved(step: Step) -> set[str]:
    """The keys in which the source said something new, whatever came of it."""
    return (
        {change.key for change in step.changes} | {clash.key for clash in step.clashes} | step.before.keys()
    )


# ---- What the import will be asked about


def _keep_entries(steps: Sequence[Step], run: ImportRun) -> None:
    """What was done to each document, with what it takes to undo it."""
    rows = []
    for step in steps:
        changes = changes_made(step)
        editorial = any(change["editorial"] for change in changes)
        known = step.content_before is not None and step.data is not None
        before = make_patch(step.content_before or b"", step.data or b"") if known else None
        rows.append((run.pk, step.path, step.outcome.value, changes, editorial, before))
    names = ("run_id", "path", "outcome", "changes", "is_editorial", "content_before")
    insert(ImportedDocument, names, rows)


def changes_made(step: Step) -> list[dict[str, Any]]:
    """The fields of a row that a step sets to something else, each with before and after, packed."""
    if step.row is None or step.kind is None:
        return []
    after = step.values.items() if step.values is not None else ((c.key, c.value) for c in step.changes)
    made = []
    for key, value in after:
        known = field_of(step.kind, key)
        before = step.before.get(key, ABSENT)
        if known is not None and before != value:
            made.append(
                {"key": key, "before": pack(before), "after": pack(value), "editorial": known.is_editorial}
            )
    return made


def _keep_flips(steps: Sequence[Step], run: ImportRun, now: datetime) -> None:
    thawed = [(step.path, key) for step in steps for key in step.thawed]
    if thawed:
        frozen = FrozenField.objects.filter(path__in={path for path, _ in thawed})
        gone = [field.pk for field in frozen if (field.path, field.key) in thawed]
        FrozenField.objects.filter(pk__in=gone).delete()
    FrozenField.objects.bulk_create(
        FrozenField(
            path=step.path, key=flip.key, values=[pack(value) for value in flip.values], run=run, since=now
        )
        for step in steps
        for flip in step.frozen
    )
