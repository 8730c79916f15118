"""The tree of topics that a process keeps for a moment."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.reading import topic_tree
from articles.reading.topic_tree import Tree
from tests.support.make import make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What time it is, for the tree alone."""
    now = [1000.0]
    monkeypatch.setattr(topic_tree, "LIFETIME", 2.0)
    monkeypatch.setattr(topic_tree, "_kept", None)
    monkeypatch.setattr(topic_tree, "monotonic", lambda: now[0])
    return now


def test_tree_is_kept_for_its_lifetime_and_no_longer(
    clock: list[float], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_topic("Old")
    with django_assert_num_queries(1):
        Tree.read()
        Tree.read()
    make_topic("New")
    clock[0] += 1.9
    assert [topic.name for topic in Tree.read().topics] == ["Old"]
    clock[0] += 0.1
    assert {topic.name for topic in Tree.read().topics} == {"Old", "New"}


def test_page_of_a_new_topic_is_there_at_once(clock: list[float], client: Client) -> None:
    Tree.read()
    make_topic("New")
    assert client.get("/topics/new/").status_code == 200
