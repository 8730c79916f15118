"""What an editor sent, and what would come of each document in it: a plan that waits to be accepted."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.querysets import PlannedDocumentQuerySet
from documents import layout, schema

# An archive's name stands before the names of what is refused in it.
NAME_LIMIT = 255
PLACE_LIMIT = NAME_LIMIT + 1 + layout.PATH_LIMIT


class Upload(models.Model):
    """A document or an archive that waits, with the plan that was made of it; both go when it is settled."""

    name = models.CharField(_("file"), max_length=NAME_LIMIT)
    kept_as = models.CharField(
        _("kept as"), max_length=64, unique=True, help_text=_("Its name in the folder of uploads.")
    )
    size = models.PositiveBigIntegerField(_("size"), help_text=_("In bytes."))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, verbose_name=_("user")
    )
    uploaded = models.DateTimeField(_("uploaded"))
    planned = models.DateTimeField(
        _("planned"), null=True, help_text=_("When its plan was last made; empty while that is under way.")
    )
    report = models.JSONField(_("report"), default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ("-uploaded", "-id")

    def __str__(self) -> str:
        return self.name


class PlannedDocument(models.Model):
    """What an upload would do to one document, and what an editor chose to let it do."""

    class Outcome(models.TextChoices):
        """What an import would make of the document."""

        CREATED = "created", _("new")
        UPDATED = "updated", _("changed")
        UNCHANGED = "unchanged", _("unchanged")
        REFUSED = "refused", _("refused")
        WITHHELD = "withheld", _("kept out")
        LEFT = "left", _("left out before")

    class Choice(models.TextChoices):
        """What the editor chose; who chose nothing takes it."""

        TAKE = "take", _("take it")
        LEAVE = "leave", _("leave it out")
        KEEP_OUT = "keep_out", _("keep it out for good")

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="documents", db_index=False)
    path = models.CharField(_("document"), max_length=PLACE_LIMIT)
    kind = models.CharField(_("kind"), max_length=10, blank=True)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome.choices)
    title = models.CharField(_("title"), max_length=schema.TITLE_LIMIT, blank=True)
    canonical_url = models.CharField(_("canonical address"), max_length=schema.URL_LIMIT, blank=True)
    # As articles.importing.preview has them.
    changes = models.JSONField(_("changes"), default=list, encoder=DjangoJSONEncoder)
    conflicts = models.JSONField(_("conflicts"), default=list, encoder=DjangoJSONEncoder)
    problems = models.JSONField(_("problems"), default=list, encoder=DjangoJSONEncoder)
    duplicates = models.JSONField(_("possible duplicates"), default=list, encoder=DjangoJSONEncoder)
    by_field = models.BooleanField(_("by field"), default=False)
    is_editorial = models.BooleanField(_("editorial"), default=False)
    is_conflicted = models.BooleanField(_("in conflict"), default=False)
    is_duplicate = models.BooleanField(_("possibly a duplicate"), default=False)
    choice = models.CharField(_("choice"), max_length=8, choices=Choice.choices, default=Choice.TAKE)
    rejected = models.JSONField(_("fields left out"), default=list, encoder=DjangoJSONEncoder)

    objects = PlannedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned document")
        verbose_name_plural = _("planned documents")
        ordering = ("path", "id")
        indexes = (
            # A page of the plan, of all documents or of one outcome.
            models.Index("upload", "path", name="planned_document_page"),
            models.Index("upload", "outcome", "path", name="planned_document_outcome"),
        )

    def __str__(self) -> str:
        return f"{self.path}: {self.get_outcome_display()}"

    @property
    def is_choosable(self) -> bool:
        """Whether anything is left to choose: what would change nothing comes or stays by itself."""
        return self.outcome in {self.Outcome.CREATED, self.Outcome.UPDATED}

    @property
    def can_be_kept_out(self) -> bool:
        """Whether it is a new article, which the withheld list can keep away."""
        return self.outcome == self.Outcome.CREATED and self.kind == "article"
