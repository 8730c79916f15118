"""What is kept beside the documents: history, old addresses, answers of links, saved filters."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from documents.identity import fingerprint

if TYPE_CHECKING:
    from articles.models import (  # noqa: F401  some name type parameters
        Article,
        LinkCheck,
        Picture,
        PictureUse,
        Redirect,
        Revision,
        SavedFilter,
        SentForm,
        Topic,
        UncopiedPicture,
    )
    from providers.models import Provider


class RevisionQuerySet(models.QuerySet["Revision"]):
    """What was changed here."""

    def keep(self, revisions: Iterable[Revision]) -> None:
        """Take some down."""
        self.bulk_create(revisions)

    def mark_undone(self, pairs: Iterable[tuple[Revision, Revision]]) -> None:
        """Say of some that they were taken back, and of each by which other."""
        marked = []
        for revision, by in pairs:
            revision.undone_by = by
            marked.append(revision)
        self.bulk_update(marked, ["undone_by"])


class RedirectQuerySet(models.QuerySet["Redirect"]):
    """The addresses that were."""

    def remember(self, moved: Mapping[str, Article | Topic | Provider | None]) -> None:
        """Keep former addresses (`news/STEM`, `topics/SLUG`), each with what it led to; None: it is gone."""
        if not moved:
            return
        self.bulk_create(
            (
                self.model(address=address, **({str(row._meta.model_name): row} if row else {}))
                for address, row in moved.items()
            ),
            update_conflicts=True,
            unique_fields=["address"],
            update_fields=["article", "topic", "provider"],
        )

    def at(self, address: str) -> Redirect | None:
        """What led from an address, or from one that differs from it in case or form alone."""
        found = {former.address: former for former in self.filter(address_key=fingerprint(address))}
        return found.get(address) or next(iter(found.values()), None)

    def lead(self, gone: Topic | Provider, into: Topic | Provider) -> None:
        """Let what led to a row that is about to go lead to another of its kind."""
        kind = str(gone._meta.model_name)
        self.filter(**{kind: gone}).update(**{kind: into})


class SentFormQuerySet(models.QuerySet["SentForm"]):
    """Forms that made something."""

    def sent_before(self, moment: datetime) -> Self:
        """Those that nobody sends again by now."""
        return self.filter(at__lt=moment)

    def note(self, made: str) -> None:
        """Write down what they made."""
        self.update(made=made)


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    """What links answered."""

    def keep(self, checks: Sequence[LinkCheck]) -> None:
        """Write down what some answered, over what they answered before."""
        self.bulk_create(
            checks,
            update_conflicts=True,
            unique_fields=["article"],
            update_fields=["url", "checked", "failures", "is_dead", "answer"],
        )


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    """What people keep of the list of articles."""

    def open_to(self, user: Any) -> Self:
        """One's own, and what others share."""
        return self.filter(Q(owner=user.pk) | Q(is_shared=True))


class PictureQuerySet(models.QuerySet["Picture"]):
    """The picture files of the site."""

    def at(self, paths: Collection[str]) -> Self:
        """Those of some paths."""
        return self.filter(path__in=paths)

    def of_the_site(self) -> Self:
        """Those that documents and texts may name: neither copies, nor logos that somebody uploaded."""
        kept_apart = Q(path__startswith="assets/images/cached/") | Q(
            path__startswith="assets/images/organizations/uploaded/"
        )
        return self.exclude(kept_apart)

    def unused(self) -> Self:
        """Those that no list of pictures has and no text names."""
        apps = self.model._meta.apps
        address = Concat(Value("/"), OuterRef("path"))
        listed = apps.get_model("articles", "Image")._default_manager.filter(url=address)
        named = apps.get_model("articles", "PictureUse")._default_manager.filter(path=OuterRef("path"))
        return self.filter(~Exists(listed), ~Exists(named))

    def without_renditions(self, version: int) -> Self:
        """Those of which a set of sizes was not made, the newest first."""
        return self.exclude(renditions=version).order_by("-pk")

    def have_renditions(self, picture: Picture, version: int) -> bool:
        """Say that a set was made of a picture, unless it is another one by now, or looked at elsewhere."""
        as_drawn = self.filter(
            pk=picture.pk, digest=picture.digest, focal_x=picture.focal_x, focal_y=picture.focal_y
        )
        return bool(as_drawn.update(renditions=version))


class UncopiedPictureQuerySet(models.QuerySet["UncopiedPicture"]):
    """Pictures of others of which no copy could be made."""

    def tried_since(self, moment: datetime, paths: Collection[str]) -> set[str]:
        """Which of some paths have no copy though one was tried since then."""
        return set(self.filter(path__in=paths, tried_at__gte=moment).values_list("path", flat=True))

    def note(self, path: str, url: str, answer: str, now: datetime) -> None:
        """Write down why there is no copy at a path."""
        said = {"url": url, "answer": answer[:200], "tried_at": now}
        self.update_or_create(path=path, defaults=said)


class PictureUseQuerySet(models.QuerySet["PictureUse"]):
    """Which pictures texts name."""

    def forget(self, articles: Collection[int]) -> None:
        """Forget what the texts of some articles name."""
        self.filter(article__in=articles).delete()

    def keep(self, uses: Iterable[PictureUse]) -> None:
        """Take some down."""
        self.bulk_create(uses)
