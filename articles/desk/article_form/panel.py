"""What stands beside an article's form: where it stands, what it lacks, what waits, what may help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk.article_form.advice import because, suggested_to
from articles.desk.article_form.decisions import Move, as_typed, in_a_field, moves_of, time_as_text
from articles.desk.article_form.picture_copies import may_copy
from articles.desk.article_form.source_values import AtSource, at_source
from articles.desk.conflicts import questions_of, waiting_about
from articles.editing.checklist import Check, checks
from articles.editing.stock_reasons import as_text
from articles.editing.warnings import embargo_on
from articles.editing.workflow import begun
from articles.models import Article
from articles.models.workflow import State
from articles.roles import display_name


@dataclass(frozen=True, slots=True)
class Panel:
    """All of it; of an article that is not saved yet, little."""

    state: State
    standing: str
    reason: str
    may_change: bool
    moves: Sequence[Move]
    time_zone: str
    earliest: str
    checks: Sequence[Check] = ()
    questions: Sequence[tuple[str, str]] = ()
    topics: Sequence[tuple[int, str, str]] = ()
    at_source: Mapping[str, AtSource] = field(default_factory=dict)
    public_address: str = ""
    may_copy: bool = False
    is_new: bool = False

    @property
    def missing(self) -> Sequence[Check]:
        """What the checklist lacks, as the buttons say; of what nobody has written yet they say nothing."""
        return [check for check in self.checks if not check.is_met and not self.is_new]

    @property
    def foremost(self) -> Move | None:
        """The move that stands out: to publish what lacks nothing, or to say that a draft is ready."""
        ways = {move.to: move for move in self.moves}
        if State.PUBLISHED in ways:
            return None if self.missing else ways[State.PUBLISHED]
        return ways.get(State.INBOX) if self.state == State.DRAFT else None


def panel_of(request: HttpRequest, article: Article | None, *, may_change: bool) -> Panel:
    """Beside the form of an article that was read with `for_form()`, or of a new one."""
    now = timezone.now()
    asked = request.POST if request.method == "POST" else request.GET
    ways = moves_of(article, request.user, now) if may_change else []
    moves = [as_typed(one, article, asked, now) for one in ways]
    zone = timezone.get_current_timezone_name()
    earliest = in_a_field(now)
    if article is None:
        new = checks(begun(Article(), None))
        return Panel(State.DRAFT, _("New"), "", may_change, moves, zone, earliest, checks=new, is_new=True)
    conflicts = waiting_about(article) if request.user.has_perm("articles.view_conflict") else []
    return Panel(
        state=article.state_at(now),
        standing=" · ".join(filter(None, [_embargo(article, now), _standing(article, now)])),
        reason=as_text(article.reason),
        may_change=may_change,
        moves=moves,
        time_zone=zone,
        earliest=earliest,
        checks=checks(article),
        questions=questions_of(conflicts),
        topics=[(one.topic.pk, str(one.topic), because(one)) for one in suggested_to(article)]
        if may_change
        else (),
        at_source=at_source(article, conflicts),
        public_address=article.get_absolute_url() if article.is_public(now) else "",
        may_copy=may_change and may_copy(request, article),
    )


# Who brought it there, where nobody here did.
_BY_SOURCE: Final = {
    State.INBOX: gettext_lazy("Came in, nobody has decided"),
    State.PUBLISHED: gettext_lazy("Published by its source"),
    State.WITHDRAWN: gettext_lazy("Withdrawn by its source"),
}


def _embargo(article: Article, now: datetime) -> str:
    """That readers do not see it yet though it is published."""
    doubt = embargo_on(article, now)
    return doubt.text if doubt else ""


def _standing(article: Article, now: datetime) -> str:
    """Who decided and when, or why nobody has to."""
    if article.state_at(now) == State.SCHEDULED and article.publish_at:
        return _("Public on %s") % time_as_text(article.publish_at)
    if article.decided_at is None:
        if article.sent_for_review_at is not None:
            since = time_as_text(article.sent_for_review_at)
            who = display_name(article.created_by) or _("Somebody")
            return _("%(who)s made it ready for review %(when)s") % {"who": who, "when": since}
        if article.created_by is not None:
            return _("Written here by %s") % display_name(article.created_by)
        # Of its state, and not of its text, which somebody here may have changed.
        return str(_BY_SOURCE.get(article.state_at(now), ""))
    who = display_name(article.decided_by)
    is_draft = article.state == State.DRAFT
    decided = (_("Sent back %s") if is_draft else _("Decided %s")) % time_as_text(article.decided_at)
    return f"{decided}, {who}" if who else decided
