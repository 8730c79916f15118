"""What addresses are: which lead where they seem to, and which two lead to one story."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from documents.document import Values, printable
from documents.identity import identity


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


def fault_of(url: str) -> str:
    """Why an address leads nowhere, or elsewhere than it seems to; empty where it may be used.

    It begins with http://, https:// or a single /, as `documents.validation` has seen.

    >>> fault_of("https://example.org/a?b"), fault_of("/assets/../x.png")
    ('', '')
    >>> fault_of("/assets/../../x.png")
    'climbs out of the site; take out the “..” that lead above its first folder'
    """
    if _USUAL.match(url):
        return ""
    if url.startswith("/"):
        return _CLIMBS if _climbs(url) else ""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "is an address that no browser can read; correct it"
    if "@" in parts.netloc:
        return (
            "names a user before its host, where readers look for the host; take out what stands before the @"
        )
    if not (_is_in_brackets(parts.netloc) if "[" in parts.netloc else _is_name(host.removesuffix("."))):
        return f"“{printable(host)}” can be no host; correct it"
    return ""


def doubt_of(url: str) -> str:
    """What is odd about an address that may be used; empty where nothing is."""
    if _USUAL.match(url) or url.startswith("/") or not _climbs(url):
        return ""
    return "goes up more folders than there are; the “..” beyond the first lead nowhere"


def is_host_name(text: str) -> bool:
    """Whether a text can be the name of a host, in any script, and is nothing else besides.

    >>> is_host_name("harbour-post.example"), is_host_name("пример.рф"), is_host_name("a.example/../x")
    (True, True, False)
    """
    return _is_name(text) and not any(label != label.strip("-") for label in text.split("."))


def _is_name(host: str) -> bool:
    """Whether what stands for a host in an address is a name, or four numbers."""
    plain = unicodedata.normalize("NFKC", host)
    labels = plain.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _is_address(plain)
    return len(plain) <= _HOST_LIMIT and all(map(_is_label, labels))


def _is_label(label: str) -> bool:
    if not 0 < len(label) <= _LABEL_LIMIT or not all(map(_is_in_name, label)):
        return False
    return not label.lower().startswith(_IN_ASCII) or _says_another(label[len(_IN_ASCII) :])


def _says_another(code: str) -> bool:
    """Whether what follows `xn--` stands for a label in another script, as browsers want it."""
    try:
        label = code.encode("ascii").decode("punycode")
    except UnicodeError:
        return False
    return not label.isascii() and all(_is_in_name(sign) or sign in _JOINERS for sign in label)


def _is_in_name(sign: str) -> bool:
    if sign.isascii():
        return sign.isalnum() or sign in "-_"
    # Letters, marks and numbers of any script; names with emoji are resolved too.
    category = unicodedata.category(sign)
    return category[0] in "LMN" or category == "So"


def _is_in_brackets(place: str) -> bool:
    """Whether it is an address of IPv6 in brackets, perhaps with a port, and nothing else besides."""
    found = _BRACKETS.fullmatch(place)
    return found is not None and ":" in found[1] and _is_address(found[1])


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _climbs(url: str) -> bool:
    """Whether the path goes up more often than down, as servers read it that decode it first."""
    path = re.split("[?#]", url, maxsplit=1)[0]
    if not path.startswith("/"):
        path = path.partition("://")[2].partition("/")[2]
    depth = 0
    for folder in unquote(path).replace("\\", "/").split("/"):
        depth += -1 if folder == ".." else folder not in ("", ".")
        if depth < 0:
            return True
    return False


def names_picture(url: str) -> bool:
    """Whether an address says itself that a picture is to be found there.

    >>> names_picture("https://example.org/a.jpg?w=300"), names_picture("https://example.org/story")
    (True, False)
    """
    return _PICTURE.search(url) is not None


def told_apart_by(address: str) -> str:
    """What canonical addresses are compared by: no escapes, and no case or form of letters.

    >>> told_apart_by("example.org/Caf%C3%A9") == told_apart_by("example.org/cafe\N{COMBINING ACUTE ACCENT}")
    True
    """
    return identity(unquote(address))


# What nearly all are, and nothing that needs a second look: a host of plain labels, and no two dots in a row.
_USUAL: Final = re.compile(
    r"https?://(?=[a-z0-9.-]{4,100}(?:/|\Z))(?:(?!xn--)[a-z0-9][a-z0-9-]{0,62}\.)+[a-z]{2,24}(?:/(?!.*(?:\.|%2e){2})|\Z)",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)
_CLIMBS: Final = "climbs out of the site; take out the “..” that lead above its first folder"
# As browsers read numbers: 0x7f.1 is 127.0.0.1 to them.
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*", re.IGNORECASE)
# No zone behind a %, which no browser takes.
_BRACKETS: Final = re.compile(r"\[([0-9a-f:.]+)\](?::\d*)?", re.IGNORECASE | re.ASCII)
# How a label in another script is written in ASCII.
_IN_ASCII: Final = "xn--"
# Persian, Hindi and Sinhala write some words with them.
_JOINERS: Final = "\u200c\u200d"
_HOST_LIMIT: Final = 253
_LABEL_LIMIT: Final = 63
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
