"""The verbs: what can be asked of articles, and what changes many of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import F, Prefetch, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import (  # noqa: F401  some name type parameters
        Article,
        Conflict,
        ImportRun,
        Listing,
        PlannedDocument,
        Redirect,
        Topic,
        Withheld,
    )
    from providers.models import Provider


def published_q(prefix: str = "", *, now: datetime | None = None) -> Q:
    """What the public may see: published, and its time has come. The only place that says so.

    `prefix` leads to the article or the listing, as in `Count("articles", filter=published_q("articles__"))`.
    """
    moment = timezone.now() if now is None else now
    undated = Q(**{f"{prefix}published_date_time__isnull": True})
    come = Q(**{f"{prefix}published_date_time__lte": moment})
    return Q(**{f"{prefix}published": True}) & (undated | come)


# Newest first, undated last, equal times by path.
NEWEST = (F("published_date_time").desc(nulls_last=True), "path")
# Hottest first, heat fading with age (models/heat.py), equal scores by path.
HOTTEST = (F("heat_score").desc(), "path")


class ArticleQuerySet(models.QuerySet["Article"]):
    """Filters, orders and loading plans, which chain in any order."""

    def published(self) -> Self:
        """What the public may see."""
        return self.filter(published_q())

    def in_topic(self, topic: Topic) -> Self:
        """Those listed under one topic."""
        return self.filter(listings__topic=topic)

    def from_provider(self, provider: Provider) -> Self:
        """Those that one provider published."""
        return self.filter(provider=provider)

    def at_address(self, address: str) -> Self:
        """Those at an address: the original's, their page's on this site, or the path of their document."""
        name = address.rstrip("/").rpartition("/")[2]
        # As the index on it says: not the many without an address.
        original = Q(web_url=address) & ~Q(web_url="")
        return self.filter(original | Q(slug__in={name, name.rpartition(".")[0]}))

    def hosted(self) -> Self:
        """Those that are to be read here: no address says that they stand elsewhere."""
        return self.filter(web_url="")

    def newest(self) -> Self:
        """Newest first, equal times by path: the order of the origin's API."""
        return self.order_by(*NEWEST)

    def hottest(self) -> Self:
        """Hottest first, where heat fades with age."""
        return self.order_by(*HOTTEST)

    def for_listing(self) -> Self:
        """What a card shows, without the texts that it does not."""
        return (
            self.select_related("provider")
            .defer("featured_content", "provider_mention")
            .prefetch_related("images")
        )

    def withhold(self, *, by: User | None, reason: str) -> None:
        """Delete them, and keep imports from bringing them back."""
        # Late, for models name their managers here.
        withheld = self.model._meta.apps.get_model("articles", "Withheld")
        rows = (withheld.of(article, by=by, reason=reason, now=timezone.now()) for article in self)
        withheld._default_manager.bulk_create(rows, ignore_conflicts=True)
        redirects: Any = self.model._meta.apps.get_model("articles", "Redirect")
        public = super().filter(published=True).values_list("slug", flat=True)
        redirects.objects.remember({f"news/{slug}": None for slug in public})
        super().delete()

    def delete(self) -> tuple[int, dict[str, int]]:
        """Deleted is deleted: an import does not bring back what people took away."""
        deleted = self.count()
        self.withhold(by=None, reason="")
        return deleted, {self.model._meta.label: deleted}

    # As Django's own: not on managers, and not from templates.
    delete.queryset_only = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]

    def list_lookups(self) -> dict[str, tuple[str | Prefetch[Any], ...]]:
        """What to prefetch for each key of a document that is a list."""
        # Late, for models name their managers here.
        links = self.model._meta.get_field("related_links").related_model
        listings = self.model._meta.get_field("listings").related_model
        return {
            "images": ("images",),
            "related": (
                Prefetch("related_links", links._default_manager.select_related("provider")),
                "related_links__images",
            ),
            "topics": (Prefetch("listings", listings._default_manager.select_related("topic")),),
        }

    def for_export(self) -> Self:
        """Everything that a document says, in a fixed number of queries however many there are."""
        lists = (lookup for lookups in self.list_lookups().values() for lookup in lookups)
        return self.select_related("provider").prefetch_related("provider__logos", *lists)

    def for_merge(self) -> Self:
        """The same for rows that an import may change: related rows are read only when a merge asks."""
        return self.select_related("provider")


class ListingQuerySet(models.QuerySet["Listing"]):
    """The rows behind a topic's page."""

    def newest_in(self, topic: Topic | models.OuterRef) -> Self:
        """What the public may see of a topic, newest first: one index scan and no sort."""
        return self.filter(published_q(), topic=topic).order_by(*NEWEST)

    def topic_names(self, articles: Sequence[int]) -> dict[int, list[str]]:
        """What each of some articles is about, the most specific first."""
        rows = self.filter(article__in=articles).order_by("article", "position", "pk")
        names: dict[int, list[str]] = {}
        for key, name in rows.values_list("article_id", "topic__name"):
            names.setdefault(key, []).append(name)
        return names

    def for_listing(self) -> Self:
        """The articles that they list, with what a card shows."""
        return (
            self.select_related("article__provider")
            .defer("article__featured_content", "article__provider_mention")
            .prefetch_related("article__images")
        )

    def refresh(self, articles: Iterable[Article]) -> None:
        """Copy visibility, time, path and score from articles into their listings; nothing else may."""
        articles_now = self.model._meta.get_field("article").related_model._default_manager
        now = articles_now.filter(pk=models.OuterRef("article"))
        self.filter(article__in=[article.pk for article in articles]).update(
            published=Coalesce(models.Subquery(now.values("published")), False),
            published_date_time=models.Subquery(now.values("published_date_time")),
            path=models.Subquery(now.values("path")),
            heat_score=models.Subquery(now.values("heat_score")),
        )


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """The log of imports."""

    def finish(self, state: str, now: datetime, report: dict[str, Any] | None = None) -> None:
        """Close the books on some runs."""
        self.update(state=state, finished=now, **({} if report is None else {"report": report}))

    def take_back(self, user: User | None, now: datetime) -> None:
        """Mark as undone."""
        self.update(undone=now, undone_by=user)

    def remember(self, run: ImportRun, made: dict[str, list[int]]) -> None:
        """Add to the keys of the topics and providers that a run made because articles name them."""
        run.mentioned = {name: [*run.mentioned.get(name, []), *keys] for name, keys in made.items()} | {
            name: keys for name, keys in run.mentioned.items() if name not in made
        }
        self.filter(pk=run.pk).update(mentioned=run.mentioned)


class ConflictQuerySet(models.QuerySet["Conflict"]):
    """What waits for an editor."""

    def waiting(self) -> Self:
        """Neither settled nor overtaken by a later import."""
        return self.filter(settled__isnull=True, superseded_by__isnull=True)

    def reopen(self) -> None:
        """Let them wait again: the import that overtook them was undone."""
        self.update(superseded_by=None)

    def settle(self, choice: str, *, by: User | None, now: datetime) -> bool:
        """Mark as settled; False where somebody else was quicker."""
        waiting = self.filter(settled__isnull=True, superseded_by__isnull=True)
        return waiting.update(choice=choice, settled=now, settled_by=by) > 0

    def supersede(self, run: ImportRun) -> None:
        """Close what a later import found changed again, or back."""
        self.update(superseded_by=run)


class WithheldQuerySet(models.QuerySet["Withheld"]):
    """What imports leave out."""

    def standing(self) -> Self:
        """Not lifted."""
        return self.filter(lifted__isnull=True)

    def keep_out(self, entries: Iterable[Withheld]) -> None:
        """Put articles that never came on the list; one that is on it stays as it is."""
        self.bulk_create(entries, ignore_conflicts=True)

    def lift(self, *, by: User | None, now: datetime) -> None:
        """Let them come again: with the next import, from what the source says then."""
        # Late, for models name their managers here.
        sources = self.model._meta.apps.get_model("articles", "SourceDocument")._default_manager
        articles = self.model._meta.apps.get_model("articles", "Article")._default_manager
        with transaction.atomic():
            paths = set(self.standing().values_list("path", flat=True))
            paths -= set(articles.filter(path__in=paths).values_list("path", flat=True))
            sources.filter(path__in=paths).delete()
            self.standing().update(lifted=now, lifted_by=by)


class PlannedDocumentQuerySet(models.QuerySet["PlannedDocument"]):
    """The documents of an upload, as its plan shows them."""

    def editorial(self) -> Self:
        """Those that change what an editor would care about."""
        return self.filter(outcome="updated", is_editorial=True)

    def counted(self) -> Self:
        """Those that change numbers alone, or what is carried and never shown."""
        return self.filter(outcome="updated", is_editorial=False, is_conflicted=False)

    def conflicted(self) -> Self:
        """Those in which a field was changed here and at the source."""
        return self.filter(is_conflicted=True)

    def duplicated(self) -> Self:
        """Those that may be here already, under another path."""
        return self.filter(is_duplicate=True)

    def choosable(self) -> Self:
        """Those that an import would write."""
        return self.filter(outcome__in=["created", "updated"])

    def keep(self, rows: Iterable[PlannedDocument]) -> None:
        """Insert a part of a plan."""
        self.bulk_create(rows)

    def choose(self, choice: str) -> None:
        """Let all of them have the same choice, where it can be theirs."""
        self.choosable().update(choice=choice)

    def remember(self, rows: Iterable[PlannedDocument]) -> None:
        """Save what was chosen for some of them."""
        self.bulk_update(rows, ["choice", "rejected"])


class RedirectQuerySet(models.QuerySet["Redirect"]):
    """The addresses that were."""

    def remember(self, moved: Mapping[str, Article | Topic | None]) -> None:
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
            update_fields=["article", "topic"],
        )


class TopicQuerySet(models.QuerySet["Topic"]):
    """Subjects."""

    def public(self) -> Self:
        """Those that the public may know of: with a document, or named by a public article."""
        listings = self.model._meta.get_field("listings").related_model._default_manager
        listed = listings.filter(published_q(), topic=models.OuterRef("pk"))
        return self.filter(~Q(path="") | models.Exists(listed))

    def unnamed(self) -> Self:
        """Those that no article names, and no topic as its parent."""
        return self.filter(listings__isnull=True, children__isnull=True)
