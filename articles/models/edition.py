"""The edition: a mark in the database that every change of what the public may see moves."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.querysets import EditionQuerySet


class Edition(models.Model):
    """The one row by which caches know that what they hold is true; `articles.reading.edition` reads it.

    Triggers of the database write it (migration `edition`), so no way of writing is missed. Each change
    gives a column a new random number: a database that was restored from a backup, or two sites that
    share a cache, never come to a number that stood for something else.
    """

    # Whatever readers see, except what the other columns say.
    number = models.BigIntegerField(default=0)
    # Heat and quality: the number now, the number before the minute of the last change, and that minute.
    heat = models.BigIntegerField(default=0)
    heat_before = models.BigIntegerField(default=0)
    heat_minute = models.BigIntegerField(
        default=0, help_text=_("Minutes since 1970, by the clock of the database.")
    )
    # The bytes of source documents, of which only the API tells anything.
    sources = models.BigIntegerField(default=0)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of the site")
        verbose_name_plural = _("editions of the site")

    def __str__(self) -> str:
        return str(self.number)
