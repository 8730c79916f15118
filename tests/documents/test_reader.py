"""Bytes become a Document whose spans are true, or a Problem that a person can act on; nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import body
from documents.document import Document, Mapping, Node, Problem, Scalar
from documents.document import Sequence as ListNode
from documents.reader import BODY_LIMIT, DEPTH_LIMIT, EVENT_LIMIT, FRONT_LIMIT, SIZE_LIMIT, read
from tests.conftest import ROOT
from tests.documents.strategies import Wild, json_documents, wild_documents

ARTICLE = "_news/2021-06-02-hello.md"
TOPIC = "_data/topics/03-hello.yaml"
SITE = sorted(path for path in (ROOT / "fixtures/site").rglob("*") if path.suffix in {".md", ".yaml"})


def document_of(data: bytes, path: str = ARTICLE) -> Document:
    document = read(path, data)
    assert isinstance(document, Document), document
    return document


def problem_of(data: bytes, path: str = ARTICLE) -> Problem:
    problem = read(path, data)
    assert isinstance(problem, Problem), problem
    return problem


def text_of(document: Document, key: str) -> str:
    entry = document.root.get(key)
    assert entry is not None
    assert isinstance(entry.value, Scalar)
    return entry.value.text


def nodes_of(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield entry.key
            yield from nodes_of(entry.value)
    elif isinstance(node, ListNode):
        for item in node.items:
            yield from nodes_of(item)


# What is read


def test_keys_keep_their_order() -> None:
    assert document_of(b"---\ntitle: a\nzebra: 1\nheat: 2\n---\n").keys == ["title", "zebra", "heat"]


def test_words_that_yaml_takes_for_something_else_stay_text() -> None:
    document = document_of(b"---\na: no\nb: 010\nc: 1e3\nd: 2020-01-01\n---\n")
    assert [text_of(document, key) for key in "abcd"] == ["no", "010", "1e3", "2020-01-01"]


def test_body_is_what_stands_behind_the_closing_fence() -> None:
    assert document_of(b"---\ntitle: a\n---\n\nBody\n---\nheat: 1\n").body == "\nBody\n---\nheat: 1\n"


def test_document_may_end_with_its_closing_fence() -> None:
    assert document_of(b"---\ntitle: a\n---").body == ""


def test_dots_close_the_front_matter_too() -> None:
    assert document_of(b"---\ntitle: a\n...\nBody").body == "Body"


def test_byte_order_mark_is_remembered() -> None:
    document = document_of(b"\xef\xbb\xbf---\ntitle: a\n---\n")
    assert document.has_bom
    assert document.text == "---\ntitle: a\n---\n"


def test_crlf_is_the_line_end_of_new_lines() -> None:
    assert document_of(b"---\r\ntitle: a\r\n---\r\n").newline == "\r\n"


def test_fences_may_have_spaces_behind_them() -> None:
    assert document_of(b"---  \ntitle: a\n--- \n\n").keys == ["title"]


def test_plain_yaml_needs_no_fences() -> None:
    assert document_of(b"name: AI\nparent: Tech\n", TOPIC).keys == ["name", "parent"]


@pytest.mark.parametrize("data", [b"---\nname: AI\n", b"---\nname: AI\n---\n", b"---\nname: AI\n...\n\n"])
def test_plain_yaml_may_have_its_own_markers(data: bytes) -> None:
    assert document_of(data, TOPIC).keys == ["name"]


def test_json_is_read_under_any_name() -> None:
    assert text_of(document_of(b'{\n\t"title": "a\\/b"\n}', "standard input"), "title") == "a/b"


def test_pair_of_json_escapes_is_one_character() -> None:
    document = document_of(b'{"title": "a \\ud83d\\ude00 b \\\\ud83d", "heat": 1}', "_news/a.json")
    assert text_of(document, "title") == "a 😀 b \\ud83d"


def test_spans_count_characters_and_not_bytes() -> None:
    document = document_of("---\ntitle: Zürich 😀\nheat: 80\n---\n".encode())
    entry = document.root.get("heat")
    assert entry is not None
    assert document.text[slice(*entry.value.span)] == "80"


def test_spans_are_true_behind_a_second_byte_order_mark() -> None:
    document = document_of(b'\xef\xbb\xbf\xef\xbb\xbf{"heat": 80}', "_news/a.json")
    entry = document.root.get("heat")
    assert entry is not None
    assert document.text[slice(*entry.value.span)] == "80"


@pytest.mark.parametrize(
    ("block", "written"),
    [
        ("|\n  a\n  b\n\n", "|\n  a\n  b"),
        (">-\n  a\n   \n\n", ">-\n  a"),
        ("|  # so\n  ends with no-break space\u00a0\n", "|  # so\n  ends with no-break space\u00a0"),
        ("|\n  two spaces  \n", "|\n  two spaces  "),
        ("|+\n  a\n\n\n", "|+\n  a\n\n"),
        ("|\n\n", "|"),
    ],
)
def test_span_of_a_block_ends_with_its_text(block: str, written: str) -> None:
    for newline in ("\n", "\r\n"):
        text = f"---\nexcerpt: {block}heat: 1\n---\n".replace("\n", newline)
        document = document_of(text.encode())
        entry = document.root.get("excerpt")
        assert entry is not None
        assert document.text[slice(*entry.value.span)] == written.replace("\n", newline)


def test_block_of_lines_ends_with_its_last_leaf() -> None:
    document = document_of(b"---\ntopics:\n- a\n- b # so\n\n# more\nheat: 1\n---\n")
    entry = document.root.get("topics")
    assert entry is not None
    assert document.text[slice(*entry.value.span)] == "- a\n- b"


# What is refused

LINE = b"---\ntitle: a\n"
BOMB = b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 1234\n" % (b"0a" * 32)
BAD = {
    "too large": (b"---\ntitle: " + b"a" * SIZE_LIMIT, 0, "document", "3,146,763 bytes; at most 3,146,752"),
    "too much before the text": (
        b"---\ntitle: " + b"a" * FRONT_LIMIT + b"\n---\n",
        0,
        "document",
        "has 1,048,588 bytes of front matter; at most 1,048,576",
    ),
    "too long a text": (
        b"---\ntitle: a\n---\n\n" + "ä".encode() * (BODY_LIMIT // 2) + b"b\n",
        0,
        "body",
        "has 1,048,577 bytes of text, with one for each line end; at most 1,048,576",
    ),
    "empty": (b"", 1, "document", "first line should be three dashes"),
    "no front matter": (b"# A title\n\nText.\n", 1, "document", "first line should be three dashes"),
    "TOML": (b'+++\ntitle = "a"\n+++\n', 1, "document", "has TOML front matter (+++); only YAML between"),
    "TOML, CR LF": (b'+++\r\ntitle = "a"\r\n+++\r\n', 1, "document", "has TOML front matter (+++)"),
    "TOML, named": (b'---toml\ntitle = "a"\n---\n', 1, "document", "front matter in another language"),
    "JSON, named": (b'---json\n{"title": "a"}\n---\n', 1, "document", "front matter in another language"),
    "JSON, fenced": (b';;;\n{"title": "a"}\n;;;\n', 1, "document", "front matter in another language"),
    "Git LFS": (LFS, 1, "document", "is a pointer of Git LFS and not the document; run `git lfs pull`"),
    "Git LFS, older": (LFS.replace(b"git-lfs", b"hawser"), 1, "document", "is a pointer of Git LFS"),
    "git-annex": (b"/annex/objects/SHA256E-s9--0a.md\n", 1, "document", "is a pointer of git-annex and not"),
    "only fences": (b"---\n---\n\n", 2, "document", "is empty; it should have keys with values"),
    "only a comment": (b"---\n# title: a\n---\n", 2, "document", "is empty; it should have keys"),
    "text without keys": (b"---\nhello\n---\n", 2, "document", "should be keys with values"),
    "a list": (b"---\n- title\n---\n", 2, "document", "should be keys with values"),
    "not closed": (LINE + b"heat: 1\n", 1, "document", "is not closed; a line of three dashes is missing"),
    "Latin-1": (LINE + b"excerpt: caf\xe9\n---\n", 3, "document", "is not UTF-8 (byte 0xe9); save it as"),
    "UTF-16": ("---\ntitle: a\n---\n".encode("utf-16"), 1, "document", "is UTF-16; save it as UTF-8"),
    "UTF-16, unmarked": ("---\ntitle: a\n---\n".encode("utf-16-le"), 1, "document", "is UTF-16; save it"),
    "UTF-16, unmarked, other end": ("---\ntitle: a\n".encode("utf-16-be"), 1, "document", "is UTF-16; save"),
    "CR alone": (b"---\rtitle: a\r---\r", 1, "document", "has lines that end on CR alone; save it with LF"),
    "next line": (LINE + b"excerpt: a\xc2\x85b\n---\n", 3, "excerpt", "holds U+0085, which YAML takes for"),
    "line separator": (
        *(LINE + b"excerpt: |\n  a\xe2\x80\xa8b\n---\n", 4, "excerpt"),
        "holds U+2028, which YAML takes for the end of a line; remove it, or write it in double quotes",
    ),
    "UTF-16, other end": (b"\xfe\xff\0-\0-\0-", 1, "document", "is UTF-16; save it as UTF-8"),
    "encoded surrogate": (LINE + b"excerpt: \xed\xa0\x80\n---\n", 3, "document", "is not UTF-8 (byte 0xed)"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 1, "document", "is not UTF-8 (byte 0x89)"),
    "NUL": (LINE + b"excerpt: a\0b\n---\n", 3, "excerpt", "that YAML does not allow (U+0000); remove it"),
    "escape character": (LINE + b"excerpt: \x1b[31m\n---\n", 3, "excerpt", "does not allow (U+001B)"),
    "C1 control": (LINE + b"excerpt: \xc2\x80\n---\n", 3, "excerpt", "does not allow (U+0080)"),
    "key twice": (LINE + b"heat: 1\ntitle: b\n---\n", 4, "title", "the key stands twice; keep one"),
    "key twice, quoted": (LINE + b"'title': b\n---\n", 3, "title", "the key stands twice"),
    "key twice, inside": (LINE + b"provider:\n  name: a\n  name: b\n---\n", 5, "name", "stands twice"),
    "key twice, flow": (LINE + b"provider: {name: a, name: b}\n---\n", 3, "name", "stands twice"),
    "alias bomb": (LINE + BOMB + b"---\n", 3, "a", "uses a YAML anchor (&a); write the value out"),
    "alias": (LINE + b"excerpt: *name\n---\n", 3, "excerpt", "uses a YAML alias (*name); write the value"),
    "anchor on a key": (LINE + b"&x heat: 1\n---\n", 3, "document", "uses a YAML anchor (&x)"),
    "merge key": (
        LINE + b"<<: {heat: 1}\n---\n",
        3,
        "document",
        "uses a YAML merge key (<<); write the keys",
    ),
    "merge key, inside": (LINE + b"provider: {<<: {a: 1}}\n---\n", 3, "provider", "a YAML merge key (<<)"),
    "Python tag": (
        LINE + b"excerpt: !!python/object/apply:os.system [ls]\n---\n",
        3,
        "excerpt",
        "uses a YAML tag (!!python/object/apply:os.system); remove it",
    ),
    "text tag": (LINE + b"heat: !!str 1\n---\n", 3, "heat", "uses a YAML tag (!!str); remove it"),
    "endless tag": (LINE + b"heat: !" + b"a" * 999 + b" 1\n---\n", 3, "heat", "aaaa…); remove it"),
    "undefined tag": (LINE + b"heat: !e!x 1\n---\n", 3, "heat", "begins with !, which YAML takes for"),
    "tag directives": (b"---\n" + b"%TAG !a! b\n" * 50_000 + b"---\n", 2, "document", "directive (%TAG)"),
    "30 kB of [": (LINE + b"heat: " + b"[" * 30_000 + b"\n---\n", 3, "heat", "nested deeper than 12 levels"),
    "1 MB of {": (LINE + b"heat: " + b"{" * 999_000 + b"\n---\n", 3, "heat", "nested deeper than 12 levels"),
    "dashes": (b"---\n" + b"- " * 20_000 + b"a\n---\n", 2, "document", "nested deeper than 12 levels"),
    "too many values": (
        LINE + b"heat: [" + b"a," * 30_000 + b"]\n---\n",
        3,
        "heat",
        "than 20,000 YAML events",
    ),
    "quote not closed": (
        b'---\nheat: 1\ntitle: "a\nb: c\n---\n',
        3,
        "title",
        "quotation mark that stands here",
    ),
    "single quote": (b"---\nheat: 1\ntitle: 'a\nb: c\n---\n", 3, "title", "is not closed"),
    "text behind a quote": (b'---\ntitle: "a" b\n---\n', 2, "title", "check its indentation and its quotes"),
    "tab": (LINE + b"provider:\n\tname: a\n---\n", 4, "provider", "is indented with a tab; use spaces"),
    "tab before a key": (LINE + b"\theat: 1\n---\n", 3, "title", "is indented with a tab; use spaces"),
    "tab in a block": (
        LINE + b"excerpt: |\n\ttext\n---\n",
        4,
        "excerpt",
        "is indented with a tab; use spaces",
    ),
    "colon in a text": (b"---\ntitle: a: b\n---\n", 2, "title", "put the text in double quotes"),
    "colon lacking": (LINE + b"heat 1\nquality: 2\n---\n", 3, "document", "a key lacks its colon"),
    "indentation": (LINE + b"topics:\n  - a\n heat: 1\n---\n", 5, "topics", "does not fit the lines above"),
    "dedented": (b"---\n  title: a\n heat: 1\n---\n", 3, "document", "does not fit the lines above"),
    "list on one line": (LINE + b"topics: - a\n---\n", 3, "topics", "put the list on lines of its own"),
    "list not closed": (
        LINE + b"topics: [a, b\nheat: 1\n---\n",
        3,
        "topics",
        "lacks a comma or its closing ]",
    ),
    "mapping not closed": (
        LINE + b"provider: {a: b\nheat: 1\n---\n",
        3,
        "provider",
        "comma or its closing }",
    ),
    "template": (
        LINE + b"excerpt: {{ page.x }}\n---\n",
        3,
        "excerpt",
        "has a key that is not text; put a text",
    ),
    "@": (LINE + b"excerpt: @bbc\n---\n", 3, "excerpt", "a text cannot begin with @; put the text in double"),
    "`": (LINE + b"excerpt: `a`\n---\n", 3, "excerpt", "a text cannot begin with `"),
    "]": (LINE + b"excerpt: ]\n---\n", 3, "excerpt", "a text cannot begin with ]"),
    "Markdown": (LINE + b"excerpt: *bold* text\n---\n", 3, "excerpt", "begins with *, which YAML takes for"),
    "backslash": (LINE + b'excerpt: "C:\\Daten"\n---\n', 3, "excerpt", "write two backslashes for one"),
    "short escape": (LINE + b'excerpt: "\\u12"\n---\n', 3, "excerpt", "an escape with too few digits"),
    "half a pair": (LINE + b'excerpt: "\\ud83d"\n---\n', 3, "excerpt", "an escape that is no character"),
    "endless key": (LINE + b"a" * 2000 + b": b\n---\n", 3, "document", "a key lacks its colon"),
}


@pytest.mark.parametrize(("data", "line", "field", "reason"), BAD.values(), ids=BAD)
def test_bad_document_is_refused_with_line_field_and_reason(
    data: bytes, line: int, field: str, reason: str
) -> None:
    problem = problem_of(data)
    assert (problem.line, problem.field) == (line, field), str(problem)
    assert reason in problem.reason


@pytest.mark.parametrize("kind", ["TOML", "Git LFS", "git-annex"])
@pytest.mark.parametrize("path", ["_news/a.txt", "_data/topics/00-a.yaml", "_data/organizations/a.md"])
def test_what_stands_in_for_a_document_is_told_of_every_kind(kind: str, path: str) -> None:
    data, _, _, reason = BAD[kind]
    for written in (data, b"\xef\xbb\xbf" + data):
        found = read(path, written)
        assert isinstance(found, Problem)
        assert reason in found.reason


def test_bad_documents_are_of_more_than_thirty_kinds() -> None:
    assert len(BAD) > 30


@pytest.mark.parametrize("data", [b"name: a\n---\nname: b\n", b"---\nname: a\n---\nname: b\n"])
def test_two_documents_in_one_file_are_refused(data: bytes) -> None:
    assert "holds more than one YAML document" in problem_of(data, TOPIC).reason


def test_scalar_of_50_megabytes_is_refused_by_its_size() -> None:
    assert "52,428,813 bytes" in problem_of(b'---\ntitle: "' + b"a" * (50 << 20) + b'"').reason


def test_refusal_is_one_line_that_a_terminal_can_show() -> None:
    problem = problem_of(b'---\n"a\\e[31m\\n": 1\n"a\\e[31m\\n": 2\n---\n')
    assert str(problem) == f"{ARTICLE}:3: a\\x1b[31m\\n: the key stands twice; keep one of the two"


def test_key_of_a_megabyte_is_shortened_in_its_refusal() -> None:
    key = b"? " + b"a" * 500_000 + b"\n: 1\n"
    assert len(str(problem_of(b"---\n" + key + key + b"---\n"))) < 200


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_longest_text_that_is_allowed_is_read_whatever_its_line_ends(newline: bytes) -> None:
    front = b"---\nexcerpt: " + b"a" * (FRONT_LIMIT - 20) + b"\n---\n"
    text = b"\n" * (BODY_LIMIT - 1) + b"a"
    document = document_of(front + (b"\n" + text + b"\n").replace(b"\n", newline))
    assert body.text_of(document.body) == text.decode()


def test_deepest_nesting_that_is_allowed_is_read() -> None:
    depth = DEPTH_LIMIT - 1
    assert document_of(b"---\na: " + b"[" * depth + b"]" * depth + b"\n---\n").keys == ["a"]


def test_most_events_that_are_allowed_are_read() -> None:
    lists = EVENT_LIMIT - 10
    assert document_of(b"---\na: [" + b"x," * lists + b"]\n---\n").keys == ["a"]


# These took seconds or minutes, or the memory of the machine, in some reader or other.
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(data, id=name)
        for name, data in {
            "line ends in quotes": b'---\na: "x' + b"\n" * 999_000 + b'"\n---\n',
            "line ends in plain text": b"---\na: x" + b"\n" * 999_000 + b"  y\n---\n",
            "spaces": b"---\na: x" + b" " * 999_000 + b"y\n---\n",
            "comments": b"---\n" + b"#\n" * 499_000 + b"---\n",
            "blank lines in a block": b"---\na: |\n" + b" \n" * 499_000 + b"---\n",
            "lines in a block": b"---\na: |\n" + b" a\n" * 333_000 + b"---\n",
            "fences that are none": b"---\n" + b"--- a\n" * 170_000,
            "half a fence": b"---\na: b\n---" + b" " * 999_000 + b"x",
            "questions": b"---\n" + b"? " * 499_000 + b"\n---\n",
            "colons": b"---\n" + b": " * 499_000 + b"\n---\n",
            "anchors": b"---\na: " + b"&a" * 499_000 + b"\n---\n",
            "backslashes": b'{"a": "' + b"\\" * 999_000 + b'"}',
            "pairs of escapes": b'{"a": "' + b"\\ud83d\\ude00" * 83_000 + b'"}',
            "keys": b"---\n" + b"".join(b"k%d: 1\n" % number for number in range(9_900)) + b"---\n",
        }.items()
    ],
)
def test_hostile_document_is_answered(data: bytes) -> None:
    assert isinstance(read(ARTICLE, data), Document | Problem)


# Properties


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode), st.sampled_from([ARTICLE, TOPIC, ""]))
def test_whatever_bytes_come_reader_answers(data: bytes, path: str) -> None:
    assert isinstance(read(path, data), Document | Problem)


YAMLISH = st.text("ab:\n -#'\"[]{},&*!|>%@?\\\r\t\x85\u2028\ufeff\0<~0", max_size=60)


@given(YAMLISH, st.sampled_from(["---\n{}---\n", "---\ntitle: {}\n---\n", "{}", "---\n{}"]))
@settings(max_examples=300)
def test_whatever_looks_like_yaml_reader_answers(text: str, frame: str) -> None:
    assert isinstance(read(TOPIC, frame.replace("{}", text).encode()), Document | Problem)


def mutated(data: bytes, cut: float, length: int, piece: bytes) -> bytes:
    start = int(cut * len(data))
    return data[:start] + piece + data[start + length :]


PIECES = st.binary(max_size=4) | st.sampled_from(
    [
        b"\n",
        b"\t",
        b"  ",
        b": ",
        b"- ",
        b"---\n",
        b'"',
        b"'",
        b"[",
        b"{",
        b"&a ",
        b"*a",
        b"\0",
        b"\xff",
        b"|\n",
    ]
)


@given(st.sampled_from(SITE), st.floats(0, 1), st.integers(0, 20), PIECES)
@settings(max_examples=300)
def test_reader_answers_to_mutated_sample(path: Path, cut: float, length: int, piece: bytes) -> None:
    assert isinstance(read(ARTICLE, mutated(path.read_bytes(), cut, length, piece)), Document | Problem)


def test_reader_answers_to_mutated_documents_of_a_site(whole_site: Path) -> None:
    real = sorted(whole_site.rglob("*.md"))

    @given(st.sampled_from(real), st.floats(0, 1), st.integers(0, 20), PIECES)
    def answers(path: Path, cut: float, length: int, piece: bytes) -> None:
        assert isinstance(read(ARTICLE, mutated(path.read_bytes(), cut, length, piece)), Document | Problem)

    answers()


def test_every_document_of_a_site_is_read(whole_site: Path) -> None:
    files = sorted(path for path in whole_site.rglob("*") if path.suffix in {".md", ".yaml"})
    assert len(files) > 250
    problems = (read(path.name, path.read_bytes()) for path in files)
    assert [problem for problem in problems if isinstance(problem, Problem)] == []


def assert_spans_are_true(document: Document) -> None:
    """Each scalar, read alone from what its span covers, is the same; each flow list has its brackets."""
    frame = "{{k: {}\n}}" if document.root.flow else "k: {}\n"
    for node in nodes_of(document.root):
        written = document.text[slice(*node.span)]
        if not isinstance(node, Scalar):
            assert not node.flow or written[0] + written[-1] in {"[]", "{}"}
        elif node.style in {"|", ">"}:
            assert written[0] == node.style
        elif written:
            alone = document_of(frame.format(written).encode(), TOPIC)
            assert (text_of(alone, "k"), written[0] in "'\"") == (node.text, bool(node.style))


@given(wild_documents())
def test_spans_are_what_was_written(wild: Wild) -> None:
    assert_spans_are_true(wild.document)


@given(json_documents())
def test_spans_are_what_was_written_in_json(wild: Wild) -> None:
    assert_spans_are_true(wild.document)


@pytest.mark.parametrize("path", SITE, ids=lambda path: path.stem[:40])
def test_spans_are_true_in_sample(path: Path) -> None:
    assert_spans_are_true(document_of(path.read_bytes(), path.name))
