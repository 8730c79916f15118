"""HTML as documents hold it, read in one pass: whatever stands in it, that costs no more than its length.

Python's own parser and Django's `strip_tags` raise for some texts, and for others take the square of their
length.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Final

# Every repetition is possessive: nothing is tried a second time.
_VALUE: Final = r"\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+"
_ATTRIBUTE: Final = re.compile(rf"([^\s/>][^\s/>=]*+)(?:\s*+=\s*+({_VALUE})?+)?+")
_TAG: Final = re.compile(
    r"<(/?)([a-zA-Z][^\s/>]*+)"
    rf"((?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:{_VALUE})?+)?+)*+)>"
)
_OPENS: Final = re.compile(r"<(?:(/?[a-zA-Z])|(!--)|[/!?])")
_COMMENT_ENDS: Final = re.compile("--!?>")
# Between the tags of these stands text, whatever it looks like.
_RAW: Final = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title", "xmp")
}


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag: its name in lower case, and its attributes as it writes them."""

    name: str
    written: str

    def attribute(self, name: str) -> str | None:
        """The value of the first attribute of a name; None where there is none."""
        for found in _ATTRIBUTE.finditer(self.written):
            if found[1].lower() == name:
                value = found[2] or ""
                return html.unescape(value[1:-1] if value[:1] in {'"', "'"} else value)
        return None


@dataclass(frozen=True, slots=True)
class Fragment:
    """The start tags of some HTML, and the text around all that is markup."""

    tags: list[Tag]
    text: str


def read_fragment(markup: str) -> Fragment:
    """Read HTML as browsers do; what never ends, such as `<!--` or `<a`, is told as text.

    >>> read_fragment("<p title='>'>A &lt; B<!-- <b> -->")
    Fragment(tags=[Tag(name='p', written=" title='>'")], text='A &lt; B')
    """
    tags: list[Tag] = []
    texts: list[str] = []
    end = 0
    while (opened := _OPENS.search(markup, end)) and (after := _past(markup, opened, tags)):
        texts.append(markup[end : opened.start()])
        end = after
    return Fragment(tags, "".join([*texts, markup[end:]]))


def _past(markup: str, opened: re.Match[str], tags: list[Tag]) -> int:
    """Where the markup ends that opens here, with a text that it hides; 0 where it never does."""
    is_tag, is_comment = opened.groups()
    if is_comment:
        # `<!-->` is a whole comment.
        ends = _COMMENT_ENDS.search(markup, opened.start() + 2)
        return ends.end() if ends else 0
    if not is_tag:
        return markup.find(">", opened.end()) + 1
    tag = _TAG.match(markup, opened.start())
    if tag is None:
        return 0
    if tag[1]:
        return tag.end()
    tags.append(Tag(tag[2].lower(), tag[3]))
    return _past_raw(markup, tag.end(), tags[-1].name)


def _past_raw(markup: str, start: int, name: str) -> int:
    if name not in _RAW:
        return start
    closing = _RAW[name].search(markup, start)
    return closing.start() if closing else len(markup)
