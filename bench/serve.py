"""How many requests a second the public pages answer, as a ratio to a view that answers a constant.

    .venv/bin/python bench/serve.py [--articles 10000] [--seconds 3] [--connections 4]

Makes a site, imports it into a database of its own (or the one that DATABASE_URL names, which must be
empty), serves it with gunicorn on a free port of the loopback, one process, and asks it for one page
after the other; after each page for a constant of the same size in the same server. Nothing is cached
but what the site itself keeps. Prints a table and judges nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT = Path(__file__).resolve().parent.parent
HOST: Final = "127.0.0.1"
DEEP: Final = 60
TOPICS: Final = 30
PROVIDERS: Final = 60
VOCABULARY: Final = 4000
DOCUMENT = """---
category: news
title: "{title}"
excerpt: "{excerpt}"
publishedDateTime: {when}
originalUrl: "https://provider-{provider}.example/{number}"
webUrl: "https://provider-{provider}.example/{number}"
type: article
quality: 50
heat: {heat}
published: true

provider:
  name: Provider {provider}
  domain: provider-{provider}.example
  images:
    - url: "/assets/images/organizations/provider-{provider}.example-50x50.jpg"
      width: 50
      height: 50

topics:
  - Topic {topic}
  - Everything

images:
  - url: "https://provider-{provider}.example/{number}.jpg"
    width: 1200
    height: 675
    isCached: true

related:
  - title: "{related}"
    excerpt: "{excerpt}"
    publishedDateTime: {when}
    webUrl: "https://provider-{topic}.example/related/{number}"
    type: article
    provider:
      name: Provider {topic}
      domain: provider-{topic}.example

secured: "{secured}"
---

"""


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of asking for one address for some time."""

    size: int
    rate: float
    slowest: float


def write_site(folder: Path, count: int) -> None:
    """A made-up site of many words; the newest article is the last."""
    chance = random.Random(1)
    words = [
        "".join(chance.choices("abcdefghiklmnoprstuw", k=chance.randint(3, 10))) for _ in range(VOCABULARY)
    ]
    news = folder / "_news"
    news.mkdir(parents=True)
    start = time.mktime((2020, 1, 1, 0, 0, 0, 0, 0, 0))
    for number in range(count):
        when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(start + number * 600))
        text = DOCUMENT.format(
            number=number,
            when=when,
            title=" ".join(chance.choices(words, k=8)),
            excerpt=" ".join(chance.choices(words, k=40)),
            related=" ".join(chance.choices(words, k=8)),
            heat=chance.randint(0, 300),
            provider=chance.randrange(PROVIDERS),
            topic=chance.randrange(TOPICS),
            secured="x" * 400,
        )
        (news / f"{when[:10]}-story-{number:06}.md").write_text(text, encoding="utf-8")


def manage(*arguments: str) -> None:
    """Run a command of the project's."""
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def server(port: int, threads: int) -> Iterator[None]:
    """Gunicorn with one process, for as long as the block lasts."""
    command = [sys.executable, "-m", "gunicorn", "--chdir", str(ROOT), "--bind", f"{HOST}:{port}"]
    command += ["--workers", "1", "--threads", str(threads), "--keep-alive", "30", "--log-level", "warning"]
    process = subprocess.Popen([*command, "newsroom.wsgi:application"])
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
                break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


class Connection:
    """A connection that is kept: a client that takes less time than the server."""

    def __init__(self, port: int) -> None:
        self._stream = socket.create_connection((HOST, port), timeout=60)
        self._rest = b""

    def get(self, address: str) -> bytes:
        """The body of an answer; anything but 200 ends the run."""
        self._stream.sendall(f"GET {address} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        while b"\r\n\r\n" not in self._rest:
            self._read()
        head, _, body = self._rest.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"{address}: {head.splitlines()[0].decode()}")
        found = re.search(rb"(?i)content-length: (\d+)", head)
        if found is None:
            raise SystemExit(f"{address}: an answer without its length")
        size = int(found.group(1))
        self._rest = body
        while len(self._rest) < size:
            self._read()
        body, self._rest = self._rest[:size], self._rest[size:]
        return body

    def _read(self) -> None:
        data = self._stream.recv(1 << 18)
        if not data:
            raise SystemExit("the server hung up")
        self._rest += data


def ask(port: int, address: str, seconds: float, connections: int) -> Figures:
    """Ask for one address over some connections for some seconds."""
    size = len(Connection(port).get(address))
    times: list[float] = []
    end = time.perf_counter() + seconds

    def work() -> None:
        connection = Connection(port)
        while (start := time.perf_counter()) < end:
            connection.get(address)
            times.append(time.perf_counter() - start)

    started = time.perf_counter()
    workers = [threading.Thread(target=work) for _ in range(connections)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    spent = time.perf_counter() - started
    return Figures(size, len(times) / spent, sorted(times)[int(len(times) * 0.99)] * 1000)


def deep_page(port: int, address: str) -> str:
    """The address of a page that many "next" links lead to."""
    connection = Connection(port)
    page = address
    for _ in range(DEEP):
        found = re.search(r'rel="next" href="([^"]+)"', connection.get(page).decode())
        if found is None:
            break
        page = address + found.group(1).replace("&amp;", "&")
    return page


def addresses(port: int, articles: int) -> dict[str, str]:
    """The pages that are measured, each with what it is."""
    listing = "/topics/everything/"
    article = re.search(r'href="(/news/[^"]+/)"', Connection(port).get(listing).decode())
    assert article is not None, "the topic's page shows no article"
    return {
        "topic, first page": listing,
        f"topic, page {DEEP + 1}": deep_page(port, listing),
        "topic, one provider": f"{listing}?provider=provider-7.example",
        "topic, by heat": f"{listing}?order=hottest",
        "article": article.group(1),
        "search, one rare word": "/search/?q=" + rare_word(port, article.group(1)),
        "search, a word of all": "/search/?q=provider",
        "feed, RSS": "/feeds/rss.xml",
        "feed, JSON": "/feeds/feed.json",
        "API, first page": "/api/news/index.json",
        "API, last page": f"/api/news/page/{articles // 25}/index.json",
        "API, topic": "/api/news/everything/index.json",
    }


def rare_word(port: int, address: str) -> str:
    """A word of an article's headline."""
    found = re.search(r"<h1[^>]*>\s*(\w+)", Connection(port).get(address).decode())
    return found.group(1) if found else "story"


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--connections", type=int, default=4)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
        free.close()
        os.environ |= {
            "ENV_FILE": "",
            "DEBUG": "false",
            "SECRET_KEY": "only-to-measure-0123456789-abcdefghijklmnopqrstuvwxyz",
            "ALLOWED_HOSTS": HOST,
            "SECURE_SSL_REDIRECT": "false",
            "STATIC_ROOT": f"{name}/static",
            "MEDIA_ROOT": f"{name}/media",
            "DJANGO_SETTINGS_MODULE": "bench.serving.settings",
            "PYTHONPATH": str(ROOT),
        }
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{name}/bench.sqlite3")
        print(f"Making {options.articles:,} articles ...", file=sys.stderr)
        write_site(Path(name) / "site", options.articles)
        manage("collectstatic", "--no-input", "--verbosity", "0")
        manage("migrate", "--verbosity", "0")
        manage("import_articles", f"{name}/site")
        with server(port, options.connections):
            print(f"{'page':<24} {'kB':>6} {'req/s':>8} {'p99 ms':>8} {'constant':>9} {'ratio':>6}")
            for label, address in addresses(port, options.articles).items():
                page = ask(port, address, options.seconds, options.connections)
                bare = ask(port, f"/constant/{page.size}", options.seconds, options.connections)
                print(
                    f"{label:<24} {page.size / 1000:>6.1f} {page.rate:>8.1f} {page.slowest:>8.1f} "
                    f"{bare.rate:>9.1f} {page.rate / bare.rate:>6.3f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
