"""Where an article stands on its way to readers, who decided so, and which moves there are.

The document knows only `published`; what more there is to say is said here and stays in the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class State(models.TextChoices):
    """Where an article stands."""

    DRAFT = "draft", _("draft")
    INBOX = "inbox", _("inbox")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")


# Those whose rows say `published`: a scheduled one is public from its moment on, without a worker.
LIVE: Final = frozenset({State.SCHEDULED, State.PUBLISHED})
# The reason of what was rejected because its provider is blocked: by it the end of the block finds them.
# It is stored as it stands here; articles.editing.stock_reasons tells it in the reader's language.
BLOCKED: Final = gettext_noop("Provider is blocked")
MOVES: Final[dict[State, frozenset[State]]] = {
    State.DRAFT: frozenset({State.INBOX, State.PUBLISHED, State.SCHEDULED}),
    State.INBOX: frozenset({State.DRAFT, State.PUBLISHED, State.SCHEDULED, State.REJECTED}),
    State.SCHEDULED: frozenset({State.PUBLISHED, State.SCHEDULED, State.REJECTED, State.INBOX}),
    State.PUBLISHED: frozenset({State.WITHDRAWN}),
    State.REJECTED: frozenset({State.INBOX, State.PUBLISHED, State.SCHEDULED}),
    State.WITHDRAWN: frozenset({State.INBOX, State.PUBLISHED, State.SCHEDULED}),
}


class IllegalMove(Exception):
    """An article cannot go there from where it stands; `str()` says why, for a person."""


class Decided(models.Model):
    """What people decide about an article, beside what its document says."""

    published: Any
    published_date_time: Any
    created_by_id: int | None

    state = models.CharField(
        _("state"),
        max_length=9,
        choices=State.choices,
        default=State.INBOX,
        db_default=State.INBOX.value,
        editable=False,
    )
    publish_at = models.DateTimeField(
        _("publish at"),
        null=True,
        editable=False,
        help_text=_("When a scheduled story becomes public."),
    )
    reason = models.TextField(
        _("reason"),
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text=_("Why it was rejected, withdrawn or sent back."),
    )
    decided_at = models.DateTimeField(
        _("decided at"),
        null=True,
        editable=False,
        help_text=_("When somebody here decided about it; empty while it stands as its source has it."),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        db_index=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    changed_at_source = models.JSONField(
        _("changed at the source"),
        default=list,
        db_default=models.Value([], models.JSONField()),
        editable=False,
        help_text=_("Keys of what the source changed since somebody here decided."),
    )
    is_waiting = models.BooleanField(
        _("waiting"),
        default=True,
        db_default=True,
        editable=False,
        help_text=_("Whether somebody here has yet to decide, or to decide again."),
    )
    sent_for_review_at = models.DateTimeField(
        _("ready for review since"),
        null=True,
        editable=False,
        help_text=_("When its writer was done with it; empty where it waits for no review."),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        db_index=False,
        related_name="+",
        verbose_name=_("written by"),
        help_text=_("Who began it here; empty where it came from the source."),
    )

    class Meta:
        abstract = True

    @property
    def is_refused(self) -> bool:
        """Whether somebody decided that readers shall not have it: it is shown to nobody outside the desk."""
        return self.state in (State.REJECTED, State.WITHDRAWN)

    @property
    def is_held(self) -> bool:
        """Whether somebody here decided against its being public, or has yet to: no source overrules that."""
        return self.state == State.DRAFT or (self.decided_at is not None and self.state != State.PUBLISHED)

    @property
    def is_embargoed(self) -> bool:
        """Whether it waits for its moment: its document says `published: false` until then."""
        return self.state == State.SCHEDULED

    def state_at(self, now: datetime) -> State:
        """Where it stands at a time: what was scheduled for earlier is published."""
        if self.state == State.SCHEDULED and self.publish_at is not None and self.publish_at <= now:
            return State.PUBLISHED
        return State(self.state)

    def ways(self, now: datetime) -> frozenset[State]:
        """Where it can go from where it stands; deciding anew what its source changed leaves it there."""
        stands = self.state_at(now)
        # Nobody to whom it could go back.
        closed = {State.DRAFT} if self.created_by_id is None else set()
        return (MOVES[stands] - closed) | ({stands} if self.changed_at_source else set())

    def refusal(self, to: State, *, now: datetime, publish_at: datetime | None = None) -> str:
        """Why it cannot move there now; empty where it can."""
        stands = self.state_at(now)
        if to == State.SCHEDULED and (publish_at is None or publish_at <= now):
            return str(_("The time to publish it must be in the future."))
        if to in self.ways(now):
            return ""
        if to == stands:
            return str(_("It is %(state)s already.") % {"state": stands.label})
        if to == State.DRAFT and stands == State.INBOX:
            return str(_("Nobody here wrote it: there is nobody to send it back to."))
        return str(
            _("A story that is %(stands)s cannot become %(to)s.") % {"stands": stands.label, "to": to.label}
        )

    def move(  # noqa: PLR0913  each is a column that a decision sets
        self,
        to: State,
        *,
        by: User | None,
        now: datetime,
        reason: str = "",
        publish_at: datetime | None = None,
        at_source: bool | None = None,
        is_stamped: bool = False,
    ) -> None:
        """Set its columns, unsaved, as `articles.editing.workflow.move` saves them. Raises IllegalMove.

        `at_source` is what its document said of `published` when it last came in: in the inbox it says
        so again, unless that is that it is public. What goes out without a date gets one; with
        `is_stamped` its date came from such a decision, and goes with it.
        """
        refusal = self.refusal(to, now=now, publish_at=publish_at)
        if refusal:
            raise IllegalMove(refusal)
        was_planned, was_draft = self.publish_at is not None, self.state == State.DRAFT
        if is_stamped and (was_planned or to == State.INBOX):
            self.published_date_time = None
        if to in LIVE and self.published_date_time is None:
            moment = publish_at if to == State.SCHEDULED else now
            self.published_date_time = moment.replace(microsecond=0) if moment else None
        self.state = to
        self.published = to in LIVE
        if to == State.INBOX:
            # What was written here says that it is not public, wherever its document goes.
            self.published = None if at_source is None and self.created_by_id is None else False
        self.publish_at = publish_at if to == State.SCHEDULED else None
        self.reason = reason
        self.decided_at, self.decided_by = (None, None) if to == State.INBOX else (now, by)
        self.sent_for_review_at = now if was_draft and to == State.INBOX else None
        self.changed_at_source = []
        self.is_waiting = to == State.INBOX

    def agree(self) -> None:
        """Let the state follow `published`, which a form, a script or a document's value may have set."""
        if (self.state in LIVE) != (self.published is True):
            if self.published is True:
                self.state = State.PUBLISHED
            else:
                self.state = State.WITHDRAWN if self.state in LIVE else self.state
        if self.state != State.SCHEDULED:
            self.publish_at = None
        if self.state != State.INBOX:
            self.sent_for_review_at = None
        self.is_waiting = self.state == State.INBOX or bool(self.changed_at_source)

    def follow_source(self, keys: Iterable[str]) -> None:
        """The source changed these editorial keys: a story decided here, or retracted there, waits again."""
        was_live = self.state in LIVE
        if self.published is True and not was_live:
            self.state, self.decided_at, self.decided_by = State.PUBLISHED, None, None
        retracted = was_live and self.published is not True
        if retracted:
            self.state, self.decided_at, self.decided_by = State.WITHDRAWN, None, None
        if retracted or (self.decided_at is not None and self.state != State.DRAFT):
            self.changed_at_source = sorted({*self.changed_at_source, *keys})
        self.agree()

    def ask_about(self, keys: Iterable[str]) -> None:
        """Somebody should look at these keys, whoever published the story."""
        if self.state != State.DRAFT:
            self.changed_at_source = sorted({*self.changed_at_source, *keys})
        self.agree()

    def ask_no_more_about(self, keys: Iterable[str]) -> None:
        """These keys need no new decision; where nobody decided, the state is what `published` says."""
        self.changed_at_source = sorted({*self.changed_at_source} - {*keys})
        if self.published is not True and self.state == State.PUBLISHED and self.decided_at is None:
            self.state = State.INBOX
        elif self.published is True and self.state == State.WITHDRAWN and self.decided_at is None:
            self.state = State.PUBLISHED
        self.agree()
