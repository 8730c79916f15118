"""What is kept out: the list of it, and the action by which an editor deletes an article for good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.records import RecordScreen, signed_in
from articles.models import Article, Withheld
from articles.people import called
from articles.reasons import told

if TYPE_CHECKING:
    _Screen = admin.ModelAdmin[Article]
else:
    _Screen = object

# Of the articles chosen, those that the page of confirmation names.
NAMED: Final = 20
# That are withheld at a time: their keys are fields of a form, of which a request may have a thousand.
MOST: Final = 500


class Standing(admin.SimpleListFilter):
    """What is kept out now is shown unless asked otherwise."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("lifted", _("lifted")), ("all", _("all"))]

    def choices(self, changelist: Any) -> Iterator[Any]:
        names: dict[Any, Any] = {None: _("kept out"), **dict(self.lookup_choices)}
        for value, name in names.items():
            query = changelist.get_query_string(
                {self.parameter_name: value} if value else {}, [self.parameter_name]
            )
            yield {"selected": self.value() == value, "query_string": query, "display": name}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Withheld]) -> QuerySet[Withheld]:
        if self.value() == "all":
            return queryset
        return queryset.filter(lifted__isnull=self.value() != "lifted")


@admin.register(Withheld)
class WithheldAdmin(RecordScreen):
    """Articles deleted here, or kept out at an upload: imports leave them out until that is lifted."""

    list_display = ("__str__", "path", "why", "withheld", "who", "lifted")
    list_filter = (Standing,)
    search_fields = ("path", "title", "canonical_url")
    list_select_related = ("withheld_by",)
    actions = ("lift",)
    fields = ("title", "path", "canonical_url", "why", "withheld", "who", "lifted", "who_lifted")

    @admin.display(description=_("reason"), ordering="reason")
    def why(self, row: Withheld) -> str:
        return told(row.reason)

    @admin.display(description=_("withheld by"), ordering="withheld_by")
    def who(self, row: Withheld) -> str:
        return called(row.withheld_by) or "–"

    @admin.display(description=_("lifted by"))
    def who_lifted(self, row: Withheld) -> str:
        return called(row.lifted_by) or "–"

    def has_lift_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.change_withheld")

    @admin.action(description=_("Lift: let imports bring them again"), permissions=["lift"])
    def lift(self, request: HttpRequest, queryset: QuerySet[Withheld]) -> None:
        standing = Withheld.objects.standing().filter(pk__in=[row.pk for row in queryset])
        count = standing.count()
        standing.lift(by=signed_in(request), now=timezone.now())
        message = ngettext(
            "%(count)d article may come again, with the next import that has it.",
            "%(count)d articles may come again, with the next import that has them.",
            count,
        )
        self.message_user(request, message % {"count": count}, messages.SUCCESS)


class Withholds(_Screen):
    """The action that deletes articles and keeps them out, with a reason."""

    actions: Any = ("withhold",)

    @admin.action(description=_("Withhold (delete and keep out)"), permissions=["delete"])
    def withhold(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        # By their keys: what was chosen may be joined with topics, and a row come twice.
        chosen = Article.objects.filter(pk__in=queryset.values("pk"))
        count = chosen.count()
        if count > MOST:
            self.message_user(request, _("Choose %d at most at a time.") % MOST, messages.ERROR)
            return None
        if "confirmed" not in request.POST:
            context = {
                **self.admin_site.each_context(request),
                "title": _("Withhold: delete and keep out"),
                "opts": self.model._meta,
                "media": self.media,
                "count": count,
                "articles": chosen.order_by("path")[:NAMED],
                "more": max(0, count - NAMED),
                "keys": [str(key) for key in chosen.values_list("pk", flat=True)],
                "select_name": ACTION_CHECKBOX_NAME,
            }
            return TemplateResponse(request, "admin/articles/withhold.html", context)
        chosen.withhold(by=signed_in(request), reason=request.POST.get("reason", "").strip())
        message = ngettext(
            "%(count)d article deleted; imports leave it out.",
            "%(count)d articles deleted; imports leave them out.",
            count,
        )
        self.message_user(request, message % {"count": count}, messages.SUCCESS)
        return None
