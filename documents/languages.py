"""The language that a document says it is written in, as a tag of BCP 47: `en`, `pt-BR`, `zh-Hant-TW`."""

from __future__ import annotations

import re
from typing import Final

from documents.document import Document, Problem, Scalar
from documents.reader import read

# The key that names it; to all else the key is opaque.
KEY: Final = "locale"
# The longest tag that `tag_of` gives: language, script and region.
TAG_LIMIT: Final = 12

# Variants, extensions and private parts are read, for a tag may have them, and left out.
_TAG: Final = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<extended>[a-z]{3}))?(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?",
    re.ASCII | re.IGNORECASE,
)
_LONGEST_TEXT: Final = 100
# Codes of ISO 639-1 that were replaced, which Java still writes.
_REPLACED: Final = {"iw": "he", "in": "id", "ji": "yi"}
# Codes for texts of no language, of several, and of one that nobody knows.
_NO_LANGUAGE: Final = frozenset({"mis", "mul", "und", "zxx"})

_RIGHT_TO_LEFT: Final = (
    "acm aeb afb ajp apc ar arc arq arz ary azb bal bcc bqi ckb dv fa glk he khw ks lrc mzn nqo pnb prs ps "
    "rhg sd sdh skr syr ug ur yi"
)
_SCRIPTS_RIGHT_TO_LEFT: Final = "Adlm Arab Aran Hebr Mand Nkoo Rohg Samr Syrc Thaa"
# In which characters Chinese is written where no script is named.
_CHINESE: Final = {"TW": "Hant", "HK": "Hant", "MO": "Hant"}


def tag_of(text: str) -> str | None:
    """A tag in its usual form, shortened to language, script and region; None for what is no tag.

    >>> tag_of("en-us"), tag_of("zh_hant_tw"), tag_of("de-1996"), tag_of("english")
    ('en-US', 'zh-Hant-TW', 'de', None)
    """
    written = text.strip().replace("_", "-")
    match = _TAG.fullmatch(written) if len(written) <= _LONGEST_TEXT else None
    if match is None:
        return None
    language = (match["extended"] or match["language"]).lower()
    language = _REPLACED.get(language, language)
    if language in _NO_LANGUAGE:
        return None
    parts = (language, (match["script"] or "").title(), (match["region"] or "").upper())
    return "-".join(part for part in parts if part)


def language_of(document: Document) -> str | None:
    """The language that a document names; None where it names none."""
    entry = document.root.get(KEY)
    if entry is None or not isinstance(entry.value, Scalar) or entry.value.is_null:
        return None
    return tag_of(entry.value.text)


def language_in(path: str, data: bytes) -> str | None:
    """The language that the bytes of a document name; they are parsed only if the key's name is in them."""
    # In double quotes YAML may write any letter of the key as an escape.
    if KEY.encode() not in data and b"\\" not in data:
        return None
    document = read(path, data)
    return None if isinstance(document, Problem) else language_of(document)


def are_one_language(one: str, other: str) -> bool:
    """Whether two tags name one language in one script: regions do not count, but for the script of Chinese.

    >>> are_one_language("en", "en-US"), are_one_language("zh-CN", "zh-TW"), are_one_language("sr", "sr-Latn")
    (True, False, False)
    """
    return _language_and_script(one) == _language_and_script(other)


def _language_and_script(tag: str) -> tuple[str, str]:
    language, script, region = _parts(tag)
    if language == "zh" and not script:
        script = _CHINESE.get(region, "Hans")
    return language, script


def _parts(tag: str) -> tuple[str, str, str]:
    """Language, script and region of a tag that `tag_of` gave; empty where it names none."""
    match = _TAG.fullmatch(tag)
    assert match is not None
    return match["language"], match["script"] or "", match["region"] or ""


def direction_of(tag: str) -> str:
    """Whether a language is written from right to left: "rtl" or "ltr", as HTML's `dir` has it.

    >>> direction_of("ar-EG"), direction_of("az-Arab"), direction_of("ur-Latn"), direction_of("en")
    ('rtl', 'rtl', 'ltr', 'ltr')
    """
    language, script, _ = _parts(tag)
    if script:
        return "rtl" if script in _SCRIPTS_RIGHT_TO_LEFT.split() else "ltr"
    return "rtl" if language in _RIGHT_TO_LEFT.split() else "ltr"
