"""Former addresses, and what they lead to now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.querysets import RedirectQuerySet
from documents import layout
from providers.fingerprints import Fingerprint
from providers.models import Provider

if TYPE_CHECKING:
    from articles.models import Article, Topic


class Redirect(models.Model):
    """An address that a page had: it leads to the row, wherever that is now, or the page is gone.

    Rows, not addresses, are what it leads to, and what stands at an address now comes first: so a
    page that moves away and back makes no circle.
    """

    address = models.CharField(
        _("former address"),
        max_length=layout.PATH_LIMIT + 10,
        unique=True,
        help_text=_("Such as news/STEM, topics/SLUG or providers/DOMAIN."),
    )
    address_key = Fingerprint("address")
    article: models.ForeignKey[Article | None, Article | None] = models.ForeignKey(
        "articles.Article", models.SET_NULL, null=True, blank=True, verbose_name=_("article")
    )
    topic: models.ForeignKey[Topic | None, Topic | None] = models.ForeignKey(
        "articles.Topic", models.SET_NULL, null=True, blank=True, verbose_name=_("topic")
    )
    provider: models.ForeignKey[Provider | None, Provider | None] = models.ForeignKey(
        Provider, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("provider")
    )

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ("address",)

    def __str__(self) -> str:
        return self.address

    def target(self) -> Article | Topic | Provider | None:
        """What it leads to; None where that is gone."""
        return self.article or self.topic or self.provider
