"""The button that copies an article's pictures: who has it, and what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.desk.article_form import picture_copies
from articles.editing.copying_pictures import Outcome
from articles.editing.history import Actor
from articles.models import Image
from articles.roles import CONTRIBUTOR, EDITOR
from tests.support.make import make_article, make_picture, make_user

pytestmark = pytest.mark.django_db

OTHERS = "https://elsewhere.example/a.jpg"


def test_button_tries_what_others_have_and_says_what_came_of_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copied(images: Iterable[Image], actor: Actor) -> Iterator[Outcome]:
        for image in images:
            yield Outcome(image, "404 Not Found" if "none" in image.url else "")

    monkeypatch.setattr(picture_copies, "copy_pictures", copied)
    client.force_login(make_user(role=EDITOR))
    images = [{"url": OTHERS}, {"url": f"{OTHERS}?none"}, {"url": "/assets/images/a.jpg"}]
    article = make_article(images=[*images, {"url": f"{OTHERS}?b", "is_cached": True}])
    form = reverse("admin:articles_article_change", args=[article.pk])
    assert "Copy its pictures here" in client.get(form).content.decode()
    answer = client.post(reverse("admin:articles_article_copy_pictures", args=[article.pk]), follow=True)
    assert answer.redirect_chain == [(form, 302)]
    assert [str(message) for message in answer.context["messages"]] == [
        f"{OTHERS}?none was not copied: 404 Not Found",
        "1 picture was copied.",
    ]


def test_button_is_there_for_editors_and_for_pictures_of_others(client: Client) -> None:
    author = make_user(role=CONTRIBUTOR)
    client.force_login(author)
    draft = make_article(published=None, created_by=author, images=[{"url": OTHERS}])
    form = reverse("admin:articles_article_change", args=[draft.pk])
    assert "Copy its pictures here" not in client.get(form).content.decode()
    client.force_login(make_user(role=EDITOR))
    assert "Copy its pictures here" in client.get(form).content.decode()
    draft.images.update(url="/assets/images/a.jpg")
    assert "Copy its pictures here" not in client.get(form).content.decode()


def test_form_asks_for_many_own_pictures_as_for_one(client: Client) -> None:
    client.force_login(make_user(role=EDITOR))
    costs = []
    for many in (1, 5):
        pictures = [make_picture(f"assets/images/articles/2026/11/{many}-{n}.jpg") for n in range(many)]
        article = make_article(
            images=[{"url": picture.url} for picture in pictures]
            + [{"url": f"{OTHERS}?{n}", "is_cached": True} for n in range(many)]
        )
        form = reverse("admin:articles_article_change", args=[article.pk])
        # What a process asks once, such as for the kinds of rows, is asked by now.
        client.get(form)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(form).content.decode()
        costs.append(len(queries))
        assert page.count("/media/pictures/") == many
        assert page.count(f'src="{OTHERS}') == many
    assert costs[0] == costs[1]
