"""The first paragraph of a text in Markdown, as plain words: what lists say of a story without an excerpt."""

from __future__ import annotations

import re
from typing import Final

from documents.body import for_readers

# Characters that are looked at, and those that are kept.
_READ: Final = 20_000
LIMIT: Final = 1000

_FENCE: Final = re.compile(r" {0,3}(```|~~~)")
# Headings, quotes, lists, tables, HTML, pictures, notes and code: what a story seldom begins with as such.
_NO_PARAGRAPH: Final = re.compile(
    r"\s*(?:#{1,6}\s|>|[-*+]\s|\d{1,9}[.)]\s|\||<|!\[|\[[^\]\n]{1,99}\]:|[-*_=](?:\s*[-*_=]){2})|(?: {4}|\t)"
)
_UNDERLINED: Final = re.compile(r"\n {0,3}(?:=+|-+)[ \t]*\Z")
_MARKS: Final = (
    (re.compile(r"!\[[^\]\n]{0,999}\]\([^)\n]{0,2000}\)|\[\^[^\]\s]{1,99}\]|</?[a-zA-Z][^<>]{0,999}>"), ""),
    (re.compile(r"\[([^\[\]]{1,999})\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,99}\])"), r"\1"),
    (re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,999})>"), r"\1"),
    (re.compile(r"\*\*|~~|`|(?<!\\)\*|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)"), ""),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
    (re.compile(r"\s+"), " "),
)


def first_paragraph(text: str) -> str:
    """The first paragraph without its marks; empty where a text has none.

    >>> first_paragraph("# Fires\\n\\nSix *fires* will be [lit](/map).[^1]\\n\\nMore.")
    'Six fires will be lit.'
    """
    is_code = False
    for block in re.split(r"\n[ \t]*+\n", for_readers(text[:_READ]).strip("\n")):
        fences = len(_FENCE.findall(block))
        if is_code or fences:
            is_code = is_code != bool(fences % 2)
        elif not _NO_PARAGRAPH.match(block) and not _UNDERLINED.search(block) and (said := _plain(block)):
            return said
    return ""


def instead_of_excerpt(excerpt: str, text: str) -> str:
    """What lists say in place of an excerpt: the first paragraph of the text; empty beside an excerpt."""
    return "" if excerpt.strip() else first_paragraph(text)


def _plain(block: str) -> str:
    for marks, instead in _MARKS:
        block = marks.sub(instead, block)
    block = block.strip()
    return block if len(block) <= LIMIT else f"{block[: LIMIT - 1].rstrip()}…"
