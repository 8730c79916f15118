"""What pages show of pictures: which file, in which sizes, with how many questions."""

from __future__ import annotations

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import SafeString

from articles.pictures.logos import uploaded_path
from articles.reading.pictures import Gallery, address_to_show, path_in, with_own_addresses, with_own_pictures
from tests.support.make import make_article, make_picture, make_provider, make_topic

pytestmark = pytest.mark.django_db
PATH = "assets/images/articles/2026/11/harbour-1.jpg"
LOGO = "assets/images/organizations/post.example-400x400.jpg"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        (f"/{PATH}", PATH),
        ("/assets/images/a%20b.jpg", "assets/images/a b.jpg"),
        (f"https://site.example/news/{LOGO}", LOGO),
        (f"https://site.example/news/{PATH}", ""),
        (PATH, ""),
        ("//evil.example/assets/images/a.jpg", ""),
        ("/media/x.jpg", ""),
        ("", ""),
    ],
)
def test_address_means_a_picture_of_the_site(url: str, path: str) -> None:
    assert path_in(url) == path


def test_sizes_are_named_by_the_row_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    make_picture(PATH, focal_x=0.25)
    make_picture("assets/images/old.jpg", renditions=0)
    make_picture("assets/images/small.png", width=300, height=200, kind="png", is_opaque=False)
    make_picture(LOGO, width=400, height=400)
    for ask in ("exists", "open", "size", "get_modified_time"):
        monkeypatch.setattr(FileSystemStorage, ask, None)
    urls = [f"/{PATH}", "/assets/images/old.jpg", "/assets/images/small.png", f"/{LOGO}"]
    with CaptureQueriesContext(connection) as asked:
        gallery = Gallery(urls)
        large, old, small, logo = (gallery.at(url) for url in urls)
    assert len(asked) == 1
    assert large and old and small and logo
    assert [part.partition("-1-")[2] for part in large.srcset("avif", "wide").split(", ")] == [
        "800x450-25-50.avif 800w",
        "1200x675-25-50.avif 1200w",
        "1600x900-25-50.avif 1600w",
    ]
    assert large.fallback("card").endswith("-1-400x267-25-50.jpg")
    assert large.address.endswith("-1-1600.jpg")
    assert (old.srcset("webp"), old.fallback("card")) == ("", old.address)
    assert small.srcset("webp", "card").endswith("-1-300.webp 300w")
    assert small.address.endswith("-1-300.png")
    assert [part.rpartition(" ")[2] for part in logo.srcset("avif").split(", ")] == ["50w", "400w"]


def test_pictures_of_others_stay_where_they_are() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert address_to_show("http://example.org/a.jpg") == "https://example.org/a.jpg"
        assert address_to_show("ftp://example.org/a.jpg") == ""
    assert not asked.captured_queries
    assert address_to_show(f"/{PATH}") == ""


def test_pictures_in_a_text_hold_their_place_and_say_what_they_show() -> None:
    picture = make_picture(PATH, alt='Fog & "mist"')
    gallery = Gallery([f"/{PATH}"])
    html = with_own_pictures(
        SafeString(
            f'<p><img src="/{PATH}" alt="" loading="lazy"><img src="https://e.example/" alt="a > b"></p>'
        ),
        gallery,
    )
    assert html.startswith('<p><picture><source type="image/avif" srcset="/media/pictures/')
    assert f'width="{picture.width}" height="{picture.height}"></picture>' in html
    assert 'alt="Fog &amp; &quot;mist&quot;"' in html
    assert html.endswith('<img src="https://e.example/" alt="a > b"></p>')
    page = "https://site.example/news/fog/"
    feed = with_own_addresses(
        SafeString(f'<img src="https://site.example/{PATH}"><img src="https://site.example/other.jpg">'),
        gallery,
        address=page,
    )
    assert feed.startswith('<img src="https://site.example/media/pictures/')
    assert feed.endswith('<img src="https://site.example/other.jpg">')


def test_page_of_twenty_own_pictures_takes_two_queries_for_them(
    client: Client, monkeypatch: pytest.MonkeyPatch, made_anew: None
) -> None:
    topic = make_topic("Fog")
    for number in range(20):
        path = PATH.replace("-1", f"-{number}")
        make_picture(path)
        make_article(topics=[topic], images=[{"url": f"/{path}"}])
    for ask in ("exists", "open", "size", "get_modified_time"):
        monkeypatch.setattr(FileSystemStorage, ask, None)
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/topics/fog/").content.decode()
    of_pictures = [
        one["sql"] for one in asked if "articles_picture" in one["sql"] or "articles_image" in one["sql"]
    ]
    assert len(of_pictures) == 2
    assert page.count("<picture>") == 20
    assert page.count('type="image/avif"') == 20


def test_logo_that_was_uploaded_comes_first(client: Client, made_anew: None) -> None:
    provider = make_provider("post.example")
    make_article(provider=provider)
    make_picture(LOGO)
    provider.logos.create(url=f"/{LOGO}", width=400)
    listed = address_to_show(f"/{LOGO}")
    assert listed in client.get("/providers/post.example/").content.decode()
    make_picture(uploaded_path(provider.pk))
    ours = address_to_show(f"/{uploaded_path(provider.pk)}")
    assert ours in client.get("/providers/post.example/").content.decode()
    assert ours in client.get("/providers/").content.decode()
