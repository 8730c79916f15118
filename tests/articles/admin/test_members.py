"""Topics, pictures and related links keep the order that the form shows."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article, Listing, Topic
from tests.articles.admin.form import save, sent_by_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture
def article(site: dict[str, bytes]) -> Article:
    """Three topics: Climate, Science and Technology, and one more."""
    article = Article.objects.get(path__startswith="_news/2026-09-12")
    Listing.objects.create(article=article, topic=Topic.objects.get(slug="harbour"), position=2)
    return article


def address_of(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def topics_of(article: Article) -> list[tuple[int, str]]:
    return list(
        Listing.objects.filter(article=article).order_by("position").values_list("position", "topic__slug")
    )


@pytest.mark.parametrize(
    ("places", "order"),
    [
        (("1", "2", "3"), [0, 1, 2]),
        (("1", "2", "1"), [2, 0, 1]),
        (("3", "2", "3"), [1, 2, 0]),
        (("2", "1", "3"), [1, 0, 2]),
        (("", "2", "3"), [1, 2, 0]),
        (("10", "20", "5"), [2, 0, 1]),
    ],
)
def test_places_say_the_order(
    client: Client, article: Article, places: tuple[str, ...], order: list[int]
) -> None:
    before = [slug for _, slug in topics_of(article)]
    save(
        client,
        address_of(article),
        "article",
        **{f"listings__{row}__position": at for row, at in enumerate(places)},
    )
    assert topics_of(article) == [(position, before[row]) for position, row in enumerate(order)]


def add_topic(client: Client, article: Article, topic: Topic, place: str = "") -> None:
    sent = sent_by_browser(client, address_of(article), "article")
    row = int(sent["listings-TOTAL_FORMS"])
    sent |= {
        "listings-TOTAL_FORMS": str(row + 1),
        f"listings-{row}-id": "",
        f"listings-{row}-article": str(article.pk),
        f"listings-{row}-topic": str(topic.pk),
        f"listings-{row}-position": place,
    }
    response = client.post(address_of(article), sent)
    assert response.status_code == 302, response.context["errors"]


def test_new_topic_is_last_unless_it_has_a_place(client: Client, article: Article) -> None:
    add_topic(client, article, Topic.objects.get(slug="city-life"))
    assert topics_of(article)[-1] == (3, "city-life")
    add_topic(client, article, Topic.objects.get(slug="food-and-drink"), place="1")
    assert topics_of(article)[0] == (0, "food-and-drink")
    assert [position for position, _ in topics_of(article)] == [0, 1, 2, 3, 4]


def test_same_topic_twice_is_refused_in_words(client: Client, article: Article) -> None:
    sent = sent_by_browser(client, address_of(article), "article")
    sent["listings-1-topic"] = sent["listings-0-topic"]
    response = client.post(address_of(article), sent)
    assert response.status_code == 200
    assert "This topic stands twice." in response.content.decode()


def test_topics_may_change_places_by_name(client: Client, article: Article) -> None:
    sent = sent_by_browser(client, address_of(article), "article")
    first, second = sent["listings-0-topic"], sent["listings-1-topic"]
    slugs = [slug for _, slug in topics_of(article)]
    save(client, address_of(article), "article", listings__0__topic=second, listings__1__topic=first)
    assert [slug for _, slug in topics_of(article)] == [slugs[1], slugs[0], slugs[2]]
    save(client, address_of(article), "article", listings__0__topic=first, listings__1__DELETE="on")
    assert [slug for _, slug in topics_of(article)] == [slugs[0], slugs[2]]


def test_removed_topic_leaves_no_gap(client: Client, article: Article) -> None:
    save(client, address_of(article), "article", listings__0__DELETE="on")
    assert [position for position, _ in topics_of(article)] == [0, 1]


def test_copies_in_listings_follow_the_form(client: Client, article: Article) -> None:
    add_topic(client, article, Topic.objects.get(slug="city-life"))
    save(
        client, address_of(article), "article", _move="withdrawn",
        published_date_time_0="2026-01-02", published_date_time_1="03:04:05",
    )  # fmt: skip
    article.refresh_from_db()
    copies = set(
        Listing.objects.filter(article=article).values_list("published", "published_date_time", "path")
    )
    assert copies == {(False, article.published_date_time, article.path)}
    save(client, address_of(article), "article", _move="published")
    assert set(Listing.objects.filter(article=article).values_list("published", flat=True)) == {True}


def test_new_article_gets_a_document_of_its_own(client: Client, site: dict[str, bytes]) -> None:
    address = reverse("admin:articles_article_add")
    sent = sent_by_browser(client, address, "article")
    assert sent["category"] == "news"
    topic = Topic.objects.get(slug="harbour")
    sent |= {
        "title": "Hello, harbour",
        "published_date_time_0": "2026-11-23",
        "published_date_time_1": "12:00:00",
        "listings-TOTAL_FORMS": "1",
        "listings-0-topic": str(topic.pk),
        "listings-0-position": "",
        "listings-0-id": "",
    }
    response = client.post(address, sent)
    assert response.status_code == 302, response.context["errors"]
    article = Article.objects.get(title="Hello, harbour")
    assert article.path == "_news/2026-11-23-hello-harbour.md"
    listing = article.listings.get()
    assert (listing.position, listing.published, listing.path) == (0, False, article.path)
    assert (article.state, article.published) == ("inbox", None)


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("web_url", "javascript:alert(1)", "expected an address"),
        ("title", "a\x01b", "control character"),
        ("images__0__url", "//elsewhere.example/", "expected an address"),
        ("quality", "9999999999", ""),
    ],
)
def test_what_a_document_could_not_say_is_refused(
    client: Client, article: Article, field: str, value: str, reason: str
) -> None:
    sent = sent_by_browser(client, address_of(article), "article")
    response = client.post(address_of(article), sent | {field.replace("__", "-"): value})
    assert response.status_code == 200
    assert reason in response.content.decode()
