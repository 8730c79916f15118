"""Which storage the settings of a bucket come to, and that a real server takes it."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from pytest_django.fixtures import Settings

from newsroom import bucket as buckets
from newsroom.bucket import FILES, Bucket, origin_of, storage_in
from newsroom.environment import Environment, SettingsRefused
from tests.support.s3_server import make_bucket, s3_server

PLAIN = Bucket("pictures", "", "eu-central-1", "", "", "")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with s3_server() as address:
        yield address


@pytest.fixture
def read() -> Environment:
    return Environment({}, folder=Path("/"))


def test_without_a_bucket_pictures_are_files(read: Environment) -> None:
    assert storage_in(PLAIN._replace(name=""), read) == FILES
    assert origin_of(PLAIN._replace(name="")) == []
    read.finish()


@pytest.mark.parametrize(
    ("bucket", "address"),
    [
        (PLAIN, "https://pictures.s3.eu-central-1.amazonaws.com"),
        (PLAIN._replace(endpoint="http://127.0.0.1:9000"), "http://127.0.0.1:9000/pictures"),
        (PLAIN._replace(address="https://cdn.example/a"), "https://cdn.example/a"),
    ],
)
def test_readers_get_plain_addresses_of_a_host_that_the_policy_names(bucket: Bucket, address: str) -> None:
    assert bucket.public_address == address
    assert origin_of(bucket) == ["/".join(address.split("/")[:3])]


def test_half_a_key_is_refused_and_no_message_tells_it(read: Environment) -> None:
    storage_in(PLAIN._replace(secret_key="hidden"), read)
    with pytest.raises(SettingsRefused) as refused:
        read.finish()
    assert "MEDIA_S3_SECRET_KEY" in str(refused.value)
    assert "hidden" not in str(refused.value)


def test_libraries_that_are_not_there_are_named(read: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buckets, "find_spec", lambda name: None)
    storage_in(PLAIN, read)
    with pytest.raises(SettingsRefused, match=r"requirements-s3\.lock"):
        read.finish()


def test_a_server_keeps_what_it_is_given_and_readers_fetch_it_without_a_key(
    server: str, settings: Settings
) -> None:
    served = make_bucket(server)
    settings.STORAGES = {**settings.STORAGES, "default": served.storage}
    assert default_storage.save("pictures/a b.webp", ContentFile(b"one")) == "pictures/a b.webp"
    address = default_storage.url("pictures/a b.webp")
    assert address == f"{served.bucket.public_address}/pictures/a%20b.webp"
    with urllib.request.urlopen(address) as answer:
        assert answer.read() == b"one"
        assert "immutable" in answer.headers["Cache-Control"]
    default_storage.delete("pictures/a b.webp")
    assert not default_storage.exists("pictures/a b.webp")
