"""Reasons that no person wrote are told in the reader's language; what people wrote is left alone."""

from __future__ import annotations

import pytest
from django.utils import translation

from articles.editing.stock_reasons import BY_SOURCE, KEPT_OUT, PUBLIC, as_text, for_readers, public_reason
from articles.models.workflow import BLOCKED


@pytest.mark.parametrize(
    "stored", [BLOCKED, KEPT_OUT % {"name": "site (1).zip\nsecond line"}, "to the version of 2021-06-01 UTC"]
)
def test_reason_of_the_machine_is_told_in_another_language(stored: str) -> None:
    assert as_text(stored) == stored
    with translation.override("de"):
        assert as_text(stored) != stored


def test_values_of_a_reason_stay_as_they_are() -> None:
    with translation.override("de"):
        assert "100 %(name)s.zip" in as_text(KEPT_OUT % {"name": "100 %(name)s.zip"})


@pytest.mark.parametrize("written", ["", "Too long", "Provider is blocked, they say", "provider is blocked"])
def test_what_a_person_wrote_is_told_as_it_is_in_any_language(written: str) -> None:
    for language in ("en", "de"):
        with translation.override(language):
            assert as_text(written) == written


def test_reason_chosen_in_one_language_is_told_in_another() -> None:
    with translation.override("de"):
        chosen = for_readers()
    assert [public_reason(stored) for stored in chosen] == [*PUBLIC]
    with translation.override("de"):
        assert [public_reason(stored) for stored in PUBLIC] == chosen
        assert public_reason(BY_SOURCE) != BY_SOURCE


@pytest.mark.parametrize("note", ["", "Ask Anna first", "It is out of date. (Anna)"])
def test_note_of_the_desk_is_told_to_no_reader(note: str) -> None:
    assert public_reason(note) == ""
