"""What each screen shows, and what none may show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.desk import uncounted_pages
from articles.importing import import_documents
from articles.models import Article, Conflict, ImportRun, SourceDocument, Withheld
from articles.models.workflow import LIVE, State
from documents.json_values import pack
from documents.sources import Sources
from tests.support.make import LONG_AGO, make_article, make_topic

pytestmark = pytest.mark.django_db

Site = dict[str, bytes]
OURS = [model for model in admin.site._registry if model._meta.app_label in {"articles", "providers"}]


@pytest.fixture
def client(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture
def conflict(site: Site) -> Conflict:
    """A title that was changed here and at the source."""
    article = Article.objects.get(path__startswith="_news/2026-03-21")
    said = article.title
    article.title = "Ours"
    article.save()
    return Conflict.objects.create(
        path=article.path,
        key="title",
        base=pack(said),
        theirs=pack("Theirs"),
        ours=pack("Ours"),
        run=ImportRun.objects.latest("pk"),
        found=timezone.now(),
    )


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_list_and_page_opens(client: Client, conflict: Conflict, model: type[Article]) -> None:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert client.get(reverse(f"{name}_changelist")).status_code == 200
    assert client.get(reverse(f"{name}_changelist"), {"q": "harbour"}).status_code == 200
    for row in model._default_manager.all()[:3]:
        assert client.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200


@pytest.mark.parametrize("language", ["en", "de"])
def test_moments_are_written_in_one_way(client: Client, language: str) -> None:
    run = ImportRun.objects.create(started=LONG_AGO, source="site", process="test", state="done")
    name = "admin:articles_importrun"
    for address in (reverse(f"{name}_changelist"), reverse(f"{name}_change", args=[run.pk])):
        page = client.get(address, headers={"accept-language": language}).content.decode()
        assert "2021-06-01 12:00" in page, address
        assert "June" not in page


# What grows with a site without an end.
LARGE = (
    "articles_article|articles_listing|articles_image|articles_relatedlink|articles_sourcedocument"
    "|articles_importeddocument|articles_importrun|articles_revision|articles_withheld"
)


@pytest.mark.parametrize("asked", [{}, {"q": "harbour"}, {"tab": "all"}], ids=str)
def test_no_screen_counts_a_large_table_to_its_end(
    client: Client, conflict: Conflict, asked: dict[str, str]
) -> None:
    article = Article.objects.get(path=conflict.path)
    lists = [reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in OURS]
    with CaptureQueriesContext(connection) as queries:
        for address in (reverse("admin:index"), article_form(article), *lists):
            client.get(address, asked)
    counts = [query["sql"] for query in queries if "COUNT(" in query["sql"].upper()]
    assert len(counts) > 5
    # A count that ends somewhere, or is of some rows by an index, is of a subquery or a GROUP BY.
    assert [sql for sql in counts if re.search(rf'COUNT\(\*\) AS "__count" FROM "({LARGE})"', sql)] == []


@pytest.mark.parametrize(
    ("state", "instead"),
    [
        (State.PUBLISHED, "withdraw it instead"),
        (State.SCHEDULED, "reject it instead"),
        (State.INBOX, "reject it instead"),
        (State.WITHDRAWN, "may as well stay"),
    ],
)
def test_page_that_deletes_says_what_it_means_and_what_would_do(
    client: Client, state: State, instead: str
) -> None:
    later = timezone.now() + timedelta(days=1) if state == State.SCHEDULED else None
    live = True if state in LIVE else None
    article = make_article(state=state, published=live, publish_at=later, topics=[make_topic()])
    address = reverse("admin:articles_article_delete", args=[article.pk])
    page = client.get(address).content.decode()
    assert "Imports will not bring it back." in page
    assert reverse("admin:articles_withheld_changelist") in page
    assert instead in page
    assert (f"{article_form(article)}#decide" in page) == ("instead" in instead)
    assert "Listing" not in page
    assert "Search text" not in page
    client.post(address, {"post": "yes", "reason": " Not ours. "})
    withheld = Withheld.objects.get()
    assert (withheld.path, withheld.reason) == (article.path, "Not ours.")
    assert not Article.objects.exists()


def article_form(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def test_what_is_secured_is_nowhere(client: Client, site: Site) -> None:
    source = SourceDocument.objects.get(path__startswith="_news/2026-02-14")
    article = Article.objects.get(path=source.path)
    secret = bytes(source.content).partition(b"secured: ")[2][1:40].decode()
    assert len(secret) == 39
    for address in (
        reverse("admin:articles_sourcedocument_change", args=[source.pk]),
        reverse("admin:articles_sourcedocument_changelist"),
        reverse("admin:articles_article_change", args=[article.pk]),
        reverse("admin:articles_importrun_change", args=[source.run_id]),
        reverse("admin:articles_importeddocument_changelist"),
    ):
        assert secret not in client.get(address).content.decode()


def test_paging_ends_at_its_reach(client: Client, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uncounted_pages, "REACH", 10)
    response = client.get(reverse("admin:articles_sourcedocument_changelist"))
    assert response.context["cl"].result_count == 10


@pytest.mark.parametrize(
    "asked",
    [
        "tide board harbour",
        "_news/2026-02-14-will-you-marry-me-asks-the-tide-board.md",
        "https://newsroom.example/news/2026-02-14-will-you-marry-me-asks-the-tide-board/",
        " https://www.harbour-post.example/2026/02/14/will-you-marry-me-asks-the-tide-board/",
    ],
)
def test_article_is_found_by_words_or_address(client: Client, site: Site, asked: str) -> None:
    response = client.get(reverse("admin:articles_article_changelist"), {"q": asked})
    assert [row.path for row in response.context["cl"].result_list] == [
        "_news/2026-02-14-will-you-marry-me-asks-the-tide-board.md"
    ]


def test_deleted_article_is_withheld_by_who_deleted_it(client: Client, site: Site, editor: User) -> None:
    article = Article.objects.get(path__startswith="_news/2026-02-14")
    client.post(reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"})
    assert Withheld.objects.standing().get(path=article.path).withheld_by == editor
    several = list(Article.objects.values_list("pk", flat=True)[:2])
    chosen = {"action": "delete_selected", "_selected_action": several, "post": "yes"}
    client.post(reverse("admin:articles_article_changelist"), chosen)
    assert Withheld.objects.standing().filter(withheld_by=editor).count() == 3


def test_conflict_shows_its_sides(client: Client, conflict: Conflict) -> None:
    text = client.get(reverse("admin:articles_conflict_changelist")).content.decode()
    assert "Theirs" in text
    assert "Ours" in text


@pytest.mark.parametrize(("action", "title"), [("keep_ours", "Ours"), ("take_theirs", "Theirs")])
def test_conflict_is_settled_by_an_action(
    client: Client, conflict: Conflict, editor: User, action: str, title: str
) -> None:
    address = reverse("admin:articles_conflict_changelist")
    client.post(address, {"action": action, "_selected_action": [conflict.pk]})
    conflict.refresh_from_db()
    assert (conflict.settled_by, bool(conflict.settled)) == (editor, True)
    assert Article.objects.get(path=conflict.path).title == title
    assert client.get(address).context["cl"].result_count == 0
    assert client.get(address, {"state": "closed"}).context["cl"].result_count == 1


def test_who_may_only_look_cannot_settle(client: Client, conflict: Conflict, editor: User) -> None:
    User.objects.filter(pk=editor.pk).update(is_superuser=False)
    address = reverse("admin:articles_conflict_changelist")
    client.post(address, {"action": "take_theirs", "_selected_action": [conflict.pk]})
    conflict.refresh_from_db()
    assert conflict.settled is None


def test_run_tells_its_problems(client: Client, site: Site, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("site") / "_news"
    folder.mkdir()
    (folder / "bad.md").write_bytes(b"---\nheat: <b>hot</b>\n---\n")
    import_documents(Sources([str(folder.parent)]), workers=1)
    run = ImportRun.objects.latest("pk")
    text = client.get(reverse("admin:articles_importrun_change", args=[run.pk])).content.decode()
    assert "expected an integer" in text
    assert "<b>hot" not in text


def test_what_is_not_there_is_said_at_the_desk(client: Client, editor: User) -> None:
    client.force_login(editor)
    response = client.get("/admin/nonsense/")
    text = response.content.decode()
    assert response.status_code == 404
    assert "Page not found" in text
    assert reverse("admin:articles_article_changelist") in text
    assert "login" in Client().get("/admin/nonsense/")["Location"]


def _shown(screen: Any) -> Iterator[str]:
    """The names under which a screen shows columns and fields."""
    flat = flatten_fieldsets(screen.fieldsets or ())
    names = (getattr(screen, "list_display", ()), screen.readonly_fields, screen.fields or (), flat)
    yield from chain(*names)
    for inline in getattr(screen, "inlines", ()):
        yield from _shown(inline)


def test_sheets_name_only_columns_and_fields_that_a_screen_has(root: Path) -> None:
    shown = {name for screen in admin.site._registry.values() for name in _shown(screen)}
    pages = "".join(page.read_text(encoding="utf-8") for page in (root / "templates").rglob("*.html"))
    named = {
        match
        for sheet in (root / "articles/static/desk").glob("*.css")
        for match in re.findall(r"\.((?:field|column)-\w+)", sheet.read_text(encoding="utf-8"))
    }
    assert "field-between" in named
    assert {name for name in named if name not in pages and name.partition("-")[2] not in shown} == set()
