"""What an article and an article in short have in common."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents import schema
from providers.models import Documented, Provider


def url_field(name: Any, **options: Any) -> models.CharField[str, str]:
    """An address, http(s) or relative to the site; the schema of documents says which are allowed."""
    return models.CharField(name, max_length=schema.URL_LIMIT, blank=True, **options)


class Story(Documented):
    """What an article and an article in short have in common; each field is the document's key."""

    title = models.CharField(_("title"), max_length=schema.TITLE_LIMIT, blank=True)
    excerpt = models.TextField(_("excerpt"), blank=True)
    published_date_time = models.DateTimeField(_("published at"), null=True, blank=True)
    original_url = url_field(_("original address"))
    web_url = url_field(_("web address"))
    amp_web_url = url_field(_("AMP address"))
    cdn_amp_web_url = url_field(_("AMP address at the cache"))
    type = models.CharField(_("type"), max_length=schema.WORD_LIMIT, blank=True)
    quality = models.IntegerField(_("quality"), null=True, blank=True)
    heat = models.IntegerField(_("heat"), null=True, blank=True)
    provider = models.ForeignKey(
        Provider,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("provider"),
    )
    provider_mention = models.JSONField(
        _("provider as the document gives it"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Documents name one provider in several ways, with several logos; each is kept."),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title or self.web_url or self.original_url
