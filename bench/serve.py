"""How many requests a second the public pages answer, as a ratio to a view that answers a constant.

    .venv/bin/python bench/serve.py [--articles 10000 100000] [--seconds 3] [--rounds 1] [--connections 4]

Makes a site of each size, imports it into a database of its own, serves each with gunicorn on a free port
of the loopback, one process, and asks for one page after the other; after each page for a constant of the
same size in the same server. Each page is made anew; with `--cached`, pages come from the cache. Of some
rounds the best counts, for whatever else a machine does makes a figure worse; "cpu ms" is what an answer
takes of a processor. Of two sizes, the last column says how many times more of it a page takes on the
larger site.
Prints a table and judges nothing.

`DATABASE_URL=postgres://…/bench_{articles}` names other databases, which must be there and empty; the
braces stand for the size.
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
    # Milliseconds of a processor for each answer, which a busy machine changes least; 0 where unknown.
    processor: float


@dataclass(frozen=True, slots=True)
class Site:
    """A site that is served: how many articles it has, and where."""

    articles: int
    port: int
    pid: int


@dataclass(frozen=True, slots=True)
class Measured:
    """A page of a site, and the constant of its size."""

    page: Figures
    bare: Figures


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


def environment(folder: Path, articles: int) -> dict[str, str]:
    """As in production, but for HTTPS, and a database and folders of its own."""
    default = f"sqlite:///{folder}/bench.sqlite3"
    return os.environ | {
        "ENV_FILE": "",
        "DEBUG": "false",
        "SECRET_KEY": "only-to-measure-0123456789-abcdefghijklmnopqrstuvwxyz",
        "ALLOWED_HOSTS": HOST,
        "SECURE_SSL_REDIRECT": "false",
        "STATIC_ROOT": f"{folder}/static",
        "MEDIA_ROOT": f"{folder}/media",
        "DJANGO_SETTINGS_MODULE": "bench.serving.settings",
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": os.environ.get("DATABASE_URL", default).replace("{articles}", str(articles)),
    }


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        return int(free.getsockname()[1])


@contextlib.contextmanager
def served(folder: Path, articles: int, threads: int) -> Iterator[Site]:
    """A site of so many articles, made, imported, and served by gunicorn for as long as the block lasts."""
    print(f"Making {articles:,} articles ...", file=sys.stderr)
    write_site(folder / "site", articles)
    settings, port = environment(folder, articles), free_port()
    for command in (
        ["collectstatic", "--no-input", "--verbosity", "0"],
        ["migrate", "--verbosity", "0"],
        ["import_articles", str(folder / "site")],
    ):
        manage = [sys.executable, str(ROOT / "manage.py"), *command]
        subprocess.run(manage, check=True, stdout=subprocess.DEVNULL, env=settings)
    with server(port, threads, settings) as pid:
        yield Site(articles, port, pid)


@contextlib.contextmanager
def server(port: int, threads: int, settings: dict[str, str]) -> Iterator[int]:
    """Gunicorn with one process, for as long as the block lasts; the id of that which starts it."""
    command = [sys.executable, "-m", "gunicorn", "--chdir", str(ROOT), "--bind", f"{HOST}:{port}"]
    command += ["--workers", "1", "--threads", str(threads), "--keep-alive", "30", "--log-level", "warning"]
    process = subprocess.Popen([*command, "newsroom.wsgi:application"], env=settings)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
                break
            time.sleep(0.1)
        yield process.pid
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


def processor_seconds(pid: int) -> float:
    """What the processes that this one started have used of a processor so far; Linux tells."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        times = [
            Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[11:13] for child in children
        ]
    except OSError:
        return 0.0
    return sum(int(ticks) for pair in times for ticks in pair) / os.sysconf("SC_CLK_TCK")


def ask(site: Site, address: str, seconds: float, connections: int) -> Figures:
    """Ask for one address over some connections for some seconds."""
    port = site.port
    size = len(Connection(port).get(address))
    used = processor_seconds(site.pid)
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
    used = processor_seconds(site.pid) - used
    slowest = sorted(times)[int(len(times) * 0.99)] * 1000
    return Figures(size, len(times) / spent, slowest, used / len(times) * 1000)


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
        "front page": "/",
        "all topics": "/topics/",
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


def measure(sites: list[Site], pages: list[str], seconds: float, connections: int) -> list[Measured]:
    """One round: the same page of each site, each followed by its constant."""
    measured = []
    for site, address in zip(sites, pages, strict=True):
        page = ask(site, address, seconds, connections)
        bare = ask(site, f"/constant/{page.size}", seconds, connections)
        measured.append(Measured(page, bare))
    return measured


def best(rounds: list[Measured]) -> Measured:
    """The quickest page and the quickest constant of some rounds, and the least of a processor."""
    return Measured(quickest([one.page for one in rounds]), quickest([one.bare for one in rounds]))


def quickest(found: list[Figures]) -> Figures:
    """The best of each figure."""
    return Figures(
        found[0].size,
        max(one.rate for one in found),
        min(one.slowest for one in found),
        min(one.processor for one in found),
    )


def line(label: str, sites: list[Site], rows: list[Measured]) -> str:
    """A page's line of the table."""
    told = [
        f"{row.page.size / 1000:>6.1f} {row.page.rate:>7.1f} {row.page.slowest:>7.1f} {row.bare.rate:>8.1f} "
        f"{row.page.rate / row.bare.rate:>6.3f} {row.page.processor:>6.1f} {row.bare.processor:>5.2f}"
        for row in rows
    ]
    slower = f" {rows[-1].page.processor / (rows[0].page.processor or 1):>5.2f}" if len(sites) > 1 else ""
    return f"{label:<24} {' |'.join(told)}{slower}"


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000])
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--cached", action="store_true", help="let pages be served from the cache")
    options = parser.parse_args()
    os.environ["PAGE_CACHE_SECONDS"] = "300" if options.cached else "0"
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        sites = [
            stack.enter_context(served(Path(name) / str(count), count, options.connections))
            for count in options.articles
        ]
        heads = [
            f"{site.articles:>11,} articles: kB, req/s, p99 ms, constant, ratio, cpu ms, constant"
            for site in sites
        ]
        print(f"{'page':<24}{' |'.join(heads)}{', slower' if len(sites) > 1 else ''}")
        pages = [addresses(site.port, site.articles) for site in sites]
        for label in pages[0]:
            asked = [found[label] for found in pages]
            rounds = [
                measure(sites, asked, options.seconds, options.connections) for _ in range(options.rounds)
            ]
            rows = [best(list(column)) for column in zip(*rounds, strict=True)]
            print(line(label, sites, rows), flush=True)


if __name__ == "__main__":
    main()
