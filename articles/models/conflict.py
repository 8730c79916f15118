"""What an import leaves to an editor, and what it leaves alone."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.imports import ImportRun
from articles.querysets import ConflictQuerySet, FrozenFieldQuerySet
from documents import layout
from documents.json_values import unpack
from documents.merge import is_blank

# The key of the question whether an article whose file is gone from the source shall stay public.
FILE_KEY: Final = "file"


class Conflict(models.Model):
    """One editorial field that the source and an editor both changed; ours stays live until settled.

    A side that is null has no such key; else it is `{"value": …}`. The key `file` asks whether an
    article whose file is gone from the source shall stay public.
    """

    class Choice(models.TextChoices):
        """The side that an editor chose, or a text of their own."""

        OURS = "ours", _("ours")
        THEIRS = "theirs", _("theirs")
        TYPED = "typed", _("typed anew")

    path = models.CharField(_("document"), max_length=layout.PATH_LIMIT)
    key = models.CharField(_("field"), max_length=60, help_text=_("The document's key."))
    base = models.JSONField(_("as last imported"), null=True, encoder=DjangoJSONEncoder)
    theirs = models.JSONField(_("at the source"), null=True, encoder=DjangoJSONEncoder)
    ours = models.JSONField(_("ours"), null=True, encoder=DjangoJSONEncoder)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, null=True, related_name="conflicts")
    superseded_by = models.ForeignKey(
        ImportRun,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The import that found the field changed again, or back."),
    )
    found = models.DateTimeField(_("found"))
    choice = models.CharField(_("choice"), max_length=6, choices=Choice.choices, blank=True)
    settled = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflict")
        verbose_name_plural = _("conflicts")
        ordering = ("-found", "path", "key")
        constraints = (
            # The newest clash of a field supersedes an older one that still waits.
            models.UniqueConstraint(
                "path",
                "key",
                name="conflict_open_once",
                condition=models.Q(settled__isnull=True, superseded_by__isnull=True),
            ),
        )
        indexes = (
            # What waits, the newest first: the start page of the desk.
            models.Index(
                fields=["-found", "-id"],
                name="conflict_newest_waiting",
                condition=models.Q(settled__isnull=True, superseded_by__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.path

    @property
    def is_about_flip(self) -> bool:
        """Whether, of a frozen field, nobody here changed it, and both values are the source's."""
        return self.base == self.ours and not is_blank(unpack(self.theirs))


class FrozenField(models.Model):
    """A field that the source flips between some values: nobody is asked about it until another one comes.

    It stands at the newest value, unless somebody chose one. After a thaw, flips are counted anew.
    """

    path = models.CharField(_("document"), max_length=layout.PATH_LIMIT)
    key = models.CharField(_("field"), max_length=60, help_text=_("The document's key."))
    values = models.JSONField(_("values"), encoder=DjangoJSONEncoder, help_text=_("It flips between them."))
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="frozen_fields")
    since = models.DateTimeField(_("since"))
    is_held = models.BooleanField(
        _("held"), default=False, help_text=_("Somebody chose what it says: the source is not followed.")
    )
    thawed = models.DateTimeField(_("thawed"), null=True, blank=True, editable=False)

    objects = FrozenFieldQuerySet.as_manager()

    class Meta:
        verbose_name = _("frozen field")
        verbose_name_plural = _("frozen fields")
        ordering = ("-since", "path", "key")
        constraints = (models.UniqueConstraint("path", "key", name="frozen_field_once"),)

    def __str__(self) -> str:
        return self.path
