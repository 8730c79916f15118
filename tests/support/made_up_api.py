"""The API's files as the origin writes them for a site, made from its documents alone.

Nothing of what is tested has a part in it: documents are read by PyYAML, and pages are put together here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

import yaml

from tests.support.made_up_site import SITE

PAGE_SIZE: Final = 25
_ZONE: Final = ZoneInfo("America/Los_Angeles")


class StoredApi(NamedTuple):
    """The documents of a site, and the folder `api` that its origin made of them in one form."""

    site: Path
    api: Path
    form: str

    @property
    def pages(self) -> list[Path]:
        """The numbered pages of all stories."""
        return sorted((self.api / "news/page").glob("*/index.json"))


def write_stored_api(site: Path, api: Path, form: str) -> StoredApi:
    """Write the pages of all stories of a site, in the form of "2021" or "2023"."""
    said = {path: _read(path) for path in (site / "_news").glob("*.md")}
    newest = sorted(said, key=lambda path: said[path]["publishedDateTime"], reverse=True)
    public = [
        _story(said[path], path.relative_to(site).as_posix(), form)
        for path in newest
        if said[path]["published"]
    ]
    numbers = range(1, -(-len(public) // PAGE_SIZE) + 1)
    for number in numbers:
        part = public[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        page = {"page": number, "value": part, "nextPage": number + 1 if number < len(numbers) else None}
        if number == 1:
            _write(api / "news/index.json", page)
        _write(api / f"news/page/{number}/index.json", page)
    return StoredApi(site, api, form)


def stored_topics(site: Path) -> list[dict[str, Any]]:
    """The topics of a site, in the order of their files."""
    return [_topic(_read(path)) for path in sorted((site / "_data/topics").iterdir())]


def _write(path: Path, page: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(json.dumps(page, ensure_ascii=False, indent=2).encode())


def _story(said: dict[str, Any], path: str, form: str) -> dict[str, Any]:
    return {
        "path": path,
        **_named(
            said, "title", "excerpt", "sourceUrl", "webUrl", "originalUrl", "featuredContent", "highlight"
        ),
        **_named(said, "heat", "tags"),
        "images": _images(said),
        "content": "\r\n" if form == "2021" else "",
        **_named(said, "type", "ampWebUrl", "cdnAmpWebUrl"),
        "publishedDateTime": _time(said["publishedDateTime"], form),
        "updatedDateTime": None,
        "provider": _provider(said["provider"]),
        "locale": said.get("locale", "en-us"),
        "categories": [said["category"]],
        "topics": said["topics"],
    }


def _read(path: Path) -> dict[str, Any]:
    text = path.read_text("utf-8")
    said: dict[str, Any] = yaml.safe_load(
        re.split(r"^---$", text, flags=re.M)[1] if path.suffix == ".md" else text
    )
    return said


def _named(said: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: said.get(key) for key in keys}


def _time(moment: datetime, form: str) -> str:
    if form == "2021":
        return moment.astimezone(_ZONE).isoformat()
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _provider(said: dict[str, Any]) -> dict[str, Any]:
    return {**_named(said, "name", "domain"), "images": _images(said), "publishers": None, "authors": None}


def _images(said: dict[str, Any]) -> list[dict[str, Any]] | None:
    return [*map(_image, said.get("images", []))] or None


def _image(said: dict[str, Any]) -> dict[str, Any]:
    address = SITE + said["url"] if said["url"].startswith("/") else said["url"]
    named = _named(said, "width", "height", "title", "attribution")
    return {"url": address, **named, "isCached": said.get("isCached", False)}


def _topic(said: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": said["name"],
        "shortname": said.get("shortname", said["name"]),
        "id": said["_id"],
        **({"parent": said["parent"]} if "parent" in said else {}),
        "services": [*_services(said)],
    }


def _services(said: dict[str, Any]) -> Iterator[dict[str, str]]:
    for name, address in said.get("services", {}).items():
        yield {"name": name, "endpoint": address}
