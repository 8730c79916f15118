"""Markdown as a page shows it: what it says, that nothing in it is dangerous, and that it ends soon."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.reading.markdown import LIMIT, as_html, lost_frames, rendered
from tests.support.databases import ROOT
from tests.support.hostile_texts import ATTACKS, LABOURS

HARMLESS = {
    *("a", "abbr", "b", "blockquote", "br", "code", "del", "div", "em", "figcaption", "figure", "h2", "h3"),
    *("h4", "h5", "h6", "hr", "i", "img", "li", "ol", "p", "pre", "s", "section", "span", "strong", "sup"),
    *("table", "tbody", "td", "th", "thead", "tr", "ul"),
}
ATTRIBUTES = {
    *("alt", "aria-hidden", "aria-label", "class", "data-frame", "data-title", "decoding", "height", "href"),
    *("id", "loading", "referrerpolicy", "rel", "role", "src", "start", "tabindex", "title", "width"),
}


class Page(HTMLParser):
    """What a browser would find: tags with their attributes, and those that are left open."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"br", "hr", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    unknown_decl = handle_pi = handle_comment

    def all(self, attribute: str) -> list[str]:
        return [attrs[attribute] or "" for _, attrs in self.tags if attribute in attrs]


def assert_harmless(markup: str) -> None:
    page = Page(markup)
    assert not page.open
    assert {tag for tag, _ in page.tags} <= HARMLESS
    assert {name for _, attrs in page.tags for name in attrs} <= ATTRIBUTES
    for address in [*page.all("href"), *page.all("src")]:
        before = address.partition(":")[0] if ":" in address else ""
        is_relative = not before or any(sign in before for sign in "/#?")
        assert is_relative or before.lower() in {"http", "https", "mailto"}, address
    assert all(frame.startswith("https://www.youtube-nocookie.com/") for frame in page.all("data-frame"))
    assert len(page.all("id")) == len(set(page.all("id")))
    assert all(attrs["referrerpolicy"] == "no-referrer" for tag, attrs in page.tags if tag == "img")


# ---- What it says


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two *fires* and **a** ship.", "<p>Two <em>fires</em> and <strong>a</strong> ship.</p>\n"),
        ("~~gone~~", "<p><s>gone</s></p>\n"),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>\n"),
        ("1. one\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>\n"),
        ("[a](/b 'c')", '<p><a href="/b" title="c" rel="noopener">a</a></p>\n'),
        ("<https://a.example>", '<p><a href="https://a.example" rel="noopener">https://a.example</a></p>\n'),
        ("```py\na < b\n```", '<pre tabindex="0"><code>a &lt; b\n</code></pre>\n'),
        ("H<sub>2</sub>O", "<p>H<sub>2</sub>O</p>\n"),
        ("", ""),
    ],
)  # fmt: skip
def test_markdown_is_html(text: str, expected: str) -> None:
    assert as_html(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# a\n\n## b", "<h2>a</h2>\n<h3>b</h3>\n"),
        ("### a\n\n#### b", "<h2>a</h2>\n<h3>b</h3>\n"),
        ("a\n===\n\n###### b", "<h2>a</h2>\n<h6>b</h6>\n"),
    ],
)
def test_headings_begin_below_the_headline_of_the_page(text: str, expected: str) -> None:
    assert as_html(text) == expected


def test_a_table_scrolls_in_a_box_that_keys_reach_and_says_its_sides_by_classes() -> None:
    markup = as_html("|a|b|c|\n|:-|:-:|-:|\n|1|2|3|")
    assert markup.startswith('<div class="scroll" role="region" tabindex="0" aria-label="Table"><table>')
    assert '<td class="left">1</td>\n<td class="center">2</td>\n<td class="right">3</td>' in markup


def test_a_picture_waits_until_it_is_seen_and_does_not_say_who_asks() -> None:
    by_markdown, by_html = as_html("![a](/b.jpg)"), as_html('<img src="/b.jpg" alt="a">\n')
    asks = 'loading="lazy" decoding="async" referrerpolicy="no-referrer"'
    assert by_markdown == f'<p><img src="/b.jpg" alt="a" {asks}></p>\n'
    assert by_html == f'<img {asks} src="/b.jpg" alt="a">\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('![a](/b.jpg "A *boat*")', "<figure><img><figcaption>A *boat*</figcaption></figure>\n"),
        ("![a](/b.jpg '<b>&amp;')", "<figure><img><figcaption>&lt;b&gt;&amp;</figcaption></figure>\n"),
        ('![a](/b.jpg " ")', "<p><img></p>\n"),
        ('- ![a](/b.jpg "c")', "<ul>\n<li><img></li>\n</ul>\n"),
        ('so: ![a](/b.jpg "c")', "<p>so: <img></p>\n"),
    ],
)
def test_a_picture_that_is_a_paragraph_has_its_title_for_a_caption(text: str, expected: str) -> None:
    assert re.sub("<img [^>]*>", "<img>", as_html(text)) == expected


def test_a_caption_is_not_said_twice_and_leaves_a_footnote_whole() -> None:
    assert "title=" not in as_html('![a](/b.jpg "c")')
    assert 'href="#fnref1"' in as_html('[^1]\n\n[^1]: ![a](/b.jpg "c")')
    assert "<figcaption" not in as_html('[^1]\n\n[^1]: ![a](/b.jpg "c")')


def test_footnotes_lead_there_and_back_and_are_told_apart_by_their_text() -> None:
    markup = as_html("a[^x] b[^x]\n\n[^x]: c", key="7")
    assert 'href="#fn-7-1" id="fnref-7-1"' in markup
    assert 'id="fnref-7-1:1"' in markup
    assert '<section class="footnotes" aria-label="Footnotes">\n<ol>\n<li id="fn-7-1">' in markup
    assert '<a aria-label="Back to the text" href="#fnref-7-1:1"' in markup


def test_a_frame_of_a_known_host_is_a_player_that_asks_nothing_by_itself() -> None:
    markup = as_html('<iframe src="https://www.youtube.com/embed/qT7bR0nKh3E?autoplay=1"></iframe>')
    assert 'href="https://www.youtube.com/watch?v=qT7bR0nKh3E"' in markup
    assert 'data-frame="https://www.youtube-nocookie.com/embed/qT7bR0nKh3E"' in markup
    assert "autoplay" not in markup


def test_a_text_says_whether_a_video_is_in_it() -> None:
    frame = '<iframe src="https://www.youtube.com/embed/qT7bR0nKh3E"></iframe>'
    for text in (f"> {frame}", "https://youtu.be/qT7bR0nKh3E"):
        assert rendered(text).has_player
    # Words about a player are none, and neither is a frame of another host.
    for text in ('<p class="player">x</p>', '`class="player"`', '<iframe src="https://a.example/"></iframe>'):
        assert not rendered(text).has_player


@pytest.mark.parametrize(
    "written", ["https://youtu.be/qT7bR0nKh3E?t=1m", "<https://youtu.be/qT7bR0nKh3E?t=60>"]
)
def test_the_address_of_a_video_alone_in_a_paragraph_is_a_player(written: str) -> None:
    markup = as_html(f"Before.\n\n{written}\n\nBehind.")
    assert markup.startswith('<p>Before.</p>\n<figure><a class="player frame" href="https://www.youtube.com/')
    assert 'data-frame="https://www.youtube-nocookie.com/embed/qT7bR0nKh3E?start=60"' in markup
    assert markup.endswith("</figure>\n<p>Behind.</p>\n")


@pytest.mark.parametrize(
    "text",
    [
        "See https://youtu.be/qT7bR0nKh3E",
        "https://youtu.be/qT7bR0nKh3E\nis a video",
        "`https://youtu.be/qT7bR0nKh3E`",
        "- https://youtu.be/qT7bR0nKh3E",
        "# https://youtu.be/qT7bR0nKh3E",
        "https://example.org/qT7bR0nKh3E",
        "[a film](https://youtu.be/qT7bR0nKh3E)",
    ],
)
def test_an_address_beside_words_stays_where_it_is(text: str) -> None:
    assert "data-frame" not in as_html(text)


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ('<iframe src="https://youtu.be/qT7bR0nKh3E"></iframe>', 0),
        ('<iframe src="https://a.example"></iframe>', 1),
        ('<iframe src="https://youtu.be/qT7bR0nKh3E"></iframe>\n' * 2, 2),
        ('In a line: <IFRAME src="https://youtu.be/qT7bR0nKh3E"></IFRAME>', 1),
        ("`<iframe>` and <iframes>", 0),
        ("```\n<iframe>\n```", 0),
    ],
)
def test_frames_of_which_readers_get_nothing_are_counted(text: str, lost: int) -> None:
    assert lost_frames(text) == lost
    assert ("data-frame" in as_html(text)) == ("src" in text and not lost)


def test_what_html_leaves_open_ends_with_its_paragraph() -> None:
    assert as_html("a <b>b\n\nc") == "<p>a <b>b</b></p>\n<p>c</p>\n"


def test_html_beside_a_footnote_leaves_it_whole() -> None:
    assert 'id="fnref1"' in as_html("<b>a</b>[^1]\n\n[^1]: b")


def test_relative_addresses_become_whole_where_asked() -> None:
    markup = as_html("[a](/b) ![c](d.jpg) [e](https://f.example/)", address="https://s.example/news/g/")
    assert 'href="https://s.example/b"' in markup
    assert 'src="https://s.example/news/g/d.jpg"' in markup
    assert 'href="https://f.example/"' in markup


def test_a_text_beyond_the_limit_is_shown_as_plain_paragraphs() -> None:
    text = "*one* <b>\n\n\ntwo\n \n" + "a" * LIMIT
    assert as_html(text) == f"<p>*one* &lt;b&gt;</p>\n<p>two</p>\n<p>{'a' * LIMIT}</p>\n"


# ---- What it is kept from


@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS.keys())
def test_a_hostile_text_is_harmless(text: str) -> None:
    for attack in (text, f"> {text}", f"- {text}\n\n  {text}", f"a {text} *b*\n\n{text}\n\n{text}"):
        assert_harmless(as_html(attack))


@given(st.lists(st.sampled_from([*ATTACKS.values(), *"<>[](){}*_`~|!#&\"'\n\t :-^\\/a1"]), max_size=12))
def test_hostile_texts_together_are_harmless(pieces: list[str]) -> None:
    assert_harmless(as_html("".join(pieces)))


@given(st.text())
def test_any_text_is_shown(text: str) -> None:
    assert_harmless(as_html(text))


@pytest.mark.parametrize("build", LABOURS.values(), ids=LABOURS.keys())
def test_twice_the_text_is_twice_the_work(build: Callable[[int], str]) -> None:
    once, twice = _lines_run(build(150)), _lines_run(build(300))
    assert twice < 2.6 * once


@pytest.mark.parametrize("build", LABOURS.values(), ids=LABOURS.keys())
def test_a_laborious_text_gives_a_page_that_is_not_out_of_proportion(build: Callable[[int], str]) -> None:
    text = build(50_000)[: LIMIT // 4]
    markup = as_html(text)
    assert_harmless(markup)
    assert len(markup) < 1_000_000


def test_a_megabyte_is_shown() -> None:
    assert len(as_html("a *b* <i>c</i>\n\n" * 70_000)) > 1_000_000


def _lines_run(text: str) -> int:
    """How many lines of Python it takes to show a text: what a clock would say, on any machine."""
    as_html(text)
    count = 0

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        as_html(text)
    finally:
        sys.settrace(before)
    return count


# What a text costs at most: two seconds of a processor, which take longer where others use it too.
PROCESSOR, MEMORY = 6.0, 512 * 1024
MEASURE = """
import django, json, re, time
django.setup()
from articles.reading.markdown import LIMIT, as_html
from tests.support.hostile_texts import ATTACKS, LABOURS
texts = {name: build(LIMIT // 2)[:LIMIT] for name, build in LABOURS.items()}
texts["attacks"] = "\\n\\n".join([*ATTACKS.values()] * 9)[:LIMIT]
spent = {}
for name, text in texts.items():
    before = time.process_time()
    as_html(text)
    spent[name] = time.process_time() - before
# Not what the system counts for a process, which begins with the memory of the one that started it.
memory = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
print(json.dumps([spent, memory]))
"""


def test_the_longest_hostile_text_takes_little_of_a_processor_and_of_memory() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    command = [sys.executable, "-c", MEASURE]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    spent, memory = json.loads(done.stdout)
    assert {name: seconds for name, seconds in spent.items() if seconds > PROCESSOR} == {}
    assert len(spent) > 40
    assert memory < MEMORY
