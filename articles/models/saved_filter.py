"""Views of the list of articles that people keep under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.querysets import SavedFilterQuerySet


class SavedFilter(models.Model):
    """What somebody asked of the list: tab, filters, words and order, as its address has them."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=80)
    query = models.TextField(_("query"), blank=True)
    is_shared = models.BooleanField(_("shared with everybody at the desk"), default=False)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint("owner", "name", name="saved_filter_once_per_name"),)

    def __str__(self) -> str:
        return self.name
