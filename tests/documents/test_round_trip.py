"""What an editor types is held to what an import would say of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.document import Document
from documents.layout import Kind
from documents.reader import read
from documents.round_trip import misfits
from documents.validation import validate
from documents.writer import compose


@pytest.mark.parametrize(
    ("kind", "values", "member_of", "wrong"),
    [
        (Kind.ARTICLE, {}, "", set()),
        (Kind.ARTICLE, {"title": "é\r\nü", "published": False, "heat": -1}, "", set()),
        (Kind.ARTICLE, {"publishedDateTime": datetime(2026, 1, 2, 3, 4, 5, 6, UTC)}, "", set()),
        (Kind.ARTICLE, {"webUrl": "/news/x", "originalUrl": "https://example.org/"}, "", set()),
        (Kind.ARTICLE, {"webUrl": "javascript:alert(1)", "title": "fine"}, "", {"webUrl"}),
        (Kind.ARTICLE, {"webUrl": "//example.org/", "title": "a\x00b"}, "", {"webUrl", "title"}),
        (Kind.ARTICLE, {"title": "x" * 1001}, "", {"title"}),
        (Kind.ARTICLE, {"quality": 2**31}, "", {"quality"}),
        (Kind.ARTICLE, {"url": "ftp://example.org/x", "width": -1}, "images", {"url", "width"}),
        (Kind.ARTICLE, {"webUrl": "x", "excerpt": "fine"}, "related", {"webUrl"}),
        (Kind.PROVIDER, {"url": "x"}, "images", {"url"}),
        (Kind.TOPIC, {"name": "a", "keywords": ["b", " "]}, "", {"keywords"}),
        (Kind.TOPIC, {"name": "a", "services": {"n\x01": "x"}}, "", {"services"}),
        (Kind.TOPIC, {"keywords": ["only a part of a topic"]}, "", set()),
    ],
)
def test_what_does_not_fit_is_told_by_key(kind: Kind, values: Any, member_of: str, wrong: set[str]) -> None:
    assert misfits(kind, values, member_of=member_of).keys() == wrong


@given(st.text())
def test_title_that_fits_comes_back_from_its_document(title: str) -> None:
    if not title or misfits(Kind.ARTICLE, {"title": title}):
        return
    document = read("_news/a.md", compose(Kind.ARTICLE, {"title": title}))
    assert isinstance(document, Document)
    assert validate(document, Kind.ARTICLE).values == {"title": title}


def test_domain_and_address_that_deceive_are_no_fit() -> None:
    assert "host" in misfits(Kind.PROVIDER, {"domain": "not a domain/../x"})["domain"]
    for url in ("https://bank.example@evil.example/", "/assets/../../..", "https://a..example/"):
        assert set(misfits(Kind.ARTICLE, {"webUrl": url})) == {"webUrl"}
        assert set(misfits(Kind.ARTICLE, {"url": url}, member_of="images")) == {"url"}
