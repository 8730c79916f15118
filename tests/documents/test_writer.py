"""What is written reads back as it was meant, and a change touches the lines of its key and no other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TypeAlias

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.document import ABSENT, Absent, Document, FieldChange, Problem, Value, Values
from documents.layout import Kind, kind_of
from documents.reader import read
from documents.schema import fields_of
from documents.validation import validate
from documents.writer import compose, rewrite
from tests.conftest import ROOT
from tests.documents.strategies import (
    KINDS,
    NASTY,
    PATHS,
    REQUIRED,
    Wild,
    fields_with_values,
    json_documents,
    valid_values,
    values_of,
    wild_documents,
)

Changes: TypeAlias = "Mapping[str, Value | Absent]"
SITE = ROOT / "fixtures/site"
JANUARY, FEBRUARY = datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 2, 3, tzinfo=UTC)


def path_of(source: bytes, kind: Kind) -> str:
    """Plain YAML stands under a name that says so: only then may a test leave the fences out."""
    suffix = ".md" if source.lstrip(b"\xef\xbb\xbf").startswith(b"---") else ".yaml"
    return PATHS[kind].rsplit(".", 1)[0] + suffix


def rewritten(source: bytes, changes: Changes, kind: Kind = Kind.ARTICLE) -> bytes | Problem:
    document = read(path_of(source, kind), source)
    assert isinstance(document, Document), document
    return rewrite(document, kind, [FieldChange(key, value) for key, value in changes.items()])


def assert_rewritten(source: bytes, changes: Changes, expected: bytes, kind: Kind = Kind.ARTICLE) -> None:
    assert rewritten(source, changes, kind) == expected


def assert_untouched(source: bytes, changes: Changes, kind: Kind = Kind.ARTICLE) -> None:
    assert_rewritten(source, changes, source, kind)


# Values in place


@pytest.mark.parametrize(
    ("source", "changes", "expected"),
    [
        (b"heat: 1\n", {"heat": 2}, b"heat: 2\n"),
        (b"heat: 1", {"heat": 2}, b"heat: 2"),
        (b"heat: 1 # so\n", {"heat": -1}, b"heat: -1 # so\n"),
        (b"heat:   1\ntitle: a\n", {"heat": 2}, b"heat:   2\ntitle: a\n"),
        (b"heat:\ntitle: a\n", {"heat": 2}, b"heat: 2\ntitle: a\n"),
        (b"heat: # none\ntitle: a\n", {"heat": 2}, b"heat: 2 # none\ntitle: a\n"),
        (b"heat: ~\ntitle: a\n", {"heat": 2}, b"heat: 2\ntitle: a\n"),
        (b"heat: 1\ntitle: a\n", {"heat": None}, b"heat:\ntitle: a\n"),
        (b"heat: 1  # so\ntitle: a\n", {"heat": None}, b"heat:  # so\ntitle: a\n"),
        (b"published: true\n", {"published": False}, b"published: false\n"),
        (b"title: a\n", {"title": "b"}, b"title: b\n"),
        (b"title: a\n", {"title": "b: c"}, b'title: "b: c"\n'),
        (b"title: a\n", {"title": "no"}, b'title: "no"\n'),
        (b'title: "a"\n', {"title": "b"}, b'title: "b"\n'),
        (b'title: "a"\n', {"title": 'say "b"\\\n'}, b'title: "say \\"b\\"\\\\\\n"\n'),
        (b"title: 'a'\n", {"title": "it's"}, b"title: 'it''s'\n"),
        (b"title: 'a'\n", {"title": "b\nc"}, b'title: "b\\nc"\n'),
        (b"'title': 'a'\n", {"title": "b"}, b"'title': 'b'\n"),
        (b"title:\n  a\n  b\nheat: 1\n", {"title": "c"}, b"title:\n  c\nheat: 1\n"),
        (b"title: >\n  a\n  b\n\nheat: 1\n", {"title": "c"}, b"title: >-\n  c\n\nheat: 1\n"),
        (b"title: |+\n  a\n\nheat: 1\n", {"title": "c"}, b"title: |-\n  c\nheat: 1\n"),
        (b"title: |+\n  a\n\nheat: 1\n", {"heat": 2}, b"title: |+\n  a\n\nheat: 2\n"),
        (b"publishedDateTime: 2020-01-01T00:00:00Z\n", {"publishedDateTime": FEBRUARY},
         b"publishedDateTime: 2021-02-03T00:00:00Z\n"),
        (b"publishedDateTime: '2020-01-01 00:00:00z'\n", {"publishedDateTime": FEBRUARY},
         b"publishedDateTime: '2021-02-03T00:00:00Z'\n"),
        ("title: Zürich 😀\nheat: 1\n".encode(), {"heat": 2}, "title: Zürich 😀\nheat: 2\n".encode()),
        (b"title: a\r\nheat: 1\r\n", {"heat": 2}, b"title: a\r\nheat: 2\r\n"),
        (b"\xef\xbb\xbf---\ntitle: a\n---\n", {"title": "b"}, b"\xef\xbb\xbf---\ntitle: b\n---\n"),
        (b"---\ntitle: a\n---\nheat: 1\n---\n", {"title": "b"}, b"---\ntitle: b\n---\nheat: 1\n---\n"),
        (b"a: 1\nheat: 2\n? zebra\n: x\n", {"heat": 3}, b"a: 1\nheat: 3\n? zebra\n: x\n"),
    ],
)  # fmt: skip
def test_value_is_changed_in_its_own_style(source: bytes, changes: Changes, expected: bytes) -> None:
    assert_rewritten(source, changes, expected)


@pytest.mark.parametrize(
    ("source", "changes"),
    [
        (b"title: >-\n  a\n  b\n", {"title": "a b"}),
        (b"publishedDateTime: 2020-01-01 01:00:00+01:00\n", {"publishedDateTime": JANUARY}),
        (b"heat: +007\n", {"heat": 7}),
        (b"topics: ['a', b]\n", {"topics": ["a", "b"]}),
        (b"heat: ~\n", {"heat": None}),
        (b"title: a\n", {"heat": ABSENT}),
        (b"images: [{width: 1, url: /x}]\n", {"images": [{"url": "/x", "width": 1}]}),
    ],
)  # fmt: skip
def test_value_that_stands_there_already_is_left_as_it_is_written(source: bytes, changes: Changes) -> None:
    assert_untouched(source, changes)


# Keys that come and go

HOUSE = b"""---
category: news
title: "A"
quality: 80

provider:
  name: BBC

topics:
  - AI

secured: "x"
---

"""


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        ({"heat": 5}, b"quality: 80\n", b"quality: 80\nheat: 5\n"),
        ({"excerpt": "b"}, b'title: "A"\n', b'title: "A"\nexcerpt: "b"\n'),
        ({"quality": ABSENT}, b"quality: 80\n", b""),
        ({"category": ABSENT}, b"category: news\n", b""),
        ({"featuredContent": "<p>"}, b"80\n", b'80\n\nfeaturedContent: "<p>"\n'),
        ({"images": []}, b"  - AI\n", b"  - AI\n\nimages: []\n"),
        ({"provider": ABSENT}, b"provider:\n  name: BBC\n\n", b""),
        ({"topics": ABSENT}, b"topics:\n  - AI\n\n", b""),
    ],
)
def test_key_comes_and_goes_as_house_style_has_it(change: Changes, old: bytes, new: bytes) -> None:
    for newline in (b"\n", b"\r\n"):
        source, expected = HOUSE, HOUSE.replace(old, new)
        assert source != expected
        assert_rewritten(source.replace(b"\n", newline), change, expected.replace(b"\n", newline))


def test_first_key_comes_without_an_empty_line() -> None:
    source = HOUSE.replace(b"category: news\n", b"")
    assert_rewritten(source, {"category": "news"}, HOUSE)


def test_first_key_comes_as_a_paragraph_before_a_paragraph() -> None:
    source = b"---\nprovider:\n  name: BBC\n\ntopics:\n  - AI\n---\n"
    assert_rewritten(
        source, {"title": "A"}, b'---\ntitle: "A"\n\nprovider' + source.removeprefix(b"---\nprovider")
    )


def test_key_that_goes_and_comes_leaves_no_trace() -> None:
    without = rewritten(HOUSE, {"provider": ABSENT})
    assert isinstance(without, bytes)
    assert_rewritten(without, {"provider": {"name": "BBC"}}, HOUSE)


@pytest.mark.parametrize(
    ("source", "changes", "expected"),
    [
        (b"title: a\ntopics: [b]\n", {"images": []}, b"title: a\ntopics: [b]\nimages: []\n"),
        (b"# top\ntitle: a\n", {"category": "news"}, b"# top\ncategory: news\ntitle: a\n"),
        (b"title: a # so\n# of heat\nheat: 1\n", {"heat": ABSENT}, b"title: a # so\n# of heat\n"),
        (b"title: a\nheat: 1", {"published": True}, b"title: a\nheat: 1\npublished: true"),
        (b"title: a\nheat: 1", {"heat": ABSENT}, b"title: a\n"),
        (b"  title: a\n  heat: 1\n", {"quality": 5}, b"  title: a\n  quality: 5\n  heat: 1\n"),
        (b"---\ntitle: a\n---", {"heat": 1}, b"---\ntitle: a\nheat: 1\n---"),
    ],
)  # fmt: skip
def test_key_comes_and_goes_in_other_styles(source: bytes, changes: Changes, expected: bytes) -> None:
    assert_rewritten(source, changes, expected)


def test_topic_needs_no_folder_to_be_known_as_one() -> None:
    document = read("standard input", b"---\nname: AI\n---\n")
    assert isinstance(document, Document)
    assert (
        rewrite(document, Kind.TOPIC, [FieldChange("parent", "Tech")])
        == b"---\nname: AI\nparent: Tech\n---\n"
    )


# Lists and records


@pytest.mark.parametrize(
    ("source", "topics", "expected"),
    [
        (b"topics:\n  - a # so\n  - b\n", ["a", "b", "c"], b"topics:\n  - a # so\n  - b\n  - c\n"),
        (b"topics:\n  - a\n  - b # so\nheat: 1\n", ["b"], b"topics:\n  - b # so\nheat: 1\n"),
        (b"topics:\n- a\n- b\n", ["b", "a"], b"topics:\n- b\n- a\n"),
        (b"topics:\n  - a\n  - b", ["b", "a"], b"topics:\n  - b\n  - a"),
        (b"topics:\n  - 'a'\n", ["a", "it's"], b"topics:\n  - 'a'\n  - 'it''s'\n"),
        (b"topics:\n  - a\n\n  # of b\n  - b\n", ["x", "b"], b"topics:\n  - x\n\n  # of b\n  - b\n"),
        (b"topics:\n  - a\n", [], b"topics: []\n"),
        (b"topics: []\nheat: 1\n", ["a"], b"topics:\n  - a\nheat: 1\n"),
        (b"topics: [a, 'b']\n", ["a", "b", "c"], b"topics: [a, 'b', \"c\"]\n"),
        (b"topics: [\n  a,\n  b\n]\n", ["c", "a", "b"], b'topics: [\n  "c",\n  a,\n  b\n]\n'),
        (b"topics: [a, b] # so\n", ["b"], b"topics: [b] # so\n"),
        (b"topics:\n", ["a"], b"topics:\n  - a\n"),
        (b"topics:\r\n- a\r\n", ["a", "b"], b"topics:\r\n- a\r\n- b\r\n"),
    ],
)
def test_items_that_stay_keep_their_lines(source: bytes, topics: list[Value], expected: bytes) -> None:
    assert_rewritten(source, {"topics": topics}, expected)


IMAGES = b"""images:
  - url: "/a.png" # first
    width: 10
    focus: left
  - width: 20
    url: '/b.png'
heat: 1
"""
A: dict[str, Value] = {"url": "/a.png", "width": 10}
B: dict[str, Value] = {"url": "/b.png", "width": 20}


@pytest.mark.parametrize(
    ("images", "old", "new"),
    [
        ([{**A, "width": 11}, B], b"width: 10", b"width: 11"),
        ([{**A, "height": 5}, B], b"width: 10\n", b"width: 10\n    height: 5\n"),
        ([{"url": "/a.png"}, B], b"    width: 10\n", b""),
        ([A, {"url": "/b.png"}], b"- width: 20\n    url", b"- url"),
        ([A], b"  - width: 20\n    url: '/b.png'\n", b""),
        ([A, B, {"url": "/c.png", "isCached": True}], b"'/b.png'\n",
         b"'/b.png'\n  - url: \"/c.png\"\n    isCached: true\n"),
        ([A, {**B, "title": "b"}], b"'/b.png'\n", b"'/b.png'\n    title: \"b\"\n"),
    ],
)  # fmt: skip
def test_record_keeps_the_lines_that_did_not_change(images: list[Value], old: bytes, new: bytes) -> None:
    assert_rewritten(IMAGES, {"images": images}, IMAGES.replace(old, new))


def test_records_change_places_with_all_their_lines() -> None:
    start, middle, end = IMAGES.index(b"  - url"), IMAGES.index(b"  - width"), IMAGES.index(b"heat")
    first, second = IMAGES[start:middle], IMAGES[middle:end]
    assert_rewritten(IMAGES, {"images": [B, A]}, b"images:\n" + second + first + b"heat: 1\n")


@pytest.mark.parametrize(
    ("source", "changes", "expected"),
    [
        (b"provider: {name: BBC, founded: 1922}\n", {"provider": {"name": "ITV"}},
         b'provider: {name: "ITV", founded: 1922}\n'),
        (b"provider: {name: BBC}\n", {"provider": {"name": "BBC", "domain": "bbc.com"}},
         b'provider: {name: BBC, "domain": "bbc.com"}\n'),
        (b"images: [{url: /a, width: 1}, {url: /b}]\n", {"images": [{"url": "/a"}, {"url": "/b"}]},
         b"images: [{url: /a}, {url: /b}]\n"),
        (b'{\n  "title": "a",\n  "heat": 1\n}\n', {"heat": 2}, b'{\n  "title": "a",\n  "heat": 2\n}\n'),
        (b'{\n "title": "a",\n "x": 1\n}\n', {"heat": 2}, b'{\n "title": "a",\n "heat": 2,\n "x": 1\n}\n'),
        (b'{"title": "a", "heat": 1}', {"title": None}, b'{"title": null, "heat": 1}'),
        (b'{"title": "a", "heat": 1}', {"title": ABSENT}, b'{"heat": 1}'),
        (b'{"title": "a", "heat": 1}', {"heat": ABSENT}, b'{"title": "a"}'),
        (b'{"images": [\n  {"url": "/a",\n   "width": 1},\n  {"url": "/b"}\n]}',
         {"images": [{"url": "/a", "width": 2}, {"url": "/b"}]},
         b'{"images": [\n  {"url": "/a",\n   "width": 2},\n  {"url": "/b"}\n]}'),
        (b"images: [{url: /a, width: 1},  # first\n   {url: /b}]\n",
         {"images": [{"url": "/a", "width": 2}, {"url": "/b"}]},
         b"images: [{url: /a, width: 2},  # first\n   {url: /b}]\n"),
        (b'{"title": "\\ud83d\\ude00", "heat": 1}', {"heat": 2}, b'{"title": "\\ud83d\\ude00", "heat": 2}'),
    ],
)  # fmt: skip
def test_flow_style_stays_flow_style(source: bytes, changes: Changes, expected: bytes) -> None:
    assert_rewritten(source, changes, expected)


def test_service_comes_under_the_others() -> None:
    source = b"name: a\nservices:\n  news: /n # so\n  'odd one': /o\nkeywords: []\n"
    services: Value = {"news": "/n", "odd one": "/p", "yes": "/y"}
    expected = b"name: a\nservices:\n  news: /n # so\n  'odd one': /p\n  \"yes\": /y\nkeywords: []\n"
    assert_rewritten(source, {"services": services}, expected, Kind.TOPIC)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"images:\n- width: 1\n  height: 2\n  url: /a\n  focus: left\n",
         b"images:\n- url: /a\n  title: \"t\"\n  focus: left\n"),
        (b"images:\n- width: 1\n  focus: left\n  height: 2\n  url: /a\n",
         b"images:\n- focus: left\n  url: /a\n  title: \"t\"\n"),
        (b"images: [{width: 1, height: 2, url: /a, focus: left}]\n",
         b'images: [{url: /a, "title": "t", focus: left}]\n'),
        (b"images: [{focus: left, url: /a, width: 1, height: 2}]\n",
         b'images: [{focus: left, url: /a, "title": "t"}]\n'),
    ],
)  # fmt: skip
def test_parts_of_a_record_come_and_go_together(source: bytes, expected: bytes) -> None:
    assert_rewritten(source, {"images": [{"url": "/a", "title": "t"}]}, expected)


def test_change_that_would_lose_a_key_of_others_is_refused() -> None:
    source = b"title: a\nimages:\n- ? url\n  : /a\n  ? focus\n  : left\n"
    problem = rewritten(source, {"images": [{"url": "/a", "width": 1}]})
    assert isinstance(problem, Problem)
    assert (problem.line, problem.field) == (2, "images")


def test_change_that_cannot_be_read_back_is_refused() -> None:
    source = b"title: a\x85heat: 1\n"
    problem = rewritten(source.decode("latin-1").encode(), {"title": ABSENT})
    assert isinstance(problem, Problem)
    assert str(problem) == (
        "_news/2021-06-02-hello.yaml:1: title: "
        "cannot be changed in a document written like this; change it at the source"
    )


# House style


def test_new_article_is_in_house_style() -> None:
    values: Values = {
        "related": [{"title": "b", "provider": {"name": "ITV"}, "images": [{"url": "/y", "width": 1}]}],
        "topics": ["AI", "no", "C#"],
        "provider": {"name": "BBC: News", "domain": "bbc.com", "images": []},
        "published": True,
        "heat": -1,
        "publishedDateTime": datetime(2020, 2, 24, 15, 49, tzinfo=UTC),
        "title": 'say "é"\n',
        "excerpt": "",
        "webUrl": None,
        "type": "article",
        "images": [{"url": "/x", "width": 1, "title": "t", "isCached": False, "attribution": "Ann / BBC"}],
    }
    expected = """---
title: "say \\"é\\"\\n"
excerpt: ""
publishedDateTime: 2020-02-24T15:49:00Z
webUrl:
type: article
heat: -1
published: true

provider:
  name: "BBC: News"
  domain: bbc.com
  images: []

topics:
  - AI
  - "no"
  - C#

images:
  - url: "/x"
    width: 1
    title: "t"
    isCached: false
    attribution: Ann / BBC

related:
  - title: "b"
    provider:
      name: ITV
    images:
      - url: "/y"
        width: 1
---

"""
    assert compose(Kind.ARTICLE, values) == expected.encode()


def test_new_topic_is_plain_yaml() -> None:
    values: Values = {"name": "AI", "hashtags": ["#AI"], "services": {"news": "/n"}}
    expected = b'name: AI\nhashtags:\n  - "#AI"\nservices:\n  news: /n\n'
    assert compose(Kind.TOPIC, values) == expected


def test_new_provider_has_fences_and_no_body() -> None:
    assert compose(Kind.PROVIDER, {"domain": "bbc.com"}) == b"---\ndomain: bbc.com\n---\n"


def test_time_of_another_zone_is_written_in_utc() -> None:
    time = datetime(2020, 2, 24, 15, 49, tzinfo=timezone(timedelta(hours=2)))
    written = b"---\npublishedDateTime: 2020-02-24T13:49:00Z\n---\n\n"
    assert compose(Kind.ARTICLE, {"publishedDateTime": time}) == written


# Real documents


def documents_in(folder: Path) -> list[tuple[Kind, Document, bytes]]:
    found = []
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder).as_posix()
        if path.is_file() and (kind := kind_of(relative)):
            data = path.read_bytes()
            document = read(relative, data)
            assert isinstance(document, Document), document
            found.append((kind, document, data))
    assert len(found) > 50
    return found


def is_house_style(kind: Kind, document: Document) -> bool:
    """Whether the house could have written it: no key of others, the order of the schema, nothing by hand."""
    keys = [field.key for field in fields_of(kind)]
    in_order = document.keys == [key for key in keys if key in document.keys]
    return in_order and not document.has_bom and not document.body.strip() and document.text.endswith("\n")


def composed(kind: Kind, document: Document) -> bytes:
    secured = document.root.get("secured")
    values = validate(document, kind).values
    if secured:
        values["secured"] = secured.value.text  # type: ignore[union-attr]  # it is a text wherever it stands
    return compose(kind, values).replace(b"\n", document.newline.encode())


def test_every_sample_document_goes_out_as_it_came() -> None:
    for kind, document, data in documents_in(SITE):
        assert rewrite(document, kind, []) == data
        values = validate(document, kind).values
        assert rewrite(document, kind, [FieldChange(key, value) for key, value in values.items()]) == data


def test_every_document_of_a_site_goes_out_as_it_came(whole_site: Path) -> None:
    for kind, document, data in documents_in(whole_site):
        assert rewrite(document, kind, []) == data
        values = validate(document, kind).values
        assert rewrite(document, kind, [FieldChange(key, value) for key, value in values.items()]) == data


# Written by hand, or with the parts of a picture in another order.
NOT_IN_HOUSE_STYLE = {
    "_news/2026-03-17-four-bakers-one-sourdough-starter-and-a-court-date.md",
    "_news/2026-04-23-library-lends-its-first-boat.md",
    "_news/2026-08-29-the-best-plum-cake-on-the-coast-by-people-who-have-eaten-all-of-them.md",
    "_news/2026-09-25-a-three-thousand-year-old-harbour-turns-up-underneath-the-new-one.md",
}


def test_sample_documents_in_house_style_are_composed_byte_for_byte() -> None:
    house = [found for found in documents_in(SITE) if is_house_style(*found[:2])]
    other = {document.path for kind, document, data in house if composed(kind, document) != data}
    assert len(house) > 50
    assert other <= NOT_IN_HOUSE_STYLE


def test_articles_of_a_site_are_composed_byte_for_byte(whole_site: Path) -> None:
    house = [found for found in documents_in(whole_site) if is_house_style(*found[:2])]
    articles = [(document, data) for kind, document, data in house if kind is Kind.ARTICLE]
    assert len(articles) == len([*(whole_site / "_news").glob("*.md")]) > 100
    assert [document.path for document, data in articles if composed(Kind.ARTICLE, document) != data] == []


def assert_title_changes_one_line(kind: Kind, document: Document, data: bytes) -> None:
    changed = rewrite(document, kind, [FieldChange("title", "A new title: “yes”")])
    assert isinstance(changed, bytes)
    before, after = data.split(b"\n"), changed.split(b"\n")
    assert len(before) == len(after)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


def test_new_title_changes_one_line_of_every_sample_article() -> None:
    for kind, document, data in documents_in(SITE / "../site"):
        if kind is Kind.ARTICLE:
            assert_title_changes_one_line(kind, document, data)


def test_new_title_changes_one_line_of_every_article_of_a_site(whole_site: Path) -> None:
    for kind, document, data in documents_in(whole_site):
        if kind is Kind.ARTICLE:
            assert_title_changes_one_line(kind, document, data)


# Properties

KINDS_WITH_VALUES = KINDS.flatmap(lambda kind: st.tuples(st.just(kind), valid_values(kind)))


@given(KINDS_WITH_VALUES)
def test_whatever_is_composed_reads_back_equal(made: tuple[Kind, Values]) -> None:
    kind, values = made
    document = read(PATHS[kind], compose(kind, values))
    assert isinstance(document, Document), document
    validated = validate(document, kind)
    assert validated.values == values
    assert not validated.is_refused


def test_text_that_yaml_would_misread_is_composed_with_care() -> None:
    for text in NASTY:
        values: Values = {"title": text, "type": text, "provider": {"name": text, "domain": text}}
        values["topics"] = [f"{text} x", f"x {text}", *([text] if text.strip() else [])]
        document = read(PATHS[Kind.ARTICLE], compose(Kind.ARTICLE, values))
        assert isinstance(document, Document), document
        assert validate(document, Kind.ARTICLE).values == values


def test_other_readers_of_yaml_take_every_text_for_a_text() -> None:
    for text in NASTY:
        assert yaml.safe_load(compose(Kind.TOPIC, {"name": text, "keywords": [text]})) == {
            "name": text,
            "keywords": [text],
        }


@pytest.mark.parametrize("old", ["a", "'a'", '"a"', "|-\n  a", "", "{}", "[a]"])
def test_text_that_yaml_would_misread_is_written_in_place_of_any_style(old: str) -> None:
    for text in NASTY:
        data = rewritten(f"heat: 1\nexcerpt: {old}\n".encode(), {"excerpt": text})
        assert isinstance(data, bytes), data
        document = read("_news/a.yaml", data)
        assert isinstance(document, Document), document
        assert validate(document, Kind.ARTICLE).values == {"heat": 1, "excerpt": text}


def test_text_that_yaml_would_misread_is_written_in_flow_style() -> None:
    for text in NASTY:
        data = rewritten(b"{heat: 1, excerpt: a}\n", {"excerpt": text})
        assert isinstance(data, bytes), data
        document = read("_news/a.yaml", data)
        assert isinstance(document, Document), document
        assert validate(document, Kind.ARTICLE).values == {"heat": 1, "excerpt": text}


@st.composite
def changed_documents(
    draw: st.DrawFn, documents: st.SearchStrategy[Wild]
) -> tuple[Wild, dict[str, Value | Absent]]:
    """A document with changes to one to three of its keys; some are taken away, others new."""
    wild = draw(documents)
    fields = [field for field in fields_with_values(wild.kind) if field.key != REQUIRED[wild.kind]]
    changed = draw(st.lists(st.sampled_from(fields), min_size=1, max_size=3, unique=True))
    return wild, {field.key: draw(st.just(ABSENT) | values_of(field)) for field in changed}


@st.composite
def house_documents(draw: st.DrawFn) -> Wild:
    """A document in house style, sometimes with the other line ends."""
    kind, values = draw(KINDS_WITH_VALUES)
    newline = draw(st.sampled_from([b"\n", b"\r\n"]))
    return Wild(kind, PATHS[kind], compose(kind, values).replace(b"\n", newline), values)


def lines_besides(document: Document, keys: set[str]) -> list[str]:
    """The lines on which none of these keys stands with its value; empty ones come and go with paragraphs."""
    spans = [
        (entry.key.span.start, entry.value.span.end)
        for entry in document.root.entries
        if entry.key.text in keys
    ]
    found, start = [], 0
    for line in document.text.split("\n"):
        end = start + len(line)
        if line.strip() and not any(first <= end and start <= last for first, last in spans):
            found.append(line.removesuffix("\r"))
        start = end + 1
    return found


def assert_says_exactly(wild: Wild, changes: Changes) -> None:
    before = wild.document
    data = rewrite(before, wild.kind, [FieldChange(key, value) for key, value in changes.items()])
    assert isinstance(data, bytes), data
    after = read(wild.path, data)
    assert isinstance(after, Document), after
    meant = {key: value for key, value in {**wild.values, **changes}.items() if value is not ABSENT}
    assert validate(after, wild.kind).values == meant
    assert after.body == before.body
    assert after.has_bom == before.has_bom
    assert lines_besides(after, set(changes)) == lines_besides(before, set(changes))
    kept = [entry for entry in before.root.entries if entry.key.text not in changes]
    for entry in kept:
        same = after.root.get(entry.key.text)
        assert same is not None
        written = before.text[entry.key.span.start : entry.value.span.end]
        assert after.text[same.key.span.start : same.value.span.end] == written
    assert [key for key in after.keys if key not in changes] == [entry.key.text for entry in kept]


@given(changed_documents(wild_documents()))
@settings(max_examples=200)
def test_rewritten_document_says_exactly_the_changes(changed: tuple[Wild, Changes]) -> None:
    assert_says_exactly(*changed)


@given(changed_documents(house_documents()))
def test_rewritten_house_document_says_exactly_the_changes(changed: tuple[Wild, Changes]) -> None:
    assert_says_exactly(*changed)


@given(changed_documents(json_documents()))
def test_rewritten_json_says_exactly_the_changes(changed: tuple[Wild, dict[str, Value | Absent]]) -> None:
    wild, changes = changed
    data = rewrite(wild.document, wild.kind, [FieldChange(key, value) for key, value in changes.items()])
    assert isinstance(data, bytes), data
    after = Wild(wild.kind, wild.path, data, {})
    meant = {key: value for key, value in {**wild.values, **changes}.items() if value is not ABSENT}
    assert validate(after.document, wild.kind).values == meant


@given(wild_documents() | json_documents())
def test_rewriting_to_what_stands_there_changes_nothing(wild: Wild) -> None:
    changes = [FieldChange(key, value) for key, value in wild.values.items()]
    assert rewrite(wild.document, wild.kind, changes) == wild.data


@given(changed_documents(wild_documents()))
def test_change_taken_back_says_what_it_said_before(changed: tuple[Wild, Changes]) -> None:
    wild, changes = changed
    there = rewrite(wild.document, wild.kind, [FieldChange(key, value) for key, value in changes.items()])
    assert isinstance(there, bytes)
    back = [FieldChange(key, wild.values.get(key, ABSENT)) for key in changes]
    data = rewrite(Wild(wild.kind, wild.path, there, {}).document, wild.kind, back)
    assert isinstance(data, bytes)
    assert validate(Wild(wild.kind, wild.path, data, {}).document, wild.kind).values == wild.values
