"""No screen shows editors the key of a document where the key has a name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from articles.importing import import_documents
from articles.models import Article, Conflict, FrozenField, ImportRun, Upload
from articles.roles import CHIEF
from documents.json_values import pack
from documents.sources import Sources
from tests.support.forms import sent_by_browser
from tests.support.make import make_user

pytestmark = pytest.mark.django_db
STORY = "_news/2021-01-01-a.md"
DOCUMENT = (
    '---\ntitle: A\nwebUrl: "https://{host}.example/a"\nfeaturedContent: "<b>x</b>"\npublished: true\n'
    'related:\n- title: R\n  webUrl: "https://{host}.example/r"\n---\n'
)


@pytest.fixture
def desk(client: Client, tmp_path: Path, settings: Settings) -> Client:
    settings.UPLOADS_ROOT = tmp_path / "uploads"
    client.force_login(make_user("anna", CHIEF))
    return client


@pytest.fixture
def clash(tmp_path: Path) -> Conflict:
    """An address that was changed here and at the source."""
    bring(tmp_path, "one")
    article = Article.objects.get()
    article.web_url = "https://ours.example/a"
    article.save()
    bring(tmp_path, "two")
    return Conflict.objects.get(key="webUrl")


def bring(folder: Path, host: str) -> None:
    file = folder / "site" / STORY
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(DOCUMENT.format(host=host), encoding="utf-8")
    import_documents(Sources([str(folder / "site")]), workers=1)


def seen(desk: Client, name: str, *args: object, **asked: str) -> str:
    """What a reader sees and hears of a page, without its tags."""
    response = desk.get(reverse(f"admin:{name}", args=args), asked)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


def test_conflicts_are_named(desk: Client, clash: Conflict) -> None:
    article = Article.objects.get()
    for page in (
        seen(desk, "index"),
        seen(desk, "articles_conflict_changelist"),
        seen(desk, "articles_conflict_change", clash.pk),
        seen(desk, "articles_article_change", article.pk),
        seen(desk, "articles_importrun_change", ImportRun.objects.latest("pk").pk),
    ):
        assert "webUrl" not in page
        assert "eb address" in page
    assert "Web address was changed here and at the source: choose" in seen(
        desk, "articles_article_change", article.pk
    )


def test_list_is_narrowed_by_names(desk: Client, clash: Conflict) -> None:
    page = desk.get(reverse("admin:articles_conflict_changelist"), {"key": "webUrl"})
    assert page.context["cl"].result_count == 1
    assert 'href="?key=webUrl">Web address</a>' in page.content.decode()


def test_what_an_import_changed_is_named(desk: Client, tmp_path: Path) -> None:
    bring(tmp_path, "one")
    bring(tmp_path, "two")
    page = seen(desk, "articles_importeddocument_changelist")
    assert "webUrl" not in page and "Web address" in page


def test_plan_is_named(desk: Client, clash: Conflict) -> None:
    text = DOCUMENT.format(host="three").replace("<b>x</b>", "<i>x</i>")
    desk.post(
        reverse("admin:articles_upload_add"),
        {"file": SimpleUploadedFile("2021-01-01-a.md", text.encode())},
    )
    page = seen(desk, "articles_upload_change", Upload.objects.get().pk)
    assert "webUrl" not in page and "featuredContent" not in page
    assert "Web address" in page and "Featured content" in page


def test_way_back_to_the_source_is_named(desk: Client, clash: Conflict) -> None:
    address = reverse("admin:articles_article_change", args=[Article.objects.get().pk])
    sent = sent_by_browser(desk, address, "article") | {"_to_source": "webUrl"}
    for said in ("Web address says again", "Web address says what the source says already"):
        assert said in desk.post(address, sent, follow=True).content.decode()


def test_frozen_field_is_named(desk: Client, clash: Conflict) -> None:
    frozen = FrozenField.objects.create(
        path=STORY,
        key="webUrl",
        values=[pack("a"), pack("b")],
        run=ImportRun.objects.latest("pk"),
        since=timezone.now(),
    )
    for page in (
        seen(desk, "articles_frozenfield_changelist"),
        seen(desk, "articles_frozenfield_change", frozen.pk),
    ):
        assert "webUrl" not in page and "web address" in page
