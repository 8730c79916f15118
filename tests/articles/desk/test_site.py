"""What holds for every screen of the desk: who loses a race is answered in words."""

from __future__ import annotations

import pytest
from django.test import Client

from articles.models import Article, Topic
from providers.models import Provider
from tests.support.make import make_article
from tests.support.overtaking import only_where_two_write_at_once, others_first

pytestmark = [pytest.mark.django_db(transaction=True), only_where_two_write_at_once]
TOPIC = "/admin/articles/topic/add/"
PROVIDER = "/admin/providers/provider/add/"
LOGOS = {f"logos-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}


def test_of_two_who_add_a_topic_at_once_the_second_is_told(admin_client: Client) -> None:
    with others_first("articles_topic", lambda: Topic.objects.create(name="Zürich")):
        answer = admin_client.post(TOPIC, {"name": "zürich", "other_names": ""})
    assert "Another topic has this name." in answer.content.decode()
    assert Topic.objects.get().name == "Zürich"


def test_of_two_topics_of_one_slug_the_second_gets_another(admin_client: Client) -> None:
    with others_first("articles_topic", lambda: Topic.objects.create(name="Harbour!")):
        answer = admin_client.post(TOPIC, {"name": "Harbour?", "other_names": ""})
    assert answer.status_code == 302
    assert Topic.objects.get(name="Harbour?").slug == "harbour-2"


def test_of_two_who_add_a_provider_at_once_the_second_is_told(admin_client: Client) -> None:
    with others_first("providers_provider", lambda: Provider.objects.create(domain="zürich.example")):
        answer = admin_client.post(PROVIDER, {"domain": "ZÜRICH.example", **LOGOS})
    assert "Another provider has this domain." in answer.content.decode()
    assert Provider.objects.count() == 1


def test_two_stories_of_one_title_get_two_paths(admin_client: Client) -> None:
    members = ("listings", "images", "related_links")
    counts = {f"{name}-{end}": "0" for name in members for end in ("TOTAL_FORMS", "INITIAL_FORMS")}
    with others_first("articles_article", lambda: make_article(path="_news/gull.md")):
        answer = admin_client.post("/admin/articles/article/add/", {"title": "Gull", **counts})
    assert answer.status_code == 302
    assert sorted(Article.objects.values_list("path", flat=True)) == ["_news/gull-2.md", "_news/gull.md"]
