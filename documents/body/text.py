"""A body -> what it says, and a body that says something else with no other line touched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from documents.body.alignment import shared_lines

_END: Final = re.compile(r"\r\n|\r|\n")
_LINE: Final = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")


def text_of(body: str) -> str:
    """What a body says.

    >>> text_of("\\r\\nOne\\r\\n\\r\\nTwo\\r\\n")
    'One\\n\\nTwo'
    """
    # PostgreSQL keeps no NUL.
    text = (_END.sub("\n", body) if "\r" in body else body).replace("\0", "\ufffd")
    return text.removeprefix("\n").removesuffix("\n")


def body_with(body: str, text: str, newline: str) -> str:
    """A body that says a text: the lines that say the same stay as they are written.

    New lines end as the first one does, by `newline` where there is none; `text_of` gives the text again.

    >>> body_with("\\nOne\\r\\nTwo\\n", "One\\nand\\nTwo", "\\n")
    '\\nOne\\r\\nand\\nTwo\\n'
    """
    text = _END.sub("\n", text)
    if text_of(body) == text:
        return body
    opening = _END.match(body)
    first = opening.group() if opening else ""
    newline = found.group() if (found := _END.search(body)) else newline
    if not text:
        return first
    if not first and (not body or text.startswith("\n")):
        first = newline
    old = [found.groups() for found in _LINE.finditer(body, opening.end() if opening else 0)][:-1]
    lines = [said.replace("\0", "\ufffd") for said, _ in old]
    new = text.split("\n")
    written = [(said, newline) for said in new]
    for here, there, count in shared_lines(lines, new):
        written[there : there + count] = [(said, end or newline) for said, end in old[here : here + count]]
    # How the file ends is no matter of the text, unless that ends with an empty line.
    last = old[-1][1] if old else newline
    written[-1] = (written[-1][0], last or (newline if text.endswith("\n") else ""))
    return _joined([("", first), *written])


def _joined(lines: Sequence[tuple[str, str]]) -> str:
    """Lines with their ends, of which no two become one."""
    joined: list[str] = []
    for said, end in lines:
        follows = bool(joined) and joined[-1].endswith("\r") and not said and end == "\n"
        joined.append(said + ("\r" if follows else end))
    return "".join(joined)
