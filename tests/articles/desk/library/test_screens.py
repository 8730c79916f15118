"""The library: what it shows to whom, where pictures are used, another file in a place, choosing one."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image as Drawing

from articles.desk.library.grid import PAGE
from articles.models import Article, Image, Picture, PictureUse, Revision
from articles.models.workflow import State
from articles.pictures.copies import copy_path
from articles.pictures.decoding import Decoder
from articles.pictures.storing import bring_in, bytes_of
from articles.roles import CHIEF, CONTRIBUTOR, EDITOR
from articles.search.index import follow
from tests.support.forms import sent_by_browser
from tests.support.make import delete_articles, make_article, make_picture, make_provider, make_user

pytestmark = pytest.mark.django_db
LIBRARY = reverse("admin:articles_picture_changelist")
FOLDER = "assets/images/articles/2026/11"


def desk_of(client: Client, role: str = EDITOR) -> Client:
    client.force_login(make_user(role=role))
    return client


def names(client: Client, **asked: str) -> list[str]:
    page = client.get(LIBRARY, asked)
    assert page.status_code == 200
    return re.findall(r'class="tile__name">([^<]*)<', page.content.decode())


def drawn(colour: str, size: tuple[int, int] = (90, 60), kind: str = "JPEG") -> bytes:
    written = io.BytesIO()
    Drawing.new("RGB", size, colour).save(written, kind)
    return written.getvalue()


def test_pictures_are_found_by_words_and_by_the_articles_that_use_them(client: Client) -> None:
    boat = make_picture(f"{FOLDER}/boat-1.jpg", alt="A boat", credit="K. Osei")
    make_picture(f"{FOLDER}/pier-1.jpg", caption="The pier")
    make_picture(f"{FOLDER}/fog-1.jpg")
    make_article(title="Herring are back", images=[{"url": boat.url}])
    make_article(title="Ferry stays away", body=f"In the text: ![](/{FOLDER}/fog-1.jpg)")
    desk = desk_of(client)
    assert names(desk) == ["fog-1.jpg", "pier-1.jpg", "boat-1.jpg"]
    for words, found in {"osei": "boat", "PIER": "pier", "herring": "boat", "ferry": "fog"}.items():
        assert names(desk, q=words) == [f"{found}-1.jpg"], words
    assert names(desk, q="nothing of the kind") == []


def test_pictures_without_a_text_without_a_use_and_of_ones_own(client: Client) -> None:
    user = make_user()
    client.force_login(user)
    desk = client
    make_picture(f"{FOLDER}/mine-1.jpg", uploaded_by=user, alt="Mine")
    listed, named, logo = (make_picture(f"{FOLDER}/{name}-1.jpg") for name in ("listed", "named", "logo"))
    make_article(images=[{"url": listed.url}], body=f"<img src='{named.url}'>")
    Image.objects.create(provider=make_provider(), url=logo.url)
    follow()
    assert names(desk, show="mine") == ["mine-1.jpg"]
    assert names(desk, show="unused") == ["mine-1.jpg"]
    assert names(desk, show="silent") == ["logo-1.jpg", "named-1.jpg", "listed-1.jpg"]
    assert names(desk, show="nonsense", after="x") == names(desk)


def test_copies_of_others_and_uploaded_logos_are_no_pictures_of_the_site(client: Client) -> None:
    make_picture(copy_path("https://elsewhere.example/a.jpg"))
    make_picture("assets/images/organizations/uploaded/7.webp")
    assert names(desk_of(client)) == []
    for picture in Picture.objects.all():
        address = reverse("admin:articles_picture_change", args=[picture.pk])
        assert client.get(address).status_code == 302


def test_pages_are_by_key_and_cost_the_same_however_many_there_are(client: Client) -> None:
    desk = desk_of(client)
    costs = []
    for more in (2, PAGE + 3):
        for number in range(more):
            picture = make_picture(f"{FOLDER}/{more}-{number}.jpg")
            make_article(images=[{"url": picture.url}], body=f"![]({picture.url})")
        follow()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            first = names(desk)
        costs.append(len(queries))
    assert costs[0] == costs[1]
    page = desk.get(LIBRARY).content.decode()
    [further] = re.findall(r'href="(\?after=\d+)"', page)
    second = re.findall(r'class="tile__name">([^<]*)<', desk.get(LIBRARY + further).content.decode())
    assert len(first) == PAGE
    assert len({*first, *second}) == PAGE + 5


def test_where_a_picture_is_used_follows_the_texts_and_tells_no_title_to_whom_it_is_closed(
    client: Client,
) -> None:
    picture = make_picture(f"{FOLDER}/boat-1.jpg")
    provider = make_provider(name="Harbour Post")
    Image.objects.create(provider=provider, url=picture.url)
    article = make_article(title="Herring are back", body=f"![]({picture.url})")
    address = reverse("admin:articles_picture_change", args=[picture.pk])
    follow()
    page = desk_of(client).get(address).content.decode()
    assert "Herring are back" in page
    assert "Harbour Post" in page
    page = desk_of(client, CONTRIBUTOR).get(address).content.decode()
    assert "Herring are back" not in page
    assert "and in 1 article more" in page
    Article.objects.filter(pk=article.pk).update(body="Nothing any more.")
    follow()
    assert not PictureUse.objects.exists()
    delete_articles(article)


def test_what_is_used_is_not_deleted(client: Client) -> None:
    with Decoder() as decoder:
        bring_in(f"{FOLDER}/boat-1.jpg", drawn("teal"), decoder)
    picture = Picture.objects.get()
    article = make_article(images=[{"url": picture.url}])
    desk = desk_of(client, CHIEF)
    address = reverse("admin:articles_picture_delete", args=[picture.pk])
    assert desk.get(address).status_code == 403
    assert desk.post(address, {"post": "yes"}).status_code == 403
    article.images.all().delete()
    assert desk.post(address, {"post": "yes"}).status_code == 302
    assert not Picture.objects.exists()


def test_another_file_takes_a_place_everywhere_and_documents_say_its_size(client: Client) -> None:
    with Decoder() as decoder:
        bring_in(f"{FOLDER}/boat-1.jpg", drawn("teal"), decoder)
    picture = Picture.objects.get()
    article = make_article(images=[{"url": picture.url, "width": 90, "height": 60}])
    other = make_article(images=[{"url": picture.url, "width": 5, "height": 5}])
    before = client.get(article.get_absolute_url()).content
    desk = desk_of(client)
    file = SimpleUploadedFile("other.png", drawn("red", (120, 80), "PNG"))
    address = reverse("admin:articles_picture_replace", args=[picture.pk])
    told = desk.post(address, {"file": file}, follow=True).content.decode()
    assert "Another file took its place everywhere." in told
    picture.refresh_from_db()
    assert (picture.path, picture.kind) == (f"{FOLDER}/boat-1.jpg", "jpg")
    assert (picture.width, picture.height) == (120, 80)
    assert Drawing.open(io.BytesIO(bytes_of(picture))).size == (120, 80)
    assert client.get(article.get_absolute_url()).content != before
    assert [(image.width, image.height) for image in (article.images.get(), other.images.get())] == [
        (120, 80),
        (5, 5),
    ]
    assert [revision.path for revision in Revision.objects.all()] == [article.path]
    history = desk.get(reverse("admin:articles_picture_history", args=[picture.pk])).content.decode()
    assert "Another file took its place." in history
    refused = desk.post(address, {"file": SimpleUploadedFile("a.svg", b"<svg/>")}, follow=True)
    assert "SVG" in refused.content.decode()


def test_article_is_saved_and_gets_the_picture_that_is_chosen(client: Client) -> None:
    author = make_user(role=CONTRIBUTOR)
    client.force_login(author)
    picture = make_picture(f"{FOLDER}/boat-1.jpg", alt="A boat", credit="K. Osei")
    draft = make_article(
        published=None,
        state=State.DRAFT,
        created_by=author,
        images=[{"url": "https://elsewhere.example/a.jpg"}],
    )
    form = reverse("admin:articles_article_change", args=[draft.pk])
    sent = sent_by_browser(client, form, "article") | {"title": "Saved first", "_library": "1"}
    page = client.post(form, sent, follow=True)
    assert page.redirect_chain[-1][0] == f"{LIBRARY}?for={draft.pk}"
    assert "Choose a picture for “Saved first”" in page.content.decode()
    use = reverse("admin:articles_picture_use", args=[picture.pk])
    for said in ("The picture was added", "among its pictures already"):
        answer = client.post(use, {"for": draft.pk}, follow=True)
        assert answer.redirect_chain == [(form, 302)]
        assert said in answer.content.decode()
    image = draft.images.last()
    assert image is not None
    assert (image.url, image.width, image.height) == (picture.url, 2000, 1500)
    assert (image.title, image.attribution, image.position) == ("A boat", "K. Osei", 1)
    assert client.post(use, {"for": make_article().pk}).status_code == 404
    assert client.post(use, {"for": "x"}).status_code == 404
