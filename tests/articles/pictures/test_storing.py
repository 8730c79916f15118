"""Pictures that people send, and those that come with a site: their paths, their bytes, their rows."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from articles.models import Picture
from articles.pictures import renditions, storing
from articles.pictures.decoding import Decoder, Refused
from articles.pictures.storing import TooMany, bring_in, bytes_of, forget, replace, upload
from tests.support.make import make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
LOGO = "assets/images/organizations/post.example-50x50.jpg"


def encoded(
    size: tuple[int, int] = (90, 60), kind: str = "JPEG", mode: str = "RGB", **options: object
) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size, "red").save(written, kind, **options)
    return written.getvalue()


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder() as made:
        yield made


def send(decoder: Decoder, data: bytes, name: str = "Überfahrt im Nebel.JPG") -> Picture:
    return upload(data, name=name, user=make_user(), now=NOW, decoder=decoder)


def test_uploads_are_numbered_below_the_month_and_keep_what_is_known_of_them(decoder: Decoder) -> None:
    paths = [send(decoder, data).path for data in (encoded(), encoded(), encoded(kind="PNG"))]
    start = "assets/images/articles/2026/11/uberfahrt-im-nebel"
    assert paths == [f"{start}-1.jpg", f"{start}-2.jpg", f"{start}-3.png"]
    first = Picture.objects.get(path=paths[0])
    assert (first.width, first.height, first.kind, first.is_opaque) == (90, 60, "jpg", True)
    assert first.size == len(bytes_of(first))
    assert first.uploaded_at == NOW


def test_nothing_that_was_said_beside_a_picture_is_kept(decoder: Decoder) -> None:
    exif = Image.Exif()
    exif[0x010E] = "where the photographer lives"
    exif[0x0112] = 6
    picture = send(decoder, encoded((60, 40), exif=exif, comment=b"a secret"))
    data = bytes_of(picture)
    assert b"photographer" not in data
    assert b"secret" not in data
    assert (picture.width, picture.height) == (40, 60)
    with Image.open(io.BytesIO(data)) as kept:
        assert (kept.size, dict(kept.getexif())) == ((40, 60), {})


def test_nobody_sends_without_end(decoder: Decoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "HOURLY", 1)
    user = make_user()
    upload(encoded(), name="one", user=user, now=NOW, decoder=decoder)
    with pytest.raises(TooMany):
        upload(encoded(), name="two", user=user, now=NOW, decoder=decoder)
    upload(encoded(), name="two", user=user, now=NOW + timedelta(hours=2), decoder=decoder)


def test_picture_of_a_site_keeps_its_bytes_and_is_not_read_twice(decoder: Decoder) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = encoded((60, 40), exif=exif)
    assert bring_in(LOGO, data, decoder)
    assert not bring_in(LOGO, data, decoder)
    picture = Picture.objects.get(path=LOGO)
    assert bytes_of(picture) == data
    assert (picture.width, picture.height) == (40, 60)
    with default_storage.open(renditions.plain_name(renditions.drawn_from(picture))) as file:
        plain = file.read()
    with Image.open(io.BytesIO(plain)) as shown:
        assert (shown.format, shown.size) == ("JPEG", (40, 60))
    assert bring_in(LOGO, encoded((20, 10)), decoder)
    assert Picture.objects.get(path=LOGO).width == 20


@pytest.mark.parametrize(
    "path",
    [
        "assets/images/../../secret.jpg",
        "assets/images/a\0.jpg",
        "assets/images//a.jpg",
        "assets/images/a\\b.jpg",
        "media/a.jpg",
        f"assets/images/{'a' * 300}.jpg",
    ],
)
def test_path_that_leads_elsewhere_is_refused(path: str, decoder: Decoder) -> None:
    with pytest.raises(Refused):
        bring_in(path, encoded(), decoder)


def test_another_picture_takes_the_form_of_the_path(decoder: Decoder) -> None:
    picture = send(decoder, encoded())
    before = picture.digest
    replace(picture, encoded((30, 30), "PNG", "RGBA"), user=make_user(), now=NOW, decoder=decoder)
    picture.refresh_from_db()
    assert picture.digest != before
    assert (picture.kind, picture.width, picture.is_opaque) == ("jpg", 30, True)
    with Image.open(io.BytesIO(bytes_of(picture))) as kept:
        assert kept.format == "JPEG"


def test_files_go_with_the_last_path_that_has_them(
    decoder: Decoder, django_capture_on_commit_callbacks: Any
) -> None:
    data = encoded((33, 44))
    for path in (LOGO, f"{LOGO}.jpg"):
        bring_in(path, data, decoder)
    first, second = Picture.objects.order_by("path")
    name = renditions.original_name(renditions.drawn_from(first))
    with django_capture_on_commit_callbacks(execute=True):
        forget(first)
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        forget(second)
    assert not default_storage.exists(name)
