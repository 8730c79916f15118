"""Copies of other people's pictures: each a picture of the site at a path that no document names.

The path follows from the address, so a page finds a copy as it finds a picture of its own, and no copy goes
out with the site. Whether one may be made is for people to say: articles/editing/copying_pictures.py.
"""

from __future__ import annotations

import hashlib
from typing import Final

from django.utils.encoding import iri_to_uri

from articles.models import Picture
from articles.pictures import renditions
from articles.pictures.decoding import Decoder
from articles.pictures.storing import FOLDER, keep_at
from articles.web_requests import Gate, fetch

COPIES: Final = f"{FOLDER}cached/"
SIZE_LIMIT: Final = 10 * 1024 * 1024
# For the whole of a picture, whatever of it has come by then.
SECONDS: Final = 10
_HEADERS: Final = {
    "User-Agent": "newsroom-pictures",
    "Accept": "image/avif,image/webp,image/*;q=0.9",
    "Accept-Encoding": "identity",
}


def copy_path(url: str) -> str:
    """Where a copy of what stands at an address would be; empty for what is not elsewhere."""
    if not url.lower().startswith(("http://", "https://")):
        return ""
    return f"{COPIES}{hashlib.sha256(url.encode()).hexdigest()[:40]}"


def fetched(url: str, *, is_allowed: Gate) -> bytes:
    """What stands at an address; see `articles.web_requests.fetch` for what it raises."""
    return fetch(iri_to_uri(url), headers=_HEADERS, limit=SIZE_LIMIT, seconds=SECONDS, is_allowed=is_allowed)


def keep(url: str, data: bytes, decoder: Decoder) -> Picture:
    """Let a picture, drawn anew, be shown instead of what stands at an address. Raises Refused."""
    path = copy_path(url)
    picture = keep_at(path, decoder.take(data, width=renditions.widest(path)))
    renditions.make(picture, decoder)
    return picture
