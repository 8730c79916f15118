"""Which pictures of others are copied, how their hosts are asked, and what pages and documents say then."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from PIL import Image as Drawing

from articles.editing import copying_pictures
from articles.editing.copying_pictures import PAUSE, Outcome, copy_pictures, due
from articles.editing.history import Actor
from articles.models import Image, Picture, Revision, UncopiedPicture
from articles.pictures import copies, renditions
from tests.support.make import make_article, make_provider

# Files and a server's threads know no transaction of a test's.
pytestmark = pytest.mark.django_db(transaction=True)

PICTURE = io.BytesIO()
Drawing.new("RGB", (64, 48), "teal").save(PICTURE, "JPEG", exif=b"Exif\0\0secret")


class Host(BaseHTTPRequestHandler):
    """Has a picture at each address, but for those that say what they have instead."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(404 if "none" in self.path else 200)
        self.end_headers()
        if "large" in self.path:
            self.wfile.write(b"a" * (copies.SIZE_LIMIT + 1))
        elif "page" in self.path:
            self.wfile.write(b"<!doctype html><title>No picture</title>")
        else:
            self.wfile.write(PICTURE.getvalue())

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    Host.asked.clear()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def actor() -> Actor:
    return Actor(by=None, origin=Revision.Origin.COMMAND, at=timezone.now())


def copied(slept: list[float] | None = None) -> list[Outcome]:
    """What comes of copying all that is due, where loopback is as public as any address."""
    pauses = slept if slept is not None else []
    found = list(due(Image.objects.all(), actor()))
    return list(copy_pictures(found, actor(), is_allowed=lambda *_: True, sleep=pauses.append))


def test_page_shows_the_copy_and_the_document_says_that_there_is_one(host: str, client: Client) -> None:
    url = f"{host}/Bild%20ö.jpg?w=1"
    article = make_article(images=[{"url": url, "title": "A boat", "is_cached": False}])
    assert [outcome.refusal for outcome in copied()] == [""]
    page = client.get(article.get_absolute_url()).content.decode()
    assert host not in page
    picture = Picture.objects.get()
    assert renditions.plain_name(renditions.drawn_from(picture)) in page
    assert (picture.kind, picture.width, picture.renditions) == ("jpg", 64, 1)
    assert Image.objects.get().is_cached is True
    [revision] = Revision.objects.all()
    assert (revision.path, revision.origin) == (article.path, "command")
    assert "isCached" in str(revision.changes)
    assert list(due(Image.objects.all(), actor())) == []


def test_what_is_no_picture_is_refused_and_left_alone_for_a_week(host: str) -> None:
    for place in ("none", "page", "large"):
        make_article(images=[{"url": f"{host}/{place}"}])
    make_article(images=[{"url": "http://[/"}, {"url": "/assets/images/own.jpg"}, {"url": ""}])
    told = {outcome.image.url.rpartition("/")[2]: outcome.refusal for outcome in copied()}
    assert "404 Not Found" in told.pop("none")
    assert "web page" in told.pop("page")
    assert "larger than 10 MiB" in told.pop("large")
    assert all(told.values())
    assert not Image.objects.filter(is_cached=True)
    assert copied() == []
    UncopiedPicture.objects.filter(url=f"{host}/none").update(tried_at=timezone.now() - timedelta(days=8))
    assert [outcome.image.url for outcome in copied()] == [f"{host}/none"]


def test_one_that_was_copied_for_another_story_is_not_asked_for_again(host: str) -> None:
    for _ in range(2):
        make_article(images=[{"url": f"{host}/a"}])
    assert [outcome.refusal for outcome in copied()] == ["", ""]
    make_article(images=[{"url": f"{host}/a"}])
    copied()
    assert Image.objects.filter(is_cached=True).count() == 3
    assert Host.asked.count("/a") == 1


def test_a_host_is_left_alone_between_two_pictures_and_others_do_not_wait(host: str) -> None:
    other = host.replace("localhost", "127.0.0.1")
    for number in range(2):
        make_article(images=[{"url": f"{host}/{number}"}, {"url": f"{other}/{number}"}])
    slept: list[float] = []
    assert len(copied(slept)) == 4
    assert len(slept) == 1
    assert 0 < slept[0] <= PAUSE


def test_what_was_copied_before_an_interrupt_stays(host: str) -> None:
    for number in range(3):
        make_article(images=[{"url": f"{host}/{number}"}])
    found = list(due(Image.objects.all(), actor()))
    running = copy_pictures(found, actor(), is_allowed=lambda *_: True, sleep=lambda _: None)
    first = next(running)
    running.close()
    left = {image.url for image in due(Image.objects.all(), actor())}
    assert left == {image.url for image in found} - {first.image.url}


def test_nobody_is_led_into_a_private_network(host: str) -> None:
    article = make_article(images=[{"url": f"{host}/a.jpg"}])
    [outcome] = copy_pictures(article.images.all(), actor())
    assert "private network" in outcome.refusal
    assert Host.asked == []


def test_command_copies_for_those_who_are_named(
    host: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("articles.management.commands.cache_images.copy_pictures", _anywhere)
    one, other = make_provider("one.example"), make_provider("other.example")
    make_article(provider=one, images=[{"url": f"{host}/one"}])
    make_article(provider=other, images=[{"url": f"{host}/other"}])
    Image.objects.create(provider=one, url=f"{host}/logo")
    call_command("cache_images", "--provider", "one.example")
    assert sorted(Host.asked) == ["/logo", "/one"]
    make_article(provider=other, images=[{"url": f"{host}/none"}])
    with pytest.raises(SystemExit) as ended:
        call_command("cache_images", "--all", "--verbosity", "0")
    assert ended.value.code == 1
    assert Host.asked[2:] == ["/none", "/other"] or Host.asked[2:] == ["/other", "/none"]
    said = capsys.readouterr()
    assert said.out == "2 pictures copied, 0 refused.\n"
    assert "404 Not Found" in said.err


@pytest.mark.parametrize(
    "arguments", [(), ("--all", "--provider", "a.example"), ("--provider", "nobody.example")]
)
def test_command_asks_whose_pictures_may_be_used(arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("cache_images", *arguments)
    assert ended.value.code == 2


def _anywhere(images: list[Image], actor: Actor) -> Iterator[Outcome]:
    return copying_pictures.copy_pictures(images, actor, is_allowed=lambda *_: True, sleep=lambda _: None)
