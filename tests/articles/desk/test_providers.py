"""The providers' screens: records, logos, other names, merging, blocking; and who may."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Revision
from articles.models import Image as Picture
from articles.pictures.logos import uploaded_path
from articles.reading.pictures import address_to_show
from articles.roles import CHIEF, CONTRIBUTOR, EDITOR
from providers.models import Block, Provider
from tests.support.forms import save, sent_by_browser
from tests.support.make import make_article, make_provider, make_user

pytestmark = pytest.mark.django_db

PROVIDERS = reverse("admin:providers_provider_changelist")


@pytest.fixture
def client(client: Client) -> Client:
    client.force_login(make_user(role=CHIEF))
    return client


def address(provider: Provider, what: str = "change") -> str:
    return reverse(f"admin:providers_provider_{what}", args=[provider.pk])


def picture(kind: str = "PNG", size: tuple[int, int] = (64, 64)) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "green").save(written, kind)
    return written.getvalue()


def send(client: Client, provider: Provider, **files: bytes) -> str:
    sent = sent_by_browser(client, address(provider), "provider")
    sent.pop("upload", None)
    uploads = {name: SimpleUploadedFile("logo.png", data) for name, data in files.items()}
    return client.post(address(provider), {**sent, **uploads}, follow=True).content.decode()


def test_list_tells_what_became_of_their_stories(client: Client) -> None:
    provider = make_provider("post.example")
    make_article(provider=provider)
    make_article(provider=provider, published=None)
    make_provider("silent.example")
    text = client.get(PROVIDERS).content.decode()
    assert "1 published, 0 rejected, 1 waiting" in text
    assert "2021-06-01" in text
    assert "never" in text
    assert "1 published, 0 rejected, 1 waiting" in client.get(address(provider)).content.decode()


def test_list_of_fifty_takes_twelve_queries_at_most(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    providers = [make_provider() for _ in range(60)]
    for provider in providers:
        make_article(provider=provider)
    # Django asks once in each process which content types there are.
    client.get(address(providers[0]))
    for where in (PROVIDERS, f"{PROVIDERS}?q=provider", f"{PROVIDERS}?blocked=no", address(providers[0])):
        with django_assert_max_num_queries(12):
            assert client.get(where).status_code == 200
    for what in ("merge", "block"):
        with django_assert_max_num_queries(12):
            client.get(address(providers[0], what), {"into": providers[1].pk})


# ---- Logos


def shown_of(provider: Provider) -> str:
    """The address of the logo that was uploaded for a provider, as pages have it."""
    return address_to_show(f"/{uploaded_path(provider.pk)}")


def test_uploaded_logo_is_what_readers_see_and_the_document_stays(client: Client) -> None:
    provider = make_provider("post.example")
    make_article(provider=provider)
    # A reader who has no session is shown what changed at once, too.
    reader = Client()
    Picture.objects.create(provider=provider, url="https://post.example/logo.png")
    assert "post.example/logo.png" in reader.get("/providers/post.example/").content.decode()
    send(client, provider, upload=picture(size=(32, 32)))
    shown = shown_of(provider)
    assert shown.startswith("/media/pictures/")
    assert shown in client.get(address(provider)).content.decode()
    assert shown in reader.get("/providers/post.example/").content.decode()
    assert Picture.objects.get().url == "https://post.example/logo.png"
    assert not Revision.objects.exists()
    send(client, provider, upload=picture(size=(64, 64)))
    assert shown_of(provider) != shown
    assert shown_of(provider) in reader.get("/providers/post.example/").content.decode()
    save(client, address(provider), "provider", without_upload="on")
    assert shown_of(provider) == ""
    assert "post.example/logo.png" in reader.get("/providers/post.example/").content.decode()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<svg onload=alert(1)>", "SVG drawings can hold programs"),
        (b"GIF89a<script>", "has a program or another file in it"),
        (b"x" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
    ],
    ids=["svg", "gif", "large"],
)
def test_what_is_no_picture_is_refused_in_words(client: Client, data: bytes, reason: str) -> None:
    provider = make_provider()
    text = send(client, provider, upload=data)
    assert reason in text
    assert shown_of(provider) == ""


# ---- Merging and blocking


def test_merge_shows_what_moves_and_does_it_when_confirmed(client: Client) -> None:
    old, new = make_provider("old.example"), make_provider("new.example")
    make_article(provider=old)
    text = client.get(address(old, "merge"), {"into": new.pk}).content.decode()
    for told in ("1 article moves.", "other names grow by: Old", "not a byte of the articles changes"):
        assert told in text, told
    assert Provider.objects.filter(pk=old.pk).exists()
    response = client.post(address(old, "merge"), {"into": new.pk})
    assert response["Location"] == address(new)
    assert client.get("/providers/old.example/")["Location"] == "/providers/new.example/"


def test_block_is_foreseen_done_and_ended(client: Client) -> None:
    provider = make_provider("spam.example")
    story = make_article(provider=provider, published=None)
    make_article(provider=provider)
    text = client.get(address(provider, "block")).content.decode()
    assert "1 story that waits is rejected." in text
    assert "1 story is public and stays so" in text
    assert not Block.objects.exists()
    done = client.post(address(provider, "block"), {"reason": "Made up."}, follow=True).content.decode()
    assert "is blocked: 1 story rejected, 0 withdrawn" in done
    assert "Unblock …" in done
    assert "is-blocked" in client.get(PROVIDERS, {"blocked": "yes"}).content.decode()
    text = client.get(address(provider, "block")).content.decode()
    assert "Made up." in text
    assert "Bring 1 story that the block rejected back" in text
    again = client.post(address(provider, "block"), {"reason": "Twice."}, follow=True).content.decode()
    assert "blocked already" in again
    client.post(address(provider, "block"), {"unblock": "yes", "bring_back": "yes"})
    assert Article.objects.get(pk=story.pk).state == "inbox"
    assert not Block.objects.exists()


@pytest.mark.parametrize("role", [CONTRIBUTOR, EDITOR])
def test_who_may_not_merge_or_block_only_looks(client: Client, role: str) -> None:
    old, new = make_provider(), make_provider()
    client.force_login(make_user(role=role))
    text = client.get(address(old)).content.decode()
    assert "Block" not in text
    assert "Merge" not in text
    for what in ("merge", "block"):
        assert client.get(address(old, what)).status_code == 403
        assert client.post(address(old, what), {"into": new.pk}).status_code == 403
    assert not Block.objects.exists()
    assert Provider.objects.count() == 2


def test_change_of_a_provider_is_in_its_history(client: Client) -> None:
    provider = make_provider("post.example")
    save(client, address(provider), "provider", other_names="The Post")
    assert Revision.objects.get(path=provider.path).changes[0]["key"] == "otherNames"
