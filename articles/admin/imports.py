"""The screens of imports, all to be read only: what each did, to what, and what is kept away."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.records import RecordScreen, table, told
from articles.models import ImportedDocument, ImportRun, SourceDocument, Withheld


@admin.register(ImportRun)
class ImportRunAdmin(RecordScreen):
    """Imports, the last one first."""

    list_display = ("started", "source", "state", "created", "updated", "refused", "process")
    list_filter = ("state",)
    search_fields = ("source", "revision")
    list_select_related = ("user",)
    fieldsets = (
        (None, {"fields": ("source", "state", "started", "finished", "seconds", "user", "process")}),
        (
            _("What came of it"),
            {"fields": ("counts", "documents", "problems", "in_conflict", "gone", "left_alone")},
        ),
        (_("From git"), {"fields": ("revision", "author", "dated"), "classes": ("collapse",)}),
        (_("Undone"), {"fields": ("undone", "undone_by"), "classes": ("collapse",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        counts = {f"{outcome}_count": F(f"report__counts__{outcome}") for outcome in _TOLD}
        # A report names every document that changed: the list needs its counts alone.
        runs: QuerySet[ImportRun] = super().get_queryset(request).defer("report", "mentioned")
        return runs.annotate(**counts)

    @admin.display(description=_("created"))
    def created(self, run: ImportRun) -> Any:
        return getattr(run, "created_count")  # noqa: B009  an annotation, which the model does not declare

    @admin.display(description=_("updated"))
    def updated(self, run: ImportRun) -> Any:
        return getattr(run, "updated_count")  # noqa: B009

    @admin.display(description=_("refused"))
    def refused(self, run: ImportRun) -> Any:
        return getattr(run, "refused_count")  # noqa: B009

    @admin.display(description=_("seconds"))
    def seconds(self, run: ImportRun) -> str:
        return str(run.report.get("seconds", "–"))

    @admin.display(description=_("counts"))
    def counts(self, run: ImportRun) -> SafeString | str:
        by_kind = {
            name: counts for name, counts in run.report.get("by_kind", {}).items() if any(counts.values())
        }
        outcomes = list(run.report.get("counts", {}))
        rows = [
            [name, *(str(counts.get(outcome, 0)) for outcome in outcomes)] for name, counts in by_kind.items()
        ]
        return table([str(_("kind")), *outcomes], rows)

    @admin.display(description=_("documents"))
    def documents(self, run: ImportRun) -> SafeString:
        address = reverse("admin:articles_importeddocument_changelist")
        return format_html(
            '<a href="{}?run__id__exact={}">{}</a>', address, run.pk, _("what it changed, field by field")
        )

    @admin.display(description=_("problems"))
    def problems(self, run: ImportRun) -> SafeString | str:
        keys = ("file", "line", "field", "reason", "severity")
        rows = [[str(found.get(key) or "") for key in keys] for found in run.report.get("problems", [])]
        return table([*keys], rows)

    @admin.display(description=_("in conflict"))
    def in_conflict(self, run: ImportRun) -> SafeString | str:
        rows = [[found["path"], found["field"]] for found in run.report.get("conflicts", [])]
        return table([str(_("document")), str(_("field"))], rows)

    @admin.display(description=_("gone from the source"))
    def gone(self, run: ImportRun) -> SafeString | str:
        return table([str(_("document"))], [[path] for path in run.report.get("gone", [])])

    @admin.display(description=_("left alone"))
    def left_alone(self, run: ImportRun) -> str:
        return ", ".join(run.report.get("left_alone", [])) or "–"


_TOLD: Final = ("created", "updated", "refused")


@admin.register(ImportedDocument)
class ImportedDocumentAdmin(RecordScreen):
    """What each import did to each document."""

    list_display = ("path", "outcome", "keys", "is_editorial", "run")
    list_filter = ("outcome", "is_editorial")
    list_select_related = ("run",)
    search_fields = ("path",)
    ordering = ("-pk",)
    # Not `content_before`: the bytes of a source are not for the eye.
    fields = ("path", "outcome", "run", "fields_changed")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportedDocument]:
        return super().get_queryset(request).defer("content_before", "run__report")

    @admin.display(description=_("fields"))
    def keys(self, document: ImportedDocument) -> str:
        return ", ".join(change["key"] for change in document.changes)

    @admin.display(description=_("fields"))
    def fields_changed(self, document: ImportedDocument) -> SafeString | str:
        rows = [[change["key"], told(change["before"]), told(change["after"])] for change in document.changes]
        return table([str(_("field")), str(_("before")), str(_("since"))], rows)


@admin.register(SourceDocument)
class SourceDocumentAdmin(RecordScreen):
    """Documents as last imported. Their bytes are not shown: they hold what only their owner may read."""

    list_display = ("path", "is_carried", "run")
    list_filter = ("is_carried",)
    list_select_related = ("run",)
    search_fields = ("path",)
    fields = ("path", "is_carried", "run", "sha256")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SourceDocument]:
        return super().get_queryset(request).defer("content", "run__report")

    @admin.display(description=_("digest (SHA-256)"))
    def sha256(self, document: SourceDocument) -> str:
        return bytes(document.digest).hex()


@admin.register(Withheld)
class WithheldAdmin(RecordScreen):
    """Articles that were deleted or rejected here, and that imports leave out."""

    list_display = ("__str__", "path", "reason", "withheld", "withheld_by", "lifted")
    search_fields = ("path", "title", "canonical_url")
    list_select_related = ("withheld_by",)
    fields = ("title", "path", "canonical_url", "reason", "withheld", "withheld_by", "lifted", "lifted_by")
