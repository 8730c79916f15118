"""The topics' screens: the tree, moving, merging, renaming; and who may."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles.models import Revision, Topic, TopicAlias
from articles.roles import CHIEF, CONTRIBUTOR, EDITOR
from tests.support.forms import save
from tests.support.make import make_article, make_topic, make_user

pytestmark = pytest.mark.django_db

TOPICS = reverse("admin:articles_topic_changelist")
MOVE = reverse("admin:articles_topic_move")


@pytest.fixture
def client(client: Client) -> Client:
    client.force_login(make_user(role=CHIEF))
    return client


def merge_address(topic: Topic) -> str:
    return reverse("admin:articles_topic_merge", args=[topic.pk])


def change_address(topic: Topic) -> str:
    return reverse("admin:articles_topic_change", args=[topic.pk])


def test_tree_shows_what_is_in_each_topic(client: Client) -> None:
    top = make_topic("Top")
    below = make_topic("Below", parent=top)
    make_article(topics=[below])
    make_article(topics=[below], published=None)
    text = client.get(TOPICS).content.decode()
    assert text.index(">Top<") < text.index(">Below<")
    assert "1 article" in text
    assert "1 waiting" in text


def test_two_names_that_make_one_slug_get_two(client: Client) -> None:
    make_topic("Harbour!")
    assert client.post(reverse("admin:articles_topic_add"), {"name": "Harbour?"}).status_code == 302
    topic = Topic.objects.get(name="Harbour?")
    assert topic.slug == "harbour-2"
    # Made anew from the name, it is not in its own way.
    topic.name = "Quay"
    topic.save()
    save(client, change_address(topic), "topic", slug="")
    save(client, change_address(topic), "topic", slug="")
    assert Topic.objects.get(name="Quay").slug == "quay"


def test_tree_of_three_hundred_takes_as_many_queries_as_one_of_three(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Topic.objects.bulk_create(Topic(name=f"T{n}", slug=f"t{n}", position=n) for n in range(300))
    make_article(topics=[Topic.objects.get(name="T7")])
    for address in (TOPICS, f"{TOPICS}?q=", f"{TOPICS}?q=T1"):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
    with django_assert_max_num_queries(12):
        client.get(change_address(Topic.objects.get(name="T7")))
    with django_assert_max_num_queries(12):
        client.get(merge_address(Topic.objects.get(name="T7")), {"into": Topic.objects.get(name="T8").pk})


def test_button_moves_a_topic_without_any_script(client: Client) -> None:
    one, two = make_topic("One"), make_topic("Two")
    response = client.post(MOVE, {"move": f"{two.pk}:up"}, follow=True)
    assert response.redirect_chain == [(f"{TOPICS}#topic-{two.pk}", 302)]
    assert "“Two” was moved." in response.content.decode()
    assert [topic.name for topic in Topic.objects.all()] == ["Two", "One"]
    client.post(MOVE, {"topic": one.pk, "parent": two.pk, "before": ""})
    assert Topic.objects.get(pk=one.pk).parent == two
    text = client.post(MOVE, {"topic": two.pk, "parent": one.pk}, follow=True).content.decode()
    assert "cannot go below “One”" in text
    for nonsense in ("x:up", "1", "999999999999999999999:up", ""):
        assert client.post(MOVE, {"move": nonsense}).status_code == 302
    assert client.get(MOVE).status_code == 405


def test_merge_shows_what_moves_and_does_it_only_when_confirmed(client: Client) -> None:
    old, new = make_topic("Old", keywords=["kite"]), make_topic("New")
    make_article(topics=[old])
    make_article(topics=[old, new])
    child = make_topic("Child", parent=old)
    text = client.get(merge_address(old), {"into": new.pk}).content.decode()
    for told in (
        "2 articles move.",
        "1 of them is in both topics",
        "Below “New” come: Child.",
        "keywords: kite",
        "/topics/old/ leads to /topics/new/",
    ):
        assert told in text, told
    assert Topic.objects.filter(pk=old.pk).exists()
    response = client.post(merge_address(old), {"into": new.pk}, follow=True)
    assert response.redirect_chain == [(change_address(new), 302)]
    assert "“Old” is part of “New” now, and 2 articles with it." in response.content.decode()
    child.refresh_from_db()
    assert child.parent == new
    assert client.get("/topics/old/")["Location"] == "/topics/new/"
    assert Revision.objects.filter(origin="merge").count() == 5


def test_merge_with_itself_or_nothing_is_refused_in_words(client: Client) -> None:
    old = make_topic("Old")
    assert "into itself" in client.get(merge_address(old), {"into": old.pk}).content.decode()
    assert "into itself" in client.post(merge_address(old), {"into": old.pk}).content.decode()
    assert client.post(merge_address(old), {"into": "7777777"}).status_code == 200
    assert Topic.objects.filter(pk=old.pk).exists()


@pytest.mark.parametrize("role", [CONTRIBUTOR, EDITOR])
def test_who_may_not_arrange_only_looks(client: Client, role: str) -> None:
    old, new = make_topic("Old"), make_topic("New")
    client.force_login(make_user(role=role))
    text = client.get(TOPICS).content.decode()
    assert ">Old<" in text
    assert "move" not in text.lower().replace("remove", "")
    assert merge_address(old) not in text
    assert client.post(MOVE, {"move": f"{new.pk}:up"}).status_code == 403
    assert client.get(merge_address(old)).status_code == 403
    assert client.post(merge_address(old), {"into": new.pk}).status_code == 403
    assert merge_address(old) not in client.get(change_address(old)).content.decode()


def test_contributor_counts_their_own_waiting_stories_only(client: Client) -> None:
    topic = make_topic()
    me = make_user(role=CONTRIBUTOR)
    make_article(topics=[topic], published=None)
    make_article(topics=[topic], published=None, created_by=me)
    client.force_login(me)
    assert "1 waiting" in client.get(TOPICS).content.decode()


# ---- The form


def test_renamed_topic_keeps_its_address_and_its_old_name(client: Client) -> None:
    topic = make_topic("Old")
    save(client, change_address(topic), "topic", name="New")
    topic.refresh_from_db()
    assert (topic.slug, [alias.name for alias in topic.aliases.all()]) == ("old", ["Old"])
    assert "name" in [change["key"] for change in Revision.objects.get().changes]
    save(client, change_address(topic), "topic", slug="")
    assert client.get("/topics/old/")["Location"] == "/topics/new/"


def test_other_names_are_kept_freed_and_each_is_one_topics_only(client: Client) -> None:
    topic, other = make_topic("Topic"), make_topic("Other")
    save(client, change_address(topic), "topic", other_names="Eins\r\nZwei\r\ntopic")
    assert [alias.name for alias in topic.aliases.all()] == ["Eins", "Zwei"]
    with pytest.raises(AssertionError, match="Merge that topic into this one"):
        save(client, change_address(topic), "topic", other_names="OTHER")
    with pytest.raises(AssertionError, match="goes by this name: Eins"):
        save(client, change_address(other), "topic", other_names="eins")
    with pytest.raises(AssertionError, match="is another name of the topic “Topic”"):
        save(client, change_address(other), "topic", name="eins")
    save(client, change_address(topic), "topic", other_names="Zwei")
    assert list(TopicAlias.objects.values_list("name", flat=True)) == ["Zwei"]
    save(client, change_address(other), "topic", name="Eins")


def test_superuser_sees_the_tree_too(client: Client, editor: User) -> None:
    client.force_login(editor)
    make_topic("Top")
    assert "topic-tree" in client.get(TOPICS).content.decode()


def test_topic_in_use_says_by_how_many_and_stays(client: Client) -> None:
    client.force_login(make_user(role=CHIEF))
    topic = make_topic("Sea")
    make_topic("Harbour", parent=topic)
    for _ in range(3):
        make_article(title="A story of the sea", topics=[topic])
    address = reverse("admin:articles_topic_delete", args=[topic.pk])
    page = client.get(address).content.decode()
    assert ("Sea: 3 × article" in page, "Sea: 1 × topic" in page) == (True, True)
    assert "A story of the sea" not in page
    client.post(address, {"post": "yes"})
    assert Topic.objects.filter(pk=topic.pk).exists()
    free = make_topic("Fog")
    client.post(reverse("admin:articles_topic_delete", args=[free.pk]), {"post": "yes"})
    assert not Topic.objects.filter(pk=free.pk).exists()
