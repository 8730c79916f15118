"""The language that a document names."""

import pytest

from documents.document import Document
from documents.languages import (
    TAG_LIMIT,
    are_one_language,
    direction_of,
    language_in,
    language_of,
    tag_of,
)
from documents.reader import read


def named(value: str) -> str | None:
    document = read("_news/a.md", f"---\ntitle: a\nlocale: {value}\n---\n".encode())
    assert isinstance(document, Document)
    return language_of(document)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("en-us", "en-US"),
        ("DE", "de"),
        ("pt_BR", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("de-CH-1996", "de-CH"),
        ("zh-yue-HK", "yue-HK"),
        ("en-u-ca-gregory-x-site", "en"),
        ("iw", "he"),
        (" fa ", "fa"),
    ],
)
def test_a_tag_gets_its_usual_form(text: str, tag: str) -> None:
    assert tag_of(text) == tag
    assert tag_of(tag) == tag
    assert len(tag) <= TAG_LIMIT


@pytest.mark.parametrize(
    "text",
    ["", "english", "e", "12", "en us", "en-", "-en", "en--us", "en-us/../x", "und", "mul", "x-a", "ен"],
)
def test_what_is_no_tag_names_no_language(text: str) -> None:
    assert tag_of(text) is None


def test_a_long_text_is_no_tag() -> None:
    assert tag_of("en" + "-abcde" * 20_000) is None


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        ("en-us", "en-US"),
        ('"ar"', "ar"),
        # Norwegian, and no "false".
        ("no", "no"),
        ("~", None),
        ("", None),
        ("true", None),
        ("[en]", None),
        ("{a: en}", None),
    ],
)
def test_a_document_names_its_language_as_one_text(value: str, tag: str | None) -> None:
    assert named(value) == tag


@pytest.mark.parametrize(
    ("data", "tag"),
    [
        (b"---\ntitle: a\nlocale: de-at\n---\n", "de-AT"),
        (b'---\ntitle: a\n"l\\u006fcale": de\n---\n', "de"),
        (b'{"title": "a", "locale": "de"}', "de"),
        (b"---\ntitle: a\n---\nlocale: de\n", None),
        (b"---\nsecured:\n  locale: de\n---\n", None),
        (b"---\n: [locale\n", None),
        (b"", None),
    ],
)
def test_it_is_read_from_bytes_as_well(data: bytes, tag: str | None) -> None:
    assert language_in("_news/a.md", data) == tag


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("en", "en-GB", True),
        ("en-US", "en-GB", True),
        ("zh", "zh-CN", True),
        ("zh-Hant", "zh-TW", True),
        ("en", "de", False),
        ("zh-CN", "zh-HK", False),
        ("sr-Cyrl", "sr-Latn", False),
    ],
)
def test_regions_do_not_part_a_language(one: str, other: str, are_one: bool) -> None:
    assert are_one_language(one, other) is are_one
    assert are_one_language(other, one) is are_one


@pytest.mark.parametrize("tag", ["ar", "he-IL", "fa", "ur-PK", "yi", "ps", "ckb", "az-Arab", "dv"])
def test_languages_that_are_written_from_right_to_left(tag: str) -> None:
    assert direction_of(tag) == "rtl"


@pytest.mark.parametrize("tag", ["en", "de-DE", "ja", "tr", "az", "ur-Latn", "zh-Hant-TW"])
def test_languages_that_are_written_from_left_to_right(tag: str) -> None:
    assert direction_of(tag) == "ltr"
