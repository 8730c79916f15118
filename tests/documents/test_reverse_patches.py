"""From what a document is now, a patch leads back to what it was, byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.reverse_patches import apply_patch, make_patch

# Of few letters, so that beginnings and ends are often shared, and overlap.
TEXTS = st.text("ab", max_size=12).map(str.encode) | st.binary(max_size=40)


@given(TEXTS, TEXTS)
def test_patch_leads_back_from_any_bytes_to_any_others(before: bytes, after: bytes) -> None:
    assert apply_patch(after, make_patch(before, after)) == before


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_patch_holds_no_more_than_what_differs(start: bytes, one: bytes, other: bytes, end: bytes) -> None:
    assert len(make_patch(start + one + end, start + other + end)) <= 8 + len(one)


@pytest.mark.parametrize(
    ("before", "after"),
    [(b"", b""), (b"", b"a"), (b"a", b""), (b"aa", b"aaa"), (b"aaa", b"aa"), (b"aba", b"ababa")],
)
def test_shared_beginning_and_end_do_not_overlap(before: bytes, after: bytes) -> None:
    assert apply_patch(after, make_patch(before, after)) == before


def test_change_of_one_number_takes_some_bytes() -> None:
    body = b"word " * 20_000
    assert len(make_patch(b"heat: 17\n" + body, b"heat: 2\n" + body)) == 8 + len(b"17")
