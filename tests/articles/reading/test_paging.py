"""Pages by key: together they are the list, whatever comes in meanwhile, and no cursor can do harm."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article
from articles.models.workflow import State
from articles.reading.paging import Page, page_from, page_of, page_of_best, page_of_next
from tests.support.make import make_article

NOW = datetime(2031, 11, 23, 12, tzinfo=UTC)
PageOf = Callable[[str], Page[Any]]


def newest(after: str) -> Page[Any]:
    return page_of(Article.objects.all(), list, hottest=False, after=after, size=2)


def hottest(after: str) -> Page[Any]:
    return page_of(Article.objects.all(), list, hottest=True, after=after, size=2)


def best(after: str) -> Page[Any]:
    return page_of_best(Article.objects.all(), after=after, size=2)


def soonest(after: str) -> Page[Any]:
    return page_of_next(Article.objects.all(), after=after, size=2)


WAYS = {"newest": newest, "hottest": hottest, "best": best, "soonest": soonest}


def make_seven() -> None:
    """Some are alike in all that a list sorts by, and some lack it."""
    for number in range(7):
        when = NOW - timedelta(days=number // 3)
        dated = None if number == 6 else when
        quality = None if number > 4 else number // 2
        article = make_article(
            path=f"_news/{number}.md", heat=number // 3, quality=quality, published_date_time=dated
        )
        Article.objects.filter(pk=article.pk).update(publish_at=when, state=State.SCHEDULED)


def all_pages(page: PageOf) -> list[list[str]]:
    pages: list[list[str]] = []
    after = ""
    while len(pages) < 10:
        found = page(after)
        pages.append([row.path for row in found.rows])
        after = found.after
        if not after:
            return pages
    raise AssertionError("the pages have no end")


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_pages_together_are_the_whole_list(way: str) -> None:
    make_seven()
    pages = all_pages(WAYS[way])
    assert [len(rows) for rows in pages] == [2, 2, 2, 1]
    rows = [row for page in pages for row in page]
    assert sorted(rows) == [f"_news/{number}.md" for number in range(7)]
    if way != "best":
        return
    assert [Article.objects.get(path=path).quality for path in rows] == [2, 1, 1, 0, 0, None, None]


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_nothing_repeats_nor_goes_missing_when_something_comes_in_between(way: str) -> None:
    make_seven()
    first, second, *_ = all_pages(WAYS[way])
    after = WAYS[way]("").after
    # Before all that was seen, in each order.
    new = make_article(path="_news/new.md", heat=99, quality=99, published_date_time=NOW + timedelta(days=1))
    Article.objects.filter(pk=new.pk).update(publish_at=NOW - timedelta(days=30), state=State.SCHEDULED)
    assert [row.path for row in WAYS[way]("").rows] == ["_news/new.md", first[0]]
    assert [row.path for row in WAYS[way](after).rows] == second


def test_last_page_leads_nowhere() -> None:
    rows = [Article(path=f"{number}.md", heat_score=1.0, published_date_time=NOW) for number in range(3)]
    assert page_from(rows, hottest=True, size=3).after == ""
    longer = page_from(rows, hottest=True, size=2)
    assert ([row.path for row in longer.rows], bool(longer.after)) == (["0.md", "1.md"], True)
    assert page_from([], hottest=True, size=2) == Page([], "")


def cursor(said: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


NONSENSE = [
    "!",
    "é",
    "a",
    "A" * 100_000,
    cursor(1),
    cursor([]),
    cursor([1, 2]),
    cursor([1, "a", "b"]),
    cursor([{}, "a"]),
    cursor(["x", "a"]),
    cursor([10**400, "a"]),
    cursor([1.5, "\0"]),
    cursor([1.5, "\ud800"]),
    cursor([float("nan"), "a"]),
    cursor([float("inf"), "a"]),
    cursor(["9999-12-31T23:59:59-23:59", "a"]),
    base64.urlsafe_b64encode(b"[" * 50_000).decode(),
]


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("after", NONSENSE, ids=range(len(NONSENSE)))
def test_cursor_that_was_not_made_here_leads_to_the_start(way: str, after: str) -> None:
    article = make_article(path="_news/a.md", quality=1)
    Article.objects.filter(pk=article.pk).update(publish_at=NOW, state=State.SCHEDULED)
    assert [row.path for row in WAYS[way](after).rows] == ["_news/a.md"]


@pytest.mark.django_db
@given(st.text() | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(cursor))
def test_any_cursor_is_answered(after: str) -> None:
    for page in WAYS.values():
        assert page(after).rows in ([], ())
