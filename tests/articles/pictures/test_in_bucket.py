"""Pictures kept by a real S3 server: sent, drawn, shown, exported, taken in again, deleted."""

from __future__ import annotations

import io
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from PIL import Image as Drawing
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from articles.models import Picture
from articles.pictures import logos, renditions
from articles.pictures.decoding import Decoder
from articles.pictures.storing import bytes_of, forget, upload
from newsroom.bucket import Bucket
from tests.support.make import make_article, make_provider
from tests.support.s3_server import make_bucket, s3_server

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with s3_server() as address:
        yield address


@pytest.fixture
def bucket(server: str, settings: Settings) -> Bucket:
    """Where pictures are kept while a test runs."""
    served = make_bucket(server)
    settings.STORAGES = {**settings.STORAGES, "default": served.storage}
    return served.bucket


def drawn(kind: str = "JPEG") -> bytes:
    written = io.BytesIO()
    Drawing.new("RGB", (900, 600), "teal").save(written, kind)
    return written.getvalue()


def test_pictures_and_logos_live_in_a_bucket_from_upload_to_export(
    bucket: Bucket,
    client: Client,
    tmp_path: Path,
    media_root: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    before = sorted(media_root.rglob("*"))
    provider = make_provider()
    with Decoder() as decoder:
        picture = upload(
            drawn(), name="Fog", user=None, now=datetime(2026, 11, 3, tzinfo=UTC), decoder=decoder
        )
        assert renditions.make(picture, decoder)
        logos.upload(provider.pk, logos.read(drawn("PNG"), decoder), decoder)
    article = make_article(provider=provider, images=[{"url": picture.url, "title": "Fog"}])

    page = client.get(article.get_absolute_url()).content.decode()
    wanted = renditions.names_of(renditions.drawn_from(picture))[1:]
    shown = [name for name in wanted if f"{bucket.public_address}/{name}" in page]
    assert shown
    for name in shown:
        with urllib.request.urlopen(default_storage.url(name)) as answer:
            assert answer.headers["Content-Type"].startswith("image/")
    assert page.count(bucket.public_address) > len(shown)  # the logo's

    call_command("export_articles", str(tmp_path / "site"), verbosity=0)
    assert (tmp_path / "site" / picture.path).read_bytes() == bytes_of(picture)
    Picture.objects.filter(pk=picture.pk).delete()
    call_command("import_articles", str(tmp_path / "site"), verbosity=0)
    again = Picture.objects.get(path=picture.path)
    assert again.digest == picture.digest

    with django_capture_on_commit_callbacks(execute=True):
        forget(again)
    assert not any(map(default_storage.exists, wanted))
    assert sorted(media_root.rglob("*")) == before
