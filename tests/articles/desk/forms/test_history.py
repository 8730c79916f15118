"""The history screen: every change told, any two versions compared, one of them restored as a new change."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.desk.forms.history import PER_PAGE
from articles.editing.history import Actor, recorded, timeline
from articles.editing.workflow import move
from articles.importing import import_documents
from articles.models import Article, Revision, Topic
from articles.models.workflow import State
from articles.roles import CHIEF, CONTRIBUTOR
from documents.sources import Sources
from providers.models import Provider
from tests.support.forms import save
from tests.support.make import make_article, make_provider, make_related, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_user("anna", CHIEF))
    return client


def at(row: Any, name: str) -> str:
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_{name}", args=[row.pk])


def page(desk: Client, address: str, **asked: str) -> str:
    response = desk.get(address, asked)
    assert response.status_code == 200
    content = response.content.decode().partition('id="content-main"')[2]
    return re.sub(r'<span class="aloud">.*?</span>|\s+', " ", content)


def edit(desk: Client, row: Any, **changes: str) -> None:
    save(desk, at(row, "change"), row._meta.model_name, **changes)


def names(row: Any) -> list[str]:
    return [entry.name for entry in timeline(row.path)]


@pytest.fixture
def imported(tmp_path: Path) -> Article:
    file = tmp_path / "_news/2021-01-01-a.md"
    file.parent.mkdir()
    file.write_bytes(
        b"---\ntitle: First  # so\nexcerpt: x\npublished: true\ntopics:\n- AI\n- Law\nheat: 3\n"
        b"images:\n- url: https://x.example/1.jpg\n  title: One\nrelated:\n- title: R\n  webUrl: https://x.example/r\n---\n"
    )
    import_documents(Sources([str(tmp_path)]), workers=1)
    return Article.objects.get()


def test_who_when_from_where_and_what(desk: Client, imported: Article) -> None:
    edit(desk, imported, title="Second")
    article = Article.objects.filter(pk=imported.pk)
    move(article, State.WITHDRAWN, Actor(make_user("berta"), Revision.Origin.BULK, timezone.now(), "why"))
    shown = page(desk, at(imported, "history"))
    told = re.findall(r"Version (\d).*?</time> · ([^·]+) · ([\w ]+\w)", shown)
    assert told[0][1:] == ("berta", "several at once")
    assert told[1][1:] == ("anna", "form")
    assert told[2][2] == "import"
    assert [number for number, _, _ in told] == ["3", "2", "1"]
    assert "Came in with this import." in shown
    assert "withdrawn" in shown and "why" in shown
    assert "Second" in shown and "decidedBy" not in shown


def test_any_two_are_compared(desk: Client, imported: Article) -> None:
    edit(desk, imported, title="Second")
    edit(desk, imported, excerpt="y")
    edit(desk, imported, title="Third")
    newest, _, second, first = names(imported)
    shown = page(desk, at(imported, "compare"), a=newest, b=first)
    assert "First" in shown and "Third" in shown and "Second" not in shown
    assert re.findall('<h2 class="field-change__head">(.*?)</h2>', shown) == ["Title", "Excerpt"]
    shown = page(desk, at(imported, "compare"), a=second, b=first)
    assert "Second" in shown and "Third" not in shown
    assert "They say the same." in page(desk, at(imported, "compare"), a=first, b=first)
    assert desk.get(at(imported, "compare"), {"a": "r0", "b": "x"}).status_code == 404


def test_restored_it_is_the_document_that_came(
    desk: Client, imported: Article, exported: Callable[[], dict[str, bytes]]
) -> None:
    """Lists and all, by a new change; what is carried and where it stands is not touched."""
    before = exported()
    row = imported
    edit(
        desk, row, title="Second", excerpt="", images__0__title="Two", listings__0__DELETE="on",
        related_links__0__DELETE="on",
    )  # fmt: skip
    assert exported() != before
    first = names(row)[-1]
    shown = page(desk, at(row, "restore"), to=first)
    assert re.findall('name="field" value="(.*?)" checked', shown) == [
        "title", "excerpt", "topics", "images", "related",
    ]  # fmt: skip
    assert exported() != before
    fields = ["title", "excerpt", "topics", "images", "related"]
    desk.post(at(row, "restore"), {"to": first, "field": fields})
    assert exported() == before
    revision = Revision.objects.latest("pk")
    assert (revision.origin, revision.actor) == ("restore", "anna")
    assert "to the version of" in revision.note
    assert Revision.objects.count() == 2
    assert "There is nothing to restore" in page(desk, at(row, "restore"), to=first)


def test_one_field_alone(desk: Client) -> None:
    row = make_article(title="Zero", excerpt="zero")
    edit(desk, row, title="One", excerpt="one")
    edit(desk, row, title="Two", excerpt="two")
    desk.post(at(row, "restore"), {"to": names(row)[-1], "field": ["title"]})
    row.refresh_from_db()
    assert (row.title, row.excerpt) == ("One", "two")


def test_restoring_empties_nothing_that_readers_see(desk: Client) -> None:
    row = make_article(title="Gulls", published=False)
    edit(desk, row, title="", excerpt="Quiet")
    edit(desk, row, title="Gulls again", excerpt="Loud")
    move(Article.objects.all(), State.PUBLISHED, Actor(None, Revision.Origin.FORM, timezone.now()))
    sent = {"to": names(row)[-1], "field": ["title", "excerpt"]}
    told = desk.post(at(row, "restore"), sent, follow=True).content.decode()
    assert "Readers see the title: write one, or withdraw the story first." in told
    row.refresh_from_db()
    assert (row.title, row.excerpt) == ("Gulls again", "Loud")
    move(Article.objects.all(), State.WITHDRAWN, Actor(None, Revision.Origin.FORM, timezone.now()))
    desk.post(at(row, "restore"), sent)
    row.refresh_from_db()
    assert (row.title, row.excerpt) == ("", "Quiet")


def test_where_it_stands_is_not_restored(desk: Client) -> None:
    row = make_article(title="Zero")
    edit(desk, row, title="One")
    user = make_user()
    move(Article.objects.all(), State.WITHDRAWN, Actor(user, Revision.Origin.FORM, timezone.now()))
    edit(desk, row, title="Two")
    desk.post(at(row, "restore"), {"to": names(row)[-1], "field": ["title", "published", "state"]})
    row.refresh_from_db()
    assert (row.title, row.state, row.published) == ("One", "withdrawn", False)


def test_topics_and_providers_have_theirs(desk: Client) -> None:
    rows: list[Topic | Provider] = [make_topic("Zero"), make_provider(name="Zero")]
    for row in rows:
        edit(desk, row, name="One")
        edit(desk, row, name="Two")
        assert "Two" in page(desk, at(row, "history"))
        desk.post(at(row, "restore"), {"to": names(row)[-1], "field": ["name"]})
        row.refresh_from_db()
        assert row.name == "One"
        assert [entry.origin for entry in timeline(row.path)] == ["restored", "form", "form"]


def test_a_related_link_is_in_its_articles_history(desk: Client) -> None:
    article = make_article()
    edit(desk, make_related(article), title="Changed")
    (revision,) = Revision.objects.all()
    assert (revision.path, [change["key"] for change in revision.changes]) == (article.path, ["related"])


@pytest.mark.parametrize("way", ["page", "list"])
def test_a_related_link_that_goes_is_in_its_articles_history(desk: Client, way: str) -> None:
    article = make_article()
    link = make_related(article)
    if way == "page":
        desk.post(at(link, "delete"), {"post": "yes"})
    else:
        sent = {"action": "delete_selected", "_selected_action": link.pk, "post": "yes"}
        desk.post(reverse("admin:articles_relatedlink_changelist"), sent)
    assert not article.related_links.exists()
    revision = Revision.objects.get()
    assert (revision.path, [change["key"] for change in revision.changes]) == (article.path, ["related"])


def test_contributors_see_their_own_alone_and_restore_drafts_alone(client: Client) -> None:
    carl = make_user("carl", CONTRIBUTOR)
    own, other = make_article(created_by=carl, published=False, state="draft"), make_article()
    for row in (own, other):
        with recorded([row], Actor(carl, Revision.Origin.FORM, timezone.now())):
            row.title = "Changed"
            row.save()
    client.force_login(carl)
    name = names(own)[0]
    for screen in ("history", "compare", "restore"):
        asked = {"a": name, "b": name, "to": name}
        assert client.get(at(own, screen), asked).status_code == 200
        assert client.get(at(other, screen), asked).status_code == (302 if screen == "history" else 404)
    move(
        Article.objects.filter(pk=own.pk), State.PUBLISHED, Actor(None, Revision.Origin.BULK, timezone.now())
    )
    assert client.get(at(own, "history")).status_code == 200
    assert client.post(at(own, "restore"), {"to": name, "field": ["title"]}).status_code == 403


def test_long_histories_are_paged_in_few_queries(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    row, now = make_article(), timezone.now()
    for number in range(PER_PAGE + 5):
        with recorded([row], Actor(None, Revision.Origin.COMMAND, now + timedelta(seconds=number))):
            row.title = f"Title {number}"
            row.save()
    page(desk, at(row, "history"))
    with django_assert_max_num_queries(12):
        first = page(desk, at(row, "history"))
    assert first.count('class="change"') == PER_PAGE
    assert page(desk, at(row, "history"), p="2").count('class="change"') == 5
    newest, *_, oldest = names(row)
    for screen in ("compare", "restore"):
        with django_assert_max_num_queries(12):
            page(desk, at(row, screen), a=newest, b=oldest, to=oldest)


def test_changes_of_heat_alone_are_shown_where_somebody_asks(
    desk: Client, imported: Article, tmp_path: Path
) -> None:
    file = tmp_path / imported.path
    for heat in range(4, 10):
        file.write_bytes(re.sub(rb"heat: \d", f"heat: {heat}".encode(), file.read_bytes()))
        import_documents(Sources([str(tmp_path)]), workers=1)
    file.write_bytes(file.read_bytes().replace(b"First", b"Second"))
    import_documents(Sources([str(tmp_path)]), workers=1)
    shown = page(desk, at(imported, "history"))
    assert re.findall(r"Version (\d)", shown) == ["8", "1"]
    assert "6 changes of heat or quality alone are left out." in shown
    everything = page(desk, at(imported, "history"), counts="1")
    assert re.findall(r"Version (\d)", everything) == list("87654321")
    assert "Leave out changes of heat and quality alone" in everything


def test_heat_that_somebody_set_here_is_a_version(desk: Client, imported: Article) -> None:
    edit(desk, imported, heat="9")
    shown = page(desk, at(imported, "history"))
    assert re.findall(r"Version (\d)", shown) == ["2", "1"]
    assert "left out" not in shown
