"""Two editors in one form: what each changed stands; what both changed is asked about; nothing is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, Image, Listing, Revision, Topic
from articles.roles import CHIEF
from documents.json_values import unpack
from providers.models import Provider
from tests.support.forms import fields_of, sent_by_browser
from tests.support.make import make_article, make_provider, make_related, make_topic, make_user

pytestmark = pytest.mark.django_db
ANNA, BERTA = "anna", "berta"


class Desk:
    """Two people, each with the form of one row open."""

    def __init__(self, row: Any) -> None:
        self.address = reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])
        self.model = row._meta.model_name
        self.clients = {name: Client() for name in (ANNA, BERTA)}
        for name, client in self.clients.items():
            client.force_login(make_user(name, CHIEF))
        self.forms = {name: self.opened(name) for name in self.clients}

    def opened(self, name: str) -> dict[str, str]:
        return sent_by_browser(self.clients[name], self.address, self.model)

    def save(self, who: str, **changes: str) -> str:
        """Save with changes; answers with the page where it was not saved, empty where it was."""
        self.forms[who] |= {name.replace("__", "-"): value for name, value in changes.items()}
        response = self.clients[who].post(self.address, self.forms[who])
        if response.status_code == 302:
            return ""
        assert response.status_code == 200
        page: str = response.content.decode()
        sent = fields_of(page, self.model)
        # Of two radios the reader takes the last; the one that is chosen says `mine`.
        self.forms[who] = sent | {name: "mine" for name in sent if name.startswith("clash-")}
        return page


@pytest.fixture
def article() -> Article:
    return make_article(title="Title", excerpt="Excerpt\r\nin lines")


def test_different_fields_both_stand_without_a_word(article: Article) -> None:
    desk = Desk(article)
    assert desk.save(ANNA, title="Anna’s") == ""
    assert desk.save(BERTA, excerpt="Berta’s") == ""
    article.refresh_from_db()
    assert (article.title, article.excerpt) == ("Anna’s", "Berta’s")
    changed = [[change["key"] for change in row.changes] for row in Revision.objects.order_by("pk")]
    assert changed == [["title"], ["excerpt"]]


def test_the_same_field_shows_both_and_keeps_what_was_chosen(article: Article) -> None:
    desk = Desk(article)
    desk.save(ANNA, title="Anna’s")
    page = desk.save(BERTA, title="Berta’s", excerpt="More")
    assert "anna changed this too" in page
    assert "Anna’s" in page and "Berta’s" in page
    article.refresh_from_db()
    assert (article.title, article.excerpt) == ("Anna’s", "Excerpt\r\nin lines")
    assert desk.forms[BERTA]["title"] == "Berta’s"
    assert desk.save(BERTA) == ""
    article.refresh_from_db()
    assert (article.title, article.excerpt) == ("Berta’s", "More")
    told = {c["key"]: unpack(c["before"]) for c in Revision.objects.latest("pk").changes}
    assert told["title"] == "Anna’s"


def test_theirs_may_be_taken(article: Article) -> None:
    desk = Desk(article)
    desk.save(ANNA, title="Anna’s")
    assert desk.save(BERTA, title="Berta’s", excerpt="More")
    assert desk.save(BERTA, **{"clash-title": "theirs"}) == ""
    article.refresh_from_db()
    assert (article.title, article.excerpt) == ("Anna’s", "More")


def test_edited_further_is_saved(article: Article) -> None:
    desk = Desk(article)
    desk.save(ANNA, excerpt="Anna’s")
    assert desk.save(BERTA, excerpt="Berta’s")
    assert desk.save(BERTA, excerpt="Both") == ""
    article.refresh_from_db()
    assert article.excerpt == "Both"


def test_a_text_comes_again_with_both_where_they_meet() -> None:
    desk = Desk(make_article(title="Title", body="One\n\nTwo\n\nThree", web_url=""))
    desk.save(ANNA, body="One, by Anna\r\n\r\nTwo\r\n\r\nThree, by Anna")
    page = desk.save(BERTA, body="One, by Berta\r\n\r\nTwo, by Berta\r\n\r\nThree")
    assert page.count('<mark class="meets">') == 2
    first = "<<<<<<< yours\nOne, by Berta\n======= theirs\nOne, by Anna\n>>>>>>>"
    told = desk.forms[BERTA]["body"].replace("\r\n", "\n")
    assert told == f"{first}\n\nTwo, by Berta\n\nThree, by Anna"
    again = desk.save(BERTA, **{"clash-body": "typed"})
    assert "Two texts still stand in it" in again
    # The field keeps what was typed, and asks no more who wrote what.
    assert desk.save(BERTA, body="One, by both\r\n\r\nTwo\r\n\r\nThree") == ""
    assert Article.objects.with_body().get().body == "One, by both\n\nTwo\n\nThree"


def test_mine_is_kept_where_both_changed_it_and_theirs_elsewhere() -> None:
    desk = Desk(make_article(title="Title", body="One\n\nTwo\n\nThree", web_url=""))
    desk.save(ANNA, body="One, by Anna\n\nTwo\n\nThree, by Anna")
    assert desk.save(BERTA, body="One, by Berta\n\nTwo, by Berta\n\nThree")
    assert desk.save(BERTA) == ""
    text = Article.objects.with_body().get().body
    assert text == "One, by Berta\n\nTwo, by Berta\n\nThree, by Anna"


def test_words_of_a_title_that_do_not_meet_are_proposed_together() -> None:
    desk = Desk(make_article(title="The tide rises at ten"))
    desk.save(ANNA, title="The river rises at ten")
    assert desk.save(BERTA, title="The tide falls at ten")
    assert desk.forms[BERTA]["title"] == "The river falls at ten"
    assert desk.save(BERTA, **{"clash-title": "typed"}) == ""
    assert Article.objects.get().title == "The river falls at ten"


def test_changed_once_more_meanwhile_is_asked_again(article: Article) -> None:
    desk = Desk(article)
    desk.save(ANNA, title="Anna’s")
    assert desk.save(BERTA, title="Berta’s")
    desk.forms[ANNA] = desk.opened(ANNA)
    assert desk.save(ANNA, title="Anna’s second") == ""
    page = desk.save(BERTA, **{"clash-title": "theirs"})
    assert "Anna’s second" in page
    article.refresh_from_db()
    assert article.title == "Anna’s second"


def test_the_same_change_twice_is_no_clash(article: Article) -> None:
    desk = Desk(article)
    desk.save(ANNA, title="Ours")
    assert desk.save(BERTA, title="Ours") == ""


def test_a_date_is_compared_and_not_lost(article: Article) -> None:
    desk = Desk(article)
    desk.save(ANNA, published_date_time_0="2021-07-01")
    assert "changed this too" in desk.save(BERTA, published_date_time_0="2021-08-01")
    assert desk.save(BERTA) == ""
    article.refresh_from_db()
    assert article.published_date_time is not None and article.published_date_time.month == 8


def test_a_date_survives_what_is_wrong_elsewhere(article: Article) -> None:
    desk = Desk(article)
    assert desk.save(ANNA, published_date_time_0="2021-08-01", web_url="javascript:")
    assert desk.save(ANNA, web_url="https://example.org/x") == ""
    article.refresh_from_db()
    assert article.published_date_time is not None and article.published_date_time.month == 8


class TestMembers:
    @pytest.fixture
    def article(self) -> Article:
        article = make_article(
            topics=[make_topic("A"), make_topic("B"), make_topic("C")],
            images=[{"url": f"https://example.org/{n}.jpg", "title": f"Picture {n}"} for n in range(3)],
        )
        make_related(article, title="Link")
        return article

    def names(self) -> list[str]:
        return list(Listing.objects.order_by("position").values_list("topic__name", flat=True))

    def pictures(self) -> list[tuple[int, str]]:
        return list(Image.objects.order_by("position").values_list("position", "title"))

    def test_each_changes_another_picture(self, article: Article) -> None:
        desk = Desk(article)
        assert desk.save(ANNA, images__0__title="Anna’s") == ""
        assert desk.save(BERTA, images__1__title="Berta’s", images__0__width="10") == ""
        assert self.pictures() == [(0, "Anna’s"), (1, "Berta’s"), (2, "Picture 2")]

    def test_both_change_one_picture(self, article: Article) -> None:
        desk = Desk(article)
        desk.save(ANNA, images__0__title="Anna’s")
        page = desk.save(BERTA, images__0__title="Berta’s")
        assert "anna changed this too" in page
        assert desk.save(BERTA, **{"clash-images-0-title": "theirs"}) == ""
        assert self.pictures()[0] == (0, "Anna’s")

    def test_what_one_took_away_and_the_other_left_alone_is_gone(self, article: Article) -> None:
        desk = Desk(article)
        desk.save(ANNA, images__0__DELETE="on", listings__1__DELETE="on")
        assert desk.save(BERTA, images__2__title="Berta’s") == ""
        assert self.pictures() == [(0, "Picture 1"), (1, "Berta’s")]
        assert self.names() == ["A", "C"]

    def test_what_one_took_away_and_the_other_changed_is_asked_about(self, article: Article) -> None:
        desk = Desk(article)
        desk.save(ANNA, images__1__DELETE="on")
        page = desk.save(BERTA, images__1__title="Berta’s")
        assert "Somebody else took away what you changed: Berta’s." in page
        assert [title for _, title in self.pictures()] == ["Picture 0", "Picture 2"]
        assert desk.save(BERTA) == ""
        assert "Berta’s" in [title for _, title in self.pictures()]
        assert [place for place, _ in self.pictures()] == [0, 1, 2]
        assert Image.objects.get(title="Berta’s").url == "https://example.org/1.jpg"

    def test_both_take_it_away(self, article: Article) -> None:
        desk = Desk(article)
        desk.save(ANNA, images__1__DELETE="on", related_links__0__DELETE="on")
        assert desk.save(BERTA, images__1__DELETE="on", related_links__0__DELETE="on") == ""
        assert len(self.pictures()) == 2

    def test_both_add(self, article: Article) -> None:
        desk = Desk(article)
        for who, name in ((ANNA, "Anna’s"), (BERTA, "Berta’s")):
            sent = {"url": f"https://example.org/{who}.jpg", "title": name, "position": ""}
            assert desk.save(
                who, images__TOTAL_FORMS="4", **{f"images-3-{key}": value for key, value in sent.items()}
            ) == ""  # fmt: skip
        assert sorted(title for _, title in self.pictures())[:2] == ["Anna’s", "Berta’s"]
        assert [place for place, _ in self.pictures()] == [0, 1, 2, 3, 4]

    def test_both_add_the_same_topic(self, article: Article) -> None:
        topic, desk = make_topic("D"), Desk(article)
        for who in (ANNA, BERTA):
            assert desk.save(
                who, listings__TOTAL_FORMS="4", listings__3__topic=str(topic.pk), listings__3__position=""
            ) == ""  # fmt: skip
        assert self.names() == ["A", "B", "C", "D"]

    def test_a_topic_that_the_other_added_is_not_taken_twice(self, article: Article) -> None:
        topic, desk = make_topic("D"), Desk(article)
        desk.save(ANNA, listings__TOTAL_FORMS="4", listings__3__topic=str(topic.pk), listings__3__position="")
        assert "This topic stands twice." in desk.save(BERTA, listings__0__topic=str(topic.pk))

    def test_both_reorder(self, article: Article) -> None:
        desk = Desk(article)
        assert desk.save(ANNA, listings__2__position="1") == ""
        assert desk.save(BERTA, listings__1__position="1", title="Berta’s") == ""
        assert sorted(self.names()) == ["A", "B", "C"]
        assert list(Listing.objects.order_by("position").values_list("position", flat=True)) == [0, 1, 2]

    def test_rows_keep_their_pictures_when_shown_again(self, article: Article) -> None:
        desk = Desk(article)
        desk.save(ANNA, images__0__DELETE="on", title="Anna’s")
        page = desk.save(BERTA, title="Berta’s", images__2__title="Mine")
        rows = re.findall(r'name="images-(\d)-title"[^>]*>\s*([^<]*)', page)
        assert [(at, title) for at, title in rows if title] == [("0", "Picture 1"), ("1", "Mine")]
        assert re.findall(r'<img src="[^"]*(\d)\.jpg"', page) == ["1", "2"]

    def test_rows_keep_their_pictures_where_the_other_moved_them(self, article: Article) -> None:
        desk = Desk(article)
        desk.save(ANNA, images__2__position="1", title="Anna’s")
        page = desk.save(BERTA, title="Berta’s")
        assert re.findall(r'<img src="[^"]*(\d)\.jpg"', page) == ["0", "1", "2"]


@pytest.mark.parametrize("field", ["keywords", "name"])
def test_topics_ask_too(field: str) -> None:
    desk = Desk(make_topic("Topic", keywords=["a"]))
    _both_change(desk, field)
    assert getattr(Topic.objects.get(), field) in (["Anna’s"], "Anna’s")


@pytest.mark.parametrize("field", ["description", "other_names"])
def test_providers_ask_too(field: str) -> None:
    desk = Desk(make_provider(name="Provider"))
    _both_change(desk, field)
    assert getattr(Provider.objects.get(), field) in (["Anna’s"], "Anna’s")


def _both_change(desk: Desk, field: str) -> None:
    desk.save(ANNA, **{field: "Anna’s"})
    assert "anna changed this too" in desk.save(BERTA, **{field: "Berta’s"})
    assert desk.save(BERTA, **{f"clash-{field}": "theirs"}) == ""


@pytest.mark.skipif(connection.vendor == "sqlite", reason="a transaction that may write is alone there")
def test_nobody_saves_between_comparing_and_saving(article: Article) -> None:
    desk = Desk(article)
    with CaptureQueriesContext(connection) as queries:
        desk.save(ANNA, title="Anna’s")
    asked = [query["sql"] for query in queries]
    lock = next(place for place, sql in enumerate(asked) if "FOR UPDATE" in sql)
    compared = next(place for place, sql in enumerate(asked) if '"articles_article"."title"' in sql)
    assert lock < compared
