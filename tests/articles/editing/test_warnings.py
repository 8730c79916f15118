"""What an editor should look at is said in words, the gravest first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from articles.editing.similar import Twin, Why
from articles.editing.warnings import doubts_about, embargo_on, twin_doubts
from articles.models import Article, LinkCheck
from articles.models.workflow import State

NOW = datetime(2031, 11, 23, 12, tzinfo=UTC)
SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(days=1)


def story(**fields: Any) -> Article:
    return Article(**{"title": "Gulls", "web_url": "https://post.example/a"} | fields)


def codes(article: Article, *, has_picture: bool = True, check: LinkCheck | None = None) -> list[str]:
    found = doubts_about(article, has_picture=has_picture, check=check, now=NOW)
    return [doubt.code for doubt in found]


def test_story_without_faults_raises_no_doubt() -> None:
    assert codes(story()) == []


def test_gravest_doubt_comes_first() -> None:
    article = story(title="", is_damaged=True, published=True, published_date_time=LATER)
    dead = LinkCheck(url=article.web_url, is_dead=True)
    found = codes(article, has_picture=False, check=dead)
    assert found == ["embargoed", "dead-link", "damaged", "untitled", "no-picture"]


@pytest.mark.parametrize(
    ("url", "is_dead", "told"),
    [
        ("https://post.example/a", True, ["dead-link"]),
        ("https://post.example/a", False, []),
        # What was asked is not where the story leads by now.
        ("https://post.example/before", True, []),
    ],
)
def test_link_is_dead_only_where_the_story_still_leads(url: str, is_dead: bool, told: list[str]) -> None:
    assert codes(story(), check=LinkCheck(url=url, is_dead=is_dead)) == told


@pytest.mark.parametrize(
    ("published", "dated", "publish_at", "is_kept"),
    [
        (True, LATER, None, True),
        (True, LATER, SOON, True),
        (True, SOON, LATER, False),
        (True, SOON, SOON, False),
        (True, NOW, None, False),
        (True, None, None, False),
        (None, LATER, None, False),
        (False, LATER, None, False),
    ],
)
def test_date_that_keeps_a_published_story_from_readers_is_told(
    published: bool | None, dated: datetime | None, publish_at: datetime | None, is_kept: bool
) -> None:
    article = story(published=published, published_date_time=dated, publish_at=publish_at)
    assert (embargo_on(article, NOW) is not None) is is_kept


def test_embargo_names_its_end_in_utc() -> None:
    doubt = embargo_on(story(published=True, published_date_time=LATER), NOW)
    assert doubt is not None
    assert doubt.text == "public from 2031-11-24 12:00 UTC"


def test_of_twins_the_likeliest_is_named_once_for_each_reason_the_address_first() -> None:
    twins = [
        Twin(1, "Gulls", State.PUBLISHED, Why.TITLE),
        Twin(2, "Eels", State.REJECTED, Why.ADDRESS),
        Twin(3, "Gull", State.INBOX, Why.TITLE),
    ]
    told = [(doubt.text, doubt.twin) for doubt in twin_doubts(twins)]
    assert told == [
        ("same address as a story that is rejected", twins[1]),
        ("nearly the title of a story that is published", twins[0]),
    ]
