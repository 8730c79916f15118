"""Copying pictures that stay with their publishers, where a newsroom may use them: those of providers that
somebody names, or of one article. Pages show the copy then, and documents say so (`isCached`).
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from django.db import transaction
from urllib3.exceptions import HTTPError

from articles.editing.history import Actor, recorded
from articles.models import Article, Image, Picture, UncopiedPicture
from articles.pictures import copies
from articles.pictures.decoding import Decoder, Refused
from articles.querysets import ImageQuerySet
from articles.web_requests import Gate, is_on_the_web
from articles.web_requests import Refused as NotAsked

# Hosts that are asked at a time, and the seconds that each is left alone in between.
AT_ONCE: Final = 8
PAUSE: Final = 1.0
# How long one that could not be copied is left alone.
FRESH: Final = timedelta(days=7)
_BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one picture: a copy, or why there is none."""

    image: Image
    refusal: str = ""


def due(images: ImageQuerySet, actor: Actor) -> Iterator[Image]:
    """Those of some pictures of others that lack a copy, or the document's word for one; the newest first."""
    rows = iter(images.elsewhere().select_related("article").order_by("-pk").iterator(_BATCH))
    while batch := list(islice(rows, _BATCH)):
        paths = {copies.copy_path(image.url) for image in batch}
        copied = set(Picture.objects.at(paths).values_list("path", flat=True))
        left_alone = copied | UncopiedPicture.objects.tried_since(actor.at - FRESH, paths)
        for image in batch:
            path = copies.copy_path(image.url)
            if path not in left_alone or (path in copied and _should_say(image)):
                yield image


def with_copy(urls: Collection[str]) -> set[str]:
    """Those of some addresses of whose pictures there is a copy: one query."""
    paths = {copies.copy_path(url): url for url in urls}
    return {paths[path] for path in Picture.objects.at(paths).values_list("path", flat=True)}


def copy_pictures(
    images: Iterable[Image],
    actor: Actor,
    *,
    is_allowed: Gate = is_on_the_web,
    sleep: Callable[[float], None] = time.sleep,
) -> Generator[Outcome, None, None]:
    """Copy pictures one after another from each host; each is kept before the next is told."""
    images = list(images)
    # What came of each address; one may stand in several stories.
    known = dict.fromkeys(with_copy({image.url for image in images}), "")
    answer = partial(_answer, known=known, is_allowed=is_allowed)
    asked: dict[str, float] = {}
    with Decoder() as decoder, ThreadPoolExecutor(AT_ONCE) as pool:
        for some in _rounds(images):
            hosts = {_host(image) for image in some if image.url not in known}
            if (wait := max((asked.get(host, 0.0) for host in hosts), default=0.0) - time.monotonic()) > 0:
                sleep(wait)
            for image, found in zip(some, pool.map(answer, some), strict=True):
                outcome = _kept(image, found, decoder, actor)
                known[image.url] = outcome.refusal
                yield outcome
            asked |= dict.fromkeys(hosts, time.monotonic() + PAUSE)


def _rounds(images: Iterable[Image]) -> Iterator[Sequence[Image]]:
    """Each with no two pictures of one host, and none of more hosts than are asked at a time."""
    by_host: dict[str, deque[Image]] = {}
    for image in images:
        by_host.setdefault(_host(image), deque()).append(image)
    while by_host:
        turn = list(by_host)[:AT_ONCE]
        yield [by_host[host].popleft() for host in turn]
        for host in turn:
            left = by_host.pop(host)
            # Behind the others, who wait.
            by_host |= {host: left} if left else {}


def _host(image: Image) -> str:
    try:
        return (urlsplit(image.url).hostname or "").lower()
    except ValueError:
        return ""


def _answer(image: Image, *, known: Mapping[str, str], is_allowed: Gate) -> bytes | str:
    """The picture's bytes; or why there are none, and nothing where there is a copy already."""
    if image.url in known:
        return known[image.url]
    try:
        return copies.fetched(image.url, is_allowed=is_allowed)
    except (NotAsked, HTTPError, OSError, ValueError) as error:
        return " ".join(str(error).split()) or type(error).__name__


def _kept(image: Image, found: bytes | str, decoder: Decoder, actor: Actor) -> Outcome:
    refusal = found if isinstance(found, str) else ""
    if isinstance(found, bytes):
        try:
            copies.keep(image.url, found, decoder)
        except Refused as error:
            refusal = str(error)
    if refusal:
        UncopiedPicture.objects.note(copies.copy_path(image.url), image.url, refusal, actor.at)
        return Outcome(image, refusal)
    UncopiedPicture.objects.filter(path=copies.copy_path(image.url)).delete()
    _say(image, actor)
    return Outcome(image)


def _should_say(image: Image) -> bool:
    """Whether nobody says yet that there is a copy."""
    return image.is_cached is not True


def _say(image: Image, actor: Actor) -> None:
    """Let a picture's row say that there is a copy, and so an article's document: others have no such key."""
    if not _should_say(image):
        return
    with transaction.atomic():
        articles = Article.objects.filter(images=image).select_for_update(of=("self",))
        with recorded(list(articles), actor):
            Image.objects.filter(pk=image.pk, url=image.url).say_cached()
