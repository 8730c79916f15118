"""The search page: what it shows, marks, filters and pages."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.template import engines
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.public.plain_text import around
from articles.search import Term, terms
from tests.support.make import make_article, make_provider, make_topic

pytestmark = pytest.mark.django_db


def page(client: Client, query: str) -> str:
    response = client.get(f"/search/?{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_page_without_words_only_asks(client: Client) -> None:
    make_article(title="Solar")
    html = page(client, "")
    assert 'name="q"' in html
    assert "Solar" not in html


def test_found_words_are_marked(client: Client) -> None:
    make_article(title="Solar wind <b>", excerpt="About solarium & more")
    html = page(client, "q=sol")
    assert "<mark>Solar</mark> wind &lt;b&gt;" in html
    assert "About <mark>solarium</mark> &amp; more" in html


def test_what_is_asked_stays_text(client: Client) -> None:
    html = page(client, "q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in html
    assert "Nothing here." in html


def test_filters_go_with_words(client: Client) -> None:
    make_article(title="Solar one", provider=make_provider("a.example"))
    make_article(title="Solar two", provider=make_provider("b.example"))
    html = page(client, "q=solar&provider=a.example")
    assert "one" in html
    assert "<mark>Solar</mark> two" not in html


def test_pages_follow_each_other_without_repeats_and_gaps(client: Client) -> None:
    for number in range(45):
        make_article(title=f"Solar no{number:02}x")
    seen = []
    for number in (1, 2, 3):
        html = page(client, f"q=solar&page={number}")
        seen += [n for n in range(45) if f"no{n:02}x" in html]
        assert (f"page={number + 1}" in html) is (number < 3)
    assert sorted(seen) == list(range(45))


@pytest.mark.parametrize("number", ["0", "-1", "x", "99", "²", "99999999999999999999", "%00"])
def test_nonsense_page_is_the_first(client: Client, number: str) -> None:
    make_article(title="Solar")
    assert "<mark>Solar</mark>" in page(client, f"q=solar&page={number}")


@pytest.mark.parametrize("text", ["%00", "%22", "*", "a" * 5000, "%F0%9F%8E%89", "NEAR(", "%ED%A0%80"])
def test_any_text_gives_a_page(client: Client, text: str) -> None:
    page(client, f"q={text}")


@pytest.mark.parametrize("articles", [1, 20])
@pytest.mark.usefixtures("made_anew")
def test_any_number_of_articles_takes_the_same_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, articles: int
) -> None:
    topic = make_topic("AI")
    for _ in range(articles):
        make_article(title="Solar", topics=[topic], provider=make_provider())
    # The first search after a change makes the index know of it, and reads the tree of topics.
    page(client, "q=solar")
    with django_assert_max_num_queries(8):
        assert page(client, "q=solar").count("<mark>Solar</mark>") == articles


def mark(text: str, wanted: Sequence[Term]) -> str:
    """A text as the template of results marks it."""
    environment: Any = engines["public"]
    macros = environment.env.get_template("_cards.html").module
    return str(macros.marked(text, wanted)).strip()


def test_marks_fold_as_the_index_does() -> None:
    assert mark("Zürich (ZÜRICH)", terms("zurich")) == "<mark>Zürich</mark> (<mark>ZÜRICH</mark>)"
    assert mark("a < b", []) == "a &lt; b"


def test_long_excerpt_is_shown_where_it_matches() -> None:
    text = "word " * 100 + "solar " + "word " * 100
    shown = around(text, terms("solar"))
    assert "solar" in shown
    assert shown.startswith("… word")
    assert shown.endswith("…")
    assert around("short solar", terms("solar")) == "short solar"
