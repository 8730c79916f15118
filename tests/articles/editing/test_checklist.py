"""What a story lacks before it goes out is said, and forbids nothing."""

from __future__ import annotations

from typing import Any

import pytest

from articles.editing.checklist import briefly, checks, missing_as_text, unmet
from articles.models import Article
from tests.support.make import make_article, make_provider, make_topic

pytestmark = pytest.mark.django_db


def complete(**changes: Any) -> Article:
    """A story that has everything, but for what a test changes."""
    values: dict[str, Any] = {
        "excerpt": "They are back.",
        "topics": [make_topic()],
        "provider": make_provider(),
        "images": [{"url": "/a.jpg", "title": "A gull on a post"}],
    }
    return make_article(**values | changes)


def lacks(article: Article) -> list[str]:
    return [check.key for check in unmet(article)]


def test_story_that_has_everything_lacks_nothing() -> None:
    article = complete()
    assert [check.key for check in checks(article)] == [
        "title",
        "excerpt",
        "topic",
        "text",
        "provider",
        "picture",
    ]
    assert (lacks(article), briefly(article), missing_as_text([article])) == ([], "", "")


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"title": " "}, "title"),
        ({"excerpt": "\n"}, "excerpt"),
        ({"topics": []}, "topic"),
        ({"title": "Gulls &amp; eels"}, "text"),
        ({"provider": None}, "provider"),
        ({"images": []}, "picture"),
        ({"images": [{"url": "/a.jpg", "title": " "}]}, "picture"),
        ({"images": [{"url": "", "title": "A gull"}]}, "picture"),
    ],
)
def test_what_is_missing_is_named(changes: dict[str, Any], key: str) -> None:
    assert lacks(complete(**changes)) == [key]


def test_story_that_was_published_nowhere_else_needs_no_provider() -> None:
    assert lacks(complete(provider=None, web_url="")) == []
    assert lacks(complete(provider=None, web_url="", amp_web_url="https://post.example/amp")) == ["provider"]


@pytest.mark.parametrize(
    ("images", "advice"),
    [([], "look bare without one"), ([{"url": "/a.jpg"}], "what it shows, for who cannot see it")],
)
def test_advice_tells_a_missing_picture_from_one_without_words(
    images: list[dict[str, Any]], advice: str
) -> None:
    (check,) = unmet(complete(images=images))
    assert advice in check.advice


def test_row_of_the_list_names_only_what_no_mark_beside_it_says() -> None:
    """That a title or a picture is missing is a mark of its own: see `articles.editing.warnings`."""
    assert briefly(complete(title="", images=[], excerpt="", topics=[])) == "lacks: excerpt, topic"
    assert briefly(complete(images=[{"url": "/a.jpg"}])) == "lacks: picture text"


def test_of_one_story_what_is_missing_is_named_and_of_several_they_are_counted() -> None:
    bare, whole = complete(excerpt="", topics=[]), complete()
    assert missing_as_text([bare]) == "2 things are missing: Excerpt, Topic."
    assert missing_as_text([complete(excerpt="")]) == "1 thing is missing: Excerpt."
    assert missing_as_text([bare, whole]) == "1 of them lacks something of the checklist."
    assert missing_as_text([bare, bare, whole]) == "2 of them lack something of the checklist."
    assert missing_as_text([]) == ""
