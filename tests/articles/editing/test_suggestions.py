"""Topics that a text speaks of: whole words, with the words that say so, and how often they are right."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles.editing.suggestions import suggestions
from articles.importing import import_documents
from articles.models import Article, Topic
from documents.sources import Sources
from tests.support.make import make_topic

pytestmark = pytest.mark.django_db


def said(*texts: str, but: frozenset[int] = frozenset()) -> list[tuple[str, tuple[str, ...]]]:
    return [(str(one.topic), one.words) for one in suggestions(texts, Topic.objects.all(), but=but)]


def test_words_stand_whole_and_are_told_as_they_stand() -> None:
    make_topic("Artificial Intelligence", shortname="AI", keywords=["machine learning"])
    assert said("He said it rained") == []
    assert said("Why AI", "and Machine-Learning, ai") == [
        ("Artificial Intelligence", ("AI", "Machine-Learning"))
    ]


def test_words_come_from_name_keywords_and_hashtags_and_may_stand_in_an_address() -> None:
    make_topic("Boats", keywords=["power apps"], hashtags=["#TallShips #Regatta"])
    assert said("TallShips") == [("Boats", ("TallShips",))]
    assert said("A boat", "https://powerapps.example/x") == [("Boats", ("powerapps",))]
    assert said("Powerful apps", "") == []


def test_most_words_come_first_and_what_is_there_is_left_out() -> None:
    one, two = make_topic("Harbour"), make_topic("Ships", keywords=["crane"])
    assert [name for name, _ in said("Harbour", "ships and a crane")] == ["Ships", "Harbour"]
    assert said("Harbour, ships", but=frozenset({one.pk, two.pk})) == []


def test_strange_words_are_no_patterns() -> None:
    make_topic("C++", keywords=["(", "a|b", "…"], hashtags=["#"])
    assert said("( … |") == []
    assert said("a b") == [("C++", ("a b",))]


def test_recall_and_precision_on_a_whole_site(whole_site: Path) -> None:
    import_documents(Sources([str(whole_site)]), workers=1)
    topics = list(Topic.objects.exclude(path=""))
    found = right = assigned = 0
    for article in Article.objects.prefetch_related("listings__topic"):
        has = {listing.topic_id for listing in article.listings.all() if listing.topic.path}
        texts = (article.title, article.excerpt, article.web_url, article.original_url)
        proposed = {one.topic.pk for one in suggestions(texts, topics, but=())}
        found, assigned = found + len(proposed), assigned + len(has)
        right += len(proposed & has)
    print(f"recall {right / assigned:.3f}, precision {right / found:.3f}")
    assert right / assigned >= 0.98
    assert right / found >= 0.85
