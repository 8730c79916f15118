"""Plain and quoted texts over several lines changed in their style: line breaks in them are folded."""

from __future__ import annotations

import re
from typing import Final

from documents.document import Scalar
from documents.writer.house import can_stand, is_plain, quote
from documents.writer.multiline import Break, Line, Stretch, Style, rewritten, text_of

_BLANKS: Final = " \t"
_ESCAPED: Final = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_CHARACTERS: Final = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r",
    "e": "\x1b", " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028",
    "P": "\u2029",
}  # fmt: skip
_BLANK_AT_BREAK: Final = re.compile(r"[ \t]\n|\n[ \t]")


def folded_like(old: Scalar, written: str, value: str, newline: str) -> str | None:
    """A text in the quotes, and on the lines, of the one that it replaces; None where they cannot say it."""
    quotes = old.style
    lines = _lines(written[1:-1] if quotes else written, quotes)
    if text_of(lines) != old.text or not _can_say(value, quotes):
        return None
    indent = lines[1].gap_written.rpartition("\n")[2]
    style = (_Escaping if quotes == '"' else _Folding)(indent, newline, quotes)
    return f"{quotes}{rewritten(lines, value, style)}{quotes}"


def _can_say(value: str, quotes: str) -> bool:
    if quotes == '"':
        return True
    if _BLANK_AT_BREAK.search(value):
        return False
    return can_stand(value) if quotes else is_plain(re.sub("\n+", " ", value)) and value == value.strip()


def _lines(inner: str, quotes: str) -> list[Line]:
    """The lines of a text between its quotes; empty ones among them belong to their break."""
    lines: list[Line] = []
    place, behind, escaped = 0, 0, False
    written = inner.split("\n")
    for number, line in enumerate(written):
        start, end = place, place + len(line)
        place = end + 1
        is_first, is_last = not number, number == len(written) - 1
        if not is_first:
            start += len(line) - len(line.lstrip(f"{_BLANKS}\r"))
        if not is_last:
            end = max(start, start + len(inner[start:end].rstrip(f"{_BLANKS}\r")))
        if start == end and not is_first and not is_last:
            continue
        escapes = quotes == '"' and not is_last and _is_escaping(inner[start:end])
        if escapes and inner[end : end + 1] in (" ", "\t"):
            end, escapes = end + 1, False
        text_end = end - 1 if escapes else end
        gap_written = "" if is_first else inner[behind:start]
        gap = "" if is_first else _gap_said(gap_written.count("\n"), escaped=escaped)
        text = inner[start:text_end]
        lines.append(Line(gap, _decoded(text, quotes), gap_written, text))
        behind, escaped = text_end, escapes
    return lines


def _is_escaping(line: str) -> bool:
    """Whether a line ends with a backslash that stands for itself: it escapes what follows."""
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _gap_said(ends: int, *, escaped: bool) -> str:
    return "\n" * (ends - 1) or ("" if escaped else " ")


def _decoded(text: str, quotes: str) -> str:
    if quotes == "'":
        return text.replace("''", "'")
    return _ESCAPED.sub(_character, text) if quotes else text


def _character(escape: re.Match[str]) -> str:
    code = escape[1]
    return chr(int(code[1:], 16)) if len(code) > 1 else _CHARACTERS.get(code, code)


class _Folding(Style):
    """Plain, or in single quotes: what cannot stand in a line cannot be said."""

    runs: re.Pattern[str] | None = re.compile("\n+")

    def __init__(self, indent: str, newline: str, quotes: str) -> None:
        self.indent, self.newline, self.quotes = indent, newline, quotes

    def fits(self, value: str, start: int, kept: Break) -> bool:
        """No blank may stand beside a break: it would be lost."""
        beside = value[kept.start - 1 : kept.start] + value[kept.end : kept.end + 1]
        return not any(character.isspace() for character in beside)

    def gap(self, stretch: Stretch, before: Stretch) -> str:
        ends = len(stretch.gap) + 1 if "\n" in stretch.gap else 1
        return self.newline * ends + self.indent

    def text(self, stretch: Stretch, after: Stretch | None, *, is_first: bool) -> str:
        return stretch.text.replace("'", "''") if self.quotes else stretch.text


class _Escaping(_Folding):
    """In double quotes: what cannot stand in a line is escaped."""

    runs = None

    def fits(self, value: str, start: int, kept: Break) -> bool:
        return kept.start > start or not start

    def gap(self, stretch: Stretch, before: Stretch) -> str:
        return ("" if stretch.gap else "\\") + super().gap(stretch, before)

    def text(self, stretch: Stretch, after: Stretch | None, *, is_first: bool) -> str:
        text, end = stretch.text, ""
        if after is not None and after.gap and text[-1:] in {" ", "\t"}:
            text, end = text[:-1], _escaped_blank(text[-1])
        start = "" if is_first or text[:1] not in {" ", "\t"} else _escaped_blank(text[0])
        return start + quote(text[1:] if start else text)[1:-1] + end


def _escaped_blank(blank: str) -> str:
    return "\\t" if blank == "\t" else "\\x20"
