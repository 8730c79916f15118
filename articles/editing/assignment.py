"""Which topics and which provider stories have, changed for many at once, taken down, and taken back.

Topics are added and removed, never replaced: what a story has besides stays, in its order. Queries do
not depend on how many stories there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, Final

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from articles.editing.aliases import as_called_here, providers_meant, topics_called, topics_named
from articles.editing.history import Actor, record_changes, snapshots
from articles.editing.workflow import Moved
from articles.mapping import provider_key, topic_names
from articles.models import Article, Listing, Revision, Topic
from articles.querysets import ArticleQuerySet
from documents.document import ABSENT, Absent, Value, Values
from documents.identity import identity
from documents.json_values import unpack
from providers.models import Provider

# What it takes to change the stories of others; one's own drafts are one's own.
PERMISSION: Final = "articles.change_article"


def change_topics(
    articles: ArticleQuerySet, actor: Actor, *, add: Sequence[Topic] = (), remove: Sequence[Topic] = ()
) -> dict[int, Revision]:
    """Add topics behind those that stories have, and remove others; the revisions, by story."""
    with transaction.atomic():
        rows = _locked(articles, actor.by)
        before = snapshots(rows)
        Listing.objects.filter(article__in=rows, topic__in=remove).delete()
        Listing.objects.put_under(rows, add)
        return record_changes(rows, before, actor)


def set_provider(articles: ArticleQuerySet, provider: Provider | None, actor: Actor) -> dict[int, Revision]:
    """Say who published the originals of some stories; the revisions, by story."""
    with transaction.atomic():
        rows = _locked(articles, actor.by)
        before = snapshots(rows)
        Article.objects.filter(pk__in=[row.pk for row in rows]).give_to(provider)
        return record_changes(rows, before, actor)


def is_assignment(revision: Revision) -> bool:
    """Whether a change is one that is made, and taken back, here."""
    return {change["key"] for change in revision.changes} in ({"topics"}, {"provider"})


def take_back(revisions: Sequence[Revision], *, by: User, now: datetime) -> Moved:
    """Undo assignments of one's own, where topics or provider are still as they left them."""
    if any(revision.user_id != by.pk for revision in revisions):
        raise PermissionDenied
    moved = Moved()
    with transaction.atomic():
        by_path = {revision.path: revision for revision in revisions}
        rows = _locked(Article.objects.filter(path__in=by_path), by)
        before = snapshots(rows)
        changes = {row.pk: by_path[row.path].changes[0] for row in rows}
        known, called = _providers_of(changes.values()), topics_called()
        topics: dict[int, list[str]] = {}
        providers: dict[int, Provider | None] = {}
        for row in rows:
            change = changes[row.pk]
            try:
                if change["key"] == "provider":
                    providers[row.pk] = _provider_before(row, change, known)
                else:
                    topics[row.pk] = _topics_before(before[row.pk], change, called)
            except _Stays as reason:
                moved.refused[row.pk] = str(reason)
        moved.refused |= _restore_topics(topics)
        _restore_providers(providers)
        moved.revisions = record_changes(rows, before, Actor(by, Revision.Origin.UNDO, now))
        Revision.objects.mark_undone(
            (by_path[row.path], moved.revisions[row.pk]) for row in rows if row.pk in moved.revisions
        )
    return moved


class _Stays(Exception):
    """A story cannot be as it was; `str()` says why, for a person."""


def _topics_before(said: Values, change: Mapping[str, Any], called: Mapping[str, str]) -> list[str]:
    """What the topics of a story are called by now, case folded. Raises _Stays."""
    was, became = (
        as_called_here({"topics": unpack(change[side])}, called)["topics"] for side in ("before", "after")
    )
    if _folded(became) != _folded(said.get("topics", ABSENT)):
        raise _Stays(_("It was changed again since."))
    return _folded(was)


def _folded(topics: Value | Absent) -> list[str]:
    return [identity(name) for name in topic_names(topics)]


def _restore_topics(wanted: Mapping[int, list[str]]) -> dict[int, str]:
    """Give stories the topics that they had; why not, by story, where one of these is gone."""
    known = topics_named(chain(*wanted.values()))
    whole = {pk: names for pk, names in wanted.items() if known.keys() >= {*names}}
    Listing.objects.rearrange({pk: [known[name] for name in names] for pk, names in whole.items()})
    return dict.fromkeys(wanted.keys() - whole.keys(), _("A topic that it had is gone."))


def _restore_providers(wanted: Mapping[int, Provider | None]) -> None:
    stories = defaultdict(list)
    for pk, provider in wanted.items():
        stories[provider].append(pk)
    for provider, keys in stories.items():
        Article.objects.filter(pk__in=keys).give_to(provider)


def _provider_before(
    row: Article, change: Mapping[str, Any], known: Mapping[str, Provider]
) -> Provider | None:
    """Whose a story was, whatever they are called by now; None where it was nobody's. Raises _Stays."""
    was, became = (provider_key(unpack(change[side])) for side in ("before", "after"))
    has = known[became].pk if became in known else None
    if has != row.provider_id or (has is None and became):
        raise _Stays(_("It was changed again since."))
    if was and was not in known:
        raise _Stays(_("The provider that it had is gone."))
    return known[was] if was else None


def _providers_of(changes: Iterable[Mapping[str, Any]]) -> dict[str, Provider]:
    """The providers that some changes mean, by the keys of how they name them."""
    sides = [
        unpack(change[side])
        for change in changes
        if change["key"] == "provider"
        for side in ("before", "after")
    ]
    mentions = {provider_key(side): side for side in sides if isinstance(side, dict)}
    found = providers_meant(mentions)
    missing = {key: str(said.get("name") or "") for key, said in mentions.items() if key not in found}
    if missing:
        found |= _providers_by_name(missing)
    rows = Provider.objects.in_bulk(found.values())
    return {key: rows[pk] for key, pk in found.items()}


def _providers_by_name(names: Mapping[str, str]) -> dict[str, int]:
    """Those whose domains were changed, by their names: where two have one name, neither.

    A person looks at what comes of it; an import, which nobody watches, goes by keys alone.
    """
    bearers = defaultdict(list)
    for pk, name in Provider.objects.exclude(name="").values_list("pk", "name"):
        bearers[identity(name)].append(pk)
    return {
        key: bearers[folded][0]
        for key, name in names.items()
        if len(bearers.get(folded := identity(name), ())) == 1
    }


def _locked(articles: ArticleQuerySet, user: User | None) -> list[Article]:
    """The rows that somebody may change; raises PermissionDenied where there can be none."""
    if user is not None and not user.has_perm(PERMISSION):
        raise PermissionDenied
    return list(articles.locked_for(user))
