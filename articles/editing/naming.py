"""What a story that is written here is called: the name of its document, which is its address too.

Documents that come in are known by their names. So only a story that somebody began here ever gets another
one: the address that its writer chooses, and before it the day on which it goes out, unless somebody may
know it as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import Q

from articles.editing.history import Actor
from articles.editing.stock_reasons import RENAMED
from articles.models import (
    Article,
    Conflict,
    ExportedDocument,
    FrozenField,
    ImportedDocument,
    Redirect,
    Revision,
    SourceDocument,
    Withheld,
)
from articles.querysets.paths import follow_paths
from documents import layout
from documents.identity import fingerprint
from documents.layout.slugs import slug_of

# What is known by the path of a document, and goes along with it.
_GO_ALONG: Final = (Revision, ImportedDocument, Conflict, FrozenField, SourceDocument)


def proposed(title: str, language: str | None = None) -> str:
    """The address that a title proposes, as readers of its language would spell it."""
    return slug_of(title, language or settings.SITE_LANGUAGE)


def is_ours(article: Article) -> bool:
    """Whether somebody began it here; what came in has the name that its source gives it."""
    return article.created_by_id is not None


def known_to_readers(articles: Iterable[Article], public: Collection[int]) -> set[int]:
    """Those whose address readers had, or have: `public` are the keys of those that they have; one query."""
    rows = list(articles)
    at = {f"news/{article.slug}": article.pk for article in rows}
    former = Redirect.objects.filter(Q(address__in=at) | Q(article__in=at.values()))
    known = {*public}
    for address, key in former.values_list("address", "article"):
        known |= {at.get(address, key), key}
    return known & {*at.values()}


def is_known_to_readers(article: Article, now: datetime) -> bool:
    """Whether readers had its address, or have it at this time."""
    return bool(known_to_readers([article], {article.pk} if article.is_public(now) else ()))


def known_in_folders(articles: Iterable[Article]) -> set[int]:
    """Those whose document went out into a folder, or came in from one; two queries."""
    at = {article.path: article.pk for article in articles}
    paths = {
        path
        for model in (ExportedDocument, SourceDocument)
        for path in model._default_manager.filter(path__in=at).values_list("path", flat=True)
    }
    return {at[path] for path in paths}


def give_dates(articles: Sequence[Article], public: Collection[int]) -> None:
    """Name those that go out by the day on which they do, where nobody can know them by their name yet.

    `public` are the keys of those that readers have already.
    """
    ours = [article for article in articles if is_ours(article)]
    if not ours:
        return
    known = known_to_readers(ours, public) | known_in_folders(ours)
    wanted = {
        article: layout.renamed(article.path, layout.slug_in(article.path), article.published_date_time)
        for article in ours
        if article.pk not in known
    }
    _rename({article: path for article, path in wanted.items() if path != article.path})


def readdress(article: Article, slug: str, actor: Actor) -> str:
    """Give a story of ours another address; answers with the one from which readers are led there, if any.

    Its name keeps the day that it has, once somebody may know it.
    """
    is_known = is_known_to_readers(article, actor.at)
    went_out = bool(known_in_folders([article]))
    former, old = article.slug, article.path
    if is_known or went_out:
        path = layout.renamed(old, slug)
    else:
        path = layout.renamed(old, slug, article.published_date_time)
    if old in layout.numbered(path) and (path == old or Article.free_paths([path]) != [path]):
        return ""
    came_in = SourceDocument.objects.filter(path=old).values_list("digest", flat=True).first()
    _rename({article: path})
    if came_in is not None and not ExportedDocument.objects.filter(path=old).exists():
        # By that an export knows the old file as its own.
        ExportedDocument.objects.remember({old: bytes(came_in)})
    if went_out:
        # An import of a folder in which the old file lies would make a second story of it.
        gone = Withheld(
            path=old,
            title=article.title,
            reason=RENAMED,
            withheld=actor.at,
            withheld_by=actor.by,
        )
        Withheld.objects.keep_out([gone])
    if not is_known or article.slug == former:
        return ""
    Redirect.objects.remember({f"news/{former}": article})
    return former


def _rename(wanted: Mapping[Article, str]) -> None:
    """Let stories, and all that is known by their paths, have other ones; as many queries for many."""
    if not wanted:
        return
    rows = list(wanted)
    free = Article.free_paths(list(wanted.values()))
    slugs = Article.objects.exclude(pk__in=[row.pk for row in rows]).free_slugs(free)
    moved = {row.path: path for row, path in zip(rows, free, strict=True)}
    for model in _GO_ALONG:
        follow_paths(model._default_manager.all(), moved)
    for row, path in zip(rows, free, strict=True):
        row.path, row.slug = path, slugs[path].slug
        row.path_key, row.slug_key = fingerprint(path), fingerprint(row.slug)
    Article.objects.keep_names(rows)
