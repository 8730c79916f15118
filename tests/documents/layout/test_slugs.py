"""What texts are called in addresses, in any language and script."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.layout import slugs
from documents.layout.slugs import former_slug_of, is_slug, slug_of, slug_of_mention


def test_examples_in_the_code_are_true() -> None:
    assert doctest.testmod(slugs).failed == 0


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Hello, World!", "hello-world"),
        ("  --Hello--  ", "hello"),
        ("It's C# 2.0", "its-c-2-0"),
        ("../../etc/passwd", "etc-passwd"),
        ("a" * 200, "a" * 150),
        ("a" * 149 + " b", "a" * 149),
        ("Straße nach Łódź", "strasse-nach-lodz"),
        ("Ærø & Þór", "aeroe-thor"),
        ("Đông İstanbul", "dong-istanbul"),
        ("e\u0301cole", "ecole"),
        ("Привет, мир", "privet-mir"),
        ("Αθήνα", "athina"),
        ("東京", "dongjing"),
        ("한국", "hangug"),
        ("مرحبا", "mrhb"),
        ("Five € and a ☀", "five-and-a"),
        ("!?", "untitled"),
    ],
)
def test_slug_is_words_joined_by_hyphens(text: str, slug: str) -> None:
    assert slug_of(text) == slug


@pytest.mark.parametrize(
    ("language", "slug"),
    [("de", "zuege-an-der-oder"), ("de-AT", "zuege-an-der-oder"), ("sv", "zuge-an-der-oder")],
)
def test_marks_are_spelt_as_the_language_does(language: str, slug: str) -> None:
    assert slug_of("Züge an der Oder", language) == slug
    assert (slug_of("Ålborg", "da"), slug_of("Ålborg", "sv")) == ("aalborg", "alborg")


@given(st.text(), st.sampled_from(["", "de", "da", "en"]))
def test_slug_can_always_stand_in_an_address(text: str, language: str) -> None:
    for slug in (slug_of(text, language), slug_of_mention(text), former_slug_of(text)):
        assert is_slug(slug)
        assert slug == slug.lower()
        assert len(slug) <= 150


def test_what_documents_mean_by_a_name_keeps_its_address() -> None:
    """It was made so from the first version on; only a digest gave way to letters."""
    assert slug_of_mention("Ærø & Straße") == former_slug_of("Ærø & Straße") == "r-strae"
    assert (slug_of_mention("東京"), former_slug_of("東京")) == ("dongjing", former_slug_of("東京"))
    assert former_slug_of("東京") != former_slug_of("大阪")


@pytest.mark.parametrize("text", ["", "-a", ".", "..", "a/b", "a b", "a\n", "a?"])
def test_what_cannot_stand_in_an_address_is_no_slug(text: str) -> None:
    assert not is_slug(text)
