"""A path tells a document's kind, its site and its order; and a new document gets the path that sites use."""

from __future__ import annotations

import doctest
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import layout
from documents.layout import (
    Kind,
    article_path,
    kind_of,
    order_of,
    provider_path,
    site_path,
    stem_of,
    topic_path,
)
from documents.layout.slugs import slug_of


def test_examples_in_the_code_are_true() -> None:
    assert doctest.testmod(layout).failed == 0


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("_news/2021-06-02-hello.md", Kind.ARTICLE),
        ("_news/2021/hello.MD", Kind.ARTICLE),
        ("_news/hello.json", Kind.ARTICLE),
        ("_news/hello.markdown", Kind.ARTICLE),
        ("_news/hello.txt", Kind.ARTICLE),
        ("_data/topics/00-ai.yaml", Kind.TOPIC),
        ("_data/topics/ai.yml", Kind.TOPIC),
        ("_data/organizations/example.com.md", Kind.PROVIDER),
        ("_data/organizations/example.com", None),
        ("_news/picture.png", None),
        ("_news", None),
        ("_newsletter/hello.md", None),
        ("_data/other/hello.yaml", None),
        ("_data/topics.yaml", None),
        ("site/_news/hello.md", None),
        ("hello.md", None),
        ("", None),
    ],
)
def test_kind_is_told_by_folder_and_suffix(path: str, kind: Kind | None) -> None:
    assert kind_of(path) is kind


@pytest.mark.parametrize(
    ("path", "within"),
    [
        ("_news/a.md", "_news/a.md"),
        ("/srv/site/_news/a.md", "_news/a.md"),
        ("/srv/site/_data/topics/a.yaml", "_data/topics/a.yaml"),
        ("/srv/site/_data/organizations", "_data/organizations"),
        ("/srv/_data/site/_news/a.md", "_news/a.md"),
        ("/srv/site/_data", None),
        ("/srv/site/_data/other/a.yaml", None),
        ("/srv/site/a.md", None),
        ("a.md", None),
    ],
)
def test_site_is_found_by_its_folders(path: str, within: str | None) -> None:
    assert site_path(path) == within


@pytest.mark.parametrize(
    ("path", "order"),
    [
        ("_data/topics/03-ai.yaml", 3),
        ("_data/topics/0-ai.yaml", 0),
        ("_data/topics/ai.yaml", None),
        ("_data/topics/2021.yaml", None),
        ("_data/topics/9999999999-ai.yaml", None),
        ("03-topics/ai.yaml", None),
    ],
)
def test_order_is_the_number_before_the_slug(path: str, order: int | None) -> None:
    assert order_of(path) == order


def test_stem_is_the_name_without_its_last_suffix() -> None:
    assert stem_of("_news/2021-06-02-version-2.0.md") == "2021-06-02-version-2.0"


def test_new_documents_get_the_paths_that_sites_use() -> None:
    assert topic_path("ai", 3) == "_data/topics/03-ai.yaml"
    assert topic_path("ai", 120) == "_data/topics/120-ai.yaml"
    assert provider_path("example.com") == "_data/organizations/example.com.md"
    assert article_path(datetime(2021, 6, 2, 23, 59, tzinfo=UTC), "hello") == "_news/2021-06-02-hello.md"


def test_article_without_a_time_has_no_date_in_its_path() -> None:
    assert article_path(None, "hello") == "_news/hello.md"


def test_year_has_four_digits_even_long_ago() -> None:
    assert article_path(datetime(476, 9, 4, tzinfo=UTC), "rome") == "_news/0476-09-04-rome.md"


@given(st.text(), st.none() | st.datetimes())
def test_path_of_a_new_article_is_that_of_an_article(title: str, published: datetime | None) -> None:
    assert kind_of(article_path(published, slug_of(title))) is Kind.ARTICLE


def test_no_address_is_longer_than_an_address_may_be() -> None:
    deep = f"_news/{'d' * 230}/{'e' * 230}/index.md"
    assert max(map(len, layout.addresses_for(deep))) < 450
