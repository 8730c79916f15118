"""Queries that are put together once: they answer as the queryset does, and never with an old time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from articles.reading.prepared import Prepared, PreparedModels
from tests.support.make import LONG_AGO, make_article, make_provider

pytestmark = pytest.mark.django_db


def test_answers_as_the_queryset_for_any_values() -> None:
    articles = [make_article(title=f"A{number}", provider_mention={"name": "x"}) for number in range(4)]
    columns = ("pk", "title", "published_date_time", "provider_mention", "published")
    query = Prepared(
        lambda keys, title: Article.objects.filter(pk__in=keys).exclude(title=title).values_list(*columns)
    )
    for first in range(3):
        keys = [article.pk for article in articles[first:]]
        asked = Article.objects.filter(pk__in=keys).exclude(title="A3").values_list(*columns)
        assert list(query.rows(keys, "A3")) == list(asked)
    assert list(query.rows([], "A3")) == []


def test_time_is_that_of_each_question() -> None:
    make_article(published_date_time=LONG_AGO)
    later = make_article(published_date_time=timezone.now() + timedelta(hours=1))
    query = Prepared(lambda now: Article.objects.published(now).values_list("pk"))
    assert len(list(query.rows(timezone.now()))) == 1
    found = list(query.rows(timezone.now() + timedelta(hours=2)))
    assert (later.pk,) in found
    assert len(found) == 2


def test_time_of_its_own_is_refused() -> None:
    query = Prepared(lambda key: Article.objects.published().filter(pk=key).values_list("pk"))
    with pytest.raises(ValueError, match="changes"):
        query.rows(1)


def test_models_come_whole_with_the_one_that_they_lead_to() -> None:
    with_provider = make_article(provider=make_provider("post.example"), provider_mention={"name": "x"})
    without = make_article()
    query = PreparedModels(
        Article, lambda keys: Article.objects.filter(pk__in=keys).order_by("pk"), "provider"
    )
    found = query.found([with_provider.pk, without.pk])
    assert found == [with_provider, without]
    assert [article.provider for article in found] == [with_provider.provider, None]
    assert found[0].provider_mention == {"name": "x"}
    assert found[0].published_date_time == with_provider.published_date_time
    assert query.first([]) is None
