"""The origin's API as a tree of files, as its static host served them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any

from articles.exporting.origin_api import news_page, represent_all, topics
from articles.exporting.site import CHUNK, SiteFile
from articles.models import Article, Topic


def api_files() -> Iterator[SiteFile]:
    """All pages of all articles, of each topic, the list of topics, and each article alone."""
    yield _file("api/topics/index.json", topics())
    yield from _pages("api/news", None)
    taken = set()
    for topic in Topic.objects.public().order_by("path", "slug"):
        taken.add(topic.slug)
        yield from _pages(f"api/news/{topic.slug}", topic)
    yield from _articles(taken)


def _articles(taken: set[str]) -> Iterator[SiteFile]:
    """A file for each address that no topic has taken.

    Where several articles share an address, the file holds the newest of them, as the address itself shows.
    """
    rows = Article.objects.published().by_address().values_list("slug", "path", "pk")
    newest = (next(same) for _, same in groupby(rows.iterator(CHUNK), key=lambda row: row[0]))
    free = (row for row in newest if row[0] not in taken)
    while some := list(islice(free, CHUNK)):
        slugs = {path: slug for slug, path, _ in some}
        for item in represent_all([key for *_, key in some]):
            yield _file(f"api/news/{slugs[item['path']]}/index.json", item)


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
