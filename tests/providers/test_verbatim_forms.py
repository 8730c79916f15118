"""Fields that know when nobody touched them."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms

from providers.verbatim_forms import Lines, Pairs, Text


@pytest.mark.parametrize(
    ("held", "sent", "changed"),
    [
        ("a\nb", "a\r\nb", False),
        ("a\r\nb", "a\r\nb", False),
        ("a\rb", "a\r\nb", False),
        (" a ", " a ", False),
        (" a ", "a", True),
        ("a\nb", "a b", True),
        ("", "", False),
        (None, "", False),
    ],
)
def test_line_ends_alone_are_no_change_of_a_text(held: Any, sent: str, changed: bool) -> None:
    assert Text(widget=forms.Textarea).has_changed(held, sent) is changed


def test_line_ends_that_one_line_cannot_hold_are_no_change() -> None:
    assert not Text().has_changed("two\nlines", "twolines")
    assert Text().has_changed("two\nlines", "two lines")


@pytest.mark.parametrize("held", [[], ["a"], ["a", "b c"], ["ü"]])
def test_list_comes_back_from_its_lines(held: list[str]) -> None:
    field = Lines(required=False)
    shown = field.prepare_value(held)
    assert field.clean(shown) == held
    assert not field.has_changed(held, shown.replace("\n", "\r\n"))
    assert field.has_changed(held, f"{shown}\r\nmore")


@pytest.mark.parametrize("held", [{}, {"news": "https://example.org/a:b"}, {"a": None, "b": "c"}])
def test_mapping_comes_back_from_its_lines(held: dict[str, str | None]) -> None:
    field = Pairs(required=False)
    shown = field.prepare_value(held)
    assert field.clean(shown) == held
    assert not field.has_changed(held, shown)
