"""An article: its columns, and the rules that hold for one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NoReturn

from django.conf import settings
from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.damage import is_damaged
from articles.models.first_paragraph import instead_of_excerpt
from articles.models.heat import heat_score
from articles.models.history import Revision
from articles.models.imports import ExportedDocument, ImportedDocument, SourceDocument
from articles.models.redirect import Redirect
from articles.models.story import Story
from articles.models.topic import Listing, Topic
from articles.models.withheld import Withheld
from articles.models.workflow import LIVE, Decided, IllegalMove, State
from articles.querysets import HOTTEST, NEWEST, ArticleManager
from documents import languages, layout, schema
from documents.document import is_visible
from documents.identity import fingerprint
from documents.layout import Kind
from documents.layout.slugs import slug_of
from providers.fingerprints import Fingerprint


class Article(Decided, Story):
    """One article document; its path within the site is its identity, neither URL nor title is."""

    kind = Kind.ARTICLE

    path = models.CharField(_("document"), max_length=layout.PATH_LIMIT, unique=True, blank=True)
    slug = models.CharField(
        _("slug"),
        max_length=layout.PATH_LIMIT,
        db_index=True,
        editable=False,
        help_text=_("Its public address: the stem of its document's name, unless another has that."),
    )
    path_key = Fingerprint("path")
    slug_key = Fingerprint("slug")
    category = models.CharField(_("category"), max_length=schema.WORD_LIMIT, blank=True, default="news")
    published = models.BooleanField(
        _("published"),
        null=True,
        blank=True,
        help_text=_("Only “yes” is public; “unknown” leaves the key out of the document."),
    )
    featured_content = models.TextField(_("featured content"), blank=True)
    # Only what asks for it reads it: `ArticleQuerySet.with_body()`.
    body = models.TextField(
        _("text"),
        blank=True,
        default="",
        db_default="",
        help_text=_("Markdown: an empty line between paragraphs, ## before a heading."),
    )
    first_paragraph = models.TextField(
        _("first paragraph"),
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text=_("Of the text, where there is no excerpt; lists and feeds say it instead."),
    )
    heat_score = models.FloatField(
        _("heat with age"),
        default=0.0,
        editable=False,
        help_text=_("What “hottest” orders by: see articles/models/heat.py."),
    )
    edited_at = models.DateTimeField(
        _("edited at"),
        null=True,
        editable=False,
        help_text=_(
            "When people last changed a word of it, whether here or at the source; feeds call it updated. "
            "Only the database writes it (migration 0001_initial): heat and quality never move it."
        ),
    )
    is_damaged = models.BooleanField(
        _("damaged text"),
        default=False,
        db_default=False,
        editable=False,
        help_text=_("Whether title or excerpt hold entities or characters that were read wrongly."),
    )
    language = models.CharField(  # noqa: DJ001  SQLite makes a table anew for a column that may not be null.
        _("language"),
        max_length=languages.TAG_LIMIT,
        null=True,
        editable=False,
        help_text=_("What its document names as its own; without one, that of the site (SITE_LANGUAGE)."),
    )
    left_as_is = models.JSONField(
        _("left as it is"),
        null=True,
        editable=False,
        help_text=_("Which texts somebody said are as they should be: see articles/models/damage.py."),
    )
    made_at = models.DateTimeField(
        _("made at"),
        null=True,
        default=timezone.now,
        editable=False,
        help_text=_("When it was written here or came in; what has no date stands there in lists."),
    )
    revoked_links = models.PositiveIntegerField(
        _("revoked links"),
        null=True,
        editable=False,
        help_text=_("How often all links to its preview that were made so far were ended."),
    )
    topics: models.ManyToManyField[Topic, Listing] = models.ManyToManyField(
        Topic, through=Listing, related_name="articles", verbose_name=_("topics")
    )

    objects = ArticleManager()

    class Meta(Story.Meta):
        abstract = False
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = NEWEST
        permissions = (
            ("edit_every_article", _("Can see and edit what others wrote, and what came from the source")),
            ("publish_article", _("Can publish, schedule and withdraw articles")),
            ("reject_article", _("Can reject articles")),
        )
        constraints = (
            # What the public sees and what the desk shows cannot part.
            models.CheckConstraint(
                name="article_state_is_what_published_says",
                condition=(
                    models.Q(state__in=sorted(LIVE), published=True)
                    | (
                        ~models.Q(state__in=sorted(LIVE))
                        & (models.Q(published=False) | models.Q(published__isnull=True))
                    )
                ),
            ),
            models.CheckConstraint(
                name="article_scheduled_has_its_time",
                condition=(
                    models.Q(state=State.SCHEDULED, publish_at__isnull=False)
                    | (~models.Q(state=State.SCHEDULED) & models.Q(publish_at__isnull=True))
                ),
            ),
        )
        indexes = (
            # Newest first, equal times by path: the public API and the front page.
            models.Index(
                *NEWEST,
                name="article_newest_published",
                condition=models.Q(published=True),
            ),
            # The admin's list, which shows what is not public too.
            models.Index(*NEWEST, name="article_newest"),
            # The front page: hottest first, equal scores by path.
            models.Index(*HOTTEST, name="article_hottest_published", condition=models.Q(published=True)),
            # A provider's page.
            models.Index(
                "provider",
                *NEWEST,
                name="article_newest_of_provider",
                condition=models.Q(published=True),
            ),
            models.Index(
                "provider",
                *HOTTEST,
                name="article_hottest_of_provider",
                condition=models.Q(published=True),
            ),
            # The inbox, newest first.
            models.Index(*NEWEST, name="article_newest_waiting", condition=models.Q(is_waiting=True)),
            # The inbox narrowed to a provider.
            models.Index(
                "provider",
                *NEWEST,
                name="article_waiting_of_provider",
                condition=models.Q(is_waiting=True),
            ),
            # How much of a provider's stories gets published: see articles/editing/track_record.py.
            models.Index(
                "provider",
                *NEWEST,
                name="article_refused_of_provider",
                condition=models.Q(state__in=[State.REJECTED, State.WITHDRAWN]),
            ),
            # What is a draft, or was scheduled, rejected or withdrawn: few, and each a list of the desk.
            models.Index(
                "state",
                *NEWEST,
                name="article_newest_set_aside",
                condition=models.Q(state__in=[State.DRAFT, State.SCHEDULED, State.REJECTED, State.WITHDRAWN]),
            ),
            # Those with a text to repair.
            models.Index(*NEWEST, name="article_newest_damaged", condition=models.Q(is_damaged=True)),
            # What becomes public next.
            models.Index(
                "publish_at",
                "path",
                name="article_next_scheduled",
                condition=models.Q(state=State.SCHEDULED),
            ),
            # What is first in line in the inbox.
            models.Index(
                "sent_for_review_at",
                "path",
                name="article_sent_for_review",
                condition=models.Q(sent_for_review_at__isnull=False),
            ),
            # What a contributor wrote.
            models.Index(
                "created_by", name="article_created_by", condition=models.Q(created_by__isnull=False)
            ),
            # Whether a related link points at an article of ours. A hash, for an address may be longer
            # than an entry of PostgreSQL's usual index; SQLite makes its usual one.
            HashIndex("web_url", name="article_at_web_url"),
        )

    def __str__(self) -> str:
        return super().__str__() or self.path

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, give a new article its path, and keep the listings' copies and old addresses true.

        Raises IllegalMove where its state was set to one that it cannot go to.
        """
        if not self.path:
            self.path = self._free_path()
        before = Article.objects.filter(pk=self.pk).only(*_BEFORE).first() if self.pk else None
        stays = before is not None and before.path == self.path
        self.slug = before.slug if before is not None and stays else self._free_slug()
        self.heat_score = heat_score(self.heat, self.placed_at)
        self.look_for_damage()
        self.look_for_first_paragraph()
        if before is not None and before.state != self.state:
            self._check_move(before)
        self.agree()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], *_DERIVED}
        super().save(*args, **kwargs)
        Listing.objects.refresh([self])
        if before is not None:
            self._leave(before)

    @property
    def placed_at(self) -> datetime | None:
        """Where it stands in lists; `querysets.PLACED_AT` is the same rule for rows."""
        return self.published_date_time or self.made_at

    @property
    def summary(self) -> str:
        """What it is about: its excerpt, or the first paragraph of its text."""
        return self.first_paragraph or self.excerpt

    def look_for_damage(self) -> None:
        """Set whether there is a repair to propose for its texts, unsaved."""
        self.is_damaged = is_damaged(self.title, self.excerpt, left=self.left_as_is or ())

    def look_for_first_paragraph(self) -> None:
        """Set what lists say instead of an excerpt, unsaved."""
        self.first_paragraph = instead_of_excerpt(self.excerpt, self.body)

    def get_absolute_url(self) -> str:
        """Its page on this site."""
        return reverse("articles:article", args=[self.slug])

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raise TypeError: see `ArticleQuerySet.delete`."""
        Article.objects.filter(pk=self.pk).delete()

    def _check_move(self, before: Article) -> None:
        """Whether its new state is one that it could go to; `published` follows the state."""
        to = State(self.state)
        refusal = Decided.refusal(before, to, now=timezone.now(), publish_at=self.publish_at)
        if refusal := refusal or (self.lack() if to in LIVE else ""):
            raise IllegalMove(refusal)
        if (self.state in LIVE) != (self.published is True):
            self.published = self.state in LIVE

    def _leave(self, before: Article) -> None:
        """Remember the address that an article had before it moved, or before readers lost sight of it."""
        now = timezone.now()
        if before.slug != self.slug:
            Redirect.objects.remember({f"news/{before.slug}": self})
        elif before.is_public(now) and not self.is_public(now):
            Redirect.objects.remember({f"news/{self.slug}": None})

    def _free_path(self) -> str:
        slug = slug_of(self.title, self.language or settings.SITE_LANGUAGE)
        return Article.free_paths([layout.article_path(self.published_date_time, slug)])[0]

    @classmethod
    def free_paths(cls, wanted: Sequence[str]) -> list[str]:
        """For each path one that no document ever had, nor another of them, with a number where need be."""
        choices = {path: [*layout.numbered(path)] for path in wanted}
        every = [choice for some in choices.values() for choice in some]
        keys = [fingerprint(choice) for choice in every]
        known = {
            fingerprint(path)
            for model in _KNOW_PATHS
            for path in model._default_manager.filter(path__in=every).values_list("path", flat=True)
        }
        for model in _KNOW_KEYS:
            known |= {*model._default_manager.filter(path_key__in=keys).values_list("path_key", flat=True)}
        free = []
        for path in wanted:
            free.append(next(choice for choice in choices[path] if fingerprint(choice) not in known))
            known.add(fingerprint(free[-1]))
        return free

    def _free_slug(self) -> str:
        return Article.objects.exclude(pk=self.pk).free_slugs([self.path])[self.path].slug

    def is_public(self, now: datetime) -> bool:
        """Whether the public may see it at a time; `querysets.published_q` is the same rule for rows."""
        times = (self.published_date_time, self.publish_at)
        return self.published is True and all(time is None or time <= now for time in times)

    def refusal(self, to: State, *, now: datetime, publish_at: datetime | None = None) -> str:
        """Why it cannot move there now; empty where it can. Of nothing at all nobody could read anything."""
        refused = super().refusal(to, now=now, publish_at=publish_at)
        return refused or (self.lack() if to in LIVE else "")

    def lack(self) -> str:
        """Why readers would get nothing from it; empty where there is something to read."""
        short = [getattr(self, name) for name in ("first_paragraph", *self.content) if name not in _LONG]
        # The others are read last, and not where a query said that there are none.
        if any(map(is_visible, short)):
            return ""
        if getattr(self, "has_text", True) and any(is_visible(getattr(self, name)) for name in self.content):
            return ""
        if self.created_by_id is not None:
            return str(_("There is nothing to read in it: give it a text, an excerpt or an address first."))
        return str(_("It is empty: give it a title, a text or an address first."))

    @property
    def content(self) -> tuple[str, ...]:
        """The fields of which a story that readers see has one at least.

        Of one that is written here the title promises what one of the others keeps.
        """
        return CONTENT if self.created_by_id is None else CONTENT[1:]

    def may_be_changed_by(self, user: Any) -> bool:
        """Whether somebody may change it; `ArticleQuerySet.changeable_by` is the same rule for rows."""
        if not user.has_perm("articles.change_article"):
            return False
        is_own_draft = self.created_by_id == user.pk and self.state == State.DRAFT
        return bool(user.has_perm("articles.edit_every_article") or is_own_draft)


# The text and what is embedded come last: lists leave them unread.
CONTENT = ("title", "web_url", "original_url", "excerpt", "featured_content", "body")
_LONG = frozenset({"featured_content", "body"})
# What is asked of the row before it is saved, and what follows from what is saved.
_BEFORE = ("path", "slug", "published", "published_date_time", "state", "publish_at", "changed_at_source")
_KEYS = frozenset({"path_key", "slug", "slug_key"})
_DERIVED = _KEYS | {
    "heat_score",
    "published",
    "state",
    "publish_at",
    "sent_for_review_at",
    "is_waiting",
    "is_damaged",
    "first_paragraph",
}
# Where a path is remembered that an article had: a new one would continue what is told of it.
_KNOW_PATHS = (Article, SourceDocument, ExportedDocument, Withheld, Revision, ImportedDocument)
# Those of them that know it in other letters as well: two paths may be one file.
_KNOW_KEYS = (Article, SourceDocument, Withheld)
