"""Asking the web whether a story's original is still there.

Only `manage.py check_links` asks; no page does, and no body is read. `articles.web_requests` keeps whoever
writes an address from leading us into a private network.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from itertools import islice
from typing import Final
from urllib.parse import urljoin

from urllib3.exceptions import HTTPError

from articles.models import Article, LinkCheck
from articles.web_requests import HOPS, Gate, Refused, answer_to, is_on_the_web, leads_to
from documents.document import counted

# How long an answer counts, and how many stories are asked about at a time, each from its own host.
FRESH: Final = timedelta(days=7)
AT_ONCE: Final = 16
BATCH: Final = 200
# Failures in a row after which a link is dead: hosts have bad days.
PATIENCE: Final = 3
_SECONDS: Final = 10
_HEADERS: Final = {"User-Agent": "newsroom-link-check", "Accept": "*/*"}
_GONE: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
# Some hosts do not know HEAD, or take whoever sends it for a robot.
_ASK_AGAIN: Final = frozenset({400, 403, 405, 501})


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


def ask(url: str, *, is_allowed: Gate = is_on_the_web) -> Answer:
    """Ask for a page's head, through some redirects; never raises."""
    try:
        for _hop in range(HOPS):
            status, target = _ask_once(url, is_allowed)
            if not target:
                return _judged(status)
            url = urljoin(url, target)
    except (Refused, HTTPError, OSError, ValueError) as error:
        return Answer(is_there=False, is_gone=False, text=_reason(error))
    return Answer(is_there=False, is_gone=False, text="redirects without end")


def _ask_once(url: str, is_allowed: Gate) -> tuple[int, str]:
    """The status of one address, and where it leads."""
    for method in ("HEAD", "GET"):
        with answer_to(method, url, headers=_HEADERS, seconds=_SECONDS, is_allowed=is_allowed) as answer:
            found = answer.status, leads_to(answer)
        if found[0] not in _ASK_AGAIN:
            break
    return found


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
