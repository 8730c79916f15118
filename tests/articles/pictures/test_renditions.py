"""The sizes of pictures as files: cut around the point that matters, and made on where that ended."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from PIL import Image, ImageDraw

from articles.models import Picture
from articles.pictures import renditions
from articles.pictures.decoding import Decoder
from articles.pictures.logos import uploaded_path
from articles.pictures.storing import bring_in
from tests.support.make import make_picture

pytestmark = pytest.mark.django_db
PATH = "assets/images/articles/2026/11/wide-1.png"


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder() as made:
        yield made


def half_and_half() -> bytes:
    """A wide picture, red on the left and blue on the right."""
    picture = Image.new("RGB", (1800, 540), "red")
    ImageDraw.Draw(picture).rectangle((900, 0, 1800, 540), "blue")
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def test_sizes_are_made_around_the_point_that_matters(decoder: Decoder) -> None:
    bring_in(PATH, half_and_half(), decoder)
    Picture.objects.update(focal_x=0.9)
    picture = Picture.objects.get()
    assert renditions.make(picture, decoder)
    drawn = renditions.drawn_from(picture)
    for name in renditions.names_of(drawn):
        assert default_storage.exists(name), name
    box, wide = renditions.box_name(drawn, (800, 533), "webp"), renditions.width_name(drawn, 800, "avif")
    with default_storage.open(box) as file, Image.open(file) as card:
        assert card.size == (800, 533)
        left = card.convert("RGB").crop((0, 0, 100, 533)).resize((1, 1))
    assert left.tobytes()[2] > left.tobytes()[0]
    with default_storage.open(wide) as file, Image.open(file) as whole:
        assert (whole.format, whole.size) == ("AVIF", (800, 240))
    picture.refresh_from_db()
    assert picture.renditions == renditions.VERSION


def test_command_makes_what_is_missing_and_goes_on(
    decoder: Decoder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2):
        bring_in(PATH.replace("-1", f"-{number}"), half_and_half(), decoder)
    make_picture("assets/images/lost.jpg", renditions=0)
    call_command("make_renditions", limit=2)
    said = capsys.readouterr()
    assert "Sizes of 1 picture made." in said.out
    assert "assets/images/lost.jpg: cannot be drawn" in said.err
    call_command("make_renditions")
    assert "Sizes of 1 picture made." in capsys.readouterr().out
    assert not Picture.objects.exclude(path__endswith="lost.jpg").without_renditions(renditions.VERSION)


def test_logos_that_were_uploaded_before_pictures_had_rows_are_taken_over() -> None:
    written = io.BytesIO()
    Image.new("RGB", (40, 40)).save(written, "WEBP")
    default_storage.save(uploaded_path(7), io.BytesIO(written.getvalue()))
    call_command("make_renditions", verbosity=0)
    assert Picture.objects.get().path == uploaded_path(7)
    assert not default_storage.exists(uploaded_path(7))
