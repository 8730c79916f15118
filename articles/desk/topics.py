"""The topics' screens: the tree that editors arrange, and the form of one topic."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.desk.forms.edit_conflicts import ShowsClashes
from articles.desk.forms.history import HasTimeline
from articles.desk.forms.read_only import signed_in
from articles.desk.merging import Merges, Merging, of_topics
from articles.editing.arranging_topics import CannotMove, grown, place, step
from articles.editing.history import Actor, record_changes, snapshots
from articles.editing.merging import foresee_topics, merge_topics
from articles.models import Listing, Revision, Topic, TopicAlias
from articles.reading.parameters import key_in
from documents.identity import identity
from documents.layout import slug_of
from providers.verbatim_forms import Lines, Pairs, VerbatimForm, VerbatimScreen


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
    called = Lines(
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
            self.initial["called"] = [alias.name for alias in self.instance.aliases.all()]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        alias = TopicAlias.objects.select_related("topic").filter(key=identity(name)).first()
        if alias is not None and alias.topic_id != self.instance.pk:
            told = _("“%(name)s” is another name of the topic “%(topic)s”. Take it away there first.")
            raise ValidationError(told, params={"name": name, "topic": alias.topic})
        return name

    def clean_called(self) -> list[str]:
        names: list[str] = self.cleaned_data["called"]
        keys = {identity(name) for name in names}
        others = Topic.objects.exclude(pk=self.instance.pk).values_list("name", flat=True)
        taken = [name for name in others if identity(name) in keys]
        aliases = TopicAlias.objects.filter(key__in=keys).exclude(topic=self.instance.pk)
        taken += aliases.values_list("name", flat=True)
        if taken:
            told = _("Another topic goes by this name: %(names)s. Merge that topic into this one instead.")
            raise ValidationError(told, params={"names": ", ".join(sorted(taken))})
        return names

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not said.get("slug") and said.get("name"):
            said["slug"] = slug_of(said["name"])
        return said

    def _get_validation_exclusions(self) -> set[str]:
        # Documents allow dots in it where the column's rule does not: what came in so may stay so.
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # not in the stubs
        return excluded | ({"slug"} - {*self.changed_data})


@admin.register(Topic)
class TopicAdmin(Merges, HasTimeline, ShowsClashes, VerbatimScreen):
    """Subjects, in the order in which sites show them."""

    form = TopicForm
    list_display = ("name", "parent", "slug", "position", "path")
    list_select_related = ("parent",)
    search_fields = ("name", "shortname", "slug")
    autocomplete_fields = ("parent",)
    readonly_fields = ("path",)
    change_list_template = "admin/articles/topics.html"
    change_form_template = "admin/articles/tooled_form.html"
    fieldsets = (
        (None, {"fields": ("name", "shortname", "parent")}),
        (_("How articles are found for it"), {"fields": ("keywords", "hashtags", "called")}),
        (_("Addresses and order"), {"fields": ("slug", "position", "services", "path")}),
    )
    merge_permission = "articles.merge_topic"
    chosen_by = Listing._meta.get_field("topic")
    merging = Merging(foresee_topics, merge_topics, of_topics)

    class Media:
        css: ClassVar = {"all": ["desk/desk.css"]}

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.move_view)
        return [path("move/", view, name="articles_topic_move"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The tree; a list, as everywhere in the desk, where somebody searches or asks for it."""
        context = {"nodes": None, **(extra_context or {})}
        if request.method == "GET" and not request.GET and self.has_view_permission(request):
            context["nodes"] = grown(request.user)
            context["may_arrange"] = self.has_change_permission(request)
            context["may_merge"] = self.has_merge_permission(request)
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
        actor = Actor(signed_in(request), Revision.Origin.FORM, timezone.now())
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
        if topic is not None and self.has_merge_permission(request):
            context["tools"].append((self.merge_address(topic), _("Merge into another …")))
        return super().change_view(request, object_id, form_url, context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = snapshots([obj]) if change else {}
        super().save_model(request, obj, form, change)
        if "called" in form.changed_data:
            TopicAlias.objects.free(form.initial.get("called", []))
            TopicAlias.objects.remember(
                [name for name in form.cleaned_data["called"] if identity(name) != identity(obj.name)], obj
            )
        record_changes([obj], before, Actor(signed_in(request), Revision.Origin.FORM, timezone.now()))
