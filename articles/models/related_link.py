"""Related coverage under an article."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.story import Story
from articles.querysets import RelatedLinkQuerySet
from documents.layout import Kind


class RelatedLink(Story):
    """Another article in short, at a position under an article; not an Article itself."""

    kind, member_of = Kind.ARTICLE, "related"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="related_links")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = RelatedLinkQuerySet.as_manager()

    class Meta(Story.Meta):
        abstract = False
        verbose_name = _("related link")
        verbose_name_plural = _("related links")
        ordering = ("position",)
