"""HTML and XML made of texts: escaped, and without what XML has no place for."""

from __future__ import annotations

import html
from typing import Final

from django.utils.safestring import SafeString

_NOT_IN_XML: Final = dict.fromkeys(
    [*(code for code in range(0x20) if chr(code) not in "\t\n\r"), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)]
)
NOTHING: Final = SafeString("")


def xml_text(text: str) -> str:
    """A text without the characters that XML 1.0 has no place for, escaped or not.

    >>> xml_text("a\\x0bb")
    'ab'
    """
    return text.translate(_NOT_IN_XML)


def fill(markup: str, *texts: str) -> SafeString:
    """Markup with texts in its places; each is escaped, unless it is markup that was made so.

    As `format_html` does, which takes anything, lazy translations too, and five times as long: a page
    of cards fills hundreds of places.

    >>> fill('<b title="{}">{}</b>', '"', fill("<i>{}</i>", "&"))
    '<b title="&quot;"><i>&amp;</i></b>'
    """
    return SafeString(markup.format(*(escaped(text) for text in texts)))


def escaped(text: str) -> SafeString:
    """A text as markup; markup stays what it is."""
    return text if isinstance(text, SafeString) else SafeString(html.escape(text))
