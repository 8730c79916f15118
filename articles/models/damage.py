"""Damaged text: entities, doubled escapes and characters that were read wrongly; found, and how to repair it.

Nothing here changes a text by itself: `repair` says what it should be, and somebody decides.

    >>> repair("the company&#8217;s plan"), repair("UK â€“ The police"), repair("AT&T")
    ('the company’s plan', 'UK – The police', 'AT&T')
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Collection
from html.entities import name2codepoint
from typing import Final, NamedTuple, Protocol

import ftfy

# What can be damaged, by the names that the document, the column and the form have for it.
FIELDS: Final = ("title", "excerpt")

_AMPERSAND: Final = "(?:amp|#0*38|#[xX]0*26)"
_NAME: Final = "#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,9}"
_REFERENCE: Final = re.compile(f"&((?:{_AMPERSAND};)*)({_NAME});")
_ESCAPE: Final = re.compile(r"(?<!\\)(?:\\u[0-9a-fA-F]{4})+")
# Backslashes that say something else: a path, a pattern, another escape.
_OTHER_ESCAPE: Final = re.compile(r"\\(?!u[0-9a-fA-F]{4})")
# Addresses, queries and code, in which an ampersand or an escape is meant as it stands.
_MEANT: Final = re.compile(
    r"""
    `[^`]*`
    | <code\b.*?</code> | <pre\b.*?</pre>
    | \S*(?:://|\bwww\.)\S*
    | \S*[?&](?:amp;)?[\w.-]+;?=\S*
    | \S*&amp;&amp;\S*
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
# To look for those takes time: without one of these there is none.
_SIGNS_OF_MEANT: Final = ("`", "<", "://", "www.", "WWW.", "=", "&amp;&amp;")
# Text that is markup, or about it: there an entity is what its author wanted.
_MARKUP: Final = re.compile(
    rf"<[A-Za-z/!]|&(?:{_AMPERSAND};)*(?:lt|#0*60|#[xX]0*3[cC]);[/!]?(?:[A-Za-z]|&)", re.IGNORECASE
)
# Of the names that HTML has those that writing needs: `&int;` and `&not;` are rather a program's.
_WRITING: Final = (range(0xA0, 0x180), range(0x2000, 0x2123))
_NAMES: Final = {
    name: chr(point)
    for name, point in name2codepoint.items()
    if any(point in points for points in _WRITING) and name not in {"not", "shy"}
} | {"amp": "&", "quot": '"', "apos": "'"}
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffd\ufffe\uffff\ud800-\udfff]")
# Bytes of UTF-8 read as another encoding are two such characters or more, but for a blank at the end.
# All begin with one class of characters, by which a text is searched several times as fast.
_MISREAD: Final = re.compile(r"[^\x00-\x7f](?:[^\x00-\x7f]|(?<=[ÂÃ]) |(?<=[\x80-\x9f]))")
_ENCODING: Final = ftfy.TextFixerConfig(unescape_html=False, replace_lossy_sequences=False)
# Entities in what was read wrongly in what was escaped: deeper than any real text.
_ROUNDS: Final = 6


class Written(Protocol):
    """What has a title and an excerpt, and texts that somebody said are as they should be."""

    title: str
    excerpt: str
    left_as_is: list[str] | None


class Repair(NamedTuple):
    """What is proposed for a field."""

    field: str
    before: str
    after: str


def looks_damaged(text: str) -> bool:
    """Whether a closer look is worth it: quick for the many texts that are as they should be."""
    if ("&" in text and ";" in text) or "\\u" in text:
        return True
    return not text.isascii() and _MISREAD.search(text) is not None


def repair(text: str) -> str:
    """A text as it should be; the same where there is nothing to propose."""
    if not looks_damaged(text):
        return text
    repaired = text
    for _ in range(_ROUNDS):
        before, repaired = repaired, _repaired_once(repaired)
        if repaired == before:
            if repaired != text:
                # Nobody sees a byte-order mark within a text: a repair leaves none, and brings none.
                repaired = repaired.replace("\ufeff", "")
            return repaired if _is_sound(text, repaired) else text
    return text


def repairs(written: Written) -> list[Repair]:
    """What is proposed for an article: not what somebody left as it is."""
    texts = ((field, getattr(written, field)) for field in FIELDS)
    left = written.left_as_is or ()
    found = (Repair(field, text, repair(text)) for field, text in texts if looks_damaged(text))
    return [item for item in found if item.before != item.after and mark_of(item.before) not in left]


def is_damaged(*texts: object, left: Collection[str] = ()) -> bool:
    """Whether there is anything to propose for some texts, beside those that were left as they are."""
    return any(
        looks_damaged(text) and repair(text) != text and mark_of(text) not in left
        for text in texts
        if isinstance(text, str)
    )


def mark_of(text: str) -> str:
    """By what a text is known again that was left as it is."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _repaired_once(text: str) -> str:
    """Each passage between addresses and code by itself."""
    takes_entities = "&" in text and not _MARKUP.search(text)
    takes_escapes = "\\u" in text and not _OTHER_ESCAPE.search(text)
    parts, end = [], 0
    is_plain = not any(sign in text for sign in _SIGNS_OF_MEANT)
    for meant in () if is_plain else _MEANT.finditer(text):
        parts += [_passage(text[end : meant.start()], takes_entities, takes_escapes), meant.group()]
        end = meant.end()
    return "".join([*parts, _passage(text[end:], takes_entities, takes_escapes)])


def _passage(text: str, takes_entities: bool, takes_escapes: bool) -> str:
    if takes_entities:
        text = _REFERENCE.sub(_character, text)
    if takes_escapes:
        text = _ESCAPE.sub(_escaped, text)
    if not text.isascii() and _MISREAD.search(text):
        fixed = ftfy.fix_encoding(text, _ENCODING)
        text = fixed if _is_sound(text, fixed) else text
    return text


def _character(reference: re.Match[str]) -> str:
    ampersands, name = reference.groups()
    if name.startswith("#"):
        character = html.unescape(f"&{name};")
    else:
        character = _NAMES.get(name, "")
        if ampersands and not character:
            # `AT&amp;T;`: the ampersand was escaped, and what follows is no name of a character.
            return f"&{name};"
    is_text = len(character) == 1 and character not in "<>" and not _CONTROL.search(character)
    return character if is_text else reference.group()


def _escaped(escapes: re.Match[str]) -> str:
    units = bytes.fromhex(escapes.group().replace("\\u", ""))
    text = units.decode("utf-16-be", "replace")
    is_writing = all(not character.isascii() and not _CONTROL.search(character) for character in text)
    return text if is_writing else escapes.group()


def _is_sound(before: str, after: str) -> bool:
    """Whether a repair leaves a text, and brings nothing that a document could not say."""
    brought = set(_CONTROL.findall(after)) - set(_CONTROL.findall(before))
    return bool(after.strip()) and not brought and len(after) <= len(before)
