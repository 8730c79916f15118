"""What shall not come back, and what shall not until it changes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.querysets import LeftDocumentQuerySet, WithheldQuerySet
from documents import addresses, layout, schema
from providers.fingerprints import AddressFingerprint, Fingerprint

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models.article import Article


class Withheld(models.Model):
    """An article that was deleted here, or kept out at an upload: imports leave it out until this is lifted.

    Known by its path and by its canonical address, for the source may bring it again under another name.
    """

    path = models.CharField(_("document"), max_length=layout.PATH_LIMIT)
    path_key = Fingerprint("path")
    canonical_url = models.CharField(
        _("canonical address"),
        max_length=schema.URL_LIMIT,
        blank=True,
        help_text=_("See documents.addresses."),
    )
    address_key = AddressFingerprint("canonical_url", db_index=False)
    title = models.CharField(_("title"), max_length=schema.TITLE_LIMIT, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    withheld = models.DateTimeField(_("withheld"))
    withheld_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lifted = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = WithheldQuerySet.as_manager()

    class Meta:
        verbose_name = _("withheld article")
        verbose_name_plural = _("withheld articles")
        ordering = ("-withheld", "path")
        constraints = (
            models.UniqueConstraint("path", name="withheld_once", condition=models.Q(lifted__isnull=True)),
        )
        indexes = (
            # What an import asks of each batch.
            models.Index("address_key", name="withheld_by_address", condition=models.Q(lifted__isnull=True)),
        )

    def __str__(self) -> str:
        return self.title or self.path

    @classmethod
    def of(cls, article: Article, *, by: User | None, reason: str, now: datetime) -> Withheld:
        """The entry, not saved yet, that keeps an article from coming back."""
        return cls(
            path=article.path,
            canonical_url=addresses.canonical(article.original_url or article.web_url),
            title=article.title,
            reason=reason,
            withheld=now,
            withheld_by=by,
        )


class LeftDocument(models.Model):
    """A document that somebody left out of an upload: no import offers it again until it has changed."""

    path = models.CharField(_("document"), max_length=layout.PATH_LIMIT, unique=True)
    digest = models.BinaryField(_("digest"), max_length=32, help_text=_("SHA-256 of the bytes."))
    left_out = models.DateTimeField(_("left out"))
    left_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = LeftDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document that was left out")
        verbose_name_plural = _("documents that were left out")
        ordering = ("path",)

    def __str__(self) -> str:
        return self.path
