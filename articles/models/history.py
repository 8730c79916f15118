"""Who changed what here, field by field."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.querysets import RevisionQuerySet
from documents import layout


class Revision(models.Model):
    """One change made here to one article, topic or provider; what imports do is in ImportedDocument.

    `changes` has the shape of `ImportedDocument.changes`: for each field its key, and before and after,
    packed (see documents.json_values). What no document says has keys of its own:
    articles.editing.history.DESK.
    """

    class Origin(models.TextChoices):
        """From where it was changed: which screen, or which rule."""

        FORM = "form", _("form")
        BULK = "bulk", _("several at once")
        TRIAGE = "triage", _("list")
        CONFLICT = "conflict", _("conflict settled")
        RESTORE = "restore", _("restored")
        UNDO = "undo", _("taken back")
        REPAIR = "repair", _("text repaired")
        MERGE = "merge", _("merged")
        BLOCK = "block", _("provider blocked")
        SCHEDULE = "schedule", _("its time came")
        COMMAND = "command", _("command")

    path = models.CharField(_("document"), max_length=layout.PATH_LIMIT)
    at = models.DateTimeField(_("at"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("user")
    )
    actor = models.CharField(
        _("by"), max_length=255, blank=True, help_text=_("The name at that time, which outlives the account.")
    )
    origin = models.CharField(_("from where"), max_length=8, choices=Origin.choices)
    note = models.TextField(_("note"), blank=True)
    changes = models.JSONField(_("changes"), default=list, encoder=DjangoJSONEncoder)
    undone_by = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="undoes",
        help_text=_("The change that took this one back."),
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ("-at", "-id")
        indexes = (
            # The history of one document.
            models.Index(fields=["path", "-at"], name="revision_history"),
            # The last of what somebody did, to take it back.
            models.Index(
                fields=["user", "-at"], name="revision_of_user", condition=models.Q(user__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor}: {self.path}"
