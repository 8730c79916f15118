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
        Image,
        ImportRun,
        LinkCheck,
        Listing,
        PlannedDocument,
        Redirect,
        RelatedLink,
        Revision,
        SavedFilter,
        Topic,
        TopicAlias,
        Withheld,
    )
    from providers.models import Provider


def published_q(prefix: str = "", *, now: datetime | None = None) -> Q:
    """What the public may see: published, and its time has come. The only place that says so.

    Two times may be to come: the one that the document says, and the one that an editor scheduled.

    `prefix` leads to the article or the listing, as in `Count("articles", filter=published_q("articles__"))`.
    """
    moment = timezone.now() if now is None else now
    undated = Q(**{f"{prefix}published_date_time__isnull": True})
    come = Q(**{f"{prefix}published_date_time__lte": moment})
    unscheduled = Q(**{f"{prefix}publish_at__isnull": True})
    due = Q(**{f"{prefix}publish_at__lte": moment})
    return Q(**{f"{prefix}published": True}) & (undated | come) & (unscheduled | due)


# Newest first, undated last, equal times by path.
NEWEST = (F("published_date_time").desc(nulls_last=True), "path")
# Hottest first, heat fading with age (models/heat.py), equal scores by path.
HOTTEST = (F("heat_score").desc(), "path")


def _stands(*states: str) -> models.Func:
    """The condition of an index, word for word: of parameters SQLite cannot tell that they imply it."""
    named = ", ".join(f"'{state}'" for state in states)
    said = f"IN ({named})" if len(states) > 1 else f"= {named}"
    return models.Func(F("state"), template=f"%(expressions)s {said}", output_field=models.BooleanField())


_SET_ASIDE = _stands("scheduled", "rejected", "withdrawn")
_REFUSED = _stands("rejected", "withdrawn")
_SCHEDULED = _stands("scheduled")


class ArticleQuerySet(models.QuerySet["Article"]):
    """Filters, orders and loading plans, which chain in any order."""

    def published(self, now: datetime | None = None) -> Self:
        """What the public may see."""
        return self.filter(published_q(now=now))

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

    def linked_elsewhere(self) -> Self:
        """Those whose original stands on another site and may be read, or be decided about."""
        elsewhere = Q(web_url__startswith="http://") | Q(web_url__startswith="https://")
        return self.filter(elsewhere).exclude(state__in=["rejected", "withdrawn"])

    def unchecked_since(self, moment: datetime) -> Self:
        """Those whose link nobody asked about since then, or has another address now."""
        checks = self.model._meta.get_field("link_check").related_model._default_manager
        fresh = checks.filter(article=models.OuterRef("pk"), url=models.OuterRef("web_url"))
        return self.filter(~models.Exists(fresh.filter(checked__gt=moment)))

    def newest(self) -> Self:
        """Newest first, equal times by path: the order of the origin's API."""
        return self.order_by(*NEWEST)

    def hottest(self) -> Self:
        """Hottest first, where heat fades with age."""
        return self.order_by(*HOTTEST)

    def for_desk(self) -> Self:
        """What a row of the desk's list shows, without the texts that it does not."""
        # Late, for models name their managers here.
        conflicts = self.model._meta.apps.get_model("articles", "Conflict")._default_manager
        waiting = conflicts.filter(path=models.OuterRef("path"), settled=None, superseded_by=None)
        return (
            self.select_related("provider", "decided_by", "link_check")
            .defer("featured_content", "provider_mention")
            .prefetch_related("images", *self.list_lookups()["topics"])
            .annotate(conflict_key=models.Subquery(waiting.order_by("key").values("pk")[:1]))
        )

    def open_to(self, user: Any) -> Self:
        """Those that somebody may see at the desk: all, or what they wrote themselves."""
        if user.has_perm("articles.edit_every_article"):
            return self
        return self.filter(created_by=user.pk)

    def changeable_by(self, user: Any) -> Self:
        """Those that somebody may change: all, or their own drafts while nobody decided about them."""
        if not user.has_perm("articles.change_article"):
            return self.none()
        if user.has_perm("articles.edit_every_article"):
            return self
        return self.filter(created_by=user.pk, state="inbox")

    def damaged(self) -> Self:
        """Those with a text to repair."""
        return self.filter(is_damaged=True)

    def keep_texts(self, articles: Sequence[Article]) -> None:
        """Save what was repaired in some articles, or left as it is, and nothing else of them."""
        for article in articles:
            article.look_for_damage()
        self.bulk_update(articles, ["title", "excerpt", "left_as_is", "is_damaged"])

    def waiting(self) -> Self:
        """The inbox: nobody here has decided, or the source has changed it since."""
        return self.filter(is_waiting=True)

    def scheduled(self, now: datetime) -> Self:
        """Those that become public later."""
        return self.set_aside("scheduled").filter(publish_at__gt=now)

    def next_scheduled(self, now: datetime) -> Self:
        """Those that become public later, the soonest first; by an index of their own."""
        return self.filter(_SCHEDULED, publish_at__gt=now).order_by("publish_at", "path")

    def set_aside(self, state: str) -> Self:
        """Those that are scheduled, rejected or withdrawn."""
        return self.filter(_SET_ASIDE, state=state)

    def refused(self) -> Self:
        """Those that are rejected or withdrawn."""
        return self.filter(_REFUSED)

    def hand_over(self, provider: Provider) -> None:
        """Let them be another provider's; how their documents name theirs stays."""
        self.update(provider=provider)

    def keep_decisions(self, articles: Sequence[Article]) -> None:
        """Save what was decided about some articles, and nothing else of them."""
        # What all of them say now is one short statement; row by row it takes ten times as long. A
        # constraint holds the first three together at every moment.
        together = (("published", "state", "publish_at"), ("reason",), ("decided_at",), ("decided_by",))
        alike: dict[str, Any] = {}
        others: list[str] = []
        for columns in (*together, ("changed_at_source",), ("is_waiting",)):
            said = [tuple(getattr(article, column) for column in columns) for article in articles]
            if said and said.count(said[0]) == len(said):
                alike |= zip(columns, said[0], strict=True)
            else:
                others += columns
        if alike:
            self.filter(pk__in=[article.pk for article in articles]).update(**alike)
        if others:
            self.bulk_update(articles, others)

    def give_to(self, provider: Provider | None) -> None:
        """Let somebody have published all of them."""
        self.update(provider=provider)

    def looked_at(self, key: str) -> None:
        """Somebody decided about what the source changed in one key."""
        for article in self.filter(is_waiting=True):
            article.changed_at_source = [name for name in article.changed_at_source if name != key]
            article.agree()
            self.filter(pk=article.pk).update(
                changed_at_source=article.changed_at_source, is_waiting=article.is_waiting
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
            "provider": ("provider__aliases",),
            "related": (
                Prefetch("related_links", links._default_manager.select_related("provider")),
                "related_links__images",
                "related_links__provider__aliases",
            ),
            "topics": (Prefetch("listings", listings._default_manager.select_related("topic")),),
        }

    def for_export(self) -> Self:
        """Everything that a document says, in a fixed number of queries however many there are."""
        lists = (lookup for lookups in self.list_lookups().values() for lookup in lookups)
        return self.select_related("provider").prefetch_related("provider__logos", *lists)

    def for_form(self) -> Self:
        """The same for the desk's form of one article, with who decided and its document's bytes as imported.

        But for what providers are called besides, which one query can tell for all of them.
        """
        apps = self.model._meta.apps
        images = apps.get_model("articles", "Image")._default_manager
        sources = apps.get_model("articles", "SourceDocument")._default_manager
        source = sources.filter(path=models.OuterRef("path")).values("content")[:1]
        lists = (lookup for lookups in self.list_lookups().values() for lookup in lookups)
        # How a mention of each provider would look is for documents alone.
        plain = (Prefetch(f"{of}provider__logos", images.none()) for of in ("", "related_links__"))
        rows = self.annotate(source_content=models.Subquery(source))
        return rows.select_related("provider", "decided_by", "created_by").prefetch_related(
            *(lookup for lookup in lists if not str(lookup).endswith("__aliases")), *plain
        )

    def for_merge(self) -> Self:
        """The same for rows that an import may change: related rows are read only when a merge asks."""
        return self.select_related("provider")


class RelatedLinkQuerySet(models.QuerySet["RelatedLink"]):
    """Other articles in short."""

    def hand_over(self, provider: Provider) -> None:
        """Let them be another provider's; how their documents name theirs stays."""
        self.update(provider=provider)


class ImageQuerySet(models.QuerySet["Image"]):
    """Pictures."""

    def give_to(self, provider: Provider) -> None:
        """Let them be a provider's logos."""
        self.update(provider=provider)


class ListingQuerySet(models.QuerySet["Listing"]):
    """The rows behind a topic's page."""

    def newest_in(self, topic: Topic | models.OuterRef | int, now: datetime | None = None) -> Self:
        """What the public may see of a topic, newest first: one index scan and no sort."""
        return self.filter(published_q(now=now), topic=topic).order_by(*NEWEST)

    def counted(self, limit: int) -> dict[int, int]:
        """How many articles of each topic the public may see, up to a limit; one query that reads no more."""
        topics = self.model._meta.get_field("topic").related_model._default_manager
        some = self.filter(published_q(), topic=models.OuterRef(models.OuterRef("pk"))).order_by()
        counted = self.filter(pk__in=some.values("pk")[:limit]).order_by().annotate(all=models.Value(1))
        count = counted.values("all").annotate(count=models.Count("pk")).values("count")
        return dict(topics.order_by().values_list("pk", Coalesce(models.Subquery(count), 0)))

    def move(self, topic: Topic, into: Topic) -> None:
        """List under another topic what one lists; an article in both keeps the better of its two places."""
        twin = self.filter(topic=into, article=models.OuterRef("article"))
        twice = self.filter(topic=topic).filter(models.Exists(twin))
        place = twice.filter(article=models.OuterRef("article")).values("position")
        better = self.filter(topic=into, position__gt=models.Subquery(place))
        better.update(position=models.Subquery(place))
        twice.delete()
        self.filter(topic=topic).update(topic=into)

    def put_under(self, articles: Sequence[Article], topics: Sequence[Topic]) -> None:
        """Add topics behind those that articles have; one that is there stays where it is."""
        held: dict[int, dict[int, int]] = {article.pk: {} for article in articles}
        rows = self.filter(article__in=held).values_list("article_id", "topic_id", "position")
        for article_id, topic_id, position in rows:
            held[article_id][topic_id] = position
        added = []
        for article in articles:
            first = max(held[article.pk].values(), default=-1) + 1
            new = [topic for topic in topics if topic.pk not in held[article.pk]]
            added += [
                self.model(article=article, topic=topic, position=first + place)
                for place, topic in enumerate(new)
            ]
        self.bulk_create(added)
        self.refresh(articles)

    def rearrange(self, wanted: Mapping[int, Sequence[int]]) -> None:
        """Give articles exactly these topics in this order; all of them are keys."""
        self.filter(article__in=wanted).delete()
        rows = [
            self.model(article_id=article, topic_id=topic, position=position)
            for article, topics in wanted.items()
            for position, topic in enumerate(topics)
        ]
        self.bulk_create(rows)
        articles: Any = self.model._meta.get_field("article").related_model
        self.refresh(articles.objects.filter(pk__in=wanted))

    def refresh(self, articles: Iterable[Article]) -> None:
        """Copy visibility, time, path and score from articles into their listings; nothing else may."""
        articles_now = self.model._meta.get_field("article").related_model._default_manager
        now = articles_now.filter(pk=models.OuterRef("article"))
        self.filter(article__in=[article.pk for article in articles]).update(
            published=Coalesce(models.Subquery(now.values("published")), False),
            published_date_time=models.Subquery(now.values("published_date_time")),
            publish_at=models.Subquery(now.values("publish_at")),
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

    def lead(self, gone: Topic | Provider, into: Topic | Provider) -> None:
        """Let what led to a row that is about to go lead to another of its kind."""
        kind = str(gone._meta.model_name)
        self.filter(**{kind: gone}).update(**{kind: into})


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

    def arrange(self, topics: Iterable[Topic]) -> None:
        """Save where some topics stand: each has a document of its own from now on, named by its place."""
        rows = list(topics)
        for topic in rows:
            topic.path = topic.path or topic.free_path()
        self.bulk_update(rows, ["parent", "position", "path"])

    def put_below(self, parent: Topic) -> None:
        """Give all of them another parent."""
        self.update(parent=parent)


class TopicAliasQuerySet(models.QuerySet["TopicAlias"]):
    """What else topics are called."""

    def remember(self, names: Iterable[str], topic: Topic) -> None:
        """Let names mean a topic from now on, whatever they meant before."""
        self.bulk_create(
            (self.model(key=name.casefold(), name=name, topic=topic) for name in names),
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["name", "topic"],
        )

    def free(self, names: Iterable[str]) -> None:
        """Let names be nobody's other name."""
        self.filter(key__in=[name.casefold() for name in names]).delete()

    def of_all(self) -> dict[str, Topic]:
        """The topic that each other name means, by the name case folded."""
        return {alias.key: alias.topic for alias in self.select_related("topic")}
