"""The tree of topics, which is kept while the edition stands."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.models import Topic
from articles.reading.topic_tree import Tree
from tests.support.make import make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition_at_once")]


def test_tree_is_read_once_for_an_edition(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_topic("Old")
    Tree.read()
    with django_assert_num_queries(1):
        assert [topic.name for topic in Tree.read().topics] == ["Old"]


def test_new_topic_and_new_name_are_there_at_once(client: Client) -> None:
    topic = make_topic("Old")
    Tree.read()
    make_topic("New")
    assert client.get("/topics/new/").status_code == 200
    Topic.objects.filter(pk=topic.pk).update(name="Renamed")
    assert {one.name for one in Tree.read().topics} == {"New", "Renamed"}
