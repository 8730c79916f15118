"""Stories that may be the same are found by title and by address, and only those that one may see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from articles.editing.similar import Twin, Why, alike, similar_to
from articles.editing.warnings import doubts_about
from articles.models import Article, LinkCheck
from articles.roles import CONTRIBUTOR
from tests.support.make import make_article, make_user

pytestmark = pytest.mark.django_db
TITLE = "Harbour votes to keep the fog for another winter"


def found(article: Article) -> list[tuple[int, Why]]:
    twins = alike([article], among=Article.objects.all()).get(article.pk, [])
    return [(twin.pk, twin.why) for twin in twins]


@pytest.mark.parametrize(
    ("title", "is_alike"),
    [
        (TITLE, True),
        ("Harbour Votes to Keep the Fog – for another winter!", True),
        ("Harbour vote to keep the fog for another winter", True),
        ("Härbour votes to keep the fog for another winter", True),
        ("Harbour votes to sell the fog to another country", False),
        ("Fog", False),
        ("", False),
        ("' OR \" & ( :* NEAR", False),
    ],
)
def test_nearly_the_same_title_is_found(title: str, is_alike: bool) -> None:
    other, story = make_article(title=TITLE), make_article(title=title)
    assert found(story) == ([(other.pk, Why.TITLE)] if is_alike else [])
    assert found(other) == ([(story.pk, Why.TITLE)] if is_alike else [])


@pytest.mark.parametrize(
    ("address", "is_same"),
    [
        ("https://example.org/fog", True),
        ("http://www.example.org/fog/?utm_source=feed#top", True),
        ("https://example.org/fog?page=2", False),
        ("", False),
    ],
)
def test_same_address_is_found_however_it_is_written(address: str, is_same: bool) -> None:
    other, story = make_article(web_url="https://example.org/fog"), make_article(web_url=address)
    assert found(story) == ([(other.pk, Why.ADDRESS)] if is_same else [])


def test_address_comes_before_title() -> None:
    by_title = make_article(title=TITLE)
    at_address = make_article(title=TITLE, web_url="https://example.org/fog")
    story = make_article(title=TITLE, web_url="https://example.org/fog")
    assert found(story) == [(at_address.pk, Why.ADDRESS), (by_title.pk, Why.TITLE)]


def test_page_takes_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    stories = [make_article(title=f"{TITLE} {n}") for n in range(20)]
    with django_assert_num_queries(1):
        assert len(alike(stories[:1], among=Article.objects.all())) == 1
    with django_assert_num_queries(1):
        assert len(alike(stories, among=Article.objects.all())) == 20


def test_nobody_learns_of_what_they_may_not_see() -> None:
    make_article(title=TITLE, web_url="https://example.org/fog")
    theirs = Article.objects.open_to(make_user(role=CONTRIBUTOR))
    assert similar_to(TITLE, among=theirs, addresses=["https://example.org/fog"]) == []


def test_story_being_written_is_compared_with_all_but_itself() -> None:
    story, other = make_article(title=TITLE), make_article(title=TITLE)
    twins = similar_to(TITLE, among=Article.objects.all(), excluding=story.pk)
    assert twins == [Twin(other.pk, TITLE, "published", Why.TITLE)]


def test_doubts_are_told_in_words() -> None:
    other = make_article(title=TITLE)
    story = make_article(title=TITLE, excerpt="Caf&eacute; &amp; bar")
    twins = alike([story], among=Article.objects.all())[story.pk]
    check = LinkCheck(article=story, url=story.web_url, is_dead=True)
    doubts = doubts_about(story, has_picture=False, twins=twins, check=check)
    assert [doubt.code for doubt in doubts] == ["title", "dead-link", "damaged", "no-picture"]
    assert doubts[0].text == "nearly the title of a story that is published"
    assert doubts[0].twin is not None
    assert doubts[0].twin.pk == other.pk
    assert doubts_about(other, has_picture=True) == []


AHEAD = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "fields", "is_told"),
    [
        (AHEAD - timedelta(minutes=1), {"published": True}, True),
        (AHEAD, {"published": True}, False),
        (AHEAD - timedelta(minutes=1), {"published": None}, False),
        (AHEAD - timedelta(minutes=1), {"published": True, "published_date_time": None}, False),
        # What waits for a moment before its own date waits longer; what waits beyond it does not.
        (
            AHEAD - timedelta(days=2),
            {"published": True, "state": "scheduled", "publish_at": AHEAD - timedelta(days=1)},
            True,
        ),
        (
            AHEAD - timedelta(days=2),
            {"published": True, "state": "scheduled", "publish_at": AHEAD + timedelta(days=1)},
            False,
        ),
    ],
)
def test_date_ahead_keeps_what_is_published_from_readers(
    now: datetime, fields: dict[str, Any], is_told: bool
) -> None:
    story = Article(title=TITLE, **{"published_date_time": AHEAD, "state": "published"} | fields)
    doubts = doubts_about(story, has_picture=True, now=now)
    expected = [("embargoed", "public from 2030-01-01 00:00 UTC")] if is_told else []
    assert [(doubt.code, doubt.text) for doubt in doubts] == expected
