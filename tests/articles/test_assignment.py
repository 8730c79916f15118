"""Topics and providers of many stories: added and removed, never replaced; taken down, and taken back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.assignment import change_topics, set_provider, take_back
from articles.history import Edit
from articles.models import Article, Listing, Revision
from articles.roles import CONTRIBUTOR
from articles.track_record import Decided, decided_of
from tests.make import make_article, make_provider, make_topic, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2031, 11, 23, 12, tzinfo=UTC)
EVERY = Article.objects.all


def topics_of(article: Article) -> list[tuple[int, str]]:
    return list(article.listings.order_by("position").values_list("position", "topic__name"))


def test_topics_are_added_behind_and_removed_and_nothing_else_moves() -> None:
    sea, port, fog, law = (make_topic(name) for name in ("Sea", "Port", "Fog", "Law"))
    first, second = make_article(topics=[sea, port]), make_article(topics=[law])
    edit = Edit(make_user(), Revision.Origin.BULK, NOW)
    changed = change_topics(EVERY(), edit, add=[fog, sea], remove=[port])
    assert topics_of(first) == [(0, "Sea"), (1, "Fog")]
    assert topics_of(second) == [(0, "Law"), (1, "Fog"), (2, "Sea")]
    assert {*changed} == {first.pk, second.pk}
    assert changed[first.pk].changes[0]["key"] == "topics"
    assert change_topics(EVERY(), edit, add=[fog]) == {}


def test_listings_copy_what_their_topic_sorts_by() -> None:
    article, fog = make_article(heat=7), make_topic("Fog")
    change_topics(EVERY(), Edit(None, Revision.Origin.BULK, NOW), add=[fog])
    listing = Listing.objects.get()
    copied = ("published", "published_date_time", "path", "heat_score")
    assert [getattr(listing, name) for name in copied] == [getattr(article, name) for name in copied]


def test_queries_do_not_depend_on_the_number_of_stories() -> None:
    fog, user = make_topic("Fog"), make_user()
    user.get_all_permissions()
    counts = []
    for number in (1, 20):
        for _ in range(number):
            make_article()
        with CaptureQueriesContext(connection) as queries:
            change_topics(EVERY(), Edit(user, Revision.Origin.BULK, NOW), add=[fog])
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_topics_and_providers_are_taken_back() -> None:
    sea, fog, user = make_topic("Sea"), make_topic("Fog"), make_user()
    old, new = make_provider(), make_provider()
    article = make_article(topics=[sea], provider=old)
    edit = Edit(user, Revision.Origin.BULK, NOW)
    topics = [*change_topics(EVERY(), edit, add=[fog], remove=[sea]).values()]
    provider = [*set_provider(EVERY(), new, edit).values()]
    assert (topics_of(article), EVERY().get().provider) == ([(0, "Fog")], new)
    take_back(topics, by=user, now=NOW)
    take_back(provider, by=user, now=NOW)
    assert (topics_of(article), EVERY().get().provider) == ([(0, "Sea")], old)
    assert Revision.objects.filter(undone_by__isnull=False).count() == 2
    assert take_back(topics, by=user, now=NOW).refused == {article.pk: "It was changed again since."}
    with pytest.raises(PermissionDenied):
        take_back(topics, by=make_user(), now=NOW)


def test_contributor_changes_own_drafts_only() -> None:
    fog, user = make_topic("Fog"), make_user(role=CONTRIBUTOR)
    own = make_article(published=None, created_by=user)
    out, other = make_article(created_by=user), make_article(published=None)
    change_topics(EVERY(), Edit(user, Revision.Origin.BULK, NOW), add=[fog])
    assert [len(topics_of(article)) for article in (own, out, other)] == [1, 0, 0]


def test_record_counts_what_was_decided() -> None:
    good, new = make_provider(), make_provider()
    for _ in range(3):
        make_article(provider=good)
    make_article(provider=good, published=False, state="rejected")
    make_article(provider=good, published=None)
    make_article(provider=new, published=None)
    assert decided_of([good.pk, new.pk]) == {good.pk: Decided(published=3, decided=4)}
