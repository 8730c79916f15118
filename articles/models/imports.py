"""What is known of where the rows came from."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.querysets import ExportedDocumentQuerySet, ImportRunQuerySet, SourceDocumentQuerySet
from documents import layout
from providers.fingerprints import Fingerprint


class ImportRun(models.Model):
    """One import: when, by whom, from where, and what came of it."""

    class State(models.TextChoices):
        """How far it came."""

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
    revision = models.CharField(
        _("revision"),
        max_length=64,
        blank=True,
        help_text=_("The commit, where the source is git."),
    )
    author = models.CharField(_("author"), max_length=255, blank=True, help_text=_("Of that commit."))
    dated = models.DateTimeField(
        _("dated"), null=True, blank=True, help_text=_("When the source said so: the commit's date.")
    )
    mentioned = models.JSONField(
        _("mentioned"),
        default=dict,
        blank=True,
        editable=False,
        help_text=_("Keys of the topics and providers that it made because articles name them."),
    )
    undone = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    report = models.JSONField(_("report"), default=dict, encoder=DjangoJSONEncoder)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        permissions = (("undo_importrun", _("Can take imports back")),)
        ordering = ("-started", "-id")
        indexes = (
            # Which commits of a repository have been replayed.
            models.Index("revision", name="import_run_revision", condition=~models.Q(revision="")),
        )

    def __str__(self) -> str:
        return f"{self.started:%Y-%m-%d %H:%M} {self.source}"


class SourceDocument(models.Model):
    """A document as last imported: its exact bytes, the base of every merge and of every export.

    It outlives its article, so that an import knows what an editor deleted. The keys that the
    document had, and their order, are in the bytes; nothing else says them, so nothing can differ.
    """

    path = models.CharField(_("path"), max_length=layout.PATH_LIMIT, unique=True)
    path_key = Fingerprint("path")
    is_loose = models.BooleanField(
        _("loose"),
        null=True,
        help_text=_("It came from beside any site, and goes back there: its path without the first folder."),
    )
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

    objects = SourceDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("source document")
        verbose_name_plural = _("source documents")
        ordering = ("path",)

    def __str__(self) -> str:
        return self.path


class ExportedDocument(models.Model):
    """A document as it went out into a folder since it last came in, if that is not as it came in.

    Rows move to other paths and go; their files stay in the folder. By this an export knows which of
    those are its own, and an import what is no news.
    """

    path = models.CharField(_("path"), max_length=layout.PATH_LIMIT, unique=True)
    digest = models.BinaryField(_("digest"), max_length=32, help_text=_("SHA-256 of the bytes."))

    objects = ExportedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("exported document")
        verbose_name_plural = _("exported documents")
        ordering = ("path",)

    def __str__(self) -> str:
        return self.path


class ImportedDocument(models.Model):
    """What one import did to one document: enough to show it field by field, and to undo it."""

    class Outcome(models.TextChoices):
        """What became of the document's row."""

        CREATED = "created", _("created")
        UPDATED = "updated", _("updated")
        WITHHELD = "withheld", _("withheld")
        CONFLICT = "conflict", _("in conflict only")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="documents")
    path = models.CharField(_("document"), max_length=layout.PATH_LIMIT)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices)
    changes = models.JSONField(
        _("changes"),
        default=list,
        encoder=DjangoJSONEncoder,
        help_text=_("For each field that the import set: its key, what we said before, what we say since."),
    )
    is_editorial = models.BooleanField(
        _("editorial"), default=False, help_text=_("Whether a change is one that an editor would care about.")
    )
    content_before = models.BinaryField(
        _("content before"),
        null=True,
        help_text=_("The source document until then, as a patch on what it became."),
    )

    class Meta:
        verbose_name = _("imported document")
        verbose_name_plural = _("imported documents")
        ordering = ("run_id", "path")
        indexes = (
            # An article's history at the source; and whether a value has been here before.
            models.Index("path", "run", name="imported_document_history"),
        )

    def __str__(self) -> str:
        return f"{self.path}: {self.get_outcome_display()}"


class MetricSample(models.Model):
    """What the source counted of an article, each time that it changed."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="samples", db_index=False
    )
    at = models.DateTimeField(_("at"))
    quality = models.IntegerField(_("quality"), null=True)
    heat = models.IntegerField(_("heat"), null=True)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="samples")

    class Meta:
        verbose_name = _("sample")
        verbose_name_plural = _("samples")
        ordering = ("at",)
        indexes = (models.Index("article", "at", name="metric_sample_series"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}: {self.heat}"
