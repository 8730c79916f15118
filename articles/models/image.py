"""Pictures of articles, of related links and of providers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.related_link import RelatedLink
from articles.models.story import url_field
from articles.querysets import ImageQuerySet
from documents import schema
from documents.layout import Kind
from providers.models import Documented, Provider


class Image(Documented):
    """A picture with exactly one owner: an article, a related link, or a provider (then a logo)."""

    kind, member_of = Kind.ARTICLE, "images"

    # Each is indexed where it is set (below): two of the three never are.
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="images", db_index=False
    )
    related_link = models.ForeignKey(
        RelatedLink, models.CASCADE, null=True, blank=True, related_name="images", db_index=False
    )
    provider = models.ForeignKey(
        Provider, models.CASCADE, null=True, blank=True, related_name="logos", db_index=False
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    url = url_field(_("address"))
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=schema.TITLE_LIMIT, blank=True)
    is_cached = models.BooleanField(_("is cached"), null=True, blank=True)
    attribution = models.CharField(_("attribution"), max_length=schema.TITLE_LIMIT, blank=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ("position",)
        indexes = tuple(
            models.Index(owner, name=f"image_of_{owner}", condition=models.Q(**{f"{owner}__isnull": False}))
            for owner in ("article", "related_link", "provider")
        )
        constraints = (
            models.CheckConstraint(
                name="image_has_one_owner",
                condition=(
                    models.Q(article__isnull=False, related_link__isnull=True, provider__isnull=True)
                    | models.Q(article__isnull=True, related_link__isnull=False, provider__isnull=True)
                    | models.Q(article__isnull=True, related_link__isnull=True, provider__isnull=False)
                ),
                violation_error_message=_(
                    "A picture belongs to one article, one related link or one provider."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.title or self.url
