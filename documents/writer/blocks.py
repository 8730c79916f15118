"""Block texts (`|` and `>`) changed in their style, with their indentation and their indicators."""

from __future__ import annotations

import re
from typing import Final

from documents.document import Scalar
from documents.writer.house import can_stand
from documents.writer.multiline import Break, Line, Stretch, Style, rewritten, text_of

_HEADER: Final = re.compile(r"(?P<style>[|>])(?P<how>[-+1-9]{0,2})(?P<rest>[ \t]*(?:#.*)?\r?)")
_BLANK: Final = (" ", "\t")


def block_like(old: Scalar, written: str, value: str, before: str, newline: str) -> str | None:
    """A text in the block style of the one that it replaces; None where that style cannot say it.

    `before` is what stands before the old one on its line.
    """
    head, _, below = written.partition("\n")
    header = _HEADER.fullmatch(head)
    new_body, old_body = value.strip("\n"), old.text.strip("\n")
    if header is None or not new_body or not can_stand(new_body):
        return None
    block = _read(below, old_body, is_literal=old.style == "|") if old_body else ([], "", "")
    owner = _owner(before)
    if block is None or owner is None:
        return None
    lines, lead, indent = block
    indent = indent or " " * (owner + 2)
    how = _how(header["how"], old.text, value, len(indent) - owner)
    old_lead, new_lead = (text[: len(text) - len(text.lstrip("\n"))] for text in (old.text, value))
    style = _Block(indent, newline, is_literal=old.style == "|")
    body = rewritten(lines, new_body, style)
    if not old_body or new_lead != old_lead:
        lead = newline * len(new_lead) + indent
    if how is None:
        return None
    ends = _trailing(value)
    tail = _tail(below) if ends == _trailing(old.text) else newline * (ends - 1)
    end = "\n" if below else newline
    return f"{header['style']}{how}{header['rest']}{end}{lead}{body}{tail}"


def _read(below: str, body: str, *, is_literal: bool) -> tuple[list[Line], str, str] | None:
    """The lines of a block, what stands before the first, and their indentation, by what they say."""
    filled = below[: len(below) - len(_tail(below))]
    first = next((line for line in filled.split("\n") if line.strip()), "")
    width = _indentation(first) - _indentation(body)
    lead, lines = _lines(filled, width, is_literal=is_literal)
    return (lines, lead, " " * width) if width > 0 and text_of(lines) == body else None


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _lines(filled: str, width: int, *, is_literal: bool) -> tuple[str, list[Line]]:
    lines: list[Line] = []
    lead = gap = ""
    for written in filled.split("\n"):
        line = written.removesuffix("\r")
        end = written[len(line) :] + "\n"
        if len(line) <= width and not line.strip(" "):
            gap += line + end
            continue
        text = line[width:]
        gap += line[:width]
        if lines:
            said_by = _gap_said(gap.count("\n"), lines[-1].text, text, is_literal=is_literal)
            lines.append(Line(said_by, text, gap, text))
        else:
            lead = gap
            lines.append(Line("", text, "", text))
        gap = end
    return lead, lines


def _gap_said(ends: int, above: str, below: str, *, is_literal: bool) -> str:
    """What so many line ends between two lines say."""
    if is_literal or above.startswith(_BLANK) or below.startswith(_BLANK):
        return "\n" * ends
    return "\n" * (ends - 1) or " "


class _Block(Style):
    runs = re.compile("\n+")

    def __init__(self, indent: str, newline: str, *, is_literal: bool) -> None:
        self.indent, self.newline, self.is_literal = indent, newline, is_literal

    def fits(self, value: str, start: int, kept: Break) -> bool:
        """A folded line ends where two lines meet of which none begins with a blank."""
        line, following = value[start : kept.start], value[kept.end : kept.end + 1]
        return bool(line and following.strip()) and not line.startswith(_BLANK)

    def gap(self, stretch: Stretch, before: Stretch) -> str:
        for ends in (len(stretch.gap), len(stretch.gap) + 1):
            if _gap_said(ends, before.text, stretch.text, is_literal=self.is_literal) == stretch.gap:
                return self.newline * ends + self.indent
        return self.newline + self.indent

    def text(self, stretch: Stretch, after: Stretch | None, *, is_first: bool) -> str:
        return stretch.text


def _how(how: str, old: str, value: str, width: int) -> str | None:
    """The indicators behind `|` or `>`: what becomes of the last line end, and the indentation."""
    ends = _trailing(value)
    if ends != _trailing(old):
        digit = how.strip("-+")
        how = digit + ("-" if not ends else "+" if ends > 1 or "+" in how else "")
    if value.lstrip("\n").startswith(_BLANK) and not how.strip("-+"):
        if not 1 <= width <= 9:  # noqa: PLR2004  YAML has one digit for it
            return None
        how = f"{width}{how}"
    return how


def _trailing(text: str) -> int:
    return len(text) - len(text.rstrip("\n"))


def _tail(below: str) -> str:
    """The empty lines that end a block."""
    filled = below.rstrip(" \r\n")
    end = below.find("\n", len(filled))
    return "" if end < 0 else below[end - 1 if below[end - 1 : end] == "\r" else end :]


def _owner(before: str) -> int | None:
    """The column of what a text belongs to: its key, or the dash of its item."""
    found = re.match(r" *(?:- +)*", before)
    assert found is not None  # it matches nothing as well
    if found.end() < len(before):
        return found.end()
    dash = before.rfind("-")
    return dash if dash >= 0 else None
