"""What libyaml complains about, in plain words and at the place where a person would look."""

from __future__ import annotations

import re
from typing import Final

import yaml


def explain(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    """The position in the text at which something is wrong, and what; for `FILE:LINE: field: reason`."""
    if isinstance(error, yaml.reader.ReaderError):
        # Its own position counts bytes, so the character is looked up.
        place = max(text.find(chr(error.character)), 0)
        return place, f"holds a character that YAML does not allow (U+{error.character:04X}); remove it"
    if not isinstance(error, yaml.MarkedYAMLError):
        return 0, f"is not YAML: {error}"
    opened, at = error.context_mark, error.problem_mark or error.context_mark
    problem = error.problem or ""
    place = at.index if at else 0
    line = text[text.rfind("\n", 0, place) + 1 : place]
    start = text.rfind("\n", 0, min(opened.index, place) if opened else place) + 1
    if problem == _NO_COLON and (broken := _BREAK.search(text, start, place)):
        return broken.start(), (
            f"holds U+{ord(broken.group()):04X}, which YAML takes for the end of a line; "
            "remove it, or write it in double quotes as an escape"
        )
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return place, _TAB
    if opened and (problem in _OPENED or problem in _NO_NAME):
        place = opened.index
    return place, _reason(problem, error.context or "", text[place : place + 1])


def _reason(problem: str, context: str, character: str) -> str:
    if problem in _NO_NAME:
        return f"begins with {character}, which YAML takes for something else; {_QUOTE_IT}"
    if problem in _CANNOT_START:
        return (
            _TAB if character == "\t" else f"a text cannot begin with {character or 'nothing'}; {_QUOTE_IT}"
        )
    unknown = f"is not YAML: {f'{context}, ' if context else ''}{problem}"
    return _OPENED.get(problem) or _WRONG_HERE.get(problem) or unknown


_BREAK: Final = re.compile("[\x85\u2028\u2029]")
_NO_COLON: Final = "could not find expected ':'"
_QUOTE_IT: Final = "put the text in double quotes"
_TAB: Final = "is indented with a tab; use spaces"
_NOT_CLOSED: Final = "the quotation mark that stands here is not closed"

# Told at the place where the thing began.
_OPENED: Final = {
    "found unexpected end of stream": _NOT_CLOSED,
    "found unexpected document indicator": _NOT_CLOSED,
    "did not find expected ',' or ']'": "the list that begins here with [ lacks a comma or its closing ]",
    "did not find expected ',' or '}'": "what begins here with { lacks a comma or its closing }",
    _NO_COLON: "a key lacks its colon, or a text its indentation",
}

# Told at the place where libyaml stopped.
_WRONG_HERE: Final = {
    "mapping values are not allowed in this context": (
        f"a colon stands where none can; {_QUOTE_IT}, or check the indentation"
    ),
    "did not find expected key": "does not fit the lines above; check its indentation and its quotes",
    "did not find expected '-' indicator": "does not fit the list above; check its indentation and its dash",
    "did not find expected <document start>": "does not fit the lines above; check its indentation",
    "block sequence entries are not allowed in this context": (
        f"a dash begins a list where none can stand; put the list on lines of its own, or {_QUOTE_IT}"
    ),
    "found unknown escape character": (
        "holds a backslash with a letter that means nothing; write two backslashes for one"
    ),
    "did not find expected hexdecimal number": "holds an escape with too few digits; \\u takes four",
    "found invalid Unicode character escape code": "holds an escape that is no character; remove it",
    "found undefined tag handle": f"begins with !, which YAML takes for something else; {_QUOTE_IT}",
    "found a tab character where an indentation space is expected": _TAB,
    "found a tab character that violates indentation": _TAB,
    "did not find expected comment or line break": f"begins with | or >, as only a block does; {_QUOTE_IT}",
}

_NO_NAME: Final = frozenset({"did not find expected alphabetic or numeric character"})
_CANNOT_START: Final = frozenset(
    {"found character that cannot start any token", "did not find expected node content"}
)
