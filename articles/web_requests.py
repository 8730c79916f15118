"""Asking the web without being led to where nobody should go, and without being kept waiting there.

Only commands and buttons of the desk ask; no page does. Whoever writes a document chooses its addresses,
so each is resolved once, every address behind the name must be a public one, and the connection goes to
the very address that was looked at; every redirect passes the same gate (OWASP, Server-Side Request
Forgery Prevention). An answer that drips is cut off: its time is the whole time, not that of each read.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from http.client import HTTPException
from http.client import responses as PHRASES
from time import monotonic
from typing import Final, TypeAlias
from urllib.parse import SplitResult, urljoin, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.response import BaseHTTPResponse

HOPS: Final = 5
_CONNECT: Final = 5
_PIECE: Final = 65_536
_PORTS: Final = {"http": 80, "https": 443}
_OK: Final = 200

_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_NEVER: Final = (ipaddress.ip_network("fec0::/10"), ipaddress.ip_network("::/96"), _NAT64)
# Whether a connection may be made to an IP address at a port.
Gate: TypeAlias = Callable[[str, int], bool]
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refused(Exception):
    """An address that is not asked, or an answer that is not taken; `str()` says why."""


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


@contextmanager
def answer_to(
    method: str, url: str, *, headers: Mapping[str, str], seconds: float, is_allowed: Gate
) -> Iterator[BaseHTTPResponse]:
    """What one address answers, while there is time; whatever becomes of it, the connection ends.

    Raises Refused where it may not be asked, and OSError or urllib3's HTTPError where it does not answer.
    """
    parts = urlsplit(url)
    connection = _connection(parts, is_allowed, min(seconds, _CONNECT))
    # A connection forgets its line once the answer begins.
    lines: list[socket.socket] = []
    clock = threading.Timer(seconds, lambda: _hang_up([*lines, *_line_of(connection)]))
    clock.daemon = True
    clock.start()
    try:
        connection.connect()
        lines += _line_of(connection)
        connection.timeout = seconds
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sent = {**headers, "Host": parts.netloc.rpartition("@")[2], "Connection": "close"}
        connection.request(method, target, headers=sent, preload_content=False)
        with closing(connection.getresponse()) as answer:
            yield answer
    except HTTPException as error:
        raise OSError(str(error) or type(error).__name__) from error
    finally:
        clock.cancel()
        connection.close()


def leads_to(answer: BaseHTTPResponse) -> str:
    """Where an answer leads; empty where it is the last."""
    is_redirect = 300 <= answer.status < 400  # noqa: PLR2004  HTTP calls all of 3xx redirects
    return answer.headers.get("Location", "") if is_redirect else ""


def fetch(
    url: str, *, headers: Mapping[str, str], limit: int, seconds: float, is_allowed: Gate = is_on_the_web
) -> bytes:
    """All that stands at an address, through some redirects; so many bytes in so much time, or not at all.

    Raises Refused, OSError or urllib3's HTTPError.
    """
    end = monotonic() + seconds
    for _hop in range(HOPS):
        left = max(end - monotonic(), 0.01)
        with answer_to("GET", url, headers=headers, seconds=left, is_allowed=is_allowed) as answer:
            if target := leads_to(answer):
                url = urljoin(url, target)
                continue
            if answer.status != _OK:
                raise Refused(f"{answer.status} {PHRASES.get(answer.status, '')}".strip())
            return _read(answer, limit, end)
    raise Refused("redirects without end")


def _read(answer: BaseHTTPResponse, limit: int, end: float) -> bytes:
    data = bytearray()
    # One read of the connection at a time: to wait for a whole piece is to wait for whoever drips.
    while piece := answer.read1(_PIECE, decode_content=False):
        data += piece
        if len(data) > limit:
            raise Refused(f"larger than {limit // 2**20} MiB")
    if monotonic() > end:
        raise Refused("took too long")
    return bytes(data)


def _connection(parts: SplitResult, is_allowed: Gate, seconds: float) -> HTTPConnection:
    """A connection to the very address that was looked at, while Host and certificate keep the name."""
    host, port = parts.hostname, parts.port or _PORTS.get(parts.scheme, 0)
    if not host or parts.scheme not in _PORTS:
        raise Refused("not an http or https address")
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(is_allowed(address, port) for address in found):
        raise Refused("leads into a private network, or to a port that is not the web's")
    if parts.scheme == "http":
        return HTTPConnection(found[0], port, timeout=seconds)
    return HTTPSConnection(
        found[0], port, timeout=seconds, server_hostname=host, assert_hostname=host, cert_reqs="CERT_REQUIRED"
    )


def _line_of(connection: HTTPConnection) -> list[socket.socket]:
    return [connection.sock] if connection.sock is not None else []


def _hang_up(lines: list[socket.socket]) -> None:
    """End what another thread waits for: whatever is read of it ends then."""
    for line in lines:
        # It may have ended by itself.
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
