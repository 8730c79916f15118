"""Texts that XML has a place for."""

from __future__ import annotations

from typing import Final

_NOT_IN_XML: Final = dict.fromkeys(
    [*(code for code in range(0x20) if chr(code) not in "\t\n\r"), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)]
)


def xml_text(text: str) -> str:
    """A text without the characters that XML 1.0 has no place for, escaped or not.

    >>> xml_text("a\\x0bb")
    'ab'
    """
    return text.translate(_NOT_IN_XML)
