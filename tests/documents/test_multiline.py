"""A text over several lines keeps its style: a word that changes changes its line and no other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import ndiff

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.document import ABSENT, Document, FieldChange, Value
from documents.layout import Kind
from documents.reader import read
from documents.validation import validate
from documents.writer import rewrite
from tests.documents.strategies import NASTY

PATH = "_news/a.yaml"


def parsed(source: str) -> Document:
    document = read(PATH, source.encode())
    assert isinstance(document, Document), f"{document}\n{source!r}"
    return document


def values_of(source: str) -> dict[str, Value]:
    checked = validate(parsed(source), Kind.ARTICLE)
    assert not checked.is_refused, checked.problems
    return checked.values


def changed(source: str, key: str, value: Value) -> str:
    data = rewrite(parsed(source), Kind.ARTICLE, [FieldChange(key, value)])
    assert isinstance(data, bytes), data
    written = data.decode()
    assert values_of(written) == {**values_of(source), key: value}
    return written


def difference(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went, and those that came."""
    told = list(ndiff(before.splitlines(), after.splitlines()))
    went, came = ([line[2:] for line in told if line[0] == sign] for sign in "-+")
    return went, came


def excerpt_changed(source: str, old: str, new: str) -> tuple[list[str], list[str]]:
    said = values_of(source)["excerpt"]
    assert isinstance(said, str)
    assert old in said
    return difference(source, changed(source, "excerpt", said.replace(old, new)))


FERRY = """  The ferry is back.

  It leaves at nine, and at noun.
  Tickets are sold on board.
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("head", ["|", ">", "|-", ">-", "|+", ">+", "|2", ">-2", "|2+", "|  # so", ">- # so"])
def test_word_in_a_block_changes_its_line(head: str, newline: str) -> None:
    source = f"excerpt: {head}\n{FERRY}heat: 1\n".replace("\n", newline)
    went, came = excerpt_changed(source, "noun", "noon")
    assert (went, came) == (
        ["  It leaves at nine, and at noun."],
        ["  It leaves at nine, and at noon."],
    )


@pytest.mark.parametrize(
    ("source", "old", "new", "went", "came"),
    [
        # Plain and quoted texts, folded where they are broken.
        ("excerpt: a ferry\n  at noun\n\n  is back  # so\n", "noun", "noon", "  at noun", "  at noon"),
        ("excerpt: 'a\n  noun''s\n\n  end'\n", "noun's", "noon's", "  noun''s", "  noon''s"),
        ('excerpt: "a\n  noun \\\n  is \\u0042\n\n  end" # so\n', "noun", 'n"n', "  noun \\", '  n\\"n \\'),
        ('excerpt: "a\n  noun \\\n  is \\u0042"\n', "a", "b", 'excerpt: "a', 'excerpt: "b'),
        ('excerpt: "a\n  \\tb noun\\x20\n  c"\n', "noun", "noon", "  \\tb noun\\x20", "  \\tb noon\\x20"),
        # More-indented lines of folded text keep their ends.
        ("excerpt: >\n  a\n  b\n    noun\n    c\n  d\n", "noun", "noon", "    noun", "    noon"),
        ("excerpt: >\n  a\n  b\n    c\n  noun\n", "noun", "noon", "  noun", "  noon"),
        # Indentation beyond what a reader would find by itself.
        ("excerpt: |2\n    a\n  noun\n", "noun", "noon", "  noun", "  noon"),
        ("excerpt: |\n      a\n      noun\n", "noun", "noon", "      noun", "      noon"),
        # Empty lines with white space, and two line ends where one is a word's.
        ("excerpt: |\n  a\n \n  noun\n", "noun", "noon", "  noun", "  noon"),
        ("excerpt: >-\n\n  a\n  noun\n\n\n  c\n\nheat: 1\n", "noun", "noon", "  noun", "  noon"),
    ],
)
def test_word_changes_its_line_in_every_style(
    source: str, old: str, new: str, went: str, came: str
) -> None:  # fmt: skip
    assert excerpt_changed(source, old, new) == ([went], [came])


def test_words_far_apart_change_their_lines() -> None:
    source = "excerpt: >\n  one two\n  three four\n  five six\n  seven eight\nheat: 1\n"
    value = "uno two three four five six seven ocho\n"
    written = changed(source, "excerpt", value)
    assert written == "excerpt: >\n  uno two\n  three four\n  five six\n  seven ocho\nheat: 1\n"


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ("excerpt: >-\n  a\n  b\n  c\n", "a c", "excerpt: >-\n  a\n  c\n"),
        ("excerpt: |\n  a\n  c\n", "a\nb\nc\n", "excerpt: |\n  a\n  b\n  c\n"),
        ("excerpt: >-\n  a\n  b\n", "a b\nc", "excerpt: >-\n  a\n  b\n\n  c\n"),
        ("excerpt: 'a\n  b'\n", "a b\nc", "excerpt: 'a\n  b\n\n  c'\n"),
        ('excerpt: "a\n  b"\n', "a b\nc", 'excerpt: "a\n  b\\nc"\n'),
        # Of a word that stands several times it is not said which went: as many breaks stay as can.
        ("excerpt: >-\n  a a\n  a\n", "a a", "excerpt: >-\n  a\n  a\n"),
        ("excerpt: >-\n  a\n  a a\n", "a a", "excerpt: >-\n  a\n  a\n"),
        # What becomes of the last line end, and of blanks at the beginning, the first line tells.
        ("excerpt: |\n  a\n", "b", "excerpt: |-\n  b\n"),
        ("excerpt: >- # so\n  a\n", "b\n", "excerpt: > # so\n  b\n"),
        ("excerpt: |\n  a\nheat: 1\n", "b\n\n", "excerpt: |+\n  b\n\nheat: 1\n"),
        ("excerpt: |+\n  a\n\nheat: 1\n", "b\n", "excerpt: |+\n  b\nheat: 1\n"),
        ("excerpt: |\n    a\n", " b\n", "excerpt: |4\n     b\n"),
    ],
)
def test_lines_come_and_go_in_their_style(source: str, value: str, expected: str) -> None:
    assert changed(source, "excerpt", value) == expected


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("excerpt: |\n  a\n", "a\x80b"),
        ("excerpt: >\n  a\n", "a\rb"),
        ("excerpt: a\n  b\n", "a: b"),
        ("excerpt: 'a\n  b'\n", "a \n b"),
        ("excerpt: |\n  a\n\nheat: 1\n", "b\n\n\n"),
    ],
)
def test_text_that_the_style_cannot_say_is_quoted(source: str, value: str) -> None:
    assert changed(source, "excerpt", value).startswith('excerpt: "')


def test_text_of_a_record_keeps_its_lines() -> None:
    source = "related:\n- title: >-\n    one\n    noun\n  excerpt: |\n    a\n    b\n- title: c\n"
    [first, second] = list(values_of(source)["related"])  # type: ignore[arg-type]  # it is a list
    assert isinstance(first, dict)
    written = changed(source, "related", [{**first, "title": "one noon"}, second])
    assert difference(source, written) == (["    noun"], ["    noon"])


def test_topic_over_several_lines_keeps_its_style() -> None:
    source = "topics:\n  - >-\n    Sea\n    gulls\n  - Harbour # so\n"
    assert difference(source, changed(source, "topics", ["Sea birds", "Port"])) == (
        ["    gulls", "  - Harbour # so"],
        ["    birds", "  - Port # so"],
    )


# Any edit of a word

WORDS = st.sampled_from(
    ["gull", "ferry", "é", "日本語", "it's", "C#", "a-b", "say\\", 'x"y', "“so”", "12:30"]
)


@dataclass(frozen=True)
class Written:
    """A document with a text on several lines, and how the words of that text may be told apart."""

    source: str
    style: str


@st.composite
def written_texts(draw: st.DrawFn) -> Written:
    """A text in any style on one to five lines, with empty ones, and either line end."""
    style = draw(st.sampled_from(["|", ">", "'", '"', ""]))
    lines = draw(st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=5))
    indent = " " * draw(st.integers(1, 4))
    texts = [" ".join(words) for words in lines]
    if style in {"|", ">"}:
        source = draw(blocks(style, texts, indent))
    else:
        if style == "'":
            texts = [text.replace("'", "''") for text in texts]
        elif style == '"':
            texts = [text.replace("\\", "\\\\").replace('"', '\\"') for text in texts]
            texts = [text + draw(st.sampled_from(["", "", " \\", "\\"])) for text in texts[:-1]] + texts[-1:]
        else:
            texts = ["so " + text for text in texts]
        breaks = [draw(st.sampled_from(["\n", "\n\n", "\n  \n", " \n"])) + indent for _ in texts]
        if any(text.endswith("\\") for text in texts[:-1]):
            breaks = ["\n" + indent for _ in texts]
        body = "".join(part for pair in zip(["", *breaks], texts, strict=False) for part in pair)
        source = f"{style}{body}{style}"
    ending = draw(st.sampled_from(["heat: 1\n", "\nheat: 1\n", "# so\nheat: 1\n", ""]))
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    return Written(f"title: a\nexcerpt: {source}\n{ending}".replace("\n", newline), style)


@st.composite
def blocks(draw: st.DrawFn, style: str, texts: list[str], indent: str) -> str:
    """A block with its indicators, empty lines, and lines that are indented further."""
    chomp = draw(st.sampled_from(["", "-", "+"]))
    digit = draw(st.sampled_from(["", str(len(indent))]))
    lines = []
    for number, text in enumerate(texts):
        lines += draw(st.sampled_from([[], [], [""], ["", ""]]))
        further = draw(st.sampled_from(["", "", "  "])) if number or digit else ""
        lines.append(indent + further + text + draw(st.sampled_from(["", "", " "])))
    head = (
        style + draw(st.sampled_from([digit + chomp, chomp + digit])) + draw(st.sampled_from(["", " # so"]))
    )
    return "\n".join([head, *lines])


@st.composite
def edits_of_a_word(draw: st.DrawFn, words: st.SearchStrategy[str]) -> tuple[Written, str, str, str]:
    """A text, what it says, and what it says with one word changed, and that word."""
    written = draw(written_texts())
    said = values_of(written.source)["excerpt"]
    assert isinstance(said, str)
    place = draw(st.sampled_from(list(re.finditer(r"\S+", said))))
    word = draw(words)
    return written, said, said[: place.start()] + word + said[place.end() :], word


@given(edits_of_a_word(st.sampled_from(["boat", "weiß", "its'", "x\\", "é"])))
@settings(max_examples=300)
def test_any_edit_of_a_word_changes_only_the_lines_that_hold_it(edit: tuple[Written, str, str, str]) -> None:
    written, said, value, _ = edit
    after = changed(written.source, "excerpt", value)
    before = written.source.split("\n")
    lines = after.split("\n")
    differing = [number for number, pair in enumerate(zip(before, lines, strict=False)) if len({*pair}) > 1]
    if re.search(r"\S\\\r?\n", written.source) and written.style == '"':
        return  # a word may stand on two lines: it reads back, which `changed` asserts
    assert len(before) == len(lines), (before, lines)
    assert len(differing) == (said != value)


@given(edits_of_a_word(st.sampled_from([word for word in NASTY if word])))
def test_any_edit_to_a_nasty_word_reads_back_equal(edit: tuple[Written, str, str, str]) -> None:
    written, _, value, _ = edit
    changed(written.source, "excerpt", value)


@given(written_texts(), st.text("ab \n:#'\"\\-\t", max_size=30))
def test_any_new_text_reads_back_equal(written: Written, value: str) -> None:
    changed(written.source, "excerpt", value)


# Comments

TOPICS = """topics:
  - Harbour

  # of gulls
  - Gulls
  # of ferries
  - Ferries # so
heat: 1
"""


@pytest.mark.parametrize(
    ("topics", "went"),
    [
        (["Gulls", "Ferries"], ["  - Harbour"]),
        (["Harbour", "Ferries"], ["  - Gulls"]),
        (["Harbour", "Gulls"], ["  - Ferries # so"]),
        (["Ferries"], ["  - Harbour", "  - Gulls"]),
    ],
)
def test_topic_that_goes_takes_no_comment_along(topics: list[Value], went: list[str]) -> None:
    for newline in ("\n", "\r\n"):
        source = TOPICS.replace("\n", newline)
        assert difference(source, changed(source, "topics", topics)) == (went, [])


def test_topic_that_moves_takes_the_comment_above_it_along() -> None:
    written = changed(TOPICS, "topics", ["Harbour", "Ferries", "Gulls"])
    assert written == (
        "topics:\n  - Harbour\n  # of ferries\n  - Ferries # so\n\n  # of gulls\n  - Gulls\nheat: 1\n"
    )


def test_key_that_goes_takes_no_comment_along() -> None:
    source = (
        "images:\n- width: 1 # so\n  # of the address\n  url: /a\n  height: 2\n  # of the title\n  title: t\n"
    )
    value: Value = [{"url": "/a", "title": "t"}]
    expected = "images:\n- # of the address\n  url: /a\n  # of the title\n  title: t\n"
    assert changed(source, "images", value) == expected


def test_picture_that_goes_takes_no_comment_along() -> None:
    source = "images:\n  - url: /a\n    width: 1\n  # of b\n  - url: /b\n"
    assert changed(source, "images", [{"url": "/b"}]) == "images:\n  # of b\n  - url: /b\n"


@pytest.mark.parametrize(
    ("topics", "expected"),
    [
        (["b", "c"], "topics: [\n  # of b\n  b, # so\n  c\n]\n"),
        (["a", "c"], "topics: [\n  a,\n  # of b\n  c\n]\n"),
        (["a", "b"], "topics: [\n  a,\n  # of b\n  b # so\n]\n"),
        (["a"], "topics: [\n  a\n  # of b\n]\n"),
    ],
)
def test_topic_that_goes_from_a_flow_list_takes_no_comment_along(topics: list[Value], expected: str) -> None:
    source = "topics: [\n  a,\n  # of b\n  b, # so\n  c\n]\n"
    assert changed(source, "topics", topics) == expected


def test_list_that_goes_whole_takes_its_comments_along() -> None:
    data = rewrite(parsed(TOPICS), Kind.ARTICLE, [FieldChange("topics", ABSENT)])
    assert data == b"heat: 1\n"


# Members that say nothing


@pytest.mark.parametrize(
    ("source", "topics", "expected"),
    [
        ("topics:\n  - \n  - Gulls\n", ["Gulls", "Sea"], "topics:\n  - \n  - Gulls\n  - Sea\n"),
        ("topics:\n  - a\n  - ~ # so\n  - b\n", ["b"], "topics:\n  - ~ # so\n  - b\n"),
        ("topics:\n  - a\n  - ''\n  - b\n", ["a"], "topics:\n  - a\n  - ''\n"),
        ("topics:\n  - a\n  - ''\n  - b\n", ["b", "a"], "topics:\n  - ''\n  - b\n  - a\n"),
        ("topics:\n  -\nheat: 1\n", ["a"], "topics:\n  - a\n  -\nheat: 1\n"),
        ("topics: ['', a, ~]\n", ["a", "b"], "topics: ['', a, \"b\", ~]\n"),
        ("topics: [~]\n", ["b"], 'topics: ["b", ~]\n'),
    ],
)
def test_empty_item_stays_where_it_is(source: str, topics: list[Value], expected: str) -> None:
    assert changed(source, "topics", topics) == expected


def test_unusable_address_stays_as_it_is_written() -> None:
    source = "images:\n  - url: '/a '\n    width: 1\n  -\n  - url: /b\n"
    written = changed(source, "images", [{"url": None, "width": 2}, {"url": "/c"}])
    assert written == "images:\n  - url: '/a '\n    width: 2\n  - url: \"/c\"\n  -\n"


def test_key_keeps_its_former_name() -> None:
    source = "title: a\nsourceUrl: '/a' # so\nrelated:\n- ampUrl: /b\n  title: c\n"
    assert changed(source, "webUrl", "/x") == source.replace("'/a'", "'/x'")
    assert changed(source, "related", [{"ampWebUrl": "/y", "title": "c"}]) == source.replace("/b", "/y")
    assert changed("title: a\nsourceUrl: {focus: x}\nwebUrl: /a\n", "webUrl", "/b") == (
        "title: a\nsourceUrl: {focus: x}\nwebUrl: /b\n"
    )
