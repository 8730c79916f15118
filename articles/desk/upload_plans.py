"""The plan of an upload, page by page: its views, its documents as a page shows them, and the choices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.desk.forms.differences import marked, shown
from articles.desk.forms.labels import label_of
from articles.models import Article, PlannedDocument, Upload
from articles.querysets import to_decide_q
from articles.reading.parameters import key_in
from documents.layout import kind_of

# Documents on a page of a plan: with a field for each of theirs, far less than a request may have.
PER_PAGE: Final = 25

# The views of a plan, each with what it shows. It opens on the first, unless there is nothing to decide.
VIEWS: Final = {
    "": _("to decide"),
    "all": _("all"),
    "created": _("new"),
    "updated": _("changed"),
    "counted": _("numbers only"),
    "conflicted": _("in conflict"),
    "duplicated": _("possible duplicates"),
    "refused": _("refused"),
    "withheld": _("kept out"),
    "left": _("left out before"),
    "unchanged": _("unchanged"),
}


class PlanView:
    """Which documents of a plan the address asks for."""

    def __init__(self, upload: Upload, request: HttpRequest) -> None:
        self.upload = upload
        view = request.GET.get("show", "")
        self.view = view if view in VIEWS else ""
        self.words = request.GET.get("q", "").strip()
        if not self.view and not PlannedDocument.objects.filter(upload=upload).to_decide().exists():
            self.view = "all"

    @property
    def documents(self) -> Any:
        """Them, in the order of their names."""
        found = PlannedDocument.objects.filter(upload=self.upload)
        if self.words:
            found = found.filter(Q(path__icontains=self.words) | Q(title__icontains=self.words))
        return _viewed(found, self.view).order_by("path", "id")

    def address(self, *, view: str | None = None, page: int = 1) -> str:
        """The plan's page with another view, or with the same and another page."""
        asked = {"show": self.view if view is None else view, "q": self.words, "p": "" if page == 1 else page}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{plan_address(self.upload)}?{query}" if query else plan_address(self.upload)


def _viewed(found: Any, view: str) -> Any:
    if view == "all":
        return found
    if view == "updated":
        return found.editorial()
    if not view:
        return found.to_decide()
    if view in {"counted", "conflicted", "duplicated"}:
        return getattr(found, view)()
    return found.filter(outcome=view)


def counts_of(upload: Upload) -> dict[str, int]:
    """How many documents each view has, and how many would be taken; one query."""
    updated = Q(outcome="updated")
    wanted = {
        "all": Q(),
        "to_decide": to_decide_q(),
        "updated": updated & Q(is_editorial=True),
        "counted": updated & Q(is_editorial=False, is_conflicted=False),
        "conflicted": Q(is_conflicted=True),
        "duplicated": Q(is_duplicate=True),
        "taken": Q(outcome__in=["created", "updated"], choice=PlannedDocument.Choice.TAKE),
        "choosable": Q(outcome__in=["created", "updated"]),
        **{name: Q(outcome=name) for name in ("created", "refused", "withheld", "left", "unchanged")},
    }
    counted = {f"n_{name}": Count("pk", filter=condition) for name, condition in wanted.items()}
    found = PlannedDocument.objects.filter(upload=upload).aggregate(**counted)
    return {name.removeprefix("n_"): number for name, number in found.items()}


def rows_of(documents: Iterable[PlannedDocument]) -> Iterator[dict[str, Any]]:
    """Each document with its fields marked up, and links to what is here already."""
    documents = list(documents)
    paths = {path for document in documents for path in [document.path, *document.duplicates]}
    found = Article.objects.filter(path__in=paths).values_list("path", "pk", "title")
    here = {path: (key, title) for path, key, title in found}
    nobody = (None, "")
    for document in documents:
        kind, rejected = kind_of(document.path), set(document.rejected)
        yield {
            "row": document,
            "article": here.get(document.path, nobody)[0],
            "title": document.title or here.get(document.path, nobody)[1] or document.path,
            "duplicates": [(path, here.get(path, nobody)[0]) for path in document.duplicates],
            "changes": [
                (
                    c["key"],
                    label_of(kind, c["key"]),
                    shown(c["before"]),
                    marked(c["before"], c["after"]),
                    c["key"] not in rejected,
                )
                for c in document.changes
            ],
            "conflicts": [
                (
                    c["key"],
                    label_of(kind, c["key"]),
                    shown(c["base"]),
                    marked(c["base"], c["theirs"]),
                    marked(c["base"], c["ours"]),
                    c["key"] not in rejected,
                )
                for c in document.conflicts
            ],
        }


def remember_choices(upload: Upload, request: HttpRequest) -> None:
    """Save what was chosen for the documents that the page showed."""
    keys = [key_in(key) for key in request.POST.getlist("shown")][:PER_PAGE]
    shown_on_page: QuerySet[PlannedDocument] = PlannedDocument.objects.filter(upload=upload, pk__in=keys)
    rows = []
    for row in shown_on_page:
        choice = request.POST.get(f"choice-{row.pk}", row.choice)
        may = set(PlannedDocument.Choice.values) - (
            set() if row.can_be_kept_out else {PlannedDocument.Choice.KEEP_OUT.value}
        )
        row.choice = choice if row.is_choosable and choice in may else row.choice
        if row.by_field:
            taken = set(request.POST.getlist(f"field-{row.pk}"))
            row.rejected = [
                item["key"] for item in [*row.changes, *row.conflicts] if item["key"] not in taken
            ]
        rows.append(row)
    PlannedDocument.objects.remember(rows)


def plan_address(upload: Upload) -> str:
    """Where the plan of an upload is shown."""
    return reverse("admin:articles_upload_change", args=[upload.pk])
