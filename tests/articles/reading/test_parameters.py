"""Keys of rows as they stand in addresses and forms."""

from __future__ import annotations

import pytest

from articles.reading.parameters import key_in


@pytest.mark.parametrize(
    ("text", "key"),
    [("17", 17), ("0", 0), ("", 0), ("-1", 0), ("x", 0), ("१७", 0), ("9" * 18, 10**18 - 1), ("9" * 19, 0)],
)
def test_only_plain_digits_that_a_database_can_hold_are_a_key(text: str, key: int) -> None:
    assert key_in(text) == key
