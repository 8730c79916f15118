"""Decisions on an article's form: where it stands, the moves from there, and both at once with saving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.desk.forms.read_only import signed_in
from articles.editing.checklist import Check, unmet
from articles.editing.history import Actor
from articles.editing.warnings import embargo_on
from articles.editing.workflow import begun, may_move, move
from articles.models import Article, Revision
from articles.models.workflow import LIVE, State

# As browsers write it in a field for date and time.
LOCAL: Final = "%Y-%m-%dT%H:%M"
# Of what was typed for a time, what is shown again: no time is longer.
_TIME: Final = 30


@dataclass(frozen=True, slots=True)
class Move:
    """One way to go from here; `asks` is what has to be said with it: a time, a reason, or nothing.

    `typed` is what was said already, `refusal` why that does not do.
    """

    to: State
    label: str
    asks: str = ""
    typed: str = ""
    is_open: bool = False
    refusal: str = ""


def moves_of(article: Article | None, user: Any, now: datetime) -> list[Move]:
    """Where somebody may bring an article from where it stands, the likeliest first."""
    article = article or begun(Article(), user)
    there = article.ways(now)
    return [_move(to, article.state_at(now)) for to in _ORDER if to in there and may_move(user, to, article)]


_ORDER: Final = (
    State.PUBLISHED,
    State.SCHEDULED,
    State.INBOX,
    State.DRAFT,
    State.REJECTED,
    State.WITHDRAWN,
)


def _move(to: State, stands: State) -> Move:
    if to == stands:
        return Move(to, _("Save and leave it %(state)s") % {"state": stands.label}, asks=_ASKED.get(to, ""))
    labels = {
        State.PUBLISHED: _("Save and publish now") if stands == State.SCHEDULED else _("Save and publish"),
        State.SCHEDULED: _("Save and reschedule") if stands == State.SCHEDULED else _("Save and schedule"),
        State.INBOX: _("Save, ready for review") if stands == State.DRAFT else _("Save, back to the inbox"),
        State.DRAFT: _("Save and send back"),
        State.REJECTED: _("Save and reject"),
        State.WITHDRAWN: _("Save and withdraw"),
    }
    return Move(to, labels[to], asks=_ASKED.get(to, ""))


def as_typed(one: Move, article: Article | None, asked: QueryDict, now: datetime) -> Move:
    """A way with what was typed for it, where a form comes again: what was refused is not typed anew."""
    if one.asks == "reason":
        typed = asked.get(f"_reason_{one.to}", "")
        return replace(one, typed=typed, is_open=bool(typed))
    if one.asks != "time":
        return one
    kept = in_a_field(article.publish_at) if article is not None and article.publish_at else ""
    typed = asked.get("_publish_at", kept)
    is_wanted = asked.get("_move") == one.to
    refusal = ""
    if is_wanted:
        refusal = (article or Article()).refusal(one.to, now=now, publish_at=_moment(typed))
    stands = article is not None and article.state_at(now) == State.SCHEDULED
    return replace(one, typed=typed, is_open=stands or is_wanted or typed != kept, refusal=refusal)


def in_a_field(moment: datetime) -> str:
    """A time in the site's time zone, as a browser has it in a field."""
    return timezone.localtime(moment).strftime(LOCAL)


_ASKED: Final = {
    State.DRAFT: "reason",
    State.SCHEDULED: "time",
    State.REJECTED: "reason",
    State.WITHDRAWN: "reason",
}


class FormDecisions:
    """The buttons of an article's form that save it and move the article."""

    def __init__(self, screen: ModelAdmin[Article]) -> None:
        self.screen = screen

    def response(self, request: HttpRequest, obj: Article) -> HttpResponse | None:
        """Move an article that was saved where a button says so, and answer; None for other buttons."""
        wanted = request.POST.get("_move")
        if wanted not in State.values:
            return None
        to, now = State(wanted), timezone.now()
        if not may_move(request.user, to):
            # What was sent along is not saved either: the whole request is one transaction.
            raise PermissionDenied
        address = reverse("admin:articles_article_change", args=[obj.pk])
        if to == State.SCHEDULED:
            typed = QueryDict(mutable=True)
            typed.update({"_move": wanted, "_publish_at": request.POST.get("_publish_at", "")[:_TIME]})
            address = f"{address}?{typed.urlencode()}"
        again = HttpResponseRedirect(address)
        # As it was saved: what the screen read before it is old.
        saved = Article.objects.for_export().get(pk=obj.pk)
        missing = _unseen(saved, request.POST.get("_seen", "")) if to in LIVE else []
        if missing:
            self.screen.message_user(request, _lacking_as_text(missing), messages.WARNING)
            return again
        reason = request.POST.get(f"_reason_{to}", "").strip()
        actor = Actor(signed_in(request), Revision.Origin.FORM, now, reason)
        at = _moment(request.POST.get("_publish_at", "")) if to == State.SCHEDULED else None
        moved = move(Article.objects.filter(pk=obj.pk), to, actor, publish_at=at)
        if obj.pk in moved.revisions:
            obj.refresh_from_db()
            self.screen.message_user(request, _done(obj, now), messages.SUCCESS)
            self.warn_of_embargo(request, obj)
            return self.screen.response_post_save_change(request, obj)
        refusal = moved.refused.get(obj.pk, _("You may not decide about it."))
        self.screen.message_user(request, _("What you wrote is saved. %s") % refusal, messages.ERROR)
        return again

    def warn_of_embargo(self, request: HttpRequest, article: Article) -> None:
        """Say of what is published and dated ahead that readers have to wait for it."""
        doubt = embargo_on(article, timezone.now())
        if doubt:
            told = _("Readers do not see it yet, for it is dated ahead: %(doubt)s.")
            self.screen.message_user(request, told % {"doubt": doubt.text}, messages.WARNING)


def _unseen(article: Article, seen: str) -> Sequence[Check]:
    """What it lacks, where that is more than the button said when it was pressed."""
    missing = unmet(article)
    return missing if {check.key for check in missing} - {*seen.split()} else []


def _lacking_as_text(missing: Sequence[Check]) -> str:
    names = ", ".join(check.name for check in missing)
    return _("What you wrote is saved, but not yet decided: it lacks %(names)s. You may do so anyway.") % {
        "names": names
    }


def _moment(typed: str) -> datetime | None:
    """A time as a browser sends it, in the site's time zone; None for what is none."""
    try:
        moment = forms.DateTimeField(input_formats=[LOCAL, f"{LOCAL}:%S"]).clean(typed)
    except forms.ValidationError:
        return None
    return moment if isinstance(moment, datetime) else None


def _done(article: Article, now: datetime) -> SafeString:
    """What came of it, with the way there."""
    address = reverse("admin:articles_article_change", args=[article.pk])
    if article.is_public(now):
        address = article.get_absolute_url()
    title = format_html('<a href="{}">{}</a>', address, article)
    state = article.state_at(now)
    if state == State.SCHEDULED and article.publish_at:
        return format_html(_("{} will be public on {}."), title, time_as_text(article.publish_at))
    said = {
        State.PUBLISHED: _("{} is published."),
        State.DRAFT: _("{} is sent back to its writer."),
        State.INBOX: _("{} is ready for review.")
        if article.sent_for_review_at
        else _("{} is back in the inbox."),
        State.REJECTED: _("{} is rejected."),
        State.WITHDRAWN: _("{} is withdrawn."),
    }
    return format_html(said[state], title)


def time_as_text(moment: datetime) -> str:
    """A time to the minute in the site's time zone, which it names."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M} {timezone.get_current_timezone_name()}"
