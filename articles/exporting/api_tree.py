"""The origin's API as a tree of files, as its static host served them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from articles.exporting.origin_api import news_page, topics
from articles.exporting.site import SiteFile
from articles.models import Topic


def api_files() -> Iterator[SiteFile]:
    """All pages of all articles, of each topic, and the list of topics."""
    yield _file("api/topics/index.json", topics())
    yield from _pages("api/news", None)
    for topic in Topic.objects.public().order_by("path", "slug"):
        yield from _pages(f"api/news/{topic.slug}", topic)


def _pages(folder: str, topic: Topic | None) -> Iterator[SiteFile]:
    number: int | None = 1
    while number is not None:
        page = news_page(number, topic)
        # What was the next page may be gone since.
        if page is None:
            return
        if number == 1:
            yield _file(f"{folder}/index.json", page.as_json())
        yield _file(f"{folder}/page/{number}/index.json", page.as_json())
        number = page.next_page


def _file(path: str, value: Any) -> SiteFile:
    """A file as the origin lays it out: two spaces, no line end at the end."""
    return SiteFile(path, json.dumps(value, ensure_ascii=False, indent=2).encode(), is_changed=False)
