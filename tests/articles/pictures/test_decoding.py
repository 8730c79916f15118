"""What anybody may send: refused with a reason or harmless, within limits, and no process stays behind."""

from __future__ import annotations

import io
import os
import signal
import subprocess
from collections.abc import Iterator

import pytest
from PIL import Image, ImageCms

from articles.pictures import decoding
from articles.pictures.decoding import SIZE_LIMIT, Decoder, Refused
from tests.support.hostile_pictures import Hostile, encoded, hostile_pictures

MEGABYTE = 1024 * 1024
_SAID_BESIDE = {"icc_profile", "exif", "comment", "xmp", "photoshop"}


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder() as made:
        yield made


def outcome(decoder: Decoder, hostile: Hostile) -> str:
    """Why it is refused; empty where it is taken, and then what is kept of it is a plain picture."""
    try:
        taken = decoder.take(hostile.data, width=1600)
    except Refused as refusal:
        assert str(refusal)
        return refusal.reason
    for data in (taken.data, taken.plain):
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
            assert picture.width * picture.height <= 25_000_000, hostile.name
            assert not picture.getexif(), hostile.name
            assert not {"icc_profile", "exif", "comment", "xmp", "photoshop"} & picture.info.keys(), (
                hostile.name
            )
            assert getattr(picture, "n_frames", 1) == 1, hostile.name
        assert b"<script" not in data
    return ""


def test_sixty_hostile_pictures_are_refused_or_harmless() -> None:
    wrong, count, before = {}, 0, 0.0
    with Decoder() as decoder:
        for hostile in hostile_pictures():
            count += 1
            if not decoder.is_running:
                before = 0.0
            became = outcome(decoder, hostile)
            if became not in (hostile.reasons or {""}):
                wrong[hostile.name] = became
            # One that was ended took no more than it may; of it nothing else is known.
            if decoder.is_running:
                assert decoder.cost.seconds - before < 2, (hostile.name, decoder.cost.seconds - before)
                assert decoder.cost.memory < 512 * MEGABYTE, (hostile.name, decoder.cost)
                before = decoder.cost.seconds
    assert wrong == {}
    assert count >= 60


def test_file_that_is_too_large_is_not_read(decoder: Decoder) -> None:
    with pytest.raises(Refused, match="larger than 20 MB"):
        decoder.take(bytes(SIZE_LIMIT + 1), width=1600)


# ---- Right, and not only harmless


def taken(decoder: Decoder, data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(decoder.take(data, width=1600).data))


def test_grey_of_sixteen_bits_keeps_its_tones(decoder: Decoder) -> None:
    dark, light = (
        taken(decoder, encoded(kind="PNG", mode="I;16", color=value)).convert("L").getpixel((5, 5))
        for value in (20_000, 40_000)
    )
    assert (dark, light) == (78, 156)


def test_colours_of_a_profile_are_those_of_screens(decoder: Decoder) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert taken(decoder, encoded(color=(200, 30, 30), icc_profile=profile)).mode == "RGB"
    red = taken(decoder, encoded(mode="CMYK", color=(0, 255, 255, 0))).convert("RGB").getpixel((5, 5))
    assert isinstance(red, tuple)
    assert red[0] > 200
    assert max(red[1:]) < 60


@pytest.mark.parametrize(
    ("kind", "mode", "form"),
    [
        ("JPEG", "RGB", "JPEG"),
        ("JPEG", "L", "JPEG"),
        ("PNG", "RGB", "PNG"),
        ("PNG", "RGBA", "PNG"),
        ("GIF", "P", "PNG"),
        ("WEBP", "RGBA", "WEBP"),
        ("AVIF", "RGB", "JPEG"),
        ("AVIF", "RGBA", "WEBP"),
    ],
)
def test_form_in_which_a_picture_is_kept(decoder: Decoder, kind: str, mode: str, form: str) -> None:
    assert taken(decoder, encoded(kind=kind, mode=mode)).format == form


# ---- The process


def test_process_that_is_ended_takes_one_picture_with_it_and_leaves_no_trace(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Decoder() as decoder:
        decoder.take(encoded(), width=1600)
        assert decoder._process is not None
        pid = decoder._process.pid
        os.kill(pid, signal.SIGSTOP)
        monkeypatch.setattr(decoding, "PATIENCE", 0.2)
        with pytest.raises(Refused, match="takes too long"):
            decoder.take(encoded(), width=1600)
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
        monkeypatch.undo()
        assert decoder.take(encoded(), width=1600).width == 40
        pid = decoder._process.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_process_knows_nothing_of_its_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "a secret")
    with Decoder() as decoder:
        decoder.take(encoded(), width=1600)
        assert decoder._process is not None
        with open(f"/proc/{decoder._process.pid}/environ", "rb") as environment:
            assert b"secret" not in environment.read()
        limits = subprocess.run(
            ["cat", f"/proc/{decoder._process.pid}/limits"], check=True, capture_output=True, text=True
        )
    assert any(line.split()[:5] == ["Max", "file", "size", "0", "0"] for line in limits.stdout.splitlines())
