"""What editors call the keys of documents."""

from __future__ import annotations

import pytest
from django.utils import translation

from articles.desk.forms.labels import has_label, label_of, label_within
from articles.mapping import attribute_of, key_of
from documents.layout import Kind
from documents.schema import fields_of


@pytest.mark.parametrize(
    ("kind", "key", "label"),
    [
        (Kind.ARTICLE, "webUrl", "web address"),
        (Kind.ARTICLE, "publishedDateTime", "published at"),
        (Kind.ARTICLE, "provider", "provider"),
        (Kind.ARTICLE, "images", "pictures"),
        (Kind.PROVIDER, "images", "logos"),
        (Kind.PROVIDER, "otherNames", "other names"),
        (Kind.TOPIC, "_id", "slug"),
        (Kind.TOPIC, "parent", "parent"),
        (Kind.TOPIC, "isBlocked", "blocked"),
        (Kind.ARTICLE, "publishAt", "publish at"),
        (Kind.ARTICLE, "file", "file"),
        (None, "otherNames", "other names"),
    ],
)
def test_key_has_the_name_of_its_field(kind: Kind | None, key: str, label: str) -> None:
    assert label_of(kind, key) == label


@pytest.mark.parametrize("kind", [*Kind, None])
def test_key_without_a_name_is_its_own(kind: Kind | None) -> None:
    assert label_of(kind, "secured") == "secured"
    assert label_of(kind, "any other") == "any other"


def test_name_is_in_the_readers_language() -> None:
    with translation.override("de"):
        assert label_of(Kind.ARTICLE, "webUrl") == "Webadresse"
        assert label_of(Kind.ARTICLE, "topics") == "Themen"
        assert label_within("attribution") == "Bildnachweis"


@pytest.mark.parametrize("kind", Kind)
def test_every_key_that_rows_hold_is_named_and_found_again(kind: Kind) -> None:
    held = [field.key for field in fields_of(kind) if attribute_of(kind, field.key)]
    assert len(held) > 3
    for key in held:
        assert has_label(kind, key)
        assert label_of(kind, key) == label_of(kind, key).lower().replace("amp ", "AMP ")
        assert key_of(kind, attribute_of(kind, key) or "") == key


@pytest.mark.parametrize("member_of", ["images", "related"])
def test_every_key_within_a_list_is_named(member_of: str) -> None:
    for field in fields_of(Kind.ARTICLE, member_of=member_of):
        assert label_within(field.key) == label_within(field.key).lower().replace("amp ", "AMP ")


def test_what_services_are_called_stays() -> None:
    assert label_within("Mastodon") == "Mastodon"
