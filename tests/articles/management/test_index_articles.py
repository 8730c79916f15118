"""The index of search, made anew by a command."""

import pytest
from django.core.management import call_command
from django.test import Client

from articles.models import Article, SearchText, SearchWord
from articles.search import search
from tests.support.make import delete_articles, make_article

pytestmark = pytest.mark.django_db

TITLES = ("Новый район", "Straße am Hafen", "海港渡轮恢复服务")


def titles(text: str) -> list[str]:
    return [
        *Article.objects.filter(pk__in=search(text, Article.objects.all())).values_list("title", flat=True)
    ]


def test_index_can_be_made_anew(capsys: pytest.CaptureFixture[str]) -> None:
    for title in TITLES:
        make_article(title=title)
    assert titles("strasse") == ["Straße am Hafen"]
    SearchText.objects.all().delete()
    SearchWord.objects.all().delete()
    assert titles("strasse") == []
    call_command("index_articles")
    assert capsys.readouterr().out == "3 articles indexed\n"
    assert titles("strasse") == ["Straße am Hafen"]
    assert SearchWord.objects.filter(word="strasse").exists()


def test_words_that_no_article_has_any_more_are_forgotten(client: Client) -> None:
    words = SearchWord.objects.values_list("word", flat=True)
    for title in ("Outlook outlast", "Outlook improves", "海港 Outlook"):
        make_article(title=title)
    client.get("/search/?q=x")
    assert {"outlook", "outlast", "improves"} <= {*words.all()}
    delete_articles(Article.objects.filter(title__contains="outlast"))
    Article.objects.filter(title__contains="improves").update(title="Outlook rises")
    call_command("index_articles")
    known = {*words.all()}
    assert {"outlook", "rises"} <= known
    assert known.isdisjoint({"outlast", "improves"})
    # Once more, and what is left is what is found.
    call_command("index_articles")
    assert {*words.all()} == known
    assert "Did you mean" in client.get("/search/?q=outlok").content.decode()
