"""The address of a video as people have it, or the HTML of its frame -> a known host's player; or nothing.

A player is rebuilt from nothing but the video's id, the key of one that is not listed, and the second at
which it starts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, parse_qs, urlsplit

from articles.reading.fragments import read_fragment


@dataclass(frozen=True, slots=True)
class Embed:
    """A video: its host's name, what plays it in a frame, its page there, and what documents say of it."""

    host: str
    frame: str
    page: str
    code: str


def embed_of(html: str) -> Embed | None:
    """The player that some HTML asks for: one frame of a host that we know, or the address of a video.

    >>> embed_of('<iframe src="https://www.youtube.com/embed/qT7bR0nKh3E?x=1"></iframe>').frame
    'https://www.youtube-nocookie.com/embed/qT7bR0nKh3E'
    >>> embed_of("https://youtu.be/qT7bR0nKh3E?t=1m30s").frame
    'https://www.youtube-nocookie.com/embed/qT7bR0nKh3E?start=90'
    >>> embed_of('<script src="https://www.youtube.com/embed/qT7bR0nKh3E"></script>')
    """
    text = html.strip()
    if _ADDRESS.fullmatch(text):
        return _video_at(text if _BEGINS_WHOLE.match(text) else f"//{text}")
    frames = [tag.attribute("src") for tag in read_fragment(html).tags if tag.name == "iframe"]
    sources = [source for source in frames if source is not None]
    return _video_at(sources[0]) if len(sources) == 1 else None


def _video_at(address: str) -> Embed | None:
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
        asked = parse_qs(parts.query, max_num_fields=_FIELDS)
    except ValueError:
        return None
    if parts.scheme not in {"https", "http", ""}:
        return None
    values = {name: found[0] for name, found in asked.items()}
    start = _seconds(values.get("t") or values.get("start") or parts.fragment.removeprefix("t="))
    if host in _YOUTUBE and (found := _YOUTUBE[host].fullmatch(_path_of(parts, values))):
        return _of_youtube(found[1], start)
    if host in _VIMEO and (found := _VIMEO[host].fullmatch(parts.path)):
        key = values.get("h", "") if host.startswith("player.") else found["key"] or ""
        return _of_vimeo(found["video"], key if _KEY.fullmatch(key) else "", start)
    return None


def _path_of(parts: SplitResult, values: Mapping[str, str]) -> str:
    """A video's path; where its id stands behind the path, as if it stood in it."""
    is_watched = parts.path.rstrip("/") == "/watch"
    return f"/watch/{values.get('v', '')}" if is_watched else parts.path


def _seconds(text: str) -> int:
    """When a video starts: `90`, `90s`, `1m30s`, `1h2m3s`; at its beginning where nothing else is said."""
    found = _TIME.fullmatch(text)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    return hours * 3600 + minutes * 60 + seconds


def _of_youtube(video: str, start: int) -> Embed:
    query = f"?start={start}" if start else ""
    return Embed(
        "YouTube",
        f"https://www.youtube-nocookie.com/embed/{video}{query}",
        f"https://www.youtube.com/watch?v={video}" + (f"&t={start}s" if start else ""),
        _CODE.format(500, f"https://www.youtube.com/embed/{video}{query}", f"accelerometer; {_MAY_YOUTUBE}"),
    )


def _of_vimeo(video: str, key: str, start: int) -> Embed:
    place = f"#t={start}s" if start else ""
    frame = f"https://player.vimeo.com/video/{video}"
    return Embed(
        "Vimeo",
        f"{frame}?{f'h={key}&' if key else ''}dnt=1{place}",
        f"https://vimeo.com/{video}{f'/{key}' if key else ''}{place}",
        _CODE.format(
            450, f"{frame}{f'?h={key}' if key else ''}{place}", "autoplay; fullscreen; picture-in-picture"
        ),
    )


# As the origin's documents have it.
_CODE: Final = '<iframe width="800" height="{}" frameborder="0" src="{}" allow="{}" allowfullscreen></iframe>'
_MAY_YOUTUBE: Final = "autoplay; encrypted-media; gyroscope; picture-in-picture"
# What stands in the line of a browser, or is offered for passing on: no blanks, no markup.
_ADDRESS: Final = re.compile(r"[^\s<>\"]+")
_BEGINS_WHOLE: Final = re.compile(r"[a-z]+:|//", re.IGNORECASE)
_FIELDS: Final = 50
_TIME: Final = re.compile(r"(?:([0-9]{1,2})h)?(?:([0-9]{1,4})m)?(?:([0-9]{1,6})s?)?")
_ID: Final = r"([A-Za-z0-9_-]{11})/?"
_KEY: Final = re.compile(r"[0-9A-Za-z]{8,40}")
_AT_YOUTUBE: Final = re.compile(rf"/(?:watch|shorts|live|embed|v)/{_ID}")
_YOUTUBE: Final = {
    **dict.fromkeys(
        ("youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com"), _AT_YOUTUBE
    ),
    "youtu.be": re.compile(f"/{_ID}"),
}
_VIMEO: Final = {
    "player.vimeo.com": re.compile(r"/video/(?P<video>[0-9]{1,20})/?"),
    # Its number, and behind it the key of one that is not listed; in a channel or a group, too.
    "vimeo.com": re.compile(
        r"(?:/channels/[\w-]+|/groups/[\w-]+/videos)?/(?P<video>[0-9]{1,20})(?:/(?P<key>[^/]*))?/?"
    ),
}
