"""The API as files: the addresses and the bytes that the origin's static host served."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from articles.importing import import_documents
from documents.sources import Sources
from tests.support.made_up_api import StoredApi
from tests.support.make import make_article, make_topic

pytestmark = pytest.mark.django_db


def export(folder: Path, *arguments: str) -> None:
    call_command(
        "export_articles",
        str(folder),
        "--format",
        "api",
        *arguments,
        verbosity=0,
        stderr=io.StringIO(),
    )


def test_stored_pages_come_out_byte_for_byte(stored_api: StoredApi, tmp_path: Path) -> None:
    import_documents(Sources([str(stored_api.site)]), workers=1)
    export(tmp_path)
    stored = sorted(stored_api.api.rglob("*.json"))
    assert len(stored) >= 7
    for path in stored:
        written = (tmp_path / "api" / path.relative_to(stored_api.api)).read_bytes()
        assert written == as_the_origin(path.read_bytes()), path


def as_the_origin(stored: bytes) -> bytes:
    """A stored page as it was written: some were stored with one space, or with Windows' line ends."""
    if stored.startswith(b'{\n "'):
        return json.dumps(json.loads(stored), ensure_ascii=False, indent=2).encode()
    return stored.replace(b"\r\n", b"\n")


def test_every_file_is_what_its_address_answers(tmp_path: Path, client: Client) -> None:
    topic = make_topic("AI")
    stems = sorted(make_article(topics=[topic]).slug for _ in range(26))
    make_topic("Empty")
    # Where a topic has its name, the address answers with that; of two articles of a stem each has its own.
    make_article(path="_news/empty.md", published_date_time=None)
    make_article(path=f"_news/2020/{stems[0]}.md", published_date_time=None)
    make_article(published=False)
    export(tmp_path)
    files = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.json"))
    assert files == [
        f"api/news/2020-{stems[0]}/index.json",
        *(f"api/news/{stem}/index.json" for stem in stems),
        "api/news/ai/index.json",
        "api/news/ai/page/1/index.json",
        "api/news/ai/page/2/index.json",
        "api/news/empty/index.json",
        "api/news/empty/page/1/index.json",
        "api/news/index.json",
        "api/news/page/1/index.json",
        "api/news/page/2/index.json",
        "api/topics/index.json",
    ]
    for path in files:
        served = client.get(f"/{path}").content.decode()
        written = (tmp_path / path).read_bytes().decode()
        assert "".join(written.split()) == "".join(served.split())


def test_part_of_the_api_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        export(tmp_path, "--published")
    assert stopped.value.code == 2
    assert not any(tmp_path.iterdir())
