"""A document's HTML -> a known host's player, rebuilt from nothing but the video's id; or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from articles.reading.fragments import read_fragment


@dataclass(frozen=True, slots=True)
class Embed:
    """A video: its host's name, the address that plays it in a frame, and its page there."""

    host: str
    frame: str
    page: str


_YOUTUBE: Final = frozenset(
    {"youtube.com", "www.youtube.com", "www.youtube-nocookie.com", "youtube-nocookie.com"}
)


def embed_of(html: str) -> Embed | None:
    """The player that some HTML asks for: one frame of a host that we know, or the address of a video's page.

    >>> embed_of('<iframe src="https://www.youtube.com/embed/qT7bR0nKh3E?x=1"></iframe>').frame
    'https://www.youtube-nocookie.com/embed/qT7bR0nKh3E'
    >>> embed_of("https://youtu.be/qT7bR0nKh3E").frame
    'https://www.youtube-nocookie.com/embed/qT7bR0nKh3E'
    >>> embed_of('<script src="https://www.youtube.com/embed/qT7bR0nKh3E"></script>')
    """
    if found := _AT_ITS_PAGE.fullmatch(html.strip()):
        youtube, vimeo = found["youtube"], found["vimeo"]
        return _known(
            f"//www.youtube.com/embed/{youtube}" if youtube else f"//player.vimeo.com/video/{vimeo}"
        )
    frames = [tag.attribute("src") for tag in read_fragment(html).tags if tag.name == "iframe"]
    sources = [source for source in frames if source is not None]
    return _known(sources[0]) if len(sources) == 1 else None


def _known(source: str) -> Embed | None:
    try:
        parts = urlsplit(source.strip())
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in {"https", "http", ""}:
        return None
    if host in _YOUTUBE and (found := re.fullmatch(r"/embed/([A-Za-z0-9_-]{11})/?", parts.path)):
        video = found[1]
        return Embed(
            "YouTube",
            f"https://www.youtube-nocookie.com/embed/{video}",
            f"https://www.youtube.com/watch?v={video}",
        )
    if host == "player.vimeo.com" and (found := re.fullmatch(r"/video/([0-9]{1,20})/?", parts.path)):
        video = found[1]
        return Embed("Vimeo", f"https://player.vimeo.com/video/{video}?dnt=1", f"https://vimeo.com/{video}")
    return None


# What stands in the line of a browser that shows a video, or is offered there for passing on.
_AT_ITS_PAGE: Final = re.compile(
    r"https?://(?:"
    r"(?:(?:www\.|m\.|music\.)?youtube\.com/(?:watch/?\?(?:[^#\s]*&)?v=|shorts/|live/|embed/|v/)|youtu\.be/)"
    r"(?P<youtube>[A-Za-z0-9_-]{11})"
    r"|(?:www\.)?vimeo\.com/(?P<vimeo>[0-9]{1,20})"
    r")(?:[/?&#]\S*)?"
)
