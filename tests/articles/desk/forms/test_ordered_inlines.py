"""Topics, pictures and related links keep the order that the form shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.importing import import_documents
from articles.models import Article, Listing, Topic
from documents.sources import Sources
from tests.support.forms import fields_of, save, sent_by_browser

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
    assert (article.state, article.published) == ("draft", False)


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


# ---- More members than a form holds


def long_document(many: int) -> bytes:
    links = "".join(f"  - title: Link {n}\n    webUrl: https://a.example/{n}\n" for n in range(many))
    topics = "".join(f"  - Topic {n}\n" for n in range(min(many, 120)))
    images = "".join(f"  - url: https://a.example/{n}.jpg\n" for n in range(min(many, 120)))
    return f"---\ntitle: Long\ntopics:\n{topics}images:\n{images}related:\n{links}---\n".encode()


def arrived(folder: Path, many: int) -> Article:
    (folder / "_news").mkdir()
    (folder / "_news/long.md").write_bytes(long_document(many))
    assert import_documents(Sources([str(folder)]), workers=1).is_complete
    return Article.objects.get()


def titles_of(article: Article) -> list[str]:
    places = article.related_links.order_by("position").values_list("position", "title")
    assert [position for position, _ in places] == [*range(len(places))]
    return [title.removeprefix("Link ") for _, title in places]


@pytest.mark.parametrize("many", [300, 2000])
def test_what_an_import_accepts_can_be_saved(
    client: Client, editor: User, tmp_path: Path, many: int, exported: Callable[[], dict[str, bytes]]
) -> None:
    client.force_login(editor)
    article = arrived(tmp_path, many)
    save(client, address_of(article), "article", excerpt="Saved")
    said = exported()["_news/long.md"]
    assert said.replace(b'excerpt: "Saved"\n', b"") == long_document(many)


def test_members_on_other_pages_stay_and_can_change_places(
    client: Client, editor: User, tmp_path: Path
) -> None:
    client.force_login(editor)
    article = arrived(tmp_path, 120)
    page = f"{address_of(article)}?related_links-page=2"
    sent = sent_by_browser(client, page, "article")
    assert sent["related_links-0-title"] == "Link 50"
    assert "related_links-50-title" not in sent
    numbers = [str(number) for number in range(120)]
    # Saved as it came.
    save(client, page, "article")
    assert titles_of(article) == numbers
    # To the front, past the page, and away.
    save(client, page, "article", related_links__3__position="1", related_links__0__DELETE="on")
    numbers.remove("50")
    numbers.insert(0, numbers.pop(numbers.index("53")))
    assert titles_of(article) == numbers
    save(client, page, "article", related_links__1__title="Changed")
    assert titles_of(article)[51] == "Changed"
    # One more, at the end of all.
    last = f"{address_of(article)}?related_links-page=3"
    sent = sent_by_browser(client, last, "article")
    count = int(sent["related_links-TOTAL_FORMS"])
    sent |= {
        "related_links-TOTAL_FORMS": str(count + 1), f"related_links-{count}-title": "New",
        f"related_links-{count}-article": str(article.pk), f"related_links-{count}-position": "",
    }  # fmt: skip
    assert client.post(last, sent).status_code == 302
    assert titles_of(article)[-1] == "New"


def test_a_form_that_comes_again_shows_its_page(client: Client, editor: User, tmp_path: Path) -> None:
    client.force_login(editor)
    article = arrived(tmp_path, 120)
    for asked, first in (("2", "50"), ("99", "100"), ("0", "0"), ("x", "0"), ("", "0")):
        page = f"{address_of(article)}?related_links-page={asked}"
        sent = sent_by_browser(client, page, "article")
        assert sent["related_links-0-title"] == f"Link {first}"
        answer = client.post(page, sent | {"web_url": "javascript:"})
        assert answer.status_code == 200
        again = fields_of(answer.content.decode(), "article")
        assert again["related_links-0-title"] == f"Link {first}"
        assert again["related_links-page"] == sent["related_links-page"]
