"""Damaged texts on the desk: seen before and after, repaired, left, undone, each taken down."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles.desk.repairs import PER_PAGE
from articles.importing import import_documents
from articles.models import Article, Revision
from articles.roles import CONTRIBUTOR, EDITOR
from documents.json_values import unpack
from documents.sources import Sources
from tests.support.make import make_article, make_user

pytestmark = pytest.mark.django_db
LIST = "admin:articles_article_damaged"


@pytest.fixture
def anna() -> User:
    return make_user("anna", EDITOR)


@pytest.fixture
def desk(client: Client, anna: User) -> Client:
    client.force_login(anna)
    return client


def page(desk: Client, address: str = "") -> str:
    response = desk.get(address or reverse(LIST))
    assert response.status_code == 200
    return response.content.decode()


def send(desk: Client, do: str, *ticked: Article, **more: Any) -> Any:
    sent = {"do": do, "article": [row.pk for row in ticked], "back": reverse(LIST), **more}
    return desk.post(reverse("admin:articles_article_repair"), sent, follow=True)


def undo(desk: Client, told: str) -> None:
    """Press the button in a message."""
    items = re.findall(r'name="undo" value="([^"]+)"', told)
    assert items
    response = desk.post(reverse("admin:articles_article_undo_repair"), {"undo": items})
    assert response.status_code == 302


def texts() -> list[tuple[str, str, bool]]:
    return list(Article.objects.order_by("pk").values_list("title", "excerpt", "is_damaged"))


def test_before_and_after_are_shown(desk: Client) -> None:
    make_article(title="It&#8217;s", excerpt="AT&T")
    make_article(title="Clean")
    shown = page(desk)
    assert "It&amp;#8217;s" in shown and "It’s" in shown
    assert "Clean" not in shown and shown.count("Leave as it is") == 1


def test_one_click_repairs_one_text_and_undo_brings_every_byte_back(desk: Client, anna: User) -> None:
    article = make_article(title="It&#8217;s", excerpt="R&amp;D\r\n so")
    told = send(desk, f"repair:{article.pk}:excerpt").content.decode()
    assert "1 article repaired." in told
    assert texts() == [("It&#8217;s", "R&D\r\n so", True)]
    revision = Revision.objects.get()
    assert (revision.origin, revision.user) == ("repair", anna)
    assert [(c["key"], unpack(c["after"])) for c in revision.changes] == [("excerpt", "R&D\r\n so")]
    undo(desk, told)
    assert texts() == [("It&#8217;s", "R&amp;D\r\n so", True)]
    revision.refresh_from_db()
    assert revision.undone_by is not None and revision.undone_by.origin == "undo"


def test_those_ticked_are_repaired_at_once(desk: Client) -> None:
    rows = [make_article(title="It&#8217;s", excerpt="&amp;") for _ in range(3)]
    told = send(desk, "repair", *rows[:2]).content.decode()
    assert "2 articles repaired." in told
    assert [damaged for _, _, damaged in texts()] == [False, False, True]
    undo(desk, told)
    assert texts() == [("It&#8217;s", "&amp;", True)] * 3


def test_what_was_changed_since_is_not_undone(desk: Client) -> None:
    article = make_article(title="It&#8217;s", excerpt="&amp;")
    told = send(desk, "repair", article).content.decode()
    article.refresh_from_db()
    article.title = "Mine"
    article.save()
    undo(desk, told)
    assert texts() == [("Mine", "&amp;", True)]


def test_nobody_undoes_what_others_did(desk: Client) -> None:
    told = send(desk, "repair", make_article(title="It&#8217;s")).content.decode()
    desk.force_login(make_user("berta", EDITOR))
    items = re.findall(r'name="undo" value="([^"]+)"', told)
    assert desk.post(reverse("admin:articles_article_undo_repair"), {"undo": items}).status_code == 403
    assert texts()[0][0] == "It’s"


def test_left_as_it_is_until_the_text_changes(desk: Client) -> None:
    article = make_article(title="The &copy; sign", excerpt="&amp;")
    told = send(desk, f"leave:{article.pk}:title").content.decode()
    assert "1 text left as it is." in told
    shown = page(desk)
    assert f"repair:{article.pk}:title" not in shown and f"repair:{article.pk}:excerpt" in shown
    send(desk, "repair", article)
    assert texts() == [("The &copy; sign", "&", False)]
    undo(desk, told)
    assert texts()[0][2]
    send(desk, f"leave:{article.pk}:title")
    article.refresh_from_db()
    article.title = "The &copy; sign again"
    article.save()
    assert texts()[0][2]


def test_the_form_proposes_too(desk: Client) -> None:
    article = make_article(title="It&#8217;s")
    address = reverse("admin:articles_article_change", args=[article.pk])
    assert f'value="repair:{article.pk}:title"' in page(desk, address)
    assert send(desk, f"repair:{article.pk}:title", back=address).redirect_chain[0][0] == address
    assert "repairs-title" not in page(desk, address)


def test_a_contributor_repairs_own_drafts_alone(client: Client) -> None:
    carl = make_user("carl", CONTRIBUTOR)
    own = make_article(title="Own &amp;", published=False, created_by=carl, state="draft")
    other = make_article(title="Other &amp;")
    client.force_login(carl)
    shown = page(client)
    assert "Own" in shown and "Other" not in shown
    send(client, "repair", own, other)
    assert [title for title, _, _ in texts()] == ["Own &", "Other &amp;"]


def test_a_repair_is_the_line_that_differs(
    desk: Client, tmp_path: Any, exported: Callable[[], dict[str, bytes]]
) -> None:
    file = tmp_path / "_news/2021-01-01-a.md"
    file.parent.mkdir()
    file.write_bytes(b'---\ntitle: "A &amp; B"   # so\nexcerpt: x\n---\n')
    import_documents(Sources([str(tmp_path)]), workers=1)
    told = send(desk, "repair", Article.objects.get()).content.decode()
    assert exported()["_news/2021-01-01-a.md"] == file.read_bytes().replace(b"&amp;", b"&")
    undo(desk, told)
    assert exported()["_news/2021-01-01-a.md"] == file.read_bytes()


def test_nonsense_takes_back_nothing(desk: Client) -> None:
    address = reverse("admin:articles_article_undo_repair")
    assert desk.post(address, {"undo": ["made", "left", "made:x", ":", "left:1"]}).status_code == 302


def test_queries_do_not_grow(desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    rows = [make_article(title="It&#8217;s", excerpt="&amp;") for _ in range(30)]
    page(desk)
    with django_assert_max_num_queries(8):
        page(desk)
    sent = {"do": "repair", "article": [row.pk for row in rows]}
    # Eleven of them fold the repaired texts for search, and note which pictures they show, however many.
    with django_assert_max_num_queries(25):
        desk.post(reverse("admin:articles_article_repair"), sent)
    assert not Article.objects.damaged().exists()


def test_a_get_changes_nothing(desk: Client) -> None:
    make_article(title="It&#8217;s")
    for name in ("repair", "undo_repair"):
        assert desk.get(reverse(f"admin:articles_article_{name}")).status_code == 405
    assert texts()[0][0] == "It&#8217;s"


def test_all_are_repaired_at_once_and_taken_back_at_once(desk: Client) -> None:
    count = PER_PAGE + 3
    for _ in range(count):
        make_article(title="It&#8217;s")
    left = make_article(title="The &copy; sign")
    send(desk, f"leave:{left.pk}:title")
    assert f"Repair all {count}" in page(desk)
    told = send(desk, "repair-all").content.decode()
    assert f"{count} articles repaired." in told
    assert [title for title, _, _ in texts()] == ["It’s"] * count + ["The &copy; sign"]
    assert "Nothing to repair." in page(desk)
    undo(desk, told)
    assert [title for title, _, _ in texts()] == ["It&#8217;s"] * count + ["The &copy; sign"]


def test_all_is_more_than_one_step(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.desk.repairs.MOST", 2)
    for _ in range(5):
        make_article(title="&amp;")
    told = send(desk, "repair-all").content.decode()
    assert [title for title, _, _ in texts()] == ["&"] * 5
    desk.force_login(make_user("berta", EDITOR))
    items = re.findall(r'name="undo" value="([^"]+)"', told)
    desk.post(
        reverse("admin:articles_article_undo_repair"),
        {"undo": [*items, "at:nonsense", "at:2020-13-45T00:00:00Z"]},
    )
    assert [title for title, _, _ in texts()] == ["&"] * 5


def test_all_of_a_contributor_are_their_own(client: Client) -> None:
    carl = make_user("carl", CONTRIBUTOR)
    make_article(title="Own &amp;", published=False, created_by=carl, state="draft")
    make_article(title="Other &amp;")
    client.force_login(carl)
    send(client, "repair-all")
    assert [title for title, _, _ in texts()] == ["Own &", "Other &amp;"]
