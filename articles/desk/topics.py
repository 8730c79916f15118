"""The topics' screens: the tree that editors arrange, and the form of one topic."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from articles.desk.forms.edit_conflicts import show_both_sides
from articles.desk.forms.history import History, by_form
from articles.desk.forms.locked_rows import LockedRowAdmin
from articles.desk.merging import MergePage, Merging, of_topics, rows_in_use
from articles.editing.arranging_topics import CannotMove, grown, place, step
from articles.editing.history import recorded
from articles.editing.merging import foresee_topics, merge_topics
from articles.models import Listing, Topic, TopicAlias
from articles.reading.parameters import key_in
from documents.identity import identity
from providers.admin_filters import is_offered
from providers.verbatim_forms import TEXT_FIELDS, Lines, Pairs, VerbatimForm


class TopicForm(VerbatimForm):
    """A topic, with its lists one item on each line."""

    slug = forms.CharField(
        required=False,
        label=_("Slug"),
        help_text=_(
            "Its address. It stays when you rename the topic; empty it to have one made from the name. "
            "The old address leads to the new one."
        ),
    )
    keywords = Lines(required=False, label=_("Keywords"), help_text=_("One on each line."))
    hashtags = Lines(required=False, label=_("Hashtags"), help_text=_("One on each line, with its #."))
    services = Pairs(
        required=False,
        label=_("Services"),
        help_text=_("A name and its address on each line, as news: https://…"),
    )
    other_names = Lines(
        required=False,
        label=_("Other names"),
        help_text=_(
            "One on each line. Articles that come in with one of them belong to this topic. The old name "
            "is added when you rename the topic or merge another into it."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["other_names"] = [alias.name for alias in self.instance.aliases.all()]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        alias = TopicAlias.objects.select_related("topic").filter(key=identity(name)).first()
        if alias is not None and alias.topic_id != self.instance.pk:
            told = _("“%(name)s” is another name of the topic “%(topic)s”. Take it away there first.")
            raise ValidationError(told, params={"name": name, "topic": alias.topic})
        return name

    def clean_other_names(self) -> list[str]:
        names: list[str] = self.cleaned_data["other_names"]
        keys = {identity(name) for name in names}
        others = Topic.objects.exclude(pk=self.instance.pk).values_list("name", flat=True)
        taken = [name for name in others if identity(name) in keys]
        aliases = TopicAlias.objects.filter(key__in=keys).exclude(topic=self.instance.pk)
        taken += aliases.values_list("name", flat=True)
        if taken:
            told = _("Another topic goes by this name: %(names)s. Merge that topic into this one instead.")
            raise ValidationError(told, params={"names": ", ".join(sorted(taken))})
        return names

    def _get_validation_exclusions(self) -> set[str]:
        # Documents allow dots in it where the column's rule does not: what came in so may stay so.
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # not in the stubs
        return excluded | ({"slug"} - {*self.changed_data})


@admin.register(Topic)
class TopicAdmin(LockedRowAdmin):
    """Subjects, in the order in which sites show them."""

    form = TopicForm
    formfield_overrides = TEXT_FIELDS
    show_full_result_count = False
    list_per_page = 50
    list_display = ("name", "parent", "slug", "position", "path")
    list_select_related = ("parent",)
    search_fields = ("name", "shortname", "slug")
    autocomplete_fields = ("parent",)
    readonly_fields = ("path",)
    change_list_template = "admin/articles/topics.html"
    change_form_template = "admin/articles/tooled_form.html"
    fieldsets = (
        (None, {"fields": ("name", "shortname", "parent")}),
        (_("How articles are found for it"), {"fields": ("keywords", "hashtags", "other_names")}),
        (_("Addresses and order"), {"fields": ("slug", "position", "services", "path")}),
    )

    class Media:
        css: ClassVar = {"all": ["desk/desk.css"]}

    def __init__(self, model: type[Topic], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        self.history = History(self)
        self.merging = MergePage(
            self,
            Merging(foresee_topics, merge_topics, of_topics),
            permission="articles.merge_topic",
            chosen_by=Listing._meta.get_field("topic"),
        )

    def get_urls(self) -> list[URLPattern]:
        move = path("move/", self.admin_site.admin_view(self.move_view), name="articles_topic_move")
        return [move, *self.merging.urls(), *self.history.urls(), *super().get_urls()]

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return is_offered(self, lookup, request) and super().lookup_allowed(lookup, value, request)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The tree; a list, as everywhere in the desk, where somebody searches or asks for it."""
        context = {"nodes": None, **(extra_context or {})}
        if request.method == "GET" and not request.GET and self.has_view_permission(request):
            context["nodes"] = grown(request.user)
            context["may_arrange"] = self.has_change_permission(request)
            context["may_merge"] = self.merging.is_open_to(request.user)
            context |= {"merge": _("Merge")}
        return super().changelist_view(request, context)

    def move_view(self, request: HttpRequest) -> HttpResponse:
        """One step (`move` is KEY:WAY), or to a place (`topic` below `parent`, before `before`)."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        key, _colon, way = request.POST.get("move", "").partition(":")
        topic = self._topic(key or request.POST.get("topic", ""))
        actor = by_form(request)
        try:
            if topic is None:
                raise CannotMove(_("This topic is gone."))
            if way:
                step(topic, way, actor)
            else:
                parent, before = (self._topic(request.POST.get(name, "")) for name in ("parent", "before"))
                place(topic, parent, before, actor)
        except CannotMove as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            self.message_user(request, _("“%(topic)s” was moved.") % {"topic": topic}, messages.SUCCESS)
        anchor = f"#topic-{topic.pk}" if topic else ""
        return HttpResponseRedirect(reverse("admin:articles_topic_changelist") + anchor)

    def _topic(self, key: str) -> Topic | None:
        return Topic.objects.filter(pk=key_in(key)).first()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        context = {"tools": [], **(extra_context or {})}
        topic = self._topic(object_id)
        if topic is not None and self.merging.is_open_to(request.user):
            context["tools"].append(self.merging.tool(topic))
        return super().change_view(request, object_id, form_url, context)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        show_both_sides(request, context, options.get("obj"))
        return super().render_change_form(request, context, *args, **options)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        with recorded([obj], by_form(request)):
            if form.has_changed() or not change:
                super().save_model(request, obj, form, change)
            if "other_names" in form.changed_data:
                other = [
                    name for name in form.cleaned_data["other_names"] if identity(name) != identity(obj.name)
                ]
                TopicAlias.objects.free(form.initial.get("other_names", []))
                TopicAlias.objects.remember(other, obj)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self.history.list_view(request, object_id, extra_context)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return rows_in_use(objs) or super().get_deleted_objects(objs, request)
