"""A story as a row of the desk's list: what an editor needs to decide without opening it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk.forms.labels import label_of
from articles.editing.checklist import briefly
from articles.editing.similar import alike
from articles.editing.track_record import Decided, decided_of
from articles.editing.warnings import Doubt, doubts_about
from articles.editing.workflow import why_not
from articles.models import Article, Topic
from articles.models.workflow import State
from articles.reading.pictures import Gallery, urls_of
from articles.roles import display_name
from documents.layout import Kind

# What was decided, with who did it and when.
_SAID: Final = {
    State.DRAFT: gettext_lazy("%(who)s sent it back %(when)s"),
    State.INBOX: gettext_lazy("%(who)s put it back %(when)s"),
    State.SCHEDULED: gettext_lazy("%(who)s scheduled it %(when)s"),
    State.PUBLISHED: gettext_lazy("%(who)s published it %(when)s"),
    State.REJECTED: gettext_lazy("%(who)s rejected it %(when)s"),
    State.WITHDRAWN: gettext_lazy("%(who)s withdrew it %(when)s"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One story, with all that stands in its row."""

    article: Article
    picture: str
    state: State
    topics: Sequence[Topic]
    record: Decided | None
    doubts: Sequence[Doubt]
    moves: frozenset[str]
    lacks: str
    age: str
    changed: Sequence[str]
    is_retracted: bool
    written: str
    decided: str
    seen: str


def rows_of(articles: Sequence[Article], user: Any, now: datetime) -> list[Row]:
    """The rows of some stories, which `for_desk()` read; three more queries however many they are."""
    records = decided_of(article.provider_id for article in articles if article.provider_id)
    urls = {article.pk: [image.url for image in article.images.all()] for article in articles}
    gallery = Gallery(url for article in articles for url in urls_of(article.images.all()))
    twins = alike(articles, among=Article.objects.open_to(user))
    return [
        Row(
            article=article,
            picture=str(gallery.first(urls[article.pk]) or ""),
            state=article.state_at(now),
            topics=[listing.topic for listing in article.listings.all()],
            record=records.get(article.provider_id or 0),
            doubts=doubts_about(
                article,
                has_picture=bool(article.images.all()),
                twins=twins.get(article.pk, ()),
                check=getattr(article, "link_check", None),
                now=now,
            ),
            moves=frozenset(_possible(article, user, now)),
            lacks="" if article.published else briefly(article),
            age=_age(article.published_date_time, now),
            changed=[label_of(Kind.ARTICLE, key) for key in article.changed_at_source],
            is_retracted=article.state == State.WITHDRAWN and article.decided_at is None,
            written=_written(article, now),
            decided=decision(article, now),
            seen=seen(article, now),
        )
        for article in articles
    ]


def _possible(article: Article, user: Any, now: datetime) -> Iterable[str]:
    later = now + timedelta(days=1)
    for state in State:
        if not why_not(article, state, user, now=now, publish_at=later):
            yield state.value


def _written(article: Article, now: datetime) -> str:
    """Whose draft it is, or who made it ready for review and since when; empty for all others."""
    who = display_name(article.created_by) or _("Somebody")
    if article.sent_for_review_at is not None:
        when = _when(article.sent_for_review_at, now)
        return _("%(who)s made it ready for review %(when)s") % {"who": who, "when": when}
    return _("Draft of %(who)s") % {"who": who} if article.state == State.DRAFT else ""


def _age(moment: datetime | None, now: datetime) -> str:
    """How old a story is, in its largest unit; the day, once that is a month ago."""
    if moment is None:
        return _("undated")
    if abs(now - moment) > timedelta(days=30):
        return date_format(moment, "j M Y")
    if moment > now:
        return _("in %(span)s") % {"span": timeuntil(moment, now, depth=1)}
    return _("%(span)s ago") % {"span": timesince(moment, now, depth=1)}


def seen(article: Article, now: datetime) -> str:
    """What an editor saw of a story's state: it is sent back with a decision."""
    at = article.decided_at or article.sent_for_review_at
    when = at.isoformat() if at else ""
    return f"{article.state_at(now)} {when}"


def decision(article: Article, now: datetime) -> str:
    """Who decided about a story and when; empty where nobody here has."""
    if article.decided_at is None:
        return ""
    return str(_SAID[State(article.state)]) % {
        "who": display_name(article.decided_by) or _("Somebody"),
        "when": _when(article.decided_at, now),
    }


def _when(moment: datetime, now: datetime) -> str:
    local = timezone.localtime(moment)
    at = date_format(local, "H:i")
    if local.date() == timezone.localtime(now).date():
        return _("at %(time)s") % {"time": at}
    return _("on %(day)s at %(time)s") % {"day": date_format(local, "j M Y"), "time": at}


def rendered(request: HttpRequest, articles: Sequence[Article], now: datetime) -> dict[int, str]:
    """The rows as the list shows them, by story."""
    return {
        row.article.pk: render_to_string("admin/articles/_row.html", {"row": row}, request)
        for row in rows_of(articles, request.user, now)
    }
