"""Where pages stand. `urls.py` alone says it; here it is asked once for each kind of page, not once a link.

A page has dozens of links, and Django takes longer to find the address of one than to write its card.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.http.request import split_domain_port
from django.urls import get_script_prefix, reverse

from articles.models import Article, Topic
from providers.models import Provider

# Stands for a name while Django is asked; no sign of it is ever quoted.
_NAME: Final = "~~~"
# What `reverse()` leaves as it is (RFC 3986).
_SAFE: Final = "!$&'()*+,;=/~:@"


def named(kind: str, name: str) -> str:
    """The address of a page that has a name, such as that of a topic: `named("topic", "harbour")`."""
    before, after = _around(get_script_prefix(), kind)
    return before + quote(name, safe=_SAFE) + after


def page_of(thing: Article | Topic | Provider) -> str:
    """The address of the page of an article, a topic or a provider."""
    if isinstance(thing, Provider):
        return named("provider", thing.domain or thing.name)
    return named("topic" if isinstance(thing, Topic) else "article", thing.slug)


def fixed(kind: str, *names: str | int) -> str:
    """The address of one of the few pages that every page leads to."""
    return _fixed(get_script_prefix(), kind, names)


def site_of(request: HttpRequest) -> str:
    """This site's scheme and host, as absolute addresses begin: what SITE_URL says, else what was asked for.

    Whoever asks writes any port behind the name, and caches keep the answer for others. Without SITE_URL a
    port counts only where this very server listens on it.
    """
    if settings.SITE_URL:
        return str(settings.SITE_URL)
    host, port = split_domain_port(request.get_host())
    is_usual = (request.scheme, port) in {("http", "80"), ("https", "443")}
    is_ours = port != "" and port == request.META.get("SERVER_PORT") and not is_usual
    return f"{request.scheme}://{host}:{port}" if is_ours else f"{request.scheme}://{host}"


def with_query(asked: Mapping[str, str], **changes: str) -> str:
    """The address of this page with what was asked, changed here and there; an empty value leaves out.

    >>> with_query({"order": "hottest", "after": "x"}, after="")
    '?order=hottest'
    """
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in {**asked, **changes}.items() if value})
    return f"?{query.urlencode()}" if query else "?"


# Under another prefix the same page has another address.
@cache
def _around(prefix: str, kind: str) -> tuple[str, str]:
    before, _, after = reverse(f"articles:{kind}", args=[_NAME]).rpartition(_NAME)
    return before, after


@lru_cache(maxsize=512)
def _fixed(prefix: str, kind: str, names: tuple[str | int, ...]) -> str:
    return reverse(f"articles:{kind}", args=names)
