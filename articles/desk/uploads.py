"""The screen of uploads: a file comes in, its plan is shown and chosen from, then imported or discarded.

Which documents a page of the plan shows, and what was chosen there, is in `upload_plans`.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.desk.forms import sent_once
from articles.desk.forms.read_only import RecordScreen, signed_in
from articles.desk.outcomes import summary
from articles.desk.upload_plans import (
    PER_PAGE,
    VIEWS,
    PlanView,
    counts_of,
    plan_address,
    remember_choices,
    rows_of,
)
from articles.importing import ImportRunning
from articles.importing.uploads import (
    TooManyDocuments,
    UploadGone,
    accept,
    discard,
    offer_again,
    plan_again,
    receive,
)
from articles.models import Upload
from articles.reading.parameters import key_in
from articles.roles import display_name
from documents.sources.files import label

_MEGABYTE: Final = 1024 * 1024


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=_("file"),
        help_text=_(
            "A document (.md, .yaml, .json …), or an archive of many or of a whole site: .tar, .tar.gz, .zip."
        ),
    )

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_LIMIT_MB * _MEGABYTE:
            reason = _(
                "The file has %(size).0f MB; at most %(limit)d MB are taken. Ask whoever runs the site."
            )
            raise forms.ValidationError(
                reason,
                params={"size": (file.size or 0) / _MEGABYTE, "limit": settings.UPLOAD_LIMIT_MB},
            )
        return file


@admin.register(Upload)
class UploadAdmin(RecordScreen):
    """Uploads that wait to be accepted or discarded."""

    list_display = ("name", "uploaded", "person", "megabytes", "planned")
    list_select_related = ("user",)

    class Media:
        css: ClassVar = {"all": ["desk/choices.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.add_upload")

    def has_accept_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.change_upload")

    @admin.display(description=_("user"), ordering="user")
    def person(self, upload: Upload) -> str:
        return display_name(upload.user) or "–"

    @admin.display(description=_("MB"), ordering="size")
    def megabytes(self, upload: Upload) -> str:
        return f"{upload.size / _MEGABYTE:.2f}"

    # ---- A file comes in

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            sent = sent_once.begun_once(request)
            if sent is None:
                uploads = reverse("admin:articles_upload_changelist")
                return sent_once.led_to_what_it_made(request, otherwise=uploads)
            made = ""
            file = form.cleaned_data["file"]
            try:
                upload = receive(label(file.name), file, user=signed_in(request), now=timezone.now())
                made = plan_address(upload)
                return HttpResponseRedirect(made)
            except TooManyDocuments as error:
                form.add_error("file", str(error))
            finally:
                sent_once.keep(sent, made)
        context = {
            **self._context(request, _("Upload documents")),
            "form": form,
            "limit": settings.UPLOAD_LIMIT_MB,
        }
        return TemplateResponse(request, "admin/articles/upload.html", context)

    # ---- Its plan

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        upload = get_object_or_404(Upload.objects.select_related("user"), pk=key_in(object_id))
        asked = PlanView(upload, request)
        if request.method == "POST":
            if not self.has_accept_permission(request):
                raise PermissionDenied
            return self._do(request, upload, asked)
        return TemplateResponse(request, "admin/articles/plan.html", self._plan(request, upload, asked))

    def _plan(self, request: HttpRequest, upload: Upload, asked: PlanView) -> dict[str, Any]:
        counts = counts_of(upload)
        page = Paginator(asked.documents, PER_PAGE).get_page(request.GET.get("p"))
        documents = list(page.object_list)
        return {
            **self._context(request, _("What the upload would do")),
            "upload": upload,
            "views": [
                (name, word, counts[name or "to_decide"], asked.address(view=name))
                for name, word in VIEWS.items()
            ],
            "asked": asked,
            "page": page,
            "pages": [
                (number, asked.address(page=number) if isinstance(number, int) else "")
                for number in page.paginator.get_elided_page_range(page.number)
            ],
            "documents": list(rows_of(documents)),
            "counts": counts,
            "taken": counts["taken"],
            "can_accept": self.has_accept_permission(request) and upload.planned is not None,
            # Of a whole site in which nothing is new, there may be something to ask all the same.
            "can_import": counts["choosable"] > 0 or upload.report.get("gone_count", 0) > 0,
            "choosable_here": asked.documents.choosable().count() if counts["choosable"] else 0,
            "left_alone": upload.report.get("left_alone", []),
            "gone": upload.report.get("gone", []),
            "gone_count": upload.report.get("gone_count", 0),
            "unasked": upload.report.get("unasked", 0),
            "public": upload.report.get("public", 0),
        }

    def _context(self, request: HttpRequest, title: Any) -> dict[str, Any]:
        site = self.admin_site.each_context(request)
        return {**site, "title": title, "opts": self.model._meta, "media": self.media}

    # ---- What an editor chose

    def _do(self, request: HttpRequest, upload: Upload, asked: PlanView) -> HttpResponse:
        """What the button asks for; what was chosen on the page is remembered before."""
        if "_discard" in request.POST:
            discard(upload)
            self.message_user(request, gettext("The upload was discarded."), messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:articles_upload_changelist"))
        remember_choices(upload, request)
        for name in ("take", "leave"):
            if f"_{name}_all" in request.POST:
                asked.documents.choose(name)
        try:
            if "_accept" in request.POST and upload.planned is not None:
                if upload.report.get("unasked") and "is_whole" not in request.POST:
                    question = gettext("Say first whether the upload is a part of the site or the whole.")
                    self.message_user(request, question, messages.ERROR)
                    return HttpResponseRedirect(asked.address())
                return self._accept(request, upload)
            if "_offer" in request.POST:
                offer_again(upload, now=timezone.now())
            if "_plan" in request.POST:
                plan_again(upload, now=timezone.now())
        except (ImportRunning, UploadGone) as error:
            self.message_user(request, str(error), messages.ERROR)
            if not Upload.objects.filter(pk=upload.pk).exists():
                # Somebody else settled it meanwhile.
                return HttpResponseRedirect(reverse("admin:articles_upload_changelist"))
        page = request.POST.get("_to") or request.GET.get("p") or 1
        return HttpResponseRedirect(asked.address(page=key_in(str(page))))

    def _accept(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        is_whole = request.POST.get("is_whole") == "yes"
        accepted = accept(upload, is_whole=is_whole, user=signed_in(request), now=timezone.now())
        self.message_user(request, summary(accepted.report), messages.SUCCESS)
        if accepted.stale:
            count = len(accepted.stale)
            message = ngettext(
                "%(count)d document was left out: it changed here since its plan was made. Look at it again.",
                "%(count)d documents were left out: they changed here since their plan was made. "
                "Look at them again.",
                count,
            )
            self.message_user(request, message % {"count": count}, messages.WARNING)
            return HttpResponseRedirect(plan_address(upload))
        return HttpResponseRedirect(reverse("admin:articles_importrun_changelist"))
