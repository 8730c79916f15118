"""The screens of imports: what each did, to what, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.desk.forms.differences import marked, shown
from articles.desk.forms.labels import label_of
from articles.desk.forms.read_only import SHOWN, RecordScreen, signed_in, table
from articles.desk.outcomes import KINDS, OUTCOMES, SEVERITIES, counted, why_kept
from articles.importing import ImportRunning
from articles.importing.undo import CannotUndo, foresee_undo, undo_run
from articles.models import ImportedDocument, ImportRun, SourceDocument
from articles.roles import display_name
from documents.layout import kind_of

# The list of documents, narrowed to an import.
OF_RUN: Final = "run__id__exact"


class TakenBack(admin.SimpleListFilter):
    """Whether an import was undone."""

    title = _("undone")
    parameter_name = "is_undone"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("yes")), ("0", _("no"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ImportRun]) -> QuerySet[ImportRun]:
        return queryset if self.value() is None else queryset.filter(undone__isnull=self.value() == "0")


@admin.register(ImportRun)
class ImportRunAdmin(RecordScreen):
    """Imports, the last one first."""

    list_display = (
        "started",
        "source",
        "at_revision",
        "who",
        "state",
        "outcomes",
        "seconds",
        "undone",
    )
    list_filter = ("state", TakenBack)
    search_fields = ("source", "revision", "author")
    list_select_related = ("user",)
    change_form_template = "admin/articles/import_form.html"
    fieldsets = (
        (None, {"fields": ("source", "state", "started", "finished", "seconds", "person", "process")}),
        (
            _("What came of it"),
            {
                "fields": (
                    "counts",
                    "documents",
                    "problems",
                    "in_conflict",
                    "gone",
                    "left_alone",
                    "not_understood",
                )
            },
        ),
        (_("From git"), {"fields": ("revision", "author", "dated"), "classes": ("collapse",)}),
        (_("Undone"), {"fields": ("undone", "taken_back_by"), "classes": ("collapse",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        counts = {f"{outcome}_count": F(f"report__counts__{outcome}") for outcome in _TOLD}
        counts["seconds_taken"] = F("report__seconds")
        # A report names every document that changed: the list needs its counts alone.
        runs: QuerySet[ImportRun] = super().get_queryset(request).defer("report", "mentioned")
        return runs.annotate(**counts)

    @admin.display(description=_("what came of it"))
    def outcomes(self, run: ImportRun) -> str:
        return counted({outcome: getattr(run, f"{outcome}_count") or 0 for outcome in _TOLD}) or "–"

    @admin.display(description=_("seconds"))
    def seconds(self, run: ImportRun) -> str:
        taken = getattr(run, "seconds_taken")  # noqa: B009  a name that mypy does not know
        return "–" if taken is None else f"{taken:.1f}"

    @admin.display(description=_("revision"))
    def at_revision(self, run: ImportRun) -> str:
        return run.revision[:_SHORT] or "–"

    @admin.display(description=_("by"))
    def who(self, run: ImportRun) -> str:
        return display_name(run.user) or run.author or run.process

    @admin.display(description=_("user"))
    def person(self, run: ImportRun) -> str:
        return display_name(run.user) or "–"

    @admin.display(description=_("undone by"))
    def taken_back_by(self, run: ImportRun) -> str:
        return display_name(run.undone_by) or "–"

    @admin.display(description=_("counts"))
    def counts(self, run: ImportRun) -> SafeString | str:
        by_kind = {
            name: counts for name, counts in run.report.get("by_kind", {}).items() if any(counts.values())
        }
        outcomes = list(run.report.get("counts", {}))
        rows = [
            [str(KINDS.get(name, name)), *(str(counts.get(outcome, 0)) for outcome in outcomes)]
            for name, counts in by_kind.items()
        ]
        return table([str(_("kind")), *(str(OUTCOMES.get(name, name)) for name in outcomes)], rows)

    @admin.display(description=_("documents"))
    def documents(self, run: ImportRun) -> SafeString:
        address = reverse("admin:articles_importeddocument_changelist")
        return format_html(
            '<a href="{}?{}={}">{}</a>', address, OF_RUN, run.pk, _("what it changed, field by field")
        )

    @admin.display(description=_("problems"))
    def problems(self, run: ImportRun) -> SafeString | str:
        # Where and why, as the command says it: who mends a document has it before them.
        keys = ("file", "line", "field", "reason")
        rows = [
            [*(str(found.get(key) or "") for key in keys), str(SEVERITIES.get(found["severity"], ""))]
            for found in run.report.get("problems", [])
        ]
        return table([str(word) for word in _PROBLEM], rows)

    @admin.display(description=_("in conflict"))
    def in_conflict(self, run: ImportRun) -> SafeString | str:
        rows = [
            [found["path"], label_of(kind_of(found["path"]), found["field"])]
            for found in run.report.get("conflicts", [])
        ]
        return table([str(_("document")), str(_("field"))], rows)

    @admin.display(description=_("gone from the source"))
    def gone(self, run: ImportRun) -> SafeString | str:
        return table([str(_("document"))], [[path] for path in run.report.get("gone", [])])

    @admin.display(description=_("left alone"))
    def left_alone(self, run: ImportRun) -> str:
        return ", ".join(run.report.get("left_alone", [])) or "–"

    @admin.display(description=_("not understood"))
    def not_understood(self, run: ImportRun) -> str:
        found = run.report.get("not_understood", {})
        if not found.get("documents"):
            return "–"
        told = ngettext(
            "%(keys)s, in %(count)d document", "%(keys)s, in %(count)d documents", found["documents"]
        )
        return str(told) % {"keys": ", ".join(found["keys"]), "count": found["documents"]}

    # ---- The way back

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.undo_view)
        return [path("<int:pk>/undo/", view, name="articles_importrun_undo"), *super().get_urls()]

    def has_undo_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.undo_importrun")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        context = {"can_undo": self.has_undo_permission(request), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What an undo would do; sent as a form, it does it and says what it did."""
        if not self.has_undo_permission(request):
            raise PermissionDenied
        run = get_object_or_404(ImportRun, pk=pk)
        is_done = request.method == "POST"
        try:
            if run.undone is not None or run.state == ImportRun.State.RUNNING:
                raise CannotUndo(_("An import that runs, or that was undone, cannot be undone."))
            undone = (
                undo_run(run, user=signed_in(request), now=timezone.now()) if is_done else foresee_undo(run)
            )
        except (CannotUndo, ImportRunning) as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:articles_importrun_change", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Undone") if is_done else _("Undo this import?"),
            "opts": self.model._meta,
            "media": self.media,
            "run": run,
            "is_done": is_done,
            "undone": undone,
            "kept": [(kept.path, why_kept(kept)) for kept in undone.kept[:SHOWN]],
            "more": max(0, len(undone.kept) - SHOWN),
        }
        return TemplateResponse(request, "admin/articles/undo.html", context)


# Of the outcomes, those that a list names.
_TOLD: Final = ("created", "updated", "refused")
_PROBLEM: Final = (_("file"), _("line"), _("field"), _("reason"), _("severity"))
_SHORT: Final = 10


class Importance(admin.SimpleListFilter):
    """Whether a change is one that an editor would care about, or only what machines count."""

    title = _("what changed")
    parameter_name = "is_editorial"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("what editors decide")), ("0", _("numbers only"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[ImportedDocument]
    ) -> QuerySet[ImportedDocument]:
        if self.value() == "1":
            return queryset.filter(is_editorial=True)
        if self.value() == "0":
            return queryset.filter(is_editorial=False, outcome=ImportedDocument.Outcome.UPDATED)
        return queryset


@admin.register(ImportedDocument)
class ImportedDocumentAdmin(RecordScreen):
    """What each import did to each document."""

    list_display = ("path", "outcome", "before_and_after", "during")
    list_filter = ("outcome", Importance)
    list_select_related = ("run",)
    search_fields = ("path",)
    ordering = ("-pk",)
    # Not `content_before`: the bytes of a source are not for the eye.
    fields = ("path", "outcome", "during", "before_and_after")

    class Media:
        css: ClassVar = {"all": ["desk/choices.css"]}

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """One import's, too: its page leads here."""
        return lookup == OF_RUN or super().lookup_allowed(lookup, value, request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportedDocument]:
        return super().get_queryset(request).defer("content_before", "run__report", "run__mentioned")

    @admin.display(description=_("import"))
    def during(self, document: ImportedDocument) -> SafeString:
        address = reverse("admin:articles_importrun_change", args=[document.run_id])
        return format_html('<a href="{}">{}</a>', address, document.run)

    @admin.display(description=_("before and after"))
    def before_and_after(self, document: ImportedDocument) -> SafeString | str:
        if not document.changes:
            return "–"
        return render_to_string("admin/articles/_changes.html", {"changes": list(_side_by_side(document))})


def _side_by_side(document: ImportedDocument) -> Iterator[tuple[str, SafeString, SafeString]]:
    kind = kind_of(document.path)
    for change in document.changes:
        yield (
            label_of(kind, change["key"]),
            shown(change["before"]),
            marked(change["before"], change["after"]),
        )


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
