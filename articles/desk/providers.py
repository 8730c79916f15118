"""The providers' screens: how reliable each is, the form with its logos, and blocking."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.desk.article_form.teaser_fields import ImageInline, warn_of_pictures
from articles.desk.forms.edit_conflicts import show_both_sides
from articles.desk.forms.history import History, by_form
from articles.desk.forms.locked_rows import LockedRowAdmin
from articles.desk.forms.read_only import signed_in
from articles.desk.merging import MergePage, Merging, of_providers, rows_in_use
from articles.editing.blocking import AlreadySo, block, standing, unblock
from articles.editing.history import Actor, recorded
from articles.editing.merging import foresee_providers, merge_providers
from articles.editing.track_record import TrackRecord, track_records
from articles.editing.workflow import may_move
from articles.models import Article, Revision
from articles.models.workflow import State
from articles.pictures import logos
from articles.pictures.decoding import SIZE_LIMIT, Decoder, Refused, Taken
from articles.reading.pictures import Gallery, ShownPicture, urls_of
from providers.admin_filters import is_offered
from providers.models import Provider
from providers.verbatim_forms import TEXT_FIELDS, Lines, VerbatimForm

_LOGO_FIELDS = frozenset({"upload", "without_upload"})


class LogoInline(ImageInline):
    """The logos of a provider, as its document lists them."""

    fields: ClassVar[tuple[str, ...]] = ("position", "preview", "url", "width", "height")
    verbose_name, verbose_name_plural = _("logo"), _("logos, as the document lists them")
    short_name = _("logos")


class ProviderForm(VerbatimForm):
    """A provider, with other names one on each line, and a logo of our own choice."""

    other_names = Lines(
        required=False,
        label=_("Other names"),
        help_text=_("One on each line. Articles that name it by one of these, without a domain, find it."),
    )
    upload = forms.FileField(
        required=False,
        label=_("Another logo"),
        help_text=_(
            "JPEG, PNG, WebP, GIF or AVIF, at most 20 MB. Readers see it; its document stays as it is."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif,image/avif"}),
    )
    without_upload = forms.BooleanField(
        required=False, label=_("Show the document’s logo again, and forget the one that was uploaded")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in _LOGO_FIELDS & self.fields.keys():
            self.fields[name].show_hidden_initial = False

    def clean_upload(self) -> Taken | None:
        """The picture as it is kept; None where no file was sent."""
        file = self.cleaned_data["upload"]
        if not file:
            return None
        try:
            if file.size > SIZE_LIMIT:
                raise Refused("size")
            with Decoder() as decoder:
                return logos.read(file.read(), decoder)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from None


class Recorded(ChangeList):
    """A page of providers, with the record of each."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        records = track_records([row.pk for row in self.result_list])
        for row in self.result_list:
            row.track_record = records.get(row.pk, TrackRecord())


class Standing(admin.SimpleListFilter):
    """Those that are blocked."""

    title = _("blocked")
    parameter_name = "blocked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("yes", _("yes")), ("no", _("no"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Provider]) -> QuerySet[Provider]:
        return queryset.filter(block__isnull=self.value() == "no") if self.value() else queryset


@admin.register(Provider)
class ProviderAdmin(LockedRowAdmin):
    """Who publishes the originals."""

    form = ProviderForm
    formfield_overrides = TEXT_FIELDS
    show_full_result_count = False
    list_per_page = 50
    list_display = ("called", "domain", "record", "last_published")
    list_filter = (Standing,)
    list_select_related = ("block",)
    search_fields = ("name", "domain")
    readonly_fields = ("path", "record", "last_published", "logo_shown")
    fieldsets = (
        (None, {"fields": ("name", "domain", "other_names", "description")}),
        (_("Logo"), {"fields": ("logo_shown", "upload", "without_upload")}),
        (_("Record"), {"fields": ("record", "last_published", "path")}),
    )
    inlines = (LogoInline,)
    change_form_template = "admin/articles/tooled_form.html"

    class Media:
        css: ClassVar = {"all": ["desk/desk.css", "desk/arranging.css", "desk/story.css"]}
        # For the logos, which are members in order as the pictures of an article are.
        js = (forms.Script("desk/story.js", defer=True),)

    def __init__(self, model: type[Provider], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        self.history = History(self)
        self.merging = MergePage(
            self,
            Merging(foresee_providers, merge_providers, of_providers),
            permission="providers.merge_provider",
            chosen_by=Article._meta.get_field("provider"),
        )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.block_view)
        block_page = path("<int:pk>/block/", view, name="providers_provider_block")
        return [block_page, *self.merging.urls(), *self.history.urls(), *super().get_urls()]

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return is_offered(self, lookup, request) and super().lookup_allowed(lookup, value, request)

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return Recorded

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A record is of those who are here; the logo that was uploaded can go where there is one."""
        if obj is None:
            return self.fieldsets[:1]
        shown = ["logo_shown", *(["upload"] if self.has_change_permission(request, obj) else [])]
        if "upload" in shown and _logo_of(obj)[1]:
            shown.append("without_upload")
        first, _logo, last = self.fieldsets
        return (first, (_("Logo"), {"fields": shown}), last)

    def has_block_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("providers.block_provider") and may_move(request.user, State.REJECTED)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        tools: list[tuple[str, Any]] = []
        provider = self.get_object(request, object_id)
        if provider is not None and self.merging.is_open_to(request.user):
            tools.append(self.merging.tool(provider))
        if provider is not None and self.has_block_permission(request):
            name = _("Unblock …") if hasattr(provider, "block") else _("Block …")
            tools.append((reverse("admin:providers_provider_block", args=[provider.pk]), name))
        return super().change_view(request, object_id, form_url, {"tools": tools, **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        show_both_sides(request, context, options.get("obj"))
        return super().render_change_form(request, context, *args, **options)

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        return {**kwargs, **inline.formset_options(request, prefix)}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing: `save_related` saves the row with its logos, so that history records one change."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        with recorded([form.instance], by_form(request)):
            if set(form.changed_data) - _LOGO_FIELDS or not change:
                super().save_model(request, form.instance, form, change)
            super().save_related(request, form, formsets, change)
        _keep_logo(form.instance, form.cleaned_data)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        warn_of_pictures(self, request, formset)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self.history.list_view(request, object_id, extra_context)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return rows_in_use(objs) or super().get_deleted_objects(objs, request)

    # ---- Blocking

    def block_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What a block, or its end, would do; sent as a form, it does it."""
        if not self.has_block_permission(request):
            raise PermissionDenied
        provider = get_object_or_404(Provider, pk=pk)
        if request.method == "POST":
            self._block(request, provider)
            return HttpResponseRedirect(reverse("admin:providers_provider_change", args=[pk]))
        is_blocked = hasattr(provider, "block")
        title = _("Unblock “%(name)s”") if is_blocked else _("Block “%(name)s”")
        context = {
            **self.admin_site.each_context(request),
            "title": title % {"name": provider},
            "opts": self.opts,
            "original": provider,
            "is_blocked": is_blocked,
            "standing": standing(provider, timezone.now()),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/articles/block.html", context)

    def _block(self, request: HttpRequest, provider: Provider) -> None:
        note = request.POST.get("reason", "").strip()
        actor = Actor(signed_in(request), Revision.Origin.BLOCK, timezone.now(), note)
        try:
            if request.POST.get("unblock"):
                count = unblock(provider, actor, bring_back="bring_back" in request.POST)
                told = ngettext(
                    "“%(name)s” is no longer blocked; %(count)d story is back in the inbox.",
                    "“%(name)s” is no longer blocked; %(count)d stories are back in the inbox.",
                    count,
                )
                said = {"name": provider, "count": count}
            else:
                done = block(provider, actor, withdraw="withdraw" in request.POST)
                told = ngettext(
                    "“%(name)s” is blocked: %(rejected)d story rejected, %(withdrawn)d withdrawn.",
                    "“%(name)s” is blocked: %(rejected)d stories rejected, %(withdrawn)d withdrawn.",
                    done.rejected,
                )
                said = {"name": provider, "rejected": done.rejected, "withdrawn": done.withdrawn}
        except AlreadySo as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            self.message_user(request, told % said, messages.SUCCESS)

    # ---- What is shown

    @admin.display(description=_("provider"), ordering="name")
    def called(self, provider: Provider) -> SafeString | str:
        if not hasattr(provider, "block"):
            return str(provider)
        return format_html('{} <span class="is-blocked">{}</span>', provider, _("blocked"))

    @admin.display(description=_("of the last 100 stories"))
    def record(self, provider: Provider) -> str:
        record = _record_of(provider)
        if not record.stories:
            return "–"
        return _("%(published)d published, %(rejected)d rejected, %(waiting)d waiting") % {
            "published": record.published,
            "rejected": record.rejected,
            "waiting": record.waiting,
        }

    @admin.display(description=_("last published"))
    def last_published(self, provider: Provider) -> str:
        last = _record_of(provider).last
        return f"{last:%Y-%m-%d}" if last else str(_("never"))

    @admin.display(description=_("as readers see it"))
    def logo_shown(self, provider: Provider) -> SafeString | str:
        logo, _is_ours = _logo_of(provider)
        return (
            format_html('<img src="{}" alt="" referrerpolicy="no-referrer">', logo)
            if logo
            else str(_("no logo"))
        )


def _keep_logo(provider: Provider, said: dict[str, Any]) -> None:
    """Keep or forget the file of a logo, as a form says."""
    if said.get("upload"):
        with Decoder() as decoder:
            logos.upload(provider.pk, said["upload"], decoder)
    elif said.get("without_upload"):
        logos.forget_upload(provider.pk)


def _logo_of(provider: Any) -> tuple[ShownPicture | None, bool]:
    """The logo of a provider, and whether somebody uploaded it; asked once for a page."""
    if not hasattr(provider, "logo_found"):
        listed = list(provider.logos.all())
        ours = logos.uploaded_path(provider.pk)
        gallery = Gallery([f"/{ours}", *urls_of(listed)])
        is_ours = gallery.has(ours)
        provider.logo_found = (gallery.logo_of(provider.pk, listed), is_ours)
    found: tuple[ShownPicture | None, bool] = provider.logo_found
    return found


def _record_of(provider: Any) -> TrackRecord:
    """The record of a provider, read once for a page."""
    if not hasattr(provider, "track_record"):
        provider.track_record = track_records([provider.pk]).get(provider.pk, TrackRecord())
    record: TrackRecord = provider.track_record
    return record
