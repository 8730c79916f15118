"""Keys that the format does not name have values that JSON can hold, as they would be read by others."""

from __future__ import annotations

from typing import Any

import pytest

from documents.document import Document
from documents.plain_values import plain_value
from documents.reader import read


def value_of(written: str) -> Any:
    document = read("_news/a.md", f"---\ntitle: a\nx: {written}\n---\n".encode())
    assert isinstance(document, Document), document
    return plain_value(document, "x")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ('""', ""),
        ("true", True),
        ("False", False),
        ("yes", "yes"),
        ('"true"', "true"),
        ("12", 12),
        ("-12", -12),
        ("'12'", "12"),
        ("1.5", "1.5"),
        # More digits than JSON's readers keep stay a text.
        ("1234567890123456", "1234567890123456"),
        ("2020-01-01", "2020-01-01"),
        ("[1, a, [true]]", [1, "a", [True]]),
        ("{a: 1, b: {c: }}", {"a": 1, "b": {"c": None}}),
        ("|\n  12\n", "12\n"),
    ],
)
def test_value_is_plain(written: str, value: Any) -> None:
    found = value_of(written)
    assert (found, type(found)) == (value, type(value))


def test_key_that_is_not_there_is_none() -> None:
    document = read("_news/a.md", b"---\ntitle: a\n---\n")
    assert isinstance(document, Document)
    assert plain_value(document, "x") is None


def test_former_name_is_found_as_it_is_written() -> None:
    document = read("_news/a.md", b"---\ntitle: a\nurl: /x\n---\n")
    assert isinstance(document, Document)
    assert plain_value(document, "url") == "/x"
