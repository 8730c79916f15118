"""A text without what other generators run in it: Liquid, Nunjucks, and the shortcodes of Hugo and Zola.

Nothing of it is run here, and no document changes: this is what readers are shown, and what search finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

# Characters that a tag, and a piece of code within a line, may have.
_TAG_LIMIT: Final = 2000
_CODE_LIMIT: Final = 500
# Where something was left out, until it is known what it leaves behind. No text that is kept has one.
_GAP: Final = "\0"

_OPENS: Final = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,})|(?P<ticks>`+)|\{(?P<tag>[%{])", re.MULTILINE)
_CLOSES: Final = {"%": "%}", "{": "}}"}
_NAME: Final = re.compile(r"[-\s]*(\w+)[ \t]*([\w+#.-]*)")
_ENDS: Final = {
    name: re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}") for name in ("highlight", "raw", "verbatim", "comment")
}
_RAW: Final = re.compile(r"\{%-?\s*(?:end)?(?:raw|verbatim)\s*-?%\}")
# `{{ "/about/" | url }}` says itself what it comes to.
_LITERAL: Final = re.compile(r"\s*(?:\"([^\"]*)\"|'([^']*)')\s*(?:\||\Z)")
_LEFT_BEHIND: Final = (
    # A link around nothing, and a picture or a definition that leads nowhere.
    (re.compile(rf"\[\s*{_GAP}\s*\]\([^()\n]{{0,1000}}\)"), ""),
    (re.compile(rf"<img\s[^<>{_GAP}]{{0,1000}}{_GAP}[^<>]{{0,1000}}>", re.IGNORECASE), ""),
    (re.compile(rf"!\[[^\[\]]{{0,500}}\]\([^()\n{_GAP}]{{0,1000}}{_GAP}[^()\n]{{0,1000}}\)"), ""),
    (re.compile(rf"^ {{0,3}}\[[^\[\]\n]{{1,200}}\]:[^\n{_GAP}]*{_GAP}[^\n]*$", re.MULTILINE), ""),
    # The words of a link that leads nowhere.
    (re.compile(rf"\[([^\[\]]{{0,500}})\]\([^()\n{_GAP}]{{0,1000}}{_GAP}[^()\n]{{0,1000}}\)"), r"\1"),
    (re.compile(_GAP), ""),
)


def for_readers(text: str) -> str:
    """A text as it is shown: `{% highlight %}` is a block of code, what would be run is left out.

    Code between backticks or fences stays as it is written.

    >>> for_readers("See {{ site.title }} [here]({{ site.url }}/a), or `{{ this }}`.")
    'See  here, or `{{ this }}`.'
    """
    if "{%" not in text and "{{" not in text:
        return text
    shown = "".join(_pieces(text.replace(_GAP, "\ufffd")))
    for left_behind, instead in _LEFT_BEHIND:
        shown = left_behind.sub(instead, shown)
    return shown


def _pieces(text: str) -> Iterator[str]:
    place = 0
    # Blocks that never end: nobody looks for their end twice.
    endless: set[str] = set()
    while opened := _OPENS.search(text, place):
        yield text[place : opened.start()]
        if opened["tag"]:
            shown, place = _without_tag(text, opened, endless)
        else:
            place = _end_of_code(text, opened)
            shown = _RAW.sub("", text[opened.start() : place])
        yield shown
    yield text[place:]


def _end_of_code(text: str, opened: re.Match[str]) -> int:
    """Where code ends that begins here; behind its first marks, where they begin none."""
    if fence := opened["fence"]:
        closing = re.compile(rf"^ {{0,3}}{re.escape(fence)}{fence[0]}*[ \t]*$", re.MULTILINE)
        found = closing.search(text, opened.end())
        return found.end() if found else len(text)
    runs = re.finditer("`+", text[opened.end() : opened.end() + _CODE_LIMIT])
    return opened.end() + next((run.end() for run in runs if run[0] == opened["ticks"]), 0)


def _without_tag(text: str, opened: re.Match[str], endless: set[str]) -> tuple[str, int]:
    """What readers see in place of a tag, or of a block from it to its end, and where that ends."""
    start, closing = opened.end(), _CLOSES[opened["tag"]]
    end = text.find(closing, start, start + _TAG_LIMIT)
    if end < 0:
        return opened[0], start
    inside, after = text[start:end], end + len(closing)
    if opened["tag"] == "{":
        said = _LITERAL.match(inside)
        return (said[1] or said[2] or "") if said else _GAP, after
    name = _NAME.match(inside)
    block = name[1] if name else ""
    if name is None or block not in _ENDS or block in endless:
        return _GAP, after
    ends = _ENDS[block].search(text, after)
    if ends is None:
        endless.add(block)
        return _GAP, after
    held = text[after : ends.start()]
    if block == "highlight":
        return _as_code(held, name[2]), ends.end()
    return "" if block == "comment" else held, ends.end()


def _as_code(code: str, language: str) -> str:
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n{0}{1}\n{2}\n{0}\n".format(fence, language, code.strip("\n"))
