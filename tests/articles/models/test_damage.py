"""What is damaged in a text, and what is meant as it stands."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.importing import import_documents
from articles.models import Article
from articles.models.damage import is_damaged, looks_damaged, repair
from documents.document import Problem
from documents.layout import Kind
from documents.reader import read
from documents.round_trip import misfits
from documents.sources import Sources
from documents.validation import validate
from tests.support.make import make_article

# fmt: off
WORDS = st.sampled_from([
    "the", "plan", "of", "AT&T", "R&D", "“quoted”", "don’t", "naïve", "Ünïted", "–", "…", "café",
    "Москва", "日本", "é", "&", ";", "#", "100", "a&&b", "x&y;", "\\n", "€5",
])
ENTITIES = st.sampled_from([
    "&#8217;", "&amp;#8217;", "&rsquo;", "&#x2013;", "&eacute;", "&amp;", "&amp;amp;", "&nbsp;", "&hellip;",
])
MEANT = [
    "AT&T", "R&D, Q&A and M&S;", "if (a && b) c();", "if (a &amp;&amp; b)", "https://x.example/?a=1&copy=2",
    "https://x.example/?a=1&amp;b=2", "www.x.example/a&#8217;s", "?a=1&copy=2", "?a=1&copy;=2",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;b&amp;gt;", "`&amp;` is an entity", "<p>Don&#8217;t</p>", "&#0; &#10;",
    "C:\\users\\u2019", "\\u0041", "\\ud83d", "int &it; &int; &not;", "&unknown;", "&#xD800; &#1114112;",
    "naïve café “so” – ‘yes’ …",
    "Москва, 日本語, Ελληνικά, עברית", "½ × ¾ ± 5 °C © ® ™ € £", "", " ", "&nbsp;",
    "ﬁne ligatures, ｆｕｌｌ ｗｉｄｔｈ, e\u0301", "don't \"straighten\"", "a\r\nb",
]
# fmt: on


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        ("the company&#8217;s plan", "the company’s plan"),
        ("&ldquo;Yes&rdquo; &ndash; she said&hellip;", "“Yes” – she said…"),
        ("caf&eacute; &#xE9;t&#233;", "café été"),
        ("ï»¿Hello", "Hello"),
        ("a&#65279;b &amp;#xFEFF;c", "ab c"),
        ("\\ufeffHello", "Hello"),
        ("\ufeffcaf&eacute;", "café"),
        ("Ã¯Â»Â¿Hi", "Hi"),
        ("AT&amp;T, R&amp;D", "AT&T, R&D"),
        ("AT&amp;T; and more", "AT&T; and more"),
        ("Power&nbsp;Apps", "Power\xa0Apps"),
        ("it&amp;#8217;s &amp;amp;amp; so", "it’s & so"),
        ("it&#38;#8217;s", "it’s"),
        ("it\\u2019s \\ud83d\\ude00", "it’s 😀"),
        ("UK â€“ The police", "UK – The police"),
        ("â€œquotedâ€\x9d", "“quoted”"),
        ("IsnÃ¢â‚¬â„¢t", "Isn’t"),
        ("CafÃ© Ã la carte", "Café à la carte"),
        ("5 &lt; 6, isn&#8217;t it", "5 &lt; 6, isn’t it"),
        (
            "Read https://x.example/?a=1&copy=2 &amp; don&#8217;t",
            "Read https://x.example/?a=1&copy=2 & don’t",
        ),
        ("&acirc;&euro;&ldquo; in both ways", "– in both ways"),
    ],
)
def test_damage_is_found(damaged: str, repaired: str) -> None:
    assert looks_damaged(damaged)
    assert repair(damaged) == repaired
    assert is_damaged(None, damaged)


@pytest.mark.parametrize("text", MEANT)
def test_what_is_meant_is_never_proposed(text: str) -> None:
    assert repair(text) == text
    assert not is_damaged(text)


@given(st.lists(WORDS, max_size=12))
def test_clean_text_stays(words: list[str]) -> None:
    text = " ".join(words)
    assert repair(text) == text


@given(
    st.one_of(st.text(), st.lists(st.one_of(WORDS, ENTITIES, st.sampled_from(MEANT), st.text())).map("".join))
)
def test_a_repair_is_whole_and_fits(text: str) -> None:
    repaired = repair(text)
    assert repair(repaired) == repaired
    assert bool(repaired.strip()) == bool(text.strip())
    assert repaired.count("<") + repaired.count(">") <= text.count("<") + text.count(">")
    if repaired != text and not misfits(Kind.ARTICLE, {"excerpt": text}):
        assert not misfits(Kind.ARTICLE, {"excerpt": repaired})


@given(
    st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn")), min_size=1),
    st.sampled_from(["latin-1", "cp1252"]),
)
def test_what_was_read_wrongly_is_never_made_worse(text: str, encoding: str) -> None:
    """A proposal is either the text as it was written, or on the way to it: never longer."""
    try:
        misread = text.encode().decode(encoding)
    except UnicodeDecodeError:
        return
    assert len(repair(misread)) <= len(misread)


@pytest.mark.django_db
class TestFlag:
    def test_an_import_sets_it_for_new_and_changed(self, tmp_path: Path) -> None:
        file = tmp_path / "_news/2021-01-01-a.md"
        file.parent.mkdir()

        def imported(title: str) -> bool:
            file.write_text(f'---\ntitle: "{title}"\n---\n')
            assert import_documents(Sources([str(tmp_path)]), workers=1).is_complete
            return Article.objects.get().is_damaged

        assert [imported(title) for title in ("It&#8217;s", "AT&T", "AT&amp;T")] == [True, False, True]

    def test_a_save_sets_it(self) -> None:
        article = make_article(title="It&#8217;s")
        assert article.is_damaged
        article.title = "It’s"
        article.save(update_fields=["title"])
        article.refresh_from_db()
        assert not article.is_damaged


def test_of_a_sites_texts_those_with_entities(whole_site: Path) -> None:
    """All that is proposed, and why: entities, in excerpts alone."""
    found = []
    for file in sorted((whole_site / "_news").rglob("*.md")):
        document = read(file.name, file.read_bytes())
        assert not isinstance(document, Problem)
        values = validate(document, Kind.ARTICLE).values
        for key in ("title", "excerpt"):
            text = values.get(key)
            if isinstance(text, str) and is_damaged(text):
                found.append(key)
                assert "&" in text and "&#" not in repair(text) and "&amp;" not in repair(text)
    assert found.count("excerpt") >= 20
    assert set(found) == {"excerpt"}
