"""Asking the web whether a story's original is still there, without being led to where nobody should go.

Only `manage.py check_links` asks; no page does. Whoever writes a document chooses the address, so
each is resolved once, every address behind the name must be a public one, and the connection goes to
the very address that was looked at; every redirect passes the same gate (OWASP, Server-Side Request
Forgery Prevention). No body is read.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from itertools import islice
from typing import Final, TypeAlias
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from articles.models import Article, LinkCheck
from documents.document import counted

# How long an answer counts, and how many stories are asked about at a time, each from its own host.
FRESH: Final = timedelta(days=7)
AT_ONCE: Final = 16
BATCH: Final = 200
# Failures in a row after which a link is dead: hosts have bad days.
PATIENCE: Final = 3
_HOPS: Final = 5
_TIMEOUT: Final = urllib3.Timeout(connect=5, read=10)
_HEADERS: Final = {"User-Agent": "newsroom-link-check", "Accept": "*/*", "Connection": "close"}
_GONE: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
# Some hosts do not know HEAD, or take whoever sends it for a robot.
_ASK_AGAIN: Final = frozenset({400, 403, 405, 501})
_PORTS: Final = {"http": 80, "https": 443}

_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_NEVER: Final = (ipaddress.ip_network("fec0::/10"), ipaddress.ip_network("::/96"), _NAT64)
# Whether a connection may be made to an IP address at a port.
Gate: TypeAlias = Callable[[str, int], bool]
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refused(Exception):
    """An address that is not asked; `str()` says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered: whether the page is there, certainly gone, or neither for now."""

    is_there: bool
    is_gone: bool
    text: str


@dataclass
class Asked:
    """What came of asking about some stories."""

    there: int = 0
    failing: int = 0
    dead: int = 0

    def count(self, check: LinkCheck) -> None:
        """Add one answer."""
        self.dead += check.is_dead
        self.there += not check.failures
        self.failing += bool(check.failures and not check.is_dead)

    def as_text(self) -> str:
        """The summary that ends a check."""
        asked = self.there + self.failing + self.dead
        there = counted(self.there, "answers", "answer")
        failing = counted(self.failing, "fails", "fail")
        return f"{asked:,} asked: {there}, {failing} for now, {self.dead:,} dead."


def is_public(text: str) -> bool:
    """Whether an IP address is one of the public internet, whatever it is wrapped in."""
    address: _Address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if any(address in network for network in _NEVER) or address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def is_on_the_web(address: str, port: int) -> bool:
    """Whether this is where a website of the public internet may stand."""
    return port in _PORTS.values() and is_public(address)


def ask(url: str, *, is_allowed: Gate = is_on_the_web) -> Answer:
    """Ask for a page's head, through some redirects; never raises."""
    try:
        for _hop in range(_HOPS):
            status, target = _ask_once(url, is_allowed)
            if not target:
                return _judged(status)
            url = urljoin(url, target)
    except (Refused, HTTPError, OSError, ValueError) as error:
        return Answer(is_there=False, is_gone=False, text=_reason(error))
    return Answer(is_there=False, is_gone=False, text="redirects without end")


def _ask_once(url: str, is_allowed: Gate) -> tuple[int, str]:
    """The status of one address, and where it leads."""
    parts = urlsplit(url)
    with _pool(parts, is_allowed) as pool:
        for method in ("HEAD", "GET"):
            response = pool.request(
                method,
                (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
                headers={**_HEADERS, "Host": parts.netloc.rpartition("@")[2]},
                redirect=False,
                retries=False,
                preload_content=False,
                timeout=_TIMEOUT,
            )
            response.close()
            if response.status not in _ASK_AGAIN:
                break
    is_redirect = 300 <= response.status < 400  # noqa: PLR2004  HTTP calls all of 3xx redirects
    return response.status, response.headers.get("Location", "") if is_redirect else ""


def _pool(parts: SplitResult, is_allowed: Gate) -> urllib3.HTTPConnectionPool:
    """A connection to the very address that was looked at, while Host and certificate keep the name."""
    host, port = parts.hostname, parts.port or _PORTS.get(parts.scheme, 0)
    if not host or parts.scheme not in _PORTS:
        raise Refused("not an http or https address")
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(is_allowed(address, port) for address in found):
        raise Refused("leads into a private network, or to a port that is not the web's")
    if parts.scheme == "http":
        return urllib3.HTTPConnectionPool(found[0], port, maxsize=1)
    return urllib3.HTTPSConnectionPool(
        found[0], port, maxsize=1, server_hostname=host, assert_hostname=host, cert_reqs="CERT_REQUIRED"
    )


def _judged(status: int) -> Answer:
    try:
        text = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        text = str(status)
    # Who asks for a subscription or is tired of robots is there.
    is_there = status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in _GONE
    return Answer(is_there=is_there, is_gone=status in _GONE, text=text)


def _reason(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return "no such host"
    return (" ".join(str(error).split()) or type(error).__name__)[:200]


def check_links(
    limit: int, *, now: datetime, is_allowed: Gate = is_on_the_web
) -> Iterator[tuple[Article, LinkCheck]]:
    """Ask about the newest stories that nobody asked about for a week; each as soon as it is written down."""
    due = Article.objects.linked_elsewhere().unchecked_since(now - FRESH).newest()[:limit]
    articles = iter(due.only("pk", "title", "web_url", "published_date_time", "path"))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while batch := list(islice(articles, BATCH)):
            before = LinkCheck.objects.in_bulk([article.pk for article in batch])
            answers = pool.map(lambda article: ask(article.web_url, is_allowed=is_allowed), batch)
            checks = [
                _noted(article, answer, before.get(article.pk), now)
                for article, answer in zip(batch, answers, strict=True)
            ]
            LinkCheck.objects.keep(checks)
            yield from zip(batch, checks, strict=True)


def _noted(article: Article, answer: Answer, before: LinkCheck | None, now: datetime) -> LinkCheck:
    earlier = before.failures if before is not None and before.url == article.web_url else 0
    failures = 0 if answer.is_there else earlier + 1
    return LinkCheck(
        article=article,
        url=article.web_url,
        checked=now,
        failures=failures,
        is_dead=answer.is_gone or failures >= PATIENCE,
        answer=answer.text,
    )
