"""A story with parts that cannot be used comes in without them, and goes out with their bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article, Conflict
from tests.support.forms import save
from tests.support.sites import export_site, import_site, write_site

pytestmark = pytest.mark.django_db

A = "_news/gull.md"
DATA = b"""---
category: news
title: "Gull"
publishedDateTime: 2021-06-02T08:30:00Z
sourceUrl: "https://post.example/gull"
ampUrl: 'https://post.example/amp' # so
published: true

topics:
  -
  - Gulls
  # of the sea
  - Sea

images:
  - url: "javascript:bad"
    width: 1
  - url: "https://post.example/b.jpg"

related:
  - title: "Puffin"
    webUrl: "https://post.example/puffin bad "
  -
  - title: "Tern"
    cdnAmpUrl: "https://post.example/tern"
---
"""


def bring_in(folder: Path, data: bytes) -> None:
    report = import_site(write_site(folder, {A: data}))
    assert report.is_complete, report.problems


def sent_out(folder: Path) -> bytes:
    export_site(folder)
    return (folder / A).read_bytes()


def test_bytes_stay_through_import_export_and_edit(tmp_path: Path, client: Client, editor: User) -> None:
    bring_in(tmp_path / "in", DATA)
    article = Article.objects.get()
    assert (article.web_url, article.amp_web_url) == ("https://post.example/gull", "https://post.example/amp")
    assert [listing.topic.name for listing in article.listings.all()] == ["Gulls", "Sea"]
    assert sent_out(tmp_path / "out") == DATA
    client.force_login(editor)
    address = reverse("admin:articles_article_change", args=[article.pk])
    save(client, address, "article")
    assert sent_out(tmp_path / "same") == DATA
    save(client, address, "article", amp_web_url="https://post.example/x")
    article.listings.filter(topic__name="Gulls").delete()
    changed = DATA.replace(b"example/amp", b"example/x").replace(b"  - Gulls\n", b"")
    assert sent_out(tmp_path / "changed") == changed
    # The source changes something else: both sides stand, and so do the bytes that say nothing.
    bring_in(tmp_path / "in", DATA.replace(b"Puffin", b"Auk"))
    assert not Conflict.objects.exists()
    assert sent_out(tmp_path / "merged") == changed.replace(b"Puffin", b"Auk")


def test_what_is_left_out_is_shown_nowhere(tmp_path: Path, client: Client) -> None:
    bring_in(tmp_path / "in", DATA)
    slug = Article.objects.get().slug
    for address in (f"/news/{slug}/", "/", "/api/news/", "/feeds/rss.xml", "/sitemap.xml", "/topics/sea/"):
        shown = client.get(address, follow=True)
        assert b"javascript:bad" not in shown.content
        assert b"puffin bad" not in shown.content
    assert b"Puffin" in client.get(f"/news/{slug}/").content


def test_address_that_becomes_usable_is_taken(tmp_path: Path) -> None:
    bring_in(tmp_path / "in", DATA)
    bring_in(tmp_path / "in", DATA.replace(b"javascript:bad", b"https://post.example/a.jpg"))
    urls = [image.url for image in Article.objects.get().images.all()]
    assert urls == ["https://post.example/a.jpg", "https://post.example/b.jpg"]
