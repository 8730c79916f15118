"""Two values side by side: what is marked, what is escaped, and how much is compared."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Any

import pytest

from articles.desk.forms import differences
from articles.desk.forms.differences import marked, shown
from documents.document import ABSENT
from documents.json_values import pack


def plain(html: str) -> str:
    """Marks as brackets, without what is said aloud only."""
    html = re.sub(r'<span class="aloud">.*?</span>', "", html)
    html = html.replace("<del>", "[-").replace("</del>", "-]").replace("<ins>", "[+").replace("</ins>", "+]")
    return re.sub(r"(<[^>]+>)+", "|", html)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Gulls come home", "Gulls come home", "Gulls come home"),
        ("Gulls come home", "Gulls leave home", "Gulls [-come-][+leave+] home"),
        ("Gulls come", "Gulls come home", "Gulls come[+ home+]"),
        ("<b>", "<i>", "[-&lt;b&gt;-][+&lt;i&gt;+]"),
        (1, 2, "[-1-] [+2+]"),
        (True, 1, "[-yes-] [+1+]"),
        (False, ABSENT, "[-no-] |(not there)|"),
        ("text", "", "[-text-] [+|(empty)|+]"),
        (["A", "B"], ["A", "C"], "|A|[+C+]|[-B-]|"),
        (["A", "B"], ["B", "A"], "|(in another order)| |B|A|"),
        (["A", "B", "C"], ["A", "C"], "|A|C|[-B-]|"),
        ([{"url": "u", "title": "x"}], [{"url": "u", "title": "y"}], "|address|u|title|[-x-][+y+]|"),
        ({"name": "P"}, {"name": "P", "domain": "d"}, "|name|P|domain|[+d+]|"),
    ],
)
def test_what_differs_is_marked(before: Any, after: Any, told: str) -> None:
    assert plain(marked(pack(before), pack(after))) == told


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        # A word here and there makes no text that anybody can read.
        (
            "Microsoft Build touts Power Apps to develop code faster",
            "How the keeper learned to love the code",
            "[-Microsoft Build touts Power Apps to develop code faster-]"
            "[+How the keeper learned to love the code+]",
        ),
        ("Fog in the basin", "Rain", "[-Fog in the basin-][+Rain+]"),
        # Half of it is there.
        ("Fog in the basin", "Fog in it", "Fog in [-the basin-][+it+]"),
        ("Fog", "Fog in the", "Fog[+ in the+]"),
    ],
)
def test_text_that_is_another_is_shown_whole(before: str, after: str, told: str) -> None:
    assert plain(marked(pack(before), pack(after))) == told


def test_readers_aloud_are_told_in_words() -> None:
    text = re.sub(r"<[^>]+>", "", marked(pack("Gulls come"), pack("Gulls leave")))
    assert text == "Gulls [gone: come][new: leave]"


def test_markup_of_a_document_is_text() -> None:
    assert "<script>" not in shown(pack([{"title": "<script>", "<b>": "x"}]))


@pytest.mark.parametrize("words", [100, 5000])
def test_long_texts_are_not_compared_word_by_word(words: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Comparing takes time by the square of the words, so there is a number beyond which nobody begins."""
    compared: list[int] = []

    class Counting(SequenceMatcher[str]):
        def __init__(self, junk: None, a: list[str], b: list[str], autojunk: bool) -> None:
            super().__init__(junk, a, b, autojunk)
            compared.append(max(len(a), len(b)))

    monkeypatch.setattr(differences, "SequenceMatcher", Counting)
    one, other = ("".join(f"{word}{n} " for n in range(words)) for word in ("a", "b"))
    marked(pack(one), pack(other))
    assert compared == ([199] if words == 100 else [])


def test_of_a_long_text_the_lines_that_differ_are_marked_and_what_is_the_same_is_shortened() -> None:
    lines = [f"Line {number} of a long text." for number in range(2000)]
    edited = [*lines[:5], "A line of another kind.", *lines[6:-1], "The last line."]
    told = plain(marked(pack("\n".join(lines)), pack("\n".join(edited))))
    assert told.startswith("Line 0 of a long text.\n")
    assert "[-Line 5 of a long text.-][+A line of another kind.+]" in told
    assert "Line 6 of a long text." in told and "Line 1000 of a long text." not in told
    assert "characters more …" in told
    assert "The last line." in told
    assert len(told) < 3 * differences.SAME


def test_a_megabyte_is_shown_in_part() -> None:
    assert len(shown(pack("word " * 200_000))) < differences.SHOWN
    assert len(marked(pack("word " * 200_000), pack("other " * 200_000))) < 3 * differences.SHOWN
