"""Articles and what hangs on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, Self, TypeVar

from django.db import models
from django.db.models import F, Prefetch, Q
from django.db.models.functions import Coalesce

from articles.querysets.public import HOTTEST, NEWEST, published_q, released_q
from documents.identity import fingerprint
from documents.layout import addresses_for, stem_of

if TYPE_CHECKING:
    from articles.models import Article, Image, RelatedLink, Topic  # noqa: F401  some name type parameters
    from providers.models import Provider

_Member = TypeVar("_Member", bound=models.Model)


def _stands(*states: str) -> models.Func:
    """The condition of an index, word for word: of parameters SQLite cannot tell that they imply it."""
    named = ", ".join(f"'{state}'" for state in states)
    said = f"IN ({named})" if len(states) > 1 else f"= {named}"
    return models.Func(F("state"), template=f"%(expressions)s {said}", output_field=models.BooleanField())


_SET_ASIDE = _stands("draft", "scheduled", "rejected", "withdrawn")
_REFUSED = _stands("rejected", "withdrawn")
_SCHEDULED = _stands("scheduled")


class FreeSlug(NamedTuple):
    """An address that an article can have, and the path of the one that has its own, if another does."""

    slug: str
    holder: str


class ArticleQuerySet(models.QuerySet["Article"]):
    """Filters, orders and loading plans, which chain in any order."""

    def published(self, now: datetime | None = None) -> Self:
        """What the public may see."""
        return self.filter(published_q(now=now))

    def released(self, now: datetime) -> Self:
        """Articles that editors let out by now: published ones, and scheduled ones whose time has come.

        A document may date its article later still: `published` leaves those out.
        """
        return self.filter(released_q(now=now))

    def marked_published(self) -> Self:
        """Articles whose `published` is true: those that are public, and those that are to become so."""
        return self.filter(published=True)

    def in_topic(self, topic: Topic) -> Self:
        """Those listed under one topic."""
        return self.filter(listings__topic=topic)

    def from_provider(self, provider: Provider) -> Self:
        """Those that one provider published."""
        return self.filter(provider=provider)

    def at_address(self, address: str, *, spelt: Iterable[str] = ()) -> Self:
        """Those at an address: the original's, their page's on this site, or the path of their document.

        `spelt` has other spellings of the original's address.
        """
        name = address.rstrip("/").rpartition("/")[2]
        # As the index on it says: not the many without an address.
        original = Q(web_url__in=[address, *spelt]) & ~Q(web_url="")
        return self.filter(original | Q(slug__in={name, name.rpartition(".")[0]}))

    def in_another_form(self, address: str) -> Self:
        """Those whose address is this in other letters: another case, or marks written otherwise."""
        return self.filter(slug_key=fingerprint(address)).exclude(slug=address)

    def free_slugs(self, paths: Sequence[str]) -> dict[str, FreeSlug]:
        """An address for each of some new articles that no other has, nor another of them."""
        stems = {fingerprint(stem_of(path)) for path in paths}
        held = dict(self.filter(slug_key__in=stems).values_list("slug_key", "path"))
        if held or len(stems) < len(paths):
            wanted = {fingerprint(slug) for path in paths for slug in addresses_for(path)}
            held = dict(self.filter(slug_key__in=wanted).values_list("slug_key", "path"))
        free = {}
        for path in paths:
            slug = next(slug for slug in addresses_for(path) if fingerprint(slug) not in held)
            free[path] = FreeSlug(slug, held.get(fingerprint(stem_of(path)), ""))
            held[fingerprint(slug)] = path
        return free

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

    def revoke_links(self) -> int:
        """Let no link to their previews open any more that was made before."""
        return self.update(revoked_links=Coalesce(F("revoked_links"), 0) + 1)

    def newest(self) -> Self:
        """Newest first, equal times by path: the order of the origin's API."""
        return self.order_by(*NEWEST)

    def by_address(self) -> Self:
        """By their addresses, the newest first of those that share one."""
        return self.order_by("slug", *NEWEST)

    def hottest(self) -> Self:
        """Hottest first, where heat fades with age."""
        return self.order_by(*HOTTEST)

    def for_desk(self) -> Self:
        """What a row of the desk's list shows, without the texts that it does not."""
        # Late, for models name their managers here.
        conflicts = self.model._meta.apps.get_model("articles", "Conflict")._default_manager
        waiting = conflicts.filter(path=models.OuterRef("path"), settled=None, superseded_by=None)
        return (
            self.with_has_text()
            .select_related("provider", "decided_by", "created_by", "link_check")
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
        """Those that somebody may change: all, or their own drafts until they are ready for review.

        `Article.may_be_changed_by` is the same rule for one.
        """
        if not user.has_perm("articles.change_article"):
            return self.none()
        if user.has_perm("articles.edit_every_article"):
            return self
        return self.filter(created_by=user.pk, state="draft")

    def locked(self) -> Self:
        """These rows, locked until the transaction ends, by their keys in order: nobody waits in a circle.

        Whoever was quicker may have changed them: what has to hold still is asked again of what is
        locked, as in `due(now).locked().due(now)`.
        """
        # By their keys: what joins or is distinct cannot be locked.
        keys = list(self.values_list("pk", flat=True))
        rows: Any = self.model._default_manager.filter(pk__in=keys).with_has_text()
        locked: Self = rows.select_for_update(of=("self",)).order_by("pk")
        return locked

    def locked_for(self, user: Any) -> Self:
        """Those that somebody may change, locked; all of them for nobody, which is a command."""
        return self.locked() if user is None else self.changeable_by(user).locked().changeable_by(user)

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

    def sent_for_review(self) -> Self:
        """What its writer said is ready, the longest wait first: what is first in line in the inbox."""
        return self.filter(sent_for_review_at__isnull=False).order_by("sent_for_review_at", "path")

    def scheduled(self, now: datetime) -> Self:
        """Articles that an editor scheduled for a time that is still to come."""
        return self.filter(_SCHEDULED, publish_at__gt=now)

    def soonest(self) -> Self:
        """What becomes public next first, equal times by path."""
        return self.order_by("publish_at", "path")

    def due(self, now: datetime) -> Self:
        """Articles whose state is still scheduled although their time has come."""
        return self.filter(_SCHEDULED, publish_at__lte=now)

    def set_aside_as(self, state: str) -> Self:
        """Articles in one of the states draft, scheduled, rejected and withdrawn, which share an index."""
        return self.filter(_SET_ASIDE, state=state)

    def rejected_or_withdrawn(self) -> Self:
        """Articles that editors keep from the public, whether they were public before or not."""
        return self.filter(_REFUSED)

    def keep_decisions(self, articles: Sequence[Article]) -> None:
        """Save what was decided about some articles, and nothing else of them."""
        # What all of them say now is one short statement; row by row it takes ten times as long. A
        # constraint holds the first three together at every moment.
        together = (
            ("published", "state", "publish_at"),
            ("reason",),
            ("decided_at",),
            ("decided_by",),
            ("sent_for_review_at",),
        )
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

    def keep_dates(self, articles: Sequence[Article]) -> None:
        """Save when some articles are dated, and what follows for their heat."""
        self.bulk_update(articles, ["published_date_time", "heat_score"])

    def keep_names(self, articles: Sequence[Article]) -> None:
        """Save what the documents and the pages of some articles are called."""
        self.bulk_update(articles, ["path", "path_key", "slug", "slug_key"])

    def give_to(self, provider: Provider | None) -> None:
        """Let all of them be a provider's, or nobody's; how their documents name theirs stays."""
        self.update(provider=provider)

    def keep_waiting(self, articles: Sequence[Article]) -> None:
        """Save what there is to decide again about some articles, and nothing else of them."""
        self.bulk_update(articles, ["changed_at_source", "is_waiting"])

    def delete(self) -> NoReturn:
        """Raise TypeError: what is deleted without being withheld would come back with the next import."""
        raise TypeError("Articles are deleted by articles.editing.withholding.withhold().")

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
        rows = self.with_body().select_related("provider")
        return rows.prefetch_related("provider__logos", *lists)

    def with_has_text(self) -> Self:
        """With whether they have a text or embedded content (`has_text`), which stay unread."""
        empty = models.When(body="", featured_content="", then=False)
        return self.annotate(has_text=models.Case(empty, default=True))

    def with_body(self) -> Self:
        """With their texts, which may have a megabyte each: no other query reads them."""
        return self.defer(None)

    def for_form(self) -> Self:
        """Loaded for the desk's form of one article, with who decided and its document's bytes as imported.

        But for what providers are called besides, which one query can tell for all of them.
        """
        apps = self.model._meta.apps
        images = apps.get_model("articles", "Image")._default_manager
        sources = apps.get_model("articles", "SourceDocument")._default_manager
        source = sources.filter(path=models.OuterRef("path")).values("content")[:1]
        lists = (lookup for lookups in self.list_lookups().values() for lookup in lookups)
        # How a mention of each provider would look is for documents alone.
        plain = (Prefetch(f"{of}provider__logos", images.none()) for of in ("", "related_links__"))
        rows = self.with_body().annotate(source_content=models.Subquery(source))
        return rows.select_related("provider", "decided_by", "created_by").prefetch_related(
            *(lookup for lookup in lists if not str(lookup).endswith("__aliases")), *plain
        )

    def for_merge(self) -> Self:
        """Loaded for rows that an import may change: related rows are read only when a merge asks."""
        return self.with_body().select_related("provider")


_Articles = models.Manager.from_queryset(ArticleQuerySet)


class ArticleManager(_Articles["Article"]):
    """Articles without their texts, unless a query asks for those."""

    def get_queryset(self) -> ArticleQuerySet:
        found: ArticleQuerySet = super().get_queryset()  # type: ignore[assignment]  # it is made of that
        return found.defer("body")


class InOrderQuerySet(models.QuerySet[_Member]):
    """Members of something, each at its place."""

    def keep_places(self, members: Sequence[_Member]) -> None:
        """Save where some members stand, and nothing else of them."""
        self.bulk_update(members, ["position"], batch_size=500)


class RelatedLinkQuerySet(InOrderQuerySet["RelatedLink"]):
    """Other articles in short."""

    def give_to(self, provider: Provider) -> None:
        """Let them be another provider's; how their documents name theirs stays."""
        self.update(provider=provider)


class ImageQuerySet(InOrderQuerySet["Image"]):
    """Pictures."""

    def elsewhere(self) -> Self:
        """Those that stay with others, among what pages show: pictures of articles, and logos."""
        is_there = Q(url__istartswith="http://") | Q(url__istartswith="https://")
        return self.filter(is_there, related_link__isnull=True)

    def of_providers(self, providers: Collection[Provider]) -> Self:
        """Pictures of what some published, and their logos."""
        return self.filter(Q(article__provider__in=providers) | Q(provider__in=providers))

    def measure(self, width: int, height: int) -> None:
        """Say how large they are."""
        self.update(width=width, height=height)

    def say_cached(self) -> None:
        """Let documents say that there are copies of them."""
        self.update(is_cached=True)

    def give_to(self, provider: Provider) -> None:
        """Let them be a provider's logos."""
        self.update(provider=provider)
