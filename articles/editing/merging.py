"""Two topics, or two providers, made one: what would move, and the move itself.

What comes in later under the old name belongs to the one that is left: see TopicAlias, ProviderAlias,
and articles/editing/aliases.py. Articles say the name of the topic that is left when they go out; how
they name a provider stays as their documents have it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Final, TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from articles import mapping
from articles.editing.history import Actor, record_differences, recorded, snapshots
from articles.models import (
    Article,
    Conflict,
    Image,
    Listing,
    Redirect,
    RelatedLink,
    Topic,
    TopicAlias,
)
from articles.pictures import logos
from articles.reading.cards import topic_names
from articles.search.index import follow
from documents.document import Values
from documents.identity import identity
from providers.models import Provider, ProviderAlias

# Articles whose history is written at a time: a topic may hold most of a large site.
CHUNK: Final = 2000
_Row = TypeVar("_Row", Topic, Provider)


class CannotMerge(Exception):
    """Two rows cannot become one; `str()` says why, for a person."""


@dataclass(frozen=True, slots=True)
class TopicMerge:
    """What happens if a topic goes into another."""

    source: Topic
    target: Topic
    articles: int
    in_both: int
    children: list[Topic]
    keywords: list[str]
    hashtags: list[str]
    services: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ProviderMerge:
    """What happens if a provider goes into another."""

    source: Provider
    target: Provider
    articles: int
    related: int
    logos: int
    uploaded: bool
    other_names: list[str]


# ---- Topics


def foresee_topics(source: Topic, target: Topic) -> TopicMerge:
    """What `merge_topics` would do; four queries, and nothing is written. Raises CannotMerge."""
    if source.pk == target.pk:
        raise CannotMerge(_("A topic cannot go into itself."))
    listings = Listing.objects.filter(topic=source)
    twin = Listing.objects.filter(topic=target, article=OuterRef("article"))
    return TopicMerge(
        source=source,
        target=target,
        articles=listings.count(),
        in_both=listings.filter(Exists(twin)).count(),
        children=[child for child in source.children.all() if child.pk != target.pk],
        keywords=_added(target.keywords, source.keywords),
        hashtags=_added(target.hashtags, source.hashtags),
        services={name: url for name, url in source.services.items() if name not in target.services},
    )


def merge_topics(source: Topic, target: Topic, actor: Actor) -> TopicMerge:
    """Let a topic go into another, in one transaction; its address leads there from now on."""
    with transaction.atomic():
        source, target = _as_they_are(source, target)
        merge = foresee_topics(source, target)
        before = snapshots([source])
        with recorded([target, *merge.children], actor):
            # One below the other takes its place in the tree first: no topic is ever below itself.
            if _is_below(target, source):
                target.parent_id = source.parent_id
            target.keywords = [*target.keywords, *merge.keywords]
            target.hashtags = [*target.hashtags, *merge.hashtags]
            target.services = {**target.services, **merge.services}
            target.save()
            source.children.all().put_below(target)
        _move_articles(source, target, actor)
        Redirect.objects.lead(source, target)
        Redirect.objects.remember({f"topics/{source.slug}": target})
        names = [source.name, *source.aliases.values_list("name", flat=True)]
        _take_leave(source, before, actor)
        TopicAlias.objects.remember(names, target)
        follow()
    return merge


def _is_below(topic: Topic, other: Topic) -> bool:
    """Whether a topic lies below another; one query for the tree."""
    parents = dict(Topic.objects.values_list("pk", "parent"))
    above = parents[topic.pk]
    while above is not None and above != other.pk:
        above = parents[above]
    return above is not None


def _move_articles(source: Topic, target: Topic, actor: Actor) -> None:
    listed = Article.objects.filter(Exists(Listing.objects.filter(topic=source, article=OuterRef("pk"))))
    moved = list(listed.order_by("pk").values_list("pk", "path"))
    before = {key: names for keys in _chunks(moved) for key, names in _names(keys).items()}
    Listing.objects.move(source, target)
    for rows in _chunks(moved):
        after = _names(rows)
        record_differences(
            [Article(pk=key, path=path) for key, path in rows],
            {key: {"topics": list(before[key])} for key, _ in rows},
            {key: {"topics": list(after[key])} for key, _ in rows},
            actor,
        )


def _names(rows: list[tuple[int, str]]) -> dict[int, list[str]]:
    return topic_names([key for key, _ in rows])


# ---- Providers


def foresee_providers(source: Provider, target: Provider) -> ProviderMerge:
    """What `merge_providers` would do; four queries, and nothing is written. Raises CannotMerge."""
    if source.pk == target.pk:
        raise CannotMerge(_("A provider cannot go into itself."))
    logos_of = Counter(Image.objects.filter(provider__in=[source, target]).values_list("provider", flat=True))
    has_logos = bool(logos_of[target.pk])
    uploaded = logos.with_upload([source.pk, target.pk])
    return ProviderMerge(
        source=source,
        target=target,
        articles=Article.objects.from_provider(source).count(),
        related=RelatedLink.objects.filter(provider=source).count(),
        logos=0 if has_logos else logos_of[source.pk],
        uploaded=not has_logos and uploaded == {source.pk},
        other_names=_added([target.name, *target.other_names], [source.name, *source.other_names]),
    )


def merge_providers(source: Provider, target: Provider, actor: Actor) -> ProviderMerge:
    """Let a provider go into another, in one transaction; its address leads there from now on."""
    with transaction.atomic():
        source, target = _as_they_are(source, target)
        merge = foresee_providers(source, target)
        before = snapshots([source])
        with recorded([target], actor):
            target.other_names = [*target.other_names, *merge.other_names]
            target.save()
            if merge.logos:
                Image.objects.filter(provider=source).give_to(target)
        moved = list(Article.objects.from_provider(source).order_by("pk").values_list("pk", "path"))
        Article.objects.from_provider(source).give_to(target)
        RelatedLink.objects.filter(provider=source).give_to(target)
        _record_providers(moved, source, target, actor)
        # A file knows no transaction: one that goes does so once all else has.
        move = partial(logos.hand_over_upload, source.pk, target.pk, wanted=merge.uploaded)
        transaction.on_commit(move)
        Redirect.objects.lead(source, target)
        Redirect.objects.remember({address_of(source): target})
        ProviderAlias.objects.lead(source, target)
        ProviderAlias.objects.remember([mapping.provider_key_of(source)], target)
        _take_leave(source, before, actor)
        follow()
    return merge


def address_of(provider: Provider) -> str:
    """Where its page is, as redirects have it: in whatever case somebody asks."""
    return f"providers/{(provider.domain or provider.name).lower()}"


def _record_providers(moved: list[tuple[int, str]], source: Provider, target: Provider, actor: Actor) -> None:
    before: Values = {"provider": mapping.mention_of(source)}
    after: Values = {"provider": mapping.mention_of(target)}
    for rows in _chunks(moved):
        articles = [Article(pk=key, path=path) for key, path in rows]
        record_differences(
            articles,
            {article.pk: before for article in articles},
            {article.pk: after for article in articles},
            actor,
        )


# ---- What they share


def _as_they_are(source: _Row, target: _Row) -> tuple[_Row, _Row]:
    """The two, read again and locked: somebody may have been quicker."""
    rows = type(source)._default_manager.select_for_update().in_bulk([source.pk, target.pk])
    if {source.pk, target.pk} - rows.keys():
        raise CannotMerge(_("One of the two is gone: somebody else was quicker."))
    return rows[source.pk], rows[target.pk]


def _take_leave(source: Topic | Provider, before: Mapping[int, Values], actor: Actor) -> None:
    """Delete what went into another; its history tells what it was, and no conflict waits for it."""
    path = source.path
    if path:
        record_differences([source], before, {source.pk: {}}, actor)
        Conflict.objects.waiting().filter(path=path).settle(Conflict.Choice.OURS, by=actor.by, now=actor.at)
    source.delete()


def _added(here: Iterable[str], coming: Iterable[str]) -> list[str]:
    """What comes that is not here already, each once whatever its case."""
    known = {identity(text) for text in here}
    added = {identity(text): text for text in reversed([*coming]) if text}
    return [text for key, text in reversed(added.items()) if key not in known]


def _chunks(rows: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk
