"""Where a picture is missing a name is known by its letter and its colour."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.reading.placeholders import hue, letter


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Harbour Post", "H"),
        ("The Harbour Post", "H"),
        ("die zeitung", "Z"),
        ("Theatre", "T"),
        ("“Quoted”", "Q"),
        ("  42 news", "4"),
        ("éclair", "É"),
        ("…", "·"),
        ("The ", "T"),
        ("", "·"),
        (None, "·"),
    ],
)
def test_letter_is_the_first_that_tells_something(name: str | None, shown: str) -> None:
    assert letter(name) == shown


@given(st.text())
def test_colour_of_any_name_is_one_that_the_style_sheet_has(name: str) -> None:
    assert hue(name) == hue(name)
    assert hue(name) in {f"hue-{number}" for number in range(8)}


def test_style_sheet_has_all_colours(root: Path) -> None:
    style = (root / "articles/static/public/site.css").read_text("utf-8")
    assert {*re.findall(r"\.(hue-\d+)", style)} == {hue(str(number)) for number in range(200)}
