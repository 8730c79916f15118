"""What is known of where the rows came from."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.querysets import ImportRunQuerySet
from documents import layout


class ImportRun(models.Model):
    """One import: when, by whom, from where, and what came of it."""

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")
        FAILED = "failed", _("failed")

    started = models.DateTimeField(_("started"))
    finished = models.DateTimeField(_("finished"), null=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("user")
    )
    source = models.TextField(_("source"), help_text=_("What was imported, as it was named."))
    process = models.CharField(
        _("process"), max_length=255, help_text=_("Who ran it: user, host and process.")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.RUNNING)
    report = models.JSONField(_("report"), default=dict, encoder=DjangoJSONEncoder)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-started", "-id")

    def __str__(self) -> str:
        return f"{self.started:%Y-%m-%d %H:%M} {self.source}"


class SourceDocument(models.Model):
    """A document as last imported: its exact bytes, the base of every merge and of every export.

    It outlives its article, so that an import knows what an editor deleted. The keys that the
    document had, and their order, are in the bytes; nothing else says them, so nothing can differ.
    """

    path = models.CharField(_("path"), max_length=layout.PATH_LIMIT, unique=True)
    is_carried = models.BooleanField(
        _("carried"),
        default=False,
        help_text=_("A file beside the documents, of which no row is made."),
    )
    digest = models.BinaryField(_("digest"), max_length=32, help_text=_("SHA-256 of the bytes."))
    run = models.ForeignKey(
        ImportRun,
        on_delete=models.SET_NULL,
        null=True,
        related_name="source_documents",
        verbose_name=_("import"),
    )
    content = models.BinaryField(_("content"))

    class Meta:
        verbose_name = _("source document")
        verbose_name_plural = _("source documents")
        ordering = ("path",)

    def __str__(self) -> str:
        return self.path


class Conflict(models.Model):
    """One editorial field that the source and an editor both changed; ours stays live until settled."""

    path = models.CharField(_("document"), max_length=layout.PATH_LIMIT)
    key = models.CharField(_("field"), max_length=60, help_text=_("The document's key."))
    base = models.JSONField(_("as last imported"), null=True, encoder=DjangoJSONEncoder)
    theirs = models.JSONField(_("at the source"), null=True, encoder=DjangoJSONEncoder)
    ours = models.JSONField(_("ours"), null=True, encoder=DjangoJSONEncoder)
    run = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, null=True, related_name="conflicts")
    found = models.DateTimeField(_("found"))
    settled = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)

    class Meta:
        verbose_name = _("conflict")
        verbose_name_plural = _("conflicts")
        ordering = ("-found", "path", "key")
        constraints = (
            # The newest clash of a field replaces an older one that still waits.
            models.UniqueConstraint(
                "path", "key", name="conflict_open_once", condition=models.Q(settled__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.path}: {self.key}"
