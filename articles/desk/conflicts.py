"""The screen of conflicts: what both sides changed, side by side, and the choice between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.desk.conflict_texts import typed_in, typing_of
from articles.desk.forms.differences import marked, shown
from articles.desk.forms.labels import label_of
from articles.desk.forms.read_only import RecordScreen, as_text, signed_in
from articles.desk.return_address import back
from articles.editing.emptying import WouldEmpty
from articles.importing.settling_conflicts import NotSettled, settle, settle_by_text, thaw
from articles.models import Article, Conflict, FrozenField
from articles.models.conflict import FILE_KEY
from documents.layout import kind_of


class Waiting(admin.SimpleListFilter):
    """What waits is shown unless asked otherwise."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("settled", _("settled")), ("closed", _("settled or overtaken")), ("all", _("all"))]

    def choices(self, changelist: Any) -> Iterator[Any]:
        names: dict[Any, Any] = {None: _("waiting"), **dict(self.lookup_choices)}
        for value, name in names.items():
            query = changelist.get_query_string(
                {self.parameter_name: value} if value else {}, [self.parameter_name]
            )
            yield {"selected": self.value() == value, "query_string": query, "display": name}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Conflict]) -> QuerySet[Conflict]:
        waiting = Conflict.objects.waiting()
        if self.value() == "all":
            return queryset
        if self.value() == "settled":
            return queryset.filter(settled__isnull=False)
        return (
            queryset.exclude(pk__in=waiting) if self.value() == "closed" else queryset.filter(pk__in=waiting)
        )


class ByField(admin.AllValuesFieldListFilter):
    """The fields that there are, by their names."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        keys = {*self.lookup_choices}
        for choice in super().choices(changelist):
            key = str(choice["display"])
            yield {**choice, "display": capfirst(label_of(None, key))} if key in keys else choice


@admin.register(Conflict)
class ConflictAdmin(RecordScreen):
    """Fields that were changed here and at the source; ours is live until somebody chooses."""

    list_filter = (Waiting, ("key", ByField))
    list_display_links = None
    list_per_page = 25
    search_fields = ("path",)
    search_help_text = _("A part of the document’s name.")
    actions = ("keep_ours", "take_theirs")
    ordering = ("-found", "path", "key")
    list_select_related = ("settled_by",)

    class Media:
        css: ClassVar = {"all": ["desk/choices.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conflict]:
        articles = Article.objects.filter(path=OuterRef("path")).order_by()
        frozen = FrozenField.objects.standing().filter(path=OuterRef("path"), key=OuterRef("key")).order_by()
        conflicts: QuerySet[Conflict] = super().get_queryset(request)
        return conflicts.annotate(
            article_id=Subquery(articles.values("pk")[:1]),
            article_title=Subquery(articles.values("title")[:1]),
            frozen_id=Subquery(frozen.values("pk")[:1]),
        )

    def get_list_display(self, request: HttpRequest) -> Any:
        return [self._described_for(request)]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [self._described_for(request, is_alone=True)]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj)

    def _described_for(
        self, request: HttpRequest, *, is_alone: bool = False, typed: str | None = None, refusal: str = ""
    ) -> Callable[[Conflict], SafeString]:
        """What both sides say and how to choose; `typed` is a text that was refused, and why."""
        may_settle = self.has_settle_permission(request)

        @admin.display(description=_("base, theirs and ours"), ordering="found")
        def described(conflict: Conflict) -> SafeString:
            is_waiting = conflict.settled is None and conflict.superseded_by_id is None
            can_settle = is_waiting and may_settle
            typing = (
                typing_of(conflict, is_alone=is_alone, typed=typed, refusal=refusal) if can_settle else None
            )
            context = {
                "conflict": conflict,
                "field": label_of(kind_of(conflict.path), conflict.key),
                "is_about_file": conflict.key == FILE_KEY,
                # It is said by turns what stands beside; nobody here changed it.
                "is_about_flip": is_waiting and _is_about_flip(conflict),
                "frozen": is_waiting and getattr(conflict, "frozen_id", None),
                "typing": typing,
                # Told where no typing shows both texts.
                "base": shown(conflict.base),
                "theirs": marked(conflict.base, conflict.theirs),
                "ours": marked(conflict.base, conflict.ours),
                "is_waiting": is_waiting,
                "can_settle": can_settle,
                "back": request.get_full_path(),
            }
            return render_to_string("admin/articles/_conflict.html", context)

        return described

    # ---- The choice

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.settle_view)
        return [path("<int:pk>/settle/", view, name="articles_conflict_settle"), *super().get_urls()]

    def settle_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One click on one of the buttons: they stand in the list's own form, which has the token.

        Where a text that somebody typed is refused, the answer is the conflict alone, with that text.
        """
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_settle_permission(request):
            raise PermissionDenied
        conflict = get_object_or_404(Conflict, pk=pk)
        choice = request.POST.get("choose")
        if choice == "thaw":
            _thaw(self, request, FrozenField.objects.filter(path=conflict.path, key=conflict.key))
        if choice == Conflict.Choice.TYPED:
            return self._settle_by_text(request, conflict) or back(request, _list())
        if choice in Conflict.Choice.values:
            self._settle(request, [conflict], Conflict.Choice(choice))
        return back(request, _list())

    def _settle_by_text(self, request: HttpRequest, conflict: Conflict) -> HttpResponse | None:
        """Settle by what was typed; the page with the text again where that is refused."""
        typed, seen = typed_in(request, conflict)
        try:
            done = settle_by_text(conflict, typed, seen=seen, user=signed_in(request), now=timezone.now())
        except (NotSettled, WouldEmpty) as refusal:
            return self._asked_again(request, conflict, typed, str(refusal))
        message = _("Settled by what you typed.") if done else _missed(1)
        self.message_user(request, message, messages.SUCCESS if done else messages.WARNING)
        return None

    def _asked_again(
        self, request: HttpRequest, conflict: Conflict, typed: str, refusal: str
    ) -> HttpResponse:
        described = self._described_for(request, is_alone=True, typed=typed, refusal=refusal)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Not settled yet"),
            "opts": self.opts,
            "media": self.media,
            "described": described(self.get_queryset(request).get(pk=conflict.pk)),
        }
        return TemplateResponse(request, "admin/articles/settle.html", context)

    def has_settle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.change_conflict")

    @admin.action(description=_("Keep ours"), permissions=["settle"])
    def keep_ours(self, request: HttpRequest, queryset: QuerySet[Conflict]) -> None:
        self._settle(request, queryset, Conflict.Choice.OURS)

    @admin.action(description=_("Take theirs"), permissions=["settle"])
    def take_theirs(self, request: HttpRequest, queryset: QuerySet[Conflict]) -> None:
        self._settle(request, queryset, Conflict.Choice.THEIRS)

    def _settle(self, request: HttpRequest, conflicts: Iterable[Conflict], choice: Conflict.Choice) -> None:
        now, user = timezone.now(), signed_in(request)
        done = missed = 0
        for conflict in conflicts:
            try:
                is_done = settle(conflict, choice, user=user, now=now)
            except WouldEmpty as refusal:
                self.message_user(request, f"{conflict.path}: {refusal}", messages.ERROR)
                continue
            done, missed = done + is_done, missed + (not is_done)
        if done:
            self.message_user(request, settled_message(choice, done), messages.SUCCESS)
        if missed:
            self.message_user(request, _missed(missed), messages.WARNING)


def _list() -> str:
    return reverse("admin:articles_conflict_changelist")


def settled_message(choice: Conflict.Choice, count: int) -> str:
    """What was done to so many conflicts."""
    message = (
        ngettext("%(count)d conflict settled: ours stays.", "%(count)d conflicts settled: ours stays.", count)
        if choice == Conflict.Choice.OURS
        else ngettext(
            "%(count)d conflict settled: theirs is taken.",
            "%(count)d conflicts settled: theirs is taken.",
            count,
        )
    )
    return message % {"count": count}


def _missed(count: int) -> str:
    message = ngettext(
        "%(count)d was not settled: somebody else was quicker, or its document is gone.",
        "%(count)d were not settled: somebody else was quicker, or their documents are gone.",
        count,
    )
    return message % {"count": count}


def _is_about_flip(conflict: Conflict) -> bool:
    """Whether it asks about a frozen field that nobody here changed; the list knows which are frozen."""
    return conflict.is_about_flip and getattr(conflict, "frozen_id", None) is not None


def _thaw(screen: RecordScreen, request: HttpRequest, fields: QuerySet[FrozenField]) -> None:
    now, user = timezone.now(), signed_in(request)
    count = 0
    for field in fields:
        try:
            count += thaw(field, user=user, now=now)
        except WouldEmpty as refusal:
            screen.message_user(request, f"{field.path}: {refusal}", messages.ERROR)
            return
    message = ngettext(
        "%(count)d field follows its source again.", "%(count)d fields follow their source again.", count
    )
    screen.message_user(request, message % {"count": count}, messages.SUCCESS if count else messages.WARNING)


def waiting_about(article: Article) -> list[Conflict]:
    """What waits for a choice in an article."""
    waiting = Conflict.objects.waiting().filter(path=article.path).order_by("key")
    frozen = FrozenField.objects.standing().filter(path=OuterRef("path"), key=OuterRef("key")).order_by()
    return list(waiting.annotate(frozen_id=Subquery(frozen.values("pk")[:1])))


def questions_of(conflicts: Iterable[Conflict]) -> list[tuple[str, str]]:
    """The address of each, and what it asks."""
    return [
        (reverse("admin:articles_conflict_change", args=[conflict.pk]), str(_question(conflict)))
        for conflict in conflicts
    ]


def _question(conflict: Conflict) -> Any:
    if conflict.key == FILE_KEY:
        return _("Its file is gone from the source: shall it stay public?")
    asked = _("%(field)s was changed here and at the source: choose")
    if _is_about_flip(conflict):
        asked = _("%(field)s is changed to and fro at the source: choose, or thaw it")
    return asked % {"field": capfirst(label_of(kind_of(conflict.path), conflict.key))}


@admin.register(FrozenField)
class FrozenFieldAdmin(RecordScreen):
    """Fields that the source flips between some values: nobody is asked at each flip."""

    list_display = ("path", "field", "between", "since", "standing")
    search_fields = ("path",)
    fields = ("path", "field", "between", "since", "standing")
    actions = ("thaw_fields",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[FrozenField]:
        fields: QuerySet[FrozenField] = super().get_queryset(request)
        # The stubs know no such attribute.
        return fields.standing()  # type: ignore[attr-defined,no-any-return]

    def has_thaw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.change_conflict")

    @admin.action(description=_("Thaw: follow the source again"), permissions=["thaw"])
    def thaw_fields(self, request: HttpRequest, queryset: QuerySet[FrozenField]) -> None:
        _thaw(self, request, queryset)

    @admin.display(description=_("field"), ordering="key")
    def field(self, field: FrozenField) -> str:
        return label_of(kind_of(field.path), field.key)

    @admin.display(description=_("what it says"), ordering="is_held")
    def standing(self, field: FrozenField) -> str:
        return gettext("what was chosen here") if field.is_held else gettext("what its source says")

    @admin.display(description=_("it flips between"))
    def between(self, field: FrozenField) -> str:
        return "\n".join(as_text(value) for value in field.values)
