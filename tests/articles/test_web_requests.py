"""That nobody is led into a private network by an address, nor kept waiting by what it answers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from urllib3.exceptions import HTTPError

from articles.web_requests import Refused, fetch, is_on_the_web, is_public

LIMIT = 100_000


class Host(BaseHTTPRequestHandler):
    """Answers with as many bytes as the path says, `/drip` with one now and then; `/to/URL` leads there."""

    protocol_version = "HTTP/1.1"
    is_over = threading.Event()

    def do_GET(self) -> None:
        place = self.path.strip("/")
        leads = place.removeprefix("to/") if place.startswith("to/") else ""
        self.send_response(302 if leads else 200 if place.isdigit() or "drip" in place else 404)
        if leads:
            self.send_header("Location", leads)
        self.end_headers()
        if place.isdigit():
            self.wfile.write(b"a" * int(place))
        while "drip" in place and not self.is_over.wait(0.02):
            try:
                self.wfile.write(b"a")
            except OSError:
                break
        self.close_connection = True

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    Host.is_over.clear()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    Host.is_over.set()
    server.shutdown()
    thread.join()
    server.server_close()


def fetched(url: str, *, seconds: float = 60, limit: int = LIMIT, port: str = "") -> bytes:
    return fetch(
        url, headers={}, limit=limit, seconds=seconds, is_allowed=lambda _, at: not port or str(at) == port
    )


def test_all_that_stands_there_comes_up_to_the_limit(host: str) -> None:
    assert fetched(f"{host}/to/{host}/{LIMIT}") == b"a" * LIMIT
    with pytest.raises(Refused, match="larger than"):
        fetched(f"{host}/{LIMIT + 1}")


def test_what_is_not_there_is_told_in_words(host: str) -> None:
    with pytest.raises(Refused, match="404 Not Found"):
        fetched(f"{host}/none")
    with pytest.raises(Refused, match="redirects without end"):
        fetched(f"{host}/to//to/9")


def test_an_answer_that_drips_is_cut_off_in_its_time(host: str) -> None:
    """Each read of it is quick: only a clock for the whole ends it, or this test never does."""
    with pytest.raises((Refused, OSError, HTTPError)):
        fetched(f"{host}/drip", seconds=0.3)


def test_nobody_is_led_into_a_private_network(host: str) -> None:
    with pytest.raises(Refused, match="private network"):
        fetch(f"{host}/9", headers={}, limit=LIMIT, seconds=60)
    first = host.rpartition(":")[2]
    with pytest.raises(Refused, match="private network"):
        fetched(f"{host}/to/http://127.0.0.2:1/", port=first)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "::1", "::", "fe80::1", "fc00::1", "fec0::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "::127.0.0.1",
    ],
)  # fmt: skip
def test_private_addresses_are_known_however_they_are_wrapped(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)
    assert is_on_the_web(address, 443)
    assert not is_on_the_web(address, 8080)
