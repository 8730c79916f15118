"""The migration that reads texts from the documents that a database keeps."""

from importlib import import_module

import pytest

migration = import_module("articles.migrations.0006_texts_of_articles")


@pytest.mark.parametrize(
    ("path", "content", "text"),
    [
        ("_news/a.md", b"---\ntitle: A\n---\n\nOne\r\nTwo\n", "One\nTwo"),
        ("_news/a.md", b"\xef\xbb\xbf---\r\ntitle: A\r\n---\r\n\r\nOne\r\n", "One"),
        ("_news/a.md", b"---\n---\nOne", "One"),
        ("_news/a.md", b"---\ntitle: A\n---", ""),
        ("_news/a.md", b"---\ntitle: A\n...\n\nOne\n---\nTwo\n", "One\n---\nTwo"),
        ("_news/a.yaml", b"---\ntitle: A\n---\ntitle: B\n", ""),
        ("_news/a.json", b'{"title": "A"}\n', ""),
    ],
)
def test_a_text_is_what_an_import_would_read(path: str, content: bytes, text: str) -> None:
    assert migration.text_in(path, content) == text
