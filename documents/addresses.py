"""When two addresses lead to one story: the canonical form of a URL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from documents.document import Values


def canonical(url: str) -> str:
    """A URL without what does not tell stories apart: scheme, `www.`, tracking, AMP forms, fragment.

    Only for comparison, never for a link. What is no http(s) URL has no canonical form: empty.

    >>> canonical("https://www.itpro.co.uk/ai/354841/oversight?amp&utm_source=feed#top")
    'itpro.co.uk/ai/354841/oversight'
    >>> canonical("https://www-itpro-co-uk.cdn.ampproject.org/c/s/www.itpro.co.uk/ai/354841/oversight?amp")
    'itpro.co.uk/ai/354841/oversight'
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not host:
        return ""
    if host.endswith(".cdn.ampproject.org") and (cached := _AMP_CACHE.match(parts.path)):
        query = f"?{parts.query}" if parts.query else ""
        return canonical(f"https://{parts.path[cached.end() :]}{query}")
    host = _HOST_PREFIX.sub("", host)
    if port not in {None, 80, 443}:
        host = f"{host}:{port}"
    path = _AMP_PATH.sub("", parts.path).rstrip("/")
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(name)
    ]
    return f"{host}{path}?{urlencode(kept)}" if kept else f"{host}{path}"


def spellings(address: str) -> Iterator[str]:
    """How a canonical address is usually written: what an index on addresses can be asked for.

    >>> list(spellings("example.org/a"))[:2]
    ['https://example.org/a', 'https://example.org/a/']
    """
    for scheme in ("https://", "http://"):
        for host in ("", "www."):
            for end in ("", "/"):
                yield f"{scheme}{host}{address}{end}"


def canonical_of(values: Values) -> set[str]:
    """The canonical forms of the addresses under which an article's original is found."""
    given = (values.get(key) for key in ("originalUrl", "webUrl", "ampWebUrl", "cdnAmpWebUrl"))
    return {address for url in given if isinstance(url, str) and (address := canonical(url))}


def names_picture(url: str) -> bool:
    """Whether an address says itself that a picture is to be found there.

    >>> names_picture("https://example.org/a.jpg?w=300"), names_picture("https://example.org/story")
    (True, False)
    """
    return _PICTURE.search(url) is not None


# https://developers.google.com/amp/cache/overview: /c/ or /v/ (viewer), then s/ for https.
_AMP_CACHE: Final = re.compile(r"/[cvi]/(?:s/)?")
_HOST_PREFIX: Final = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
# …/story/amp/, /amp/story, …/story.amp.html, …/story.amp
_AMP_PATH: Final = re.compile(r"/amp(?=/|$)|\.amp(?=\.html$|$)")
# Only what is known to tell nothing: a wrong one here would take two stories for one.
_TRACKING: Final = re.compile(
    r"amp|amp_\w+|outputtype|utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|ocid|cmpid|ncid|ref_src"
    r"|smid|guccounter|guce_\w+|_ga|mkt_tok|wt\.mc_id|feedtype|feedname",
    re.IGNORECASE,
)
# Among what the path or the query of an address says: the end of a file's name, or a form that is asked for.
_PICTURE: Final = re.compile(
    r"(?:\.|\b(?:fm|format|f|type)=(?:image/)?)(?:jpe?g|jfif|png|gif|webp|avif|svg|bmp|tiff?|ico)\b",
    re.IGNORECASE,
)
