"""Names that look alike are one name, and only those."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.identity import fingerprint, identity


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("Sea", "sEA", True),
        ("Zürich", "Zu\u0308rich", True),
        ("ZU\u0308RICH", "zürich", True),
        ("Straße", "STRASSE", True),
        ("Σίσυφος", "ΣΊΣΥΦΟΣ", True),
        # A mark that becomes a letter of its own in small letters, before and behind another one.
        ("\u1fb4", "α\u0345\u0301", True),
        ("Zürich", "Zurich", False),
        ("Sea", "Sea ", False),
        # Folding of case takes a ligature apart; a Roman numeral is a letter of its own.
        ("office", "o\ufb03ce", True),
        ("\u2160", "I", False),
    ],
)
def test_case_and_form_of_marks_make_no_other_name(one: str, other: str, are_one: bool) -> None:
    assert (identity(one) == identity(other)) is are_one
    assert (fingerprint(one) == fingerprint(other)) is are_one


@given(st.text())
def test_identity_of_an_identity_is_itself_whatever_the_form_of_a_name(name: str) -> None:
    assert identity(unicodedata.normalize("NFD", name)) == identity(unicodedata.normalize("NFC", name))
    assert identity(identity(name)) == identity(name)


@given(st.text(st.characters(exclude_categories=())))
def test_fingerprint_is_24_letters_of_any_text(name: str) -> None:
    """Half a surrogate too, which a name of a file may hold."""
    assert len(fingerprint(name)) == 24
