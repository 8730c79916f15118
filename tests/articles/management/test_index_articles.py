"""The index of search, made anew by a command."""

import pytest
from django.core.management import call_command

from articles.models import Article, SearchText, SearchWord
from articles.search import search
from tests.support.make import make_article

TITLES = ("Новый район", "Straße am Hafen", "海港渡轮恢复服务")


def titles(text: str) -> list[str]:
    return [
        *Article.objects.filter(pk__in=search(text, Article.objects.all())).values_list("title", flat=True)
    ]


@pytest.mark.django_db
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
