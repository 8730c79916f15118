"""Articles' documents into rows, and the lists below them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeAlias

from django.utils import timezone

from articles import mapping
from articles.importing.apply.people import People
from articles.importing.apply.rows import change_columns, insert_images, update_rows, value_of
from articles.importing.bulk import insert, reserve_ids
from articles.importing.report import Outcome
from articles.importing.steps import Step
from articles.models import (
    Article,
    Image,
    Listing,
    Redirect,
    RelatedLink,
    Topic,
)
from articles.models.damage import is_damaged
from articles.models.first_paragraph import instead_of_excerpt
from articles.models.heat import heat_score
from articles.models.workflow import LIVE, State
from documents.document import ABSENT, Absent, Value, Values
from documents.identity import fingerprint, identity
from documents.layout import Kind
from documents.merge import is_editorial_change
from documents.schema import BODY

Sample: TypeAlias = "tuple[int, Value, Value]"


class _Owner(NamedTuple):
    """What the rows below an article need to know of it."""

    id: int
    path: str
    published: bool
    published_date_time: datetime | None
    made_at: datetime | None
    heat_score: float
    publish_at: datetime | None = None


_Lists: TypeAlias = "list[tuple[_Owner, Value | Absent]]"


# What follows from an editorial change.
_DECISION: Final = {
    "published",
    "state",
    "publish_at",
    "decided_at",
    "decided_by_id",
    "changed_at_source",
    "is_waiting",
}
_OWNED: Final[dict[str, Any]] = {"topics": Listing, "images": Image, "related": RelatedLink}


def apply_articles(
    steps: Sequence[Step], people: People, *, made_at: datetime, from_source: bool = True
) -> list[Sample]:
    """Insert and change articles; answers with what the source counts of them now.

    `made_at` is the time by which new articles without a date are placed.
    With `from_source` the source says something new, about which somebody may have to decide.
    """
    samples: list[Sample] = []
    new = [step for step in steps if step.outcome is Outcome.CREATED]
    created = _insert_articles(new, people, samples, made_at)
    moved = [step for step in steps if step.changes or _asks_again(step)]
    changed = _change_articles(moved, people, samples, from_source=from_source)
    _change_languages(steps)
    for key, members in changed.items():
        if members:
            _OWNED[key].objects.filter(article__in=[owner.id for owner, _ in members]).delete()
    _list_topics(changed["topics"], people)
    insert_images("article_id", ((owner.id, value) for owner, value in created["images"] + changed["images"]))
    _link_related(created["related"] + changed["related"], people)
    return samples


# The columns that an import sets itself, before those of the mapping: in the order of `_row`.
_OWN: Final = (
    "id",
    "path",
    "slug",
    "path_key",
    "slug_key",
    "heat_score",
    "provider_id",
    "provider_mention",
    "made_at",
    "state",
    "is_waiting",
    "is_damaged",
    "language",
    "first_paragraph",
)


def _insert_articles(
    steps: Sequence[Step], people: People, samples: list[Sample], made_at: datetime
) -> dict[str, _Lists]:
    """Insert new articles; answers with their lists, by key."""
    lists: dict[str, _Lists] = {key: [] for key in _OWNED}
    rows = []
    slugs = Article.objects.free_slugs([step.path for step in steps])
    for step, key in zip(steps, reserve_ids(Article, len(steps)), strict=True):
        values = step.values or {}
        owner = _owner(key, step.path, values, made_at)
        rows.append(_row(owner, step, slugs[step.path].slug, people))
        if "heat" in values or "quality" in values:
            samples.append((key, values.get("heat"), values.get("quality")))
        for name, members in lists.items():
            if name in values:
                members.append((owner, values[name]))
    # First the topics: each would make an article that is there due for search once more.
    _list_topics(lists["topics"], people)
    insert(Article, (*_OWN, *mapping.attributes(mapping.ARTICLE)), rows)
    return lists


def _owner(key: int, path: str, values: Values, made_at: datetime) -> _Owner:
    """A new article, as the rows below it need to know it."""
    dated, heat = values.get("publishedDateTime"), values.get("heat")
    when = dated if isinstance(dated, datetime) else None
    score = heat_score(heat if isinstance(heat, int) else None, when or made_at)
    return _Owner(key, path, values.get("published") is True, when, made_at, score)


def _row(owner: _Owner, step: Step, slug: str, people: People) -> tuple[Any, ...]:
    """A new article's columns, in the order of `_OWN` and of the mapping."""
    values = step.values or {}
    mention = values.get("provider")
    return (
        owner.id,
        owner.path,
        slug,
        fingerprint(owner.path),
        fingerprint(slug),
        owner.heat_score,
        people.provider_id(mention),
        mention,
        owner.made_at,
        State.PUBLISHED.value if owner.published else State.INBOX.value,
        not owner.published,
        is_damaged(values.get("title"), values.get("excerpt")),
        step.language,
        instead_of_excerpt(_text(values.get("excerpt")), _text(values.get(BODY.key))),
        *mapping.column_values(mapping.ARTICLE, values),
    )


def _text(value: Value | Absent) -> str:
    return value if isinstance(value, str) else ""


def _asks_again(step: Step) -> bool:
    """Whether the source changed what was decided here, though ours stays, or keeps changing something."""
    is_decided = isinstance(step.row, Article) and step.row.decided_at is not None
    return bool(step.frozen) or (bool(step.clashes) and is_decided)


def _change_articles(
    steps: Sequence[Step], people: People, samples: list[Sample], *, from_source: bool
) -> dict[str, _Lists]:
    """Change the columns of articles; answers with the lists that changed, by key."""
    lists: dict[str, _Lists] = {key: [] for key in _OWNED}
    articles: list[Article] = []
    gone: dict[str, Article | Topic | None] = {}
    fields: set[str] = set()
    # Readers live in the present, whatever the date of a commit.
    now = timezone.now()
    for step in steps:
        article = step.row
        assert isinstance(article, Article)
        articles.append(article)
        was_public = article.is_public(now)
        changed = change_columns(article, step)
        fields |= changed | _look_at_texts(article, changed)
        if changed & {"heat", "quality"}:
            samples.append((article.pk, article.heat, article.quality))
        for change in step.changes:
            if change.key == "provider":
                article.provider_id = people.provider_id(change.value)
                article.provider_mention = value_of(change)
                fields |= {"provider_id", "provider_mention"}
        if _decide_again(article, step, from_source=from_source):
            fields |= _DECISION
        if was_public and not article.is_public(now):
            gone[f"news/{article.slug}"] = None
        article.heat_score = heat_score(article.heat, article.placed_at)
        owner = _Owner(
            article.pk,
            article.path,
            article.published is True,
            article.published_date_time,
            article.made_at,
            article.heat_score,
            article.publish_at,
        )
        for change in step.changes:
            if change.key in lists:
                lists[change.key].append((owner, change.value))
    if fields & {"heat", "published_date_time"}:
        fields.add("heat_score")
    if fields:
        update_rows(Article, articles, sorted(fields))
    Redirect.objects.remember(gone)
    if fields & {"published", "published_date_time", "publish_at", "heat_score"}:
        Listing.objects.refresh(articles)
    return lists


def _look_at_texts(article: Article, changed: set[str]) -> set[str]:
    """Set what follows from texts that changed, unsaved; answers with those fields."""
    fields = set()
    if changed & {"title", "excerpt"}:
        article.look_for_damage()
        fields.add("is_damaged")
    if changed & {"excerpt", "body"}:
        article.look_for_first_paragraph()
        fields.add("first_paragraph")
    return fields


def _change_languages(steps: Sequence[Step]) -> None:
    """Let articles whose documents have new bytes be in the language that those name."""
    changed = []
    for step in steps:
        article = step.row
        if isinstance(article, Article) and step.data is not None and article.language != step.language:
            article.language = step.language
            changed.append(article)
    if changed:
        update_rows(Article, changed, ["language"])


def _decide_again(article: Article, step: Step, *, from_source: bool) -> bool:
    """Let what the source said change where an article stands, unsaved; whether it may have."""
    keys, flipping = _editorial_keys(step), {flip.key for flip in step.frozen}
    if article.state in LIVE and article.published is not True:
        # A story that was scheduled here says so of itself in its document before.
        keys.add("published")
    if keys:
        (article.follow_source if from_source else article.ask_no_more_about)(keys)
    if flipping:
        article.ask_about(flipping)
    return bool(keys or flipping)


def _editorial_keys(step: Step) -> set[str]:
    """The keys in which a source said something that an editor cares about."""
    changed = {
        change.key
        for change in step.changes
        if is_editorial_change(Kind.ARTICLE, change.key, step.before.get(change.key, ABSENT), change.value)
    }
    # Somebody was asked about what flips when it was frozen.
    return (changed - {clash.key for clash in step.quiet}) | {clash.key for clash in step.clashes}


def _list_topics(lists: _Lists, people: People) -> None:
    insert(
        Listing,
        # What is copied, in the order of _Owner.
        ("article_id", "topic_id", "position", *_Owner._fields[1:]),
        (
            (owner.id, topic, position, *owner[1:])
            for owner, value in lists
            # Two names may mean one topic here.
            for position, topic in enumerate(
                dict.fromkeys(people.topics[identity(name)] for name in mapping.topic_names(value))
            )
        ),
    )


def _link_related(lists: _Lists, people: People) -> None:
    links = [
        (owner.id, position, record)
        for owner, value in lists
        for position, record in enumerate(mapping.records(value))
    ]
    keys = reserve_ids(RelatedLink, len(links))
    rows = (
        (
            key,
            article,
            position,
            people.provider_id(mention),
            mention,
            *mapping.column_values(mapping.RELATED, record),
        )
        for key, (article, position, record) in zip(keys, links, strict=True)
        for mention in [record.get("provider")]
    )
    names = ("id", "article_id", "position", "provider_id", "provider_mention")
    insert(RelatedLink, (*names, *mapping.attributes(mapping.RELATED)), rows)
    insert_images(
        "related_link_id",
        ((key, record.get("images")) for key, (_, _, record) in zip(keys, links, strict=True)),
    )
