"""The score that orders by heat: what it says, and that everything that writes articles keeps it true."""

from datetime import timedelta
from pathlib import Path

import pytest

from articles.importing import import_documents
from articles.models import Article, Listing
from articles.models.heat import HALF_LIFE, heat_score
from documents.sources import Sources
from tests.support.make import LONG_AGO, make_article, make_topic

DOCUMENT = "---\ntitle: One\npublishedDateTime: 2021-06-01T12:00:00Z\nheat: {}\ntopics:\n  - A\n---\n"


def test_twice_the_heat_makes_up_for_one_half_life() -> None:
    assert heat_score(80, LONG_AGO) == pytest.approx(heat_score(40, LONG_AGO + HALF_LIFE))
    assert heat_score(81, LONG_AGO) > heat_score(40, LONG_AGO + HALF_LIFE)


@pytest.mark.parametrize("heat", [None, 0, 1, -5])
def test_without_heat_counts_as_one(heat: int | None) -> None:
    assert heat_score(heat, LONG_AGO) == heat_score(1, LONG_AGO)


def test_without_a_time_comes_last() -> None:
    assert heat_score(2**31 - 1, None) < heat_score(None, LONG_AGO)


def scores() -> set[float]:
    """All copies of the score of the one article that there is."""
    return {Article.objects.get().heat_score, *Listing.objects.values_list("heat_score", flat=True)}


@pytest.mark.django_db
def test_saving_keeps_article_and_listings_true() -> None:
    article = make_article(topics=[make_topic(), make_topic()], heat=3)
    assert scores() == {heat_score(3, LONG_AGO)}
    article.heat = 9
    article.save(update_fields=["heat"])
    assert scores() == {heat_score(9, LONG_AGO)}
    article.published_date_time = LONG_AGO + timedelta(days=1)
    article.save()
    assert scores() == {heat_score(9, LONG_AGO + timedelta(days=1))}


@pytest.mark.django_db
def test_imports_keep_them_true_too(tmp_path: Path) -> None:
    (tmp_path / "_news").mkdir()
    for heat in (8, 16):
        (tmp_path / "_news" / "one.md").write_text(DOCUMENT.format(heat))
        import_documents(Sources([str(tmp_path)]), workers=1)
        assert scores() == {heat_score(heat, LONG_AGO)}
