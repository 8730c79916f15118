"""The pictures of a site come in with its documents, and never stop an import."""

import os
from pathlib import Path

import pytest
from django.test import Client

from articles.importing import import_documents
from articles.models import Picture
from articles.pictures.decoding import Decoder
from articles.pictures.storing import bytes_of
from articles.reading.pictures import address_to_show
from documents.sources import Sources

pytestmark = pytest.mark.django_db


def make_site(folder: Path, name: str, picture: bytes) -> str:
    """A site of one article with one picture; answers with the picture's address in its document."""
    url = f"/assets/images/news/{name}.jpg"
    (folder / "_news").mkdir()
    document = f'---\ntitle: "One"\npublished: true\nimages:\n  - url: "{url}"\n---\n'
    (folder / "_news" / "one.md").write_text(document)
    file = folder / url.removeprefix("/")
    file.parent.mkdir(parents=True)
    file.write_bytes(picture)
    return url


@pytest.fixture
def picture(root: Path) -> bytes:
    return (root / "fixtures/site/assets/images/news/wave-farm.jpg").read_bytes()


def run(folder: Path, *, dry_run: bool = False) -> None:
    report = import_documents(Sources([str(folder)]), workers=1, dry_run=dry_run)
    assert report.is_complete


def test_picture_is_shown_and_kept_byte_for_byte(
    tmp_path: Path, picture: bytes, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = make_site(tmp_path, "shown", picture)
    run(tmp_path)
    assert f'src="{address_to_show(url)}"' in client.get("/news/one/").content.decode()
    assert bytes_of(Picture.objects.get()) == picture
    with monkeypatch.context() as patched:
        # What is here already is not read again.
        patched.setattr(Decoder, "take", None)
        run(tmp_path)


def test_dry_run_takes_nothing_in(tmp_path: Path, picture: bytes, client: Client) -> None:
    url = make_site(tmp_path, "dry", picture)
    run(tmp_path, dry_run=True)
    assert address_to_show(url) == ""


def test_broken_picture_leaves_the_designed_box(tmp_path: Path, client: Client) -> None:
    make_site(tmp_path, "broken", b"no picture")
    run(tmp_path)
    text = client.get("/news/one/").content.decode()
    assert "broken" not in text


def test_links_are_not_followed(tmp_path: Path, picture: bytes) -> None:
    url = make_site(tmp_path, "real", picture)
    os.symlink(tmp_path / "assets/images/news/real.jpg", tmp_path / "assets/images/news/link.jpg")
    os.symlink(tmp_path / "assets/images/news", tmp_path / "assets/images/round")
    run(tmp_path)
    assert address_to_show(url)
    assert address_to_show("/assets/images/news/link.jpg") == ""
    assert address_to_show("/assets/images/round/real.jpg") == ""
