"""Whatever the desk shows an editor is in the editor's language; what it stores is in none."""

from __future__ import annotations

import re
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from articles.editing.blocking import block
from articles.editing.history import Actor
from articles.editing.stock_reasons import as_text
from articles.editing.workflow import move, take_back
from articles.importing import import_documents, lock, uploads
from articles.importing.undo import undo_run
from articles.models import (
    Article,
    FrozenField,
    ImportedDocument,
    ImportRun,
    Revision,
    SourceDocument,
    Topic,
    Upload,
    Withheld,
)
from articles.models.workflow import BLOCKED, State
from articles.roles import CHIEF, ROLES
from documents.json_values import pack
from documents.sources import Sources
from providers.models import Provider
from tests.support.doors import at_hand, doors, path_of
from tests.support.forms import save
from tests.support.make import make_article, make_user

pytestmark = pytest.mark.django_db

# In letters of no word that a program would say: of what is left in Latin ones, each is a text unmarked.
DOCUMENT = """---
title: Чайка
publishedDateTime: 2026-03-01T08:00:00Z
webUrl: "{address}"
published: true
provider:
  name: Почта
  domain: пример.рф
topics:
  - Гавань
related:
  - title: Сельдь
    webUrl: "https://1.рф/2"
---
"""
PATH = "_news/2026-03-01-1.md"
# Names of files and of the site, entities, units, and Django's own word for the picture of a yes.
KNOWN = re.compile(r"https?://\S*|\S+\.(md|yaml|рф)\b|&\w+;|Newsroom|UTC|MB|\bTrue\b|\bEnter\b|SHA-256")


@pytest.fixture
def anna(settings: Settings, tmp_path: Path) -> User:
    settings.UPLOADS_ROOT = tmp_path / "uploads"
    return make_user("анна", CHIEF)


@pytest.fixture
def desk(client: Client, anna: User, another_language: None) -> Client:
    client.force_login(anna)
    return client


def bring(folder: Path, address: str) -> ImportRun:
    file = folder / PATH
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(DOCUMENT.format(address=address), encoding="utf-8")
    import_documents(Sources([str(folder)]), workers=1)
    ImportRun.objects.update(source="1", process="2")
    return ImportRun.objects.latest("pk")


def send(desk: Client, address: str = "https://3.рф/1") -> Any:
    file = SimpleUploadedFile("2026-03-01-1.md", DOCUMENT.format(address=address).encode())
    return desk.post(reverse("admin:articles_upload_add"), {"file": file}, follow=True)


@pytest.fixture
def rows(desk: Client, anna: User, tmp_path: Path) -> dict[str, int]:
    """A row of each kind, by screen."""
    now = timezone.now()
    bring(tmp_path, "https://1.рф/1")
    article = Article.objects.get()
    article.web_url = "https://2.рф/1"
    article.save()
    run = bring(tmp_path, "https://3.рф/1")
    send(desk, "https://4.рф/1")
    FrozenField.objects.create(path=PATH, key="title", values=[pack(1), pack(2)], run=run, since=now)
    withheld = Withheld.objects.create(path="_news/1.md", withheld=now, reason=BLOCKED, withheld_by=anna)
    block(Provider.objects.get(), Actor(anna, Revision.Origin.BLOCK, now), withdraw=True)
    models = (Article, Topic, ImportRun, ImportedDocument, SourceDocument, FrozenField, Upload, Provider)
    newest = ((model._meta.label_lower, model._default_manager.latest("pk").pk) for model in models)
    return {
        **{name.replace(".", "/"): key for name, key in newest},
        "articles/article:own": article.pk,
        "articles/relatedlink:own": article.related_links.get().pk,
        "articles/conflict": run.conflicts.get().pk,
        "articles/withheld": withheld.pk,
        "auth/user:lower": User.objects.create_user("борис").pk,
    }  # fmt: skip


def unmarked(page: str) -> set[str]:
    """The texts of a page, and those of its attributes that are told, without what is marked."""
    hidden = r'<(script|style|svg).*?</\1>|<td class="[^"]* hidden">.*?</td>'
    page = re.sub(hidden, "", page, flags=re.DOTALL)
    told = re.findall(
        r'(?:title|aria-label|placeholder|alt|<input[^>]*type="submit"[^>]* value)="([^"]*)"', page
    )
    page = re.sub(r"<[^>]*>", "\n", re.sub(r"</?(strong|em|b|a|span|code)\b[^>]*>", "", page))
    while page != (page := re.sub(r"«[^«»]*»", "", page)):
        pass
    left = [re.sub(r"«.*»", "", KNOWN.sub("", text)) for text in (*page.split("\n"), *told)]
    return {text.strip() for text in left if re.search(r"[A-Za-z]{2}", text)}


def test_every_text_of_every_screen_is_marked_for_translation(desk: Client, rows: dict[str, int]) -> None:
    seen, found = 0, {}
    for door in doors():
        # Previews are the public's page, jsi18n a script.
        if door.method != "GET" or "preview" in door.address or "jsi18n" in door.address:
            continue
        if door.row not in ("", "own", "lower") or "autocomplete" in door.address:
            continue
        response = desk.get(path_of(door, at_hand(door, rows)))
        if response.status_code == 200 and "html" in response["Content-Type"]:
            seen += 1
            if left := unmarked(response.content.decode()):
                found[door.address] = left
    assert found == {}
    assert seen > 40


def test_lists_name_roles(desk: Client) -> None:
    page = desk.get(reverse("admin:auth_user_changelist")).content.decode()
    assert all(page.count(f"«{name}»") >= 1 for name in ROLES)
    assert {*Group.objects.values_list("name", flat=True)} == {*ROLES}


def test_what_came_of_an_import_is_told(desk: Client) -> None:
    problem = {"file": "1.md", "line": 2, "field": "heat", "reason": "3", "severity": "error"}
    counts = dict.fromkeys(("created", "updated", "unchanged", "refused", "withheld"), 4)
    report = {"counts": counts, "by_kind": {"articles": counts, "other files": counts}}
    run = ImportRun.objects.create(
        started=timezone.now(), source="1", process="2", report={**report, "problems": [problem]}
    )
    page = desk.get(reverse("admin:articles_importrun_change", args=[run.pk])).content.decode()
    for word in (*counts, "articles", "other files", "file", "line", "reason", "severity", "error"):
        assert f">«{word}»<" in page
    assert ">heat<" in page


def test_accepted_upload_is_told_in_few_words(desk: Client, tmp_path: Path) -> None:
    upload = Upload.objects.get(pk=send(desk).context["upload"].pk)
    response = desk.post(
        reverse("admin:articles_upload_change", args=[upload.pk]), {"_accept": "1"}, follow=True
    )
    assert [str(message) for message in response.context["messages"]] == ["«articles»: 1 «created»."]


def test_what_was_kept_out_is_stored_in_english_and_told_otherwise(desk: Client) -> None:
    upload = Upload.objects.get(pk=send(desk).context["upload"].pk)
    row = upload.documents.get()
    sent = {"shown": [row.pk], f"choice-{row.pk}": "keep_out", "_accept": "1"}
    response = desk.post(reverse("admin:articles_upload_change", args=[upload.pk]), sent, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["«Nothing was imported.»"]
    assert Withheld.objects.get().reason == "Kept out when 2026-03-01-1.md was uploaded"
    page = desk.get(reverse("admin:articles_withheld_changelist")).content.decode()
    assert "«Kept out when 2026-03-01-1.md was uploaded»" in page


def test_nothing_that_is_stored_is_in_an_editors_language(desk: Client, rows: dict[str, int]) -> None:
    article = Article.objects.get()
    save(desk, reverse("admin:articles_article_change", args=[article.pk]), "article", title="Кит")
    first = Revision.objects.filter(path=article.path, origin="form").latest("pk")
    address = reverse("admin:articles_article_restore", args=[article.pk])
    version = f"i{ImportedDocument.objects.filter(path=article.path).earliest('pk').pk}"
    desk.post(address, {"to": version, "field": ["title"]})
    note = Revision.objects.latest("pk").note
    assert first.pk != Revision.objects.latest("pk").pk and note.startswith("to the version of")
    desk.post(reverse("admin:articles_upload_change", args=[rows["articles/upload"]]), {"_accept": "1"})
    stored = [
        *Article.objects.values_list("reason", flat=True),
        *Revision.objects.values_list("note", flat=True),
        *Withheld.objects.values_list("reason", flat=True),
        *map(str, ImportRun.objects.values_list("report", flat=True)),
    ]
    assert article.reason == BLOCKED
    assert [text for text in stored if "«" in text] == []
    page = desk.get(reverse("admin:articles_article_history", args=[article.pk])).content.decode()
    assert f"«{note}»" in page and f"«{BLOCKED}»" in page


def test_refusals_are_told(desk: Client, anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = Upload.objects.get(pk=send(desk).context["upload"].pk)
    address = reverse("admin:articles_upload_change", args=[upload.pk])
    # PostgreSQL's lock is its session's, of which a test has one.
    for name in ("_sqlite_lock", "_postgresql_lock"):
        monkeypatch.setattr(lock, name, lambda: nullcontext(False))
    text = desk.post(address, {"_accept": "1"}, follow=True).content.decode()
    assert "«Another import is just starting; try again in a moment.»" in text
    ImportRun.objects.create(started=timezone.now(), source="1", process="2")
    text = desk.post(address, {"_accept": "1"}, follow=True).content.decode()
    assert "«Another import is running since" in text
    uploads._kept(upload).unlink()
    text = desk.post(address, {"_accept": "1"}, follow=True).content.decode()
    assert "«The file 2026-03-01-1.md is not kept any more; upload it again.»" in text
    monkeypatch.setattr(uploads, "MOST", 0)
    assert "«2026-03-01-1.md holds more than 0 documents" in send(desk).content.decode()


def test_decision_that_was_overtaken_is_told(anna: User, another_language: None) -> None:
    article, now = make_article(published=None), timezone.now()
    found = Article.objects.filter(pk=article.pk)
    first = move(found, State.PUBLISHED, Actor(anna, Revision.Origin.TRIAGE, now))
    move(found, State.WITHDRAWN, Actor(anna, Revision.Origin.TRIAGE, now + timedelta(minutes=1)))
    moved = take_back([*first.revisions.values()], by=anna, now=now + timedelta(minutes=2))
    assert moved.refused == {article.pk: "«It was decided again since.»"}


def test_undo_is_told_at_the_desk_and_in_english_by_the_command(desk: Client, tmp_path: Path) -> None:
    bring(tmp_path, "https://1.рф/1")
    run = bring(tmp_path, "https://2.рф/1")
    article = Article.objects.get()
    article.web_url = "https://3.рф/1"
    article.save()
    page = desk.get(reverse("admin:articles_importrun_undo", args=[run.pk])).content.decode()
    assert f"{PATH}: «web address»: «changed since»" in page
    text = undo_run(run, user=None, now=timezone.now()).as_text()
    assert f"{PATH}: webUrl: changed since" in text and "«" not in text


def test_what_people_wrote_is_told_as_they_wrote_it(another_language: None) -> None:
    assert as_text(BLOCKED) == f"«{BLOCKED}»"
    for text in ("", "Too long", "Kept out when", "100% wrong", "Kept out when %(name)s"):
        assert as_text(text) == text
