"""Conflicts at the desk: both texts beside each other, and a text of one's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from articles.desk.forms.both_texts import LONG
from articles.models import Article, Conflict
from articles.roles import EDITOR
from tests.support.forms import save, sent_by_browser
from tests.support.make import make_user
from tests.support.sites import import_site, write_site

pytestmark = pytest.mark.django_db

NAME = "_news/2021-06-01-fires.md"
LIST = reverse("admin:articles_conflict_changelist")
BASE = ("Fires at the head", "One\n\nTwo\n\nThree")
THEIRS = ("Fires at Pell’s mouth", "One there\n\nTwo\n\nThree there")
OURS = ("Big fires at the quay", "One here\n\nTwo here\n\nThree")
BOTH_TITLES = "Big fires at Pell’s <<<<<<< quay ======= mouth >>>>>>>"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_user("anna", EDITOR))
    return client


def bring(folder: Path, title: str, body: str) -> Article:
    text = f'---\ntitle: "{title}"\npublished: true\n---\n\n{body}\n'
    write_site(folder, {NAME: text.encode()})
    import_site(folder)
    return Article.objects.with_body().get(path=NAME)


@pytest.fixture
def article(tmp_path: Path) -> Article:
    """A title and a text that were changed here and at the source."""
    article = bring(tmp_path, *BASE)
    article.title, article.body = OURS
    article.save()
    return bring(tmp_path, *THEIRS)


def conflict_about(key: str) -> Conflict:
    return Conflict.objects.waiting().get(key=key)


def settle(desk: Client, conflict: Conflict, text: str, **sent: str) -> str:
    """Save a text for a conflict from the list; answers with the page where it is refused."""
    page = desk.get(LIST).content.decode()
    found = re.search(rf'name="seen-{conflict.pk}" value="(\w+)"', page)
    assert found
    sent = {"choose": "typed", f"text-{conflict.pk}": text, f"seen-{conflict.pk}": found[1]} | sent
    response = desk.post(reverse("admin:articles_conflict_settle", args=[conflict.pk]), sent)
    return "" if response.status_code == 302 else response.content.decode()


def text_in(page: str, conflict: Conflict) -> str:
    """What stands in the field of a conflict."""
    found = re.search(rf'<textarea name="text-{conflict.pk}".*?>\n(.*?)</textarea>', page, re.DOTALL)
    assert found
    return found[1].replace("&lt;", "<").replace("&gt;", ">")


def test_the_field_begins_with_one_text_of_both(desk: Client, article: Article) -> None:
    page = desk.get(LIST).content.decode()
    assert text_in(page, conflict_about("title")) == BOTH_TITLES
    assert text_in(page, conflict_about("body")) == (
        "<<<<<<< here\nOne here\n======= at the source\nOne there\n>>>>>>>\n\nTwo here\n\nThree there"
    )


def test_where_texts_meet_is_framed_and_said_aloud(desk: Client, article: Article) -> None:
    page = desk.get(LIST).content.decode()
    framed = re.findall(r'<mark class="meets">(.*?)</mark>', page, re.DOTALL)
    assert ["".join(re.findall(r"One|here|there|changed on both sides", one)) for one in framed] == [
        "changed on both sidesOnethere",
        "changed on both sidesOnehere",
    ]


def test_what_is_typed_settles(desk: Client, article: Article) -> None:
    title, body = conflict_about("title"), conflict_about("body")
    assert settle(desk, title, "Big fires\r\nat Pell’s quay ") == ""
    assert settle(desk, body, "One of both\r\n\r\nTwo here\r\n\r\nThree there  ") == ""
    article = Article.objects.with_body().get()
    assert article.title == "Big fires at Pell’s quay"
    assert article.body == "One of both\n\nTwo here\n\nThree there  "
    assert "typed anew" in desk.get(LIST, {"state": "settled"}).content.decode()


@pytest.mark.parametrize("key", ["title", "body"])
def test_a_text_that_is_refused_stays_in_its_field(desk: Client, article: Article, key: str) -> None:
    conflict = conflict_about(key)
    typed = f"What I typed {BOTH_TITLES}"
    page = settle(desk, conflict, typed)
    assert "Two texts still stand in it" in page
    assert text_in(page, conflict) == typed
    conflict_about(key)


def test_a_text_for_what_changed_meanwhile_stays_beside_what_it_says_now(
    desk: Client, article: Article
) -> None:
    conflict = conflict_about("title")
    page = settle(desk, conflict, "Typed", **{f"seen-{conflict.pk}": "another"})
    assert "was changed here meanwhile" in page
    assert text_in(page, conflict) == "Typed"


def test_no_public_story_is_emptied_by_a_choice(desk: Client, article: Article) -> None:
    conflict = conflict_about("title")
    assert "withdraw the story first" in settle(desk, conflict, " ")
    Conflict.objects.filter(pk=conflict.pk).update(theirs=None)
    address = reverse("admin:articles_conflict_settle", args=[conflict.pk])
    page = desk.post(address, {"choose": "theirs"}, follow=True).content.decode()
    assert "withdraw the story first" in page
    assert Article.objects.get().title == OURS[0]


def test_a_long_text_has_a_page_of_its_own(desk: Client, tmp_path: Path) -> None:
    same = "\n\n".join(f"Paragraph {number}" for number in range(LONG // 10))
    article = bring(tmp_path, "Fires", f"One\n\n{same}")
    article.body = f"One here\n\n{same}"
    article.save()
    bring(tmp_path, "Fires", f"One there\n\n{same}")
    page = desk.get(LIST).content.decode()
    conflict = conflict_about("body")
    alone = reverse("admin:articles_conflict_change", args=[conflict.pk])
    assert (f'href="{alone}"' in page, len(page) < 2 * LONG) == (True, True)
    page = desk.get(alone).content.decode()
    assert len(text_in(page, conflict)) > LONG
    # What is the same on both sides is not shown twice more.
    assert "characters more …" in page
    assert len(page) < 3 * len(same)


def test_the_form_of_the_article_settles_with_what_stands_in_the_field(
    desk: Client, article: Article
) -> None:
    address = reverse("admin:articles_article_change", args=[article.pk])
    page = desk.get(address).content.decode()
    assert page.count("Changed here and at the source: which is right?") == 2
    assert '<mark class="meets">' in page
    sent = sent_by_browser(desk, address, "article")
    refused = desk.post(address, sent | {"title": BOTH_TITLES, "_settles": conflict_about("title").pk})
    assert "Two texts still stand in it" in refused.content.decode()
    save(desk, address, "article", title="Typed in the form", _settles=str(conflict_about("title").pk))
    assert Article.objects.get().title == "Typed in the form"
    assert [one.key for one in Conflict.objects.waiting()] == ["body"]
    save(desk, address, "article", excerpt="Nothing ticked")
    conflict_about("body")
