"""Pictures that a site carries: what comes in, under which address, and what does not."""

import io
import zlib

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from providers import logos

PATH = "assets/images/organizations/post.example-50x50.jpg"
URL = f"/{PATH}"


def encoded(
    size: tuple[int, int] = (50, 50), kind: str = "JPEG", mode: str = "RGB", **options: object
) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size, "red").save(written, kind, **options)
    return written.getvalue()


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    default_storage.delete(f"{PATH}.webp")


def test_picture_is_served_from_our_media_under_the_address_of_the_document() -> None:
    assert logos.address_of(URL) == ""
    assert logos.store(PATH, encoded())
    assert logos.address_of(URL) == f"/media/{PATH}.webp"


def test_logo_at_the_public_address_of_its_site_is_the_one_that_came_in() -> None:
    public = f"https://site.example/news/{PATH}"
    assert logos.address_of(public) == ""
    logos.store(PATH, encoded())
    assert logos.address_of(public) == f"/media/{PATH}.webp"
    assert logos.address_of("https://site.example/assets/images/organizations/../../x") == ""


def test_what_is_served_was_written_by_us_without_metadata() -> None:
    exif = Image.Exif()
    exif[0x010E] = "where the photographer lives"
    assert logos.store(PATH, encoded(exif=exif) + b"<script>alert(1)</script>")
    with default_storage.open(f"{PATH}.webp") as file:
        data = file.read()
    assert b"photographer" not in data
    assert b"<script>" not in data
    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (50, 50))


def test_large_picture_is_made_smaller_and_transparency_kept() -> None:
    assert logos.store(PATH, encoded((4000, 1000), "PNG", "RGBA"))
    with default_storage.open(f"{PATH}.webp") as file, Image.open(file) as picture:
        assert picture.size == (1600, 400)


def test_new_picture_replaces_the_old() -> None:
    logos.store(PATH, encoded())
    logos.store(PATH, encoded((20, 10)))
    with default_storage.open(f"{PATH}.webp") as file, Image.open(file) as picture:
        assert picture.size == (20, 10)


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 30,000 pixels wide and high."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    side = (30_000).to_bytes(4, "big")
    header = chunk(b"IHDR", side + side + b"\x08\x02\0\0\0")
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        encoded()[:200],
        bomb(),
        encoded(kind="BMP"),
    ],
)
def test_what_is_no_picture_does_not_come_in(data: bytes) -> None:
    assert not logos.store(PATH, data)
    assert logos.address_of(URL) == ""


@pytest.mark.parametrize(
    "path",
    [
        "assets/images/../../secret.jpg",
        "assets/images/a\0.jpg",
        "assets/images//a.jpg",
        f"assets/images/{'a' * 300}.jpg",
    ],
)
def test_path_that_leads_elsewhere_is_refused(path: str) -> None:
    assert not logos.store(path, encoded())
    assert logos.address_of(f"/{path}") == ""


@pytest.mark.parametrize(
    "url", ["", "/", "/media/x.jpg", "//evil.example/assets/images/a.jpg", "assets/images/a.jpg"]
)
def test_other_addresses_are_not_ours(url: str) -> None:
    assert logos.address_of(url) == ""
