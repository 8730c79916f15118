"""docs/format.md tells the truth about the schema."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from documents.document import Document
from documents.layout import PATH_LIMIT, SUFFIXES, Kind
from documents.reader import BODY_LIMIT, DEPTH_LIMIT, EVENT_LIMIT, FRONT_LIMIT, SIZE_LIMIT, read
from documents.schema import Type, fields_of
from documents.sources.archives import MEMBER_LIMIT
from documents.validation import validate
from documents.writer import compose

HEADINGS = {
    Kind.ARTICLE: "## The keys of an article, in their order",
    Kind.TOPIC: "## The keys of a topic",
    Kind.PROVIDER: "## The keys of a provider",
}
WORDS = {
    Type.FLAG: "flag",
    Type.RECORD: "mapping",
    Type.RECORDS: "list of mappings",
    Type.OPAQUE: "anything",
}
LIMITED = {Type.TEXT, Type.HTML, Type.URL, Type.HOST, Type.TEXTS, Type.TEXT_MAP}


@pytest.mark.parametrize("kind", Kind)
def test_every_key_is_told_with_its_type_and_limit(root: Path, kind: Kind) -> None:
    page = (root / "docs/format.md").read_text("utf-8")
    section = page.partition(f"{HEADINGS[kind]}\n")[2].partition("\n## ")[0]
    told = re.findall(r"^\| `(\w+)` \| ([^|]+) \| (\d*) ?\|$", section, re.MULTILINE)
    assert told == [
        (
            field.key,
            WORDS.get(field.type, field.type.value),
            str(field.limit) if field.type in LIMITED else "",
        )
        for field in fields_of(kind)
    ]


def test_limits_and_endings_are_told(root: Path) -> None:
    page = (root / "docs/format.md").read_text("utf-8")
    for number in (SIZE_LIMIT, FRONT_LIMIT, BODY_LIMIT, EVENT_LIMIT, MEMBER_LIMIT):
        assert f"{number:,}" in page
    assert f"at most {DEPTH_LIMIT} levels" in page
    assert f"at most {PATH_LIMIT} characters" in page
    assert {suffix for suffix in SUFFIXES if f"`{suffix}`" not in page} == set()


def test_example_is_in_house_style(root: Path) -> None:
    page = (root / "docs/format.md").read_text("utf-8")
    example = page.partition("```\n")[2].partition("```\n")[0].encode()
    document = read("_news/example.md", example)
    assert isinstance(document, Document)
    assert compose(Kind.ARTICLE, validate(document, Kind.ARTICLE).values) == example
