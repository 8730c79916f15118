"""Other words of one stem, phrases as they are, and what was likely meant where nothing is found."""

import pytest
from django.test import Client

from articles.models import Article
from articles.search import search
from tests.support.make import make_article, make_user

pytestmark = pytest.mark.django_db


def finds(text: str) -> list[str]:
    titles = dict(Article.objects.values_list("pk", "title"))
    return sorted(titles[key] for key in search(text, Article.objects.published()))


STEMS = [
    ("The licence is new", "licences"),
    ("New licences are here", "licence"),
    ("Connecting the islands", "connection"),
    ("A connection", "connected"),
    ("Happiness", "happy"),
    ("Hoping for wind", "hopes"),
    ("Häuser am Hafen", "Haus"),
    ("Das Haus", "häusern"),
    ("Bücher", "buch"),
    ("Neue Straßen", "Straße"),
    ("Die Verbindung", "Verbindungen"),
    ("Cities", "CITY"),
]


@pytest.mark.parametrize(("title", "typed"), STEMS)
def test_words_of_one_stem_find_each_other(title: str, typed: str) -> None:
    make_article(title=title)
    make_article(title="Qqq")
    assert finds(typed) == [title]
    assert finds(f"{typed} {title}") == [title]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Mines", "min"),
        ("Mine", "minen"),
        ("News", "neu"),
        ("University", "universe cat"),
        ("1st", "1"),
        ("Its", "it"),
    ],
)
def test_words_that_mean_something_else_are_no_kin(title: str, typed: str) -> None:
    make_article(title=f"{title} am Hafen")
    assert finds(f'{typed} "hafen"') == []
    assert finds(f'{title} "hafen"') == [f"{title} am Hafen"]


@pytest.mark.parametrize(("title", "typed"), STEMS)
def test_quotes_ask_for_the_very_words(title: str, typed: str) -> None:
    make_article(title=title)
    assert finds(f'"{typed}"') == []
    assert finds(f'"{title}"') == [title]


def test_phrase_stands_together_and_in_order() -> None:
    for title in ("new power apps", "apps power", "power of apps"):
        make_article(title=title)
    assert finds('"power apps"') == ["new power apps"]
    assert finds("power apps") == ["apps power", "new power apps", "power of apps"]


def test_kin_and_beginnings_of_the_last_word_are_both_found() -> None:
    for title in ("connection", "connecting", "connectionless"):
        make_article(title=title)
    assert finds("connection") == ["connecting", "connection", "connectionless"]


def test_kin_is_marked(client: Client) -> None:
    make_article(title="New licences here", excerpt="Licensing über Licence")
    html = client.get("/search/", {"q": "licence"}).content.decode()
    assert "New <mark>licences</mark> here" in html
    assert "über <mark>Licence</mark>" in html


# ---- What was meant


@pytest.mark.parametrize(
    ("title", "typed", "offered"),
    [
        ("Microsoft Outlook for all", "outlok", "outlook"),
        ("Microsoft Outlook for all", "microsfot outlok", "microsoft outlook"),
        ("Microsoft Outlook for all", "uotlook", "outlook"),
        ("Microsoft Outlook for all", "putlook", "outlook"),
        ("Fähre nach Zürich", "zurihc", "zürich"),
        ("Die Straße", "strsse", "straße"),
        ("Новый район", "раион новыи", ""),
        ("Новый район", "ройон", "район"),
        ("ΠΛΟΊΟ", "πλιοο", "πλοίο"),
        ("Outlook", "xyz", ""),
        ("Outlook", '"outlok"', "outlook"),
        ("海港", "海巷", ""),
    ],
)
def test_nearest_word_is_offered_where_nothing_is_found(
    client: Client, title: str, typed: str, offered: str
) -> None:
    make_article(title=title)
    html = client.get("/search/", {"q": typed}).content.decode()
    assert ("Did you mean" in html) is bool(offered)
    if offered:
        assert f">{offered}</a>?" in html


def test_offer_leads_to_what_it_says_and_keeps_filters(client: Client) -> None:
    make_article(title="Outlook & more", excerpt="about")
    html = client.get("/search/", {"q": "outlok", "type": "", "provider": ""}).content.decode()
    assert '<a href="?q=outlook">outlook</a>?' in html
    assert "<mark>Outlook</mark>" in client.get("/search/?q=outlook").content.decode()


def test_nobody_is_offered_a_word_of_what_they_may_not_see(client: Client) -> None:
    make_article(title="Outlook", published=False)
    assert "Did you mean" not in client.get("/search/?q=outlok").content.decode()


def test_offer_is_made_in_german(client: Client) -> None:
    make_article(title="Outlook")
    html = client.get("/search/?q=outlok", headers={"Accept-Language": "de"}).content.decode()
    assert 'Meinten Sie <a href="?q=outlook">outlook</a>?' in html


def test_desk_offers_too(client: Client) -> None:
    make_article(title="Outlook", published=False)
    client.force_login(make_user())
    html = client.get("/admin/articles/article/?q=outlok").content.decode()
    assert "Did you mean" in html
    assert "q=outlook" in html
    assert "Did you mean" not in client.get("/admin/articles/article/?q=outlook").content.decode()


def test_filter_that_leaves_nothing_is_no_error(client: Client) -> None:
    make_article(title="Outlook")
    response = client.get("/search/?q=outlook&provider=unknown.example")
    assert response.status_code == 200
    assert "Nothing here." in response.content.decode()
