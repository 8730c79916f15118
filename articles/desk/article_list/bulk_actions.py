"""Actions on several stories at once: first what they will do and what they cannot, then the doing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, TypeAlias

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.desk.article_list.changelist import is_across
from articles.desk.article_list.decisions import ACROSS, DONE, MOST, keep_last, keys_in, tell
from articles.desk.forms.autocomplete import OneOfMany, Rows, SomeOfMany
from articles.desk.forms.read_only import signed_in
from articles.editing.assignment import change_topics, set_provider
from articles.editing.checklist import unmet
from articles.editing.history import Actor
from articles.editing.workflow import Moved, foresee, move
from articles.models import Article, Listing, Revision, Topic
from articles.models.workflow import LIVE, State
from providers.models import Provider

Screen: TypeAlias = "admin.ModelAdmin[Article]"

# Of those that will be changed, as many are named.
NAMED: Final = 100


class Nothing(forms.Form):
    """Nothing to say."""


class WithReason(forms.Form):
    """Why."""

    reason = forms.CharField(
        required=False,
        label=_("Why? Everybody at the desk can read it."),
        widget=forms.TextInput(attrs={"size": 60, "autofocus": True}),
    )


class WithTime(forms.Form):
    """When."""

    publish_at = forms.DateTimeField(
        label=_("Publish at (UTC)"),
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "autofocus": True}, format="%Y-%m-%dT%H:%M"
        ),
    )

    def clean_publish_at(self) -> Any:
        moment = self.cleaned_data["publish_at"]
        if moment <= timezone.now():
            raise forms.ValidationError(_("The time to publish it must be in the future."))
        return moment


class WithTopics(forms.Form):
    """Which to add, which to take away; all others stay."""

    add = Rows(queryset=Topic.objects.all(), required=False, label=_("Add, behind those that are there"))
    remove = Rows(queryset=Topic.objects.all(), required=False, label=_("Remove"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("add", "remove"):
            widget = SomeOfMany(Listing._meta.get_field("topic"), admin.site)
            self.fields[name].widget = widget
            # The stubs know no such attribute.
            widget.choices = self.fields[name].choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("add") and not said.get("remove"):
            raise forms.ValidationError(_("Choose a topic to add or to remove."))
        return said


class WithProvider(forms.Form):
    """Whose they are."""

    provider = forms.ModelChoiceField(queryset=Provider.objects.all(), label=_("Provider"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = OneOfMany(Article._meta.get_field("provider"), admin.site)
        self.fields["provider"].widget = widget
        # The stubs know no such attribute.
        widget.choices = self.fields["provider"].choices  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Deed:
    """What an action does: to stories, with what its form says; `to` where it is a move."""

    title: Any
    words: Any
    form_class: type[forms.Form]
    do: Callable[[Any, Actor, dict[str, Any]], Moved]
    to: State | None = None

    def refusals(self, articles: Sequence[Article], user: User) -> dict[int, str]:
        """Why some of the stories cannot go where they shall, by key."""
        if self.to is None:
            return {}
        now = timezone.now()
        told = foresee(articles, self.to, user, now=now, publish_at=now + timedelta(days=1))
        return {key: reason for key, reason in told.items() if reason}


@dataclass(slots=True)
class Foretold:
    """What will come of a deed: how many go, the first of them, and why how many others stay."""

    count: int
    going: int = 0
    named: list[Article] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    lacking: int = 0

    @property
    def more(self) -> int:
        """How many go that are not named."""
        return self.going - len(self.named)

    @property
    def stay(self) -> list[tuple[str, int]]:
        """Why how many stay, the most frequent reason first."""
        return self.refused.most_common()


@admin.action(description=_("Publish"), permissions=["publish"])
def publish_many(screen: Screen, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
    """Publish the articles that were chosen."""
    return _carry_out(screen, request, queryset, _moving(State.PUBLISHED, _("Publish")))


@admin.action(description=_("Schedule"), permissions=["publish"])
def schedule_many(screen: Screen, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
    """Give the articles that were chosen a time to be published at."""
    return _carry_out(screen, request, queryset, _moving(State.SCHEDULED, _("Schedule"), WithTime))


@admin.action(description=_("Reject"), permissions=["reject"])
def reject_many(screen: Screen, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
    """Reject the articles that were chosen."""
    return _carry_out(screen, request, queryset, _moving(State.REJECTED, _("Reject"), WithReason))


@admin.action(description=_("Withdraw"), permissions=["publish"])
def withdraw_many(screen: Screen, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
    """Withdraw the articles that were chosen."""
    return _carry_out(screen, request, queryset, _moving(State.WITHDRAWN, _("Withdraw"), WithReason))


@admin.action(description=_("Put back into the inbox"), permissions=["publish"])
def put_back_many(screen: Screen, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
    """Put the articles that were chosen back into the inbox."""
    return _carry_out(screen, request, queryset, _moving(State.INBOX, _("Put back into the inbox")))


@admin.action(description=_("Add or remove topics"), permissions=["assign"])
def change_topics_of_many(
    screen: Screen, request: HttpRequest, queryset: QuerySet[Article]
) -> HttpResponse | None:
    """Add topics to the articles that were chosen, and remove some."""

    def do(rows: Any, actor: Actor, said: dict[str, Any]) -> Moved:
        return Moved(change_topics(rows, actor, add=[*said["add"]], remove=[*said["remove"]]))

    deed = Deed(_("Add or remove topics"), _("Topics changed: %(count)d."), WithTopics, do)
    return _carry_out(screen, request, queryset, deed)


@admin.action(description=_("Set the provider"), permissions=["assign"])
def set_provider_of_many(
    screen: Screen, request: HttpRequest, queryset: QuerySet[Article]
) -> HttpResponse | None:
    """Give the articles that were chosen another provider."""

    def do(rows: Any, actor: Actor, said: dict[str, Any]) -> Moved:
        return Moved(set_provider(rows, said["provider"], actor))

    deed = Deed(_("Set the provider"), _("Provider changed: %(count)d."), WithProvider, do)
    return _carry_out(screen, request, queryset, deed)


# For `actions` of the screen, which has a method for each permission that they name.
ACTIONS: Final = (
    publish_many,
    schedule_many,
    reject_many,
    withdraw_many,
    put_back_many,
    change_topics_of_many,
    set_provider_of_many,
)


def allow_all(request: HttpRequest) -> None:
    """Let an action be about all that the list finds, with no story ticked.

    Django first looks for one that was ticked, and only then asks whether the action is about all.
    """
    if is_across(request) or "keys" in request.POST:
        sent: Any = request.POST.copy()
        sent.setdefault(ACTION_CHECKBOX_NAME, "0")
        request.POST = sent


def refusal_of_all(screen: Screen, request: HttpRequest) -> HttpResponse | None:
    """The list again, where an action of others is asked for all that a list finds; None where it may go on.

    What deletes is for stories that somebody ticked.
    """
    says_all = request.POST.get("select_across", "0") not in ("", "0")
    if not says_all or request.POST.get("action") in {action.__name__ for action in ACTIONS}:
        return None
    screen.message_user(request, _("Tick the stories that you mean, one by one."), messages.WARNING)
    return HttpResponseRedirect(request.get_full_path())


def _carry_out(
    screen: Screen, request: HttpRequest, queryset: QuerySet[Article], deed: Deed
) -> HttpResponse | None:
    """The page that says what will come of it and, sent from there, the deed."""
    keys = _keys_of(request, queryset)
    if len(keys) > ACROSS:
        screen.message_user(request, _("Choose %d at most at a time.") % ACROSS, messages.ERROR)
        return None
    form = deed.form_class(request.POST if "confirmed" in request.POST else None)
    if "confirmed" in request.POST and form.is_valid():
        _do(screen, request, keys, deed, form.cleaned_data)
        return HttpResponseRedirect(request.get_full_path())
    context = {
        **screen.admin_site.each_context(request),
        "title": deed.title,
        "opts": screen.opts,
        "media": screen.media + form.media,
        "form": form,
        "foretold": foretell(screen.get_queryset(request), keys, deed, by=request.user),
        "action": request.POST["action"],
        "keys": ",".join(map(str, keys)),
        "back": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/articles/bulk.html", context)


def _do(screen: Screen, request: HttpRequest, keys: Sequence[int], deed: Deed, said: dict[str, Any]) -> None:
    """The deed, step by step: each is whole, and all share a time by which they are taken back."""
    actor = Actor(signed_in(request), Revision.Origin.BULK, timezone.now(), said.get("reason", "").strip())
    done: list[Revision] = []
    refused: Counter[str] = Counter()
    for some in _steps(keys):
        moved = deed.do(Article.objects.filter(pk__in=some), actor, said)
        done += moved.revisions.values()
        refused.update(moved.refused.values())
    tell(screen, request, deed.words, len(done), refused)
    keep_last(request, done)


def foretell(articles: QuerySet[Article], keys: Sequence[int], deed: Deed, *, by: Any) -> Foretold:
    """What will come of a deed, in queries that depend on the number of its steps alone."""
    told = Foretold(count=len(keys))
    for some in _steps(keys):
        rows: Any = articles.filter(pk__in=some)
        rows = rows.with_has_text().order_by("path")
        if deed.to in LIVE:
            rows = rows.prefetch_related("images", "listings")
        stories = [*rows.defer("featured_content", "provider_mention")]
        refused = deed.refusals(stories, by)
        told.refused.update(refused.values())
        going = [article for article in stories if article.pk not in refused]
        told.going += len(going)
        told.lacking += sum(bool(unmet(article)) for article in going) if deed.to in LIVE else 0
        told.named += going[: NAMED - len(told.named)]
    return told


def _keys_of(request: HttpRequest, queryset: Any) -> list[int]:
    """Those that were foretold; before that all that were chosen, up to one more than may be."""
    if "keys" in request.POST:
        return keys_in(request.POST["keys"].split(","), most=ACROSS + 1)
    return [*queryset.newest().values_list("pk", flat=True)[: ACROSS + 1]]


def _steps(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    return (keys[start : start + MOST] for start in range(0, len(keys), MOST))


def _moving(to: State, title: Any, form_class: type[forms.Form] = Nothing) -> Deed:
    def do(rows: Any, actor: Actor, said: dict[str, Any]) -> Moved:
        return move(rows, to, actor, publish_at=said.get("publish_at"))

    return Deed(title, DONE[to], form_class, do, to)
