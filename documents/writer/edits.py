"""Edits on a text: places and what stands there instead, put together at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class TooCoarse(Exception):
    """The text cannot be edited in parts this small. Never leaves the writer."""


class TextEdit(NamedTuple):
    """A part of a text, and what stands there instead."""

    start: int
    end: int
    text: str


def apply(edits: Sequence[TextEdit], text: str, start: int, end: int) -> str:
    """The part of a text from `start` to `end` with edits made; those at one place follow in their order."""
    pieces = []
    for edit in sorted(edits, key=lambda edit: edit[:2]):
        if edit.start < start:
            raise TooCoarse
        pieces += [text[start : edit.start], edit.text]
        start = edit.end
    return "".join([*pieces, text[start:end]])


def line_start(text: str, position: int) -> int:
    """Where the line begins on which a character stands."""
    return text.rfind("\n", 0, position) + 1


def line_end(text: str, position: int) -> int:
    """Behind the line end that follows, so that a comment on the line is within."""
    found = text.find("\n", position)
    return found + 1 if found >= 0 else len(text)
