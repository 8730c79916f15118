"""Topics and providers of many stories: added and removed, never replaced; taken down, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.editing import track_record
from articles.editing.assignment import change_topics, set_provider, take_back
from articles.editing.history import Actor
from articles.editing.merging import merge_providers, merge_topics
from articles.editing.track_record import Decided, decided_of
from articles.models import Article, Listing, Revision, Topic
from articles.roles import CONTRIBUTOR
from providers.models import Provider
from tests.support.make import make_article, make_provider, make_topic, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2031, 11, 23, 12, tzinfo=UTC)
EVERY = Article.objects.all


def topics_of(article: Article) -> list[tuple[int, str]]:
    return list(article.listings.order_by("position").values_list("position", "topic__name"))


def test_topics_are_added_behind_and_removed_and_nothing_else_moves() -> None:
    sea, port, fog, law = (make_topic(name) for name in ("Sea", "Port", "Fog", "Law"))
    first, second = make_article(topics=[sea, port]), make_article(topics=[law])
    actor = Actor(make_user(), Revision.Origin.BULK, NOW)
    changed = change_topics(EVERY(), actor, add=[fog, sea], remove=[port])
    assert topics_of(first) == [(0, "Sea"), (1, "Fog")]
    assert topics_of(second) == [(0, "Law"), (1, "Fog"), (2, "Sea")]
    assert {*changed} == {first.pk, second.pk}
    assert changed[first.pk].changes[0]["key"] == "topics"
    assert change_topics(EVERY(), actor, add=[fog]) == {}


def test_listings_copy_what_their_topic_sorts_by() -> None:
    article, fog = make_article(heat=7), make_topic("Fog")
    change_topics(EVERY(), Actor(None, Revision.Origin.BULK, NOW), add=[fog])
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
            change_topics(EVERY(), Actor(user, Revision.Origin.BULK, NOW), add=[fog])
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_topics_and_providers_are_taken_back() -> None:
    sea, fog, user = make_topic("Sea"), make_topic("Fog"), make_user()
    old, new = make_provider(), make_provider()
    article = make_article(topics=[sea], provider=old)
    actor = Actor(user, Revision.Origin.BULK, NOW)
    topics = [*change_topics(EVERY(), actor, add=[fog], remove=[sea]).values()]
    provider = [*set_provider(EVERY(), new, actor).values()]
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
    own = make_article(published=False, created_by=user, state="draft")
    out, other = make_article(created_by=user), make_article(published=None)
    change_topics(EVERY(), Actor(user, Revision.Origin.BULK, NOW), add=[fog])
    assert [len(topics_of(article)) for article in (own, out, other)] == [1, 0, 0]


def test_record_counts_what_was_decided() -> None:
    good, new = make_provider(), make_provider()
    for _ in range(3):
        make_article(provider=good)
    make_article(provider=good, published=False, state="rejected")
    make_article(provider=good, published=None)
    make_article(provider=new, published=None)
    assert decided_of([good.pk, new.pk]) == {good.pk: Decided(published=3, decided=4)}


@pytest.mark.parametrize("undated", ["published", "rejected"])
@pytest.mark.parametrize("is_younger", [False, True])
def test_record_counts_stories_without_a_date_by_when_they_were_made(
    monkeypatch: pytest.MonkeyPatch, undated: str, is_younger: bool
) -> None:
    monkeypatch.setattr(track_record, "DECIDED", 2)
    provider = make_provider()
    for state in ("published", "rejected"):
        dates = [None] * 2 if state == undated else [NOW] * 2
        for date in dates:
            make_article(
                provider=provider, published_date_time=date, state=state, published=state == "published",
                made_at=NOW + timedelta(days=1 if is_younger else -1),
            )  # fmt: skip
    are_counted = (undated == "published") is is_younger
    assert decided_of([provider.pk])[provider.pk].published == (2 if are_counted else 0)


# ---- Whom a story belonged to, and what they are called by now


def change_hands(article: Article, to: Provider, user: User) -> list[Revision]:
    """Give a story to a provider, as the action does."""
    only = Article.objects.filter(pk=article.pk)
    return [*set_provider(only, to, Actor(user, Revision.Origin.BULK, NOW)).values()]


def merged(old: Provider, _new: Provider, other: Provider) -> Provider:
    merge_providers(old, other, Actor(None, Revision.Origin.FORM, NOW))
    return other


def renamed(old: Provider, _new: Provider, _other: Provider) -> Provider:
    old.name = "Another name"
    old.save()
    return old


def moved_domain(old: Provider, _new: Provider, _other: Provider) -> Provider:
    old.domain = "moved.example"
    old.save()
    return old


@pytest.mark.parametrize("happens", [merged, renamed, moved_domain])
def test_provider_is_given_back_whatever_became_of_its_name(
    happens: Callable[[Provider, Provider, Provider], Provider],
) -> None:
    user, old, new, other = make_user(), make_provider(), make_provider(), make_provider()
    article = make_article(provider=old)
    revisions = change_hands(article, new, user)
    expected = happens(old, new, other)
    moved = take_back(revisions, by=user, now=NOW)
    assert ({*moved.revisions}, moved.refused) == ({article.pk}, {})
    assert EVERY().get().provider == expected


def test_story_of_nobody_is_nobodys_again() -> None:
    user, article = make_user(), make_article()
    assert take_back(change_hands(article, make_provider(), user), by=user, now=NOW).refused == {}
    assert EVERY().get().provider is None


def test_story_whose_provider_is_gone_stays_and_says_so() -> None:
    user, old, new = make_user(), make_provider(), make_provider()
    gone, article = make_article(provider=old), make_article(provider=new)
    revisions = [*change_hands(gone, new, user), *change_hands(article, make_provider(), user)]
    old.delete()
    moved = take_back(revisions, by=user, now=NOW)
    assert moved.refused == {gone.pk: "The provider that it had is gone."}
    assert {*moved.revisions} == {article.pk}
    assert {*EVERY().values_list("provider", flat=True)} == {new.pk}


def test_of_two_providers_with_one_name_neither_is_guessed() -> None:
    user, old = make_user(), make_provider("a.example", name="Herald")
    article = make_article(provider=old)
    revisions = change_hands(article, make_provider(), user)
    moved_domain(old, old, old)
    make_provider("b.example", name="Herald")
    assert take_back(revisions, by=user, now=NOW).refused == {article.pk: "The provider that it had is gone."}


def test_new_provider_that_was_merged_since_is_still_as_it_was_left() -> None:
    user, old, new, other = make_user(), make_provider(), make_provider(), make_provider()
    article = make_article(provider=old)
    revisions = change_hands(article, new, user)
    merged(new, new, other)
    assert take_back(revisions, by=user, now=NOW).refused == {}
    assert EVERY().get().provider == old


def test_what_belonged_to_one_is_given_back_in_as_many_queries_for_many_as_for_one() -> None:
    user, old, new = make_user(), make_provider(), make_provider()
    counts = []
    for number in (1, 20):
        made = [make_article(provider=old).pk for _ in range(number)]
        some = EVERY().filter(pk__in=made)
        revisions = [*set_provider(some, new, Actor(user, Revision.Origin.BULK, NOW)).values()]
        with CaptureQueriesContext(connection) as queries:
            assert len(take_back(revisions, by=user, now=NOW).revisions) == number
        counts.append(len(queries))
    assert counts[0] == counts[1]


# ---- What topics are called by now


def remove_port(user: User, *names: str) -> tuple[Article, Topic, list[Revision]]:
    """A story that had topics and lost the one called Port."""
    topics = [make_topic(name) for name in names]
    port = next(topic for topic in topics if topic.name == "Port")
    article = make_article(topics=topics)
    removed = change_topics(EVERY(), Actor(user, Revision.Origin.BULK, NOW), remove=[port])
    return article, port, [*removed.values()]


@pytest.mark.parametrize("name", ["Harbour", "PORT"])
def test_topic_that_was_renamed_comes_back(name: str) -> None:
    user = make_user()
    article, port, revisions = remove_port(user, "Sea", "Port", "Fog")
    port.name = name
    port.save()
    assert take_back(revisions, by=user, now=NOW).refused == {}
    assert topics_of(article) == [(0, "Sea"), (1, name), (2, "Fog")]


def test_topic_comes_back_beside_one_that_was_renamed() -> None:
    user = make_user()
    article, _port, revisions = remove_port(user, "Sea", "Port")
    sea = Topic.objects.get(name="Sea")
    sea.name = "Ocean"
    sea.save()
    assert take_back(revisions, by=user, now=NOW).refused == {}
    assert topics_of(article) == [(0, "Ocean"), (1, "Port")]


def test_topic_that_was_merged_comes_back_as_what_it_went_into() -> None:
    user, harbour = make_user(), make_topic("Harbour")
    article, port, revisions = remove_port(user, "Port", "Sea")
    merge_topics(port, harbour, Actor(None, Revision.Origin.FORM, NOW))
    assert take_back(revisions, by=user, now=NOW).refused == {}
    assert topics_of(article) == [(0, "Harbour"), (1, "Sea")]


def test_topic_that_was_merged_into_one_that_the_story_has_stands_there_once() -> None:
    user = make_user()
    article, port, revisions = remove_port(user, "Port", "Fog", "Sea")
    merge_topics(port, Topic.objects.get(name="Sea"), Actor(None, Revision.Origin.FORM, NOW))
    assert take_back(revisions, by=user, now=NOW).refused == {}
    assert topics_of(article) == [(0, "Sea"), (1, "Fog")]


def test_story_one_of_whose_topics_is_gone_stays_and_says_so() -> None:
    user = make_user()
    article, port, revisions = remove_port(user, "Sea", "Port")
    port.delete()
    moved = take_back(revisions, by=user, now=NOW)
    assert (moved.revisions, moved.refused) == ({}, {article.pk: "A topic that it had is gone."})
    assert topics_of(article) == [(0, "Sea")]
