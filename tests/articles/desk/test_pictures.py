"""The screen of pictures: what is known of one, the point that matters, and pictures sent from the form."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from articles.editing.history import timeline
from articles.models import Picture
from articles.models.workflow import State
from articles.pictures import renditions
from articles.roles import CONTRIBUTOR
from tests.support.forms import fields_of, save
from tests.support.make import make_article, make_picture, make_user

pytestmark = pytest.mark.django_db
UPLOAD = reverse("admin:articles_article_picture_upload")


def encoded(size: tuple[int, int] = (900, 600), kind: str = "JPEG") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "teal").save(written, kind)
    return written.getvalue()


def address(picture: Picture) -> str:
    return reverse("admin:articles_picture_change", args=[picture.pk])


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_user("writer", CONTRIBUTOR))
    return client


def test_picture_that_is_sent_is_named_by_the_story_and_has_its_sizes(desk: Client) -> None:
    file = SimpleUploadedFile("IMG_0042.PNG", encoded())
    response = desk.post(UPLOAD, {"file": file, "title": "Fog over the harbour"})
    picture = Picture.objects.get()
    told = response.json()
    assert response.status_code == 201
    assert told["url"] == f"/{picture.path}"
    assert told["name"] == "fog-over-the-harbour-1.jpg"
    assert told["markdown"] == f"![](/{picture.path})"
    assert (told["width"], told["height"]) == (900, 600)
    assert told["shown"].startswith("/media/pictures/")
    assert (picture.renditions, str(picture.uploaded_by)) == (renditions.VERSION, "writer")


@pytest.mark.parametrize(
    ("sent", "status", "sentence"),
    [
        ({}, 422, "No picture was sent."),
        ({"file": b"<svg onload=alert(1)>"}, 422, "SVG drawings can hold programs"),
        ({"file": bytes(20 * 1024 * 1024 + 1)}, 422, "larger than 20 MB"),
    ],
    ids=["nothing", "svg", "large"],
)
def test_what_is_refused_is_refused_in_a_sentence(
    desk: Client, sent: dict[str, bytes], status: int, sentence: str
) -> None:
    files = {name: SimpleUploadedFile("a.jpg", data) for name, data in sent.items()}
    response = desk.post(UPLOAD, files)
    assert response.status_code == status
    assert sentence in response.json()["error"]
    assert not Picture.objects.exists()


def test_who_sent_a_picture_says_what_it_shows_and_which_point_matters(desk: Client) -> None:
    desk.post(UPLOAD, {"file": SimpleUploadedFile("fog.jpg", encoded())})
    picture = Picture.objects.get()
    before = renditions.names_of(renditions.drawn_from(picture))
    save(desk, address(picture), "picture", alt="Fog", credit="K. Osei", focal_x="0.25")
    picture.refresh_from_db()
    assert (picture.alt, picture.credit, picture.focal_x) == ("Fog", "K. Osei", 0.25)
    assert picture.renditions == renditions.VERSION
    assert renditions.names_of(renditions.drawn_from(picture)) != before
    assert "is-live" not in desk.get(address(make_picture("assets/images/other.jpg"))).content.decode()


def test_pictures_sent_with_the_form_stand_behind_the_others(desk: Client) -> None:
    writer = User.objects.get(username="writer")
    images = [{"url": "https://example.org/a.jpg"}]
    article = make_article(published=None, state=State.DRAFT, title="Fog", created_by=writer, images=images)
    form = reverse("admin:articles_article_change", args=[article.pk])
    page = desk.get(form).content.decode()
    assert 'enctype="multipart/form-data"' in page
    files = [SimpleUploadedFile("a.jpg", encoded()), SimpleUploadedFile("b.svg", b"<svg/>")]
    answer = desk.post(form, {**fields_of(page, "article"), "sent_pictures": files}, follow=True)
    assert [image.url for image in article.images.order_by("position")] == [
        "https://example.org/a.jpg",
        "/" + Picture.objects.get().path,
    ]
    assert "“b.svg”: SVG drawings can hold programs" in answer.content.decode()
    assert timeline(article.path)[0].changes[0]["key"] == "images"
