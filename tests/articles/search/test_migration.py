"""A database from before articles.search folded texts is searched as well as a new one."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from articles.models import Article, SearchText, SearchWord
from articles.search import search
from tests.support.make import make_article

BEFORE = "0022_frozen_fields_held_or_thawed"
TITLES = ("Новый район", "Straße am Hafen", "海港渡轮恢复服务")


def titles(text: str) -> list[str]:
    return [
        *Article.objects.filter(pk__in=search(text, Article.objects.all())).values_list("title", flat=True)
    ]


@pytest.mark.django_db(transaction=True)
def test_articles_that_are_there_are_indexed_by_the_migration() -> None:
    call_command("migrate", "articles", BEFORE, verbosity=0)
    try:
        # The rows of that time, whatever has columns since.
        models = MigrationExecutor(connection).loader.project_state(("articles", BEFORE)).apps
        topic = models.get_model("articles", "Topic").objects.create(name="Œuvre", slug="o", path="o.yaml")
        for number, title in enumerate(TITLES):
            article = models.get_model("articles", "Article").objects.create(title=title, path=f"{number}.md")
            article.listings.create(topic=topic, position=0)
    finally:
        call_command("migrate", "articles", verbosity=0)
    assert SearchText.objects.count() == len(TITLES)
    assert titles("новый") == ["Новый район"]
    assert titles("strasse") == ["Straße am Hafen"]
    assert titles("恢复") == ["海港渡轮恢复服务"]
    assert len(titles("oeuvre")) == len(TITLES)


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
