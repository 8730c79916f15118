"""Subjects in a tree, and the lists of articles under them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.redirect import Redirect
from articles.querysets import HOTTEST, NEWEST, ListingQuerySet, TopicAliasQuerySet, TopicQuerySet
from documents import layout, schema
from documents.identity import identity
from documents.layout import Kind
from documents.layout.slugs import slug_of
from providers.fingerprints import AsciiLower, NameFingerprint
from providers.models import Documented


class Topic(Documented):
    """A subject; its name, unique without case, is what documents call it by.

    No topic is its own ancestor: a trigger in the database sees to it (migration
    0001_initial), for a check constraint cannot look at other rows.
    """

    kind = Kind.TOPIC

    path = models.CharField(
        _("document"),
        max_length=layout.PATH_LIMIT,
        blank=True,
        editable=False,
        help_text=_("Where its document lies in the site; empty while only articles name it."),
    )
    name = models.CharField(_("name"), max_length=schema.NAME_LIMIT)
    name_key = NameFingerprint("name")
    slug = models.SlugField(_("slug"), max_length=schema.NAME_LIMIT, unique=True, allow_unicode=True)
    shortname = models.CharField(_("short name"), max_length=schema.NAME_LIMIT, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )
    position = models.PositiveIntegerField(
        _("position"),
        null=True,
        blank=True,
        help_text=_("The number in its document's name, by which topics are displayed."),
    )
    keywords = models.JSONField(_("keywords"), default=list, blank=True)
    hashtags = models.JSONField(_("hashtags"), default=list, blank=True)
    services = models.JSONField(_("services"), default=dict, blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        permissions = (("merge_topic", _("Can merge topics")),)
        ordering = (models.F("position").asc(nulls_last=True), "path", "name")
        constraints = (
            # Documents name topics, in whatever case: an import looks them up by this.
            models.UniqueConstraint(
                AsciiLower("name"),
                name="topic_name_unique_without_case",
                violation_error_message=_("Another topic has this name."),
            ),
            # All letters, in whatever form their marks are written.
            models.UniqueConstraint(
                "name_key", name="topic_name_unique_as_compared", condition=~models.Q(name_key=None)
            ),
            models.UniqueConstraint("path", name="topic_path_unique", condition=~models.Q(path="")),
            models.CheckConstraint(
                name="topic_not_its_own_parent",
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                violation_error_message=_("A topic cannot be its own parent."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save what a person decided: such a topic has a document of its own from now on.

        An import, which also makes the topics that articles merely name, writes in bulk instead.
        """
        if not self.slug:
            self.slug = self._free_slug()
        if self.position is None:
            last = Topic.objects.aggregate(last=models.Max("position"))["last"]
            self.position = 0 if last is None else last + 1
        if not self.path:
            self.path = self.free_path()
        before = Topic.objects.filter(pk=self.pk).only("name", "slug").first() if self.pk else None
        super().save(*args, **kwargs)
        TopicAlias.objects.free([self.name])
        if before and before.slug != self.slug:
            Redirect.objects.remember({f"topics/{before.slug}": self})
        if before and identity(before.name) != identity(self.name):
            TopicAlias.objects.remember([before.name], self)

    def free_path(self) -> str:
        """The path of a document that is yet to be written."""
        return layout.topic_path(self.slug, self.position or 0)

    @property
    def file_path(self) -> str:
        """Where its document goes out: at `path`; numbered otherwise where it was moved here."""
        if not self.path or self.position is None:
            return self.path
        return layout.renumbered(self.path, self.position)

    def get_absolute_url(self) -> str:
        """Its page on this site."""
        return reverse("articles:topic", args=[self.slug])

    def leave_to_mentions(self) -> None:
        """Give up its document, and all that only that said; articles go on naming it."""
        self.path, self.shortname, self.parent, self.position = "", "", None, None
        self.keywords, self.hashtags, self.services = [], [], {}
        super().save()

    def _free_slug(self) -> str:
        slug = plain = slug_of(self.name, settings.SITE_LANGUAGE)
        number = 1
        while Topic.objects.exclude(pk=self.pk).filter(slug=slug).exists():
            number += 1
            slug = f"{plain}-{number}"
        return slug

    def clean(self) -> None:
        """Refuse a name that is another's, and a parent below this topic, in words that a form can show."""
        if Topic.objects.exclude(pk=self.pk).called(self.name).exists():
            raise ValidationError({"name": _("Another topic has this name.")})
        above = self.parent
        while above is not None:
            if above == self:
                raise ValidationError({"parent": _("A topic cannot be below itself.")})
            above = above.parent


class TopicAlias(models.Model):
    """Another name of a topic: its own before it was renamed here, or that of one that went into it.

    What comes in under this name belongs to the topic: an import does not make the old one again.
    """

    key = models.CharField(
        max_length=3 * schema.NAME_LIMIT, unique=True, help_text=_("The name, case folded.")
    )
    name = models.CharField(_("name"), max_length=schema.NAME_LIMIT)
    topic = models.ForeignKey(
        Topic, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("topic")
    )

    objects = TopicAliasQuerySet.as_manager()

    class Meta:
        verbose_name = _("other name of a topic")
        verbose_name_plural = _("other names of topics")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Listing(models.Model):
    """One article in one topic: its position there, and copies of what the topic's page sorts by.

    The copies make that page one index scan however many articles there are. Only
    `Listing.objects.refresh()` and an import write them.
    """

    # The unique constraint's index serves it too.
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="listings", db_index=False
    )
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="listings", verbose_name=_("topic")
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("In the article's list of topics; the most specific is first.")
    )
    published = models.BooleanField(_("published"), default=False, editable=False)
    published_date_time = models.DateTimeField(_("published at"), null=True, editable=False)
    made_at = models.DateTimeField(_("made at"), null=True, editable=False)
    publish_at = models.DateTimeField(_("publish at"), null=True, editable=False)
    path = models.CharField(max_length=layout.PATH_LIMIT, editable=False)
    heat_score = models.FloatField(_("heat with age"), default=0.0, editable=False)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        ordering = ("position",)
        constraints = (models.UniqueConstraint("article", "topic", name="listing_once_per_topic"),)
        indexes = (
            # The topic's page, newest first, equal times by path: see ListingQuerySet.newest_in().
            models.Index(
                "topic",
                *NEWEST,
                name="listing_newest_in_topic",
                condition=models.Q(published=True),
            ),
            # The same page, hottest first.
            models.Index(
                "topic", *HOTTEST, name="listing_hottest_in_topic", condition=models.Q(published=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.path}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Copy what the topic's page sorts by before saving."""
        self.published = self.article.published is True
        self.published_date_time = self.article.published_date_time
        self.made_at = self.article.made_at
        self.publish_at = self.article.publish_at
        self.path = self.article.path
        self.heat_score = self.article.heat_score
        super().save(*args, **kwargs)
