"""Forms that made something, by the token that each was given: what is sent twice makes it once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.querysets import SentFormQuerySet


class SentForm(models.Model):
    """One form that was sent, who sent it, and the desk's page of what it made."""

    token = models.CharField(_("token"), max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("sent at"), db_index=True)
    made = models.CharField(
        _("what it made"),
        max_length=300,
        blank=True,
        help_text=_("An address of the desk; empty while it is being made."),
    )

    objects = SentFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("form that was sent")
        verbose_name_plural = _("forms that were sent")

    def __str__(self) -> str:
        return self.made or self.token
