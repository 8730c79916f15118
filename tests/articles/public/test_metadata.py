"""What machines are told of an article."""

from __future__ import annotations

from articles.public.metadata import as_json_ld


def test_json_within_a_page_ends_neither_its_element_nor_a_line() -> None:
    told = as_json_ld({"name": "</script> --> & \u2028\u2029"})
    assert told == r'{"name": "\u003C/script\u003E --\u003E \u0026 \u2028\u2029"}'
