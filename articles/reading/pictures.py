"""Which pictures a page can show, and where they stand: found for a whole page at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Any, Final, NamedTuple
from urllib.parse import unquote, urljoin

from django.core.files.storage import default_storage
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from articles.models import Image, Picture
from articles.pictures.copies import copy_path
from articles.pictures.logos import UPLOADED, uploaded_path
from articles.pictures.renditions import (
    CARD,
    LOGOS,
    VERSION,
    WIDE,
    Drawn,
    box_name,
    boxes_of,
    fallback_of,
    plain_name,
    width_name,
    widths_of,
)
from articles.pictures.uses import paths_in
from articles.reading.edition import kept
from articles.reading.prepared import Prepared
from providers.models import Provider

FOLDER: Final = "assets/images/"
# What a picture is shown in: as it is, in the box of a card, in that of what leads a page.
_SHAPES: Final[Mapping[str, tuple[tuple[int, int], ...]]] = {"whole": (), "card": CARD, "wide": WIDE}


class ShownPicture(NamedTuple):
    """A picture as a page shows it: at any address, or one of the site's own in several sizes."""

    address: str
    width: int | None = None
    height: int | None = None
    alt: str = ""
    caption: str = ""
    credit: str = ""
    drawn: Drawn | None = None

    def __str__(self) -> str:
        return self.address

    def fallback(self, shape: str = "whole") -> str:
        """The file for a browser that knows none of the other forms: the smallest that fills a box."""
        boxes = boxes_of(self.drawn, _SHAPES[shape]) if self.drawn else []
        if self.drawn is None or not boxes:
            return self.address
        return default_storage.url(box_name(self.drawn, boxes[0], fallback_of(self.drawn)))

    def srcset(self, form: str, shape: str = "whole") -> str:
        """The files of a form in which it is had, for a browser to choose from; empty where there are none.

        A picture that fills no box of a shape is shown whole, and the page cuts it.
        """
        if self.drawn is None:
            return ""
        named = [
            (box_name(self.drawn, size, form), size[0]) for size in boxes_of(self.drawn, _SHAPES[shape])
        ] or [(width_name(self.drawn, width, form), width) for width in widths_of(self.drawn)]
        return ", ".join(f"{default_storage.url(name)} {width}w" for name, width in named)


class Gallery:
    """The pictures of the site that some addresses name: one query, or none where they name none."""

    def __init__(self, urls: Iterable[str]) -> None:
        paths = sorted({path for url in urls if (path := path_in(url))})
        self._found: dict[str, ShownPicture] = {row[0]: _shown(row) for row in _ROWS.rows(paths)}

    def at(self, url: str) -> ShownPicture | None:
        """How a page shows the picture at an address; None where it can't.

        Pictures stay with their publishers, where the policy of the site asks for HTTPS; those that came
        with the site's documents, and copies, are served from our media.
        """
        if ours := self._found.get(path_in(url) or copy_path(url)):
            return ours
        if url.startswith("http://"):
            return ShownPicture(f"https://{url.removeprefix('http://')}")
        return ShownPicture(url) if url.startswith("https://") else None

    def has(self, path: str) -> bool:
        """Whether the site has a picture of its own at a path."""
        return path in self._found

    def first(self, urls: Iterable[str]) -> ShownPicture | None:
        """The first that a page can show."""
        return next((found for url in urls if (found := self.at(url))), None)

    def logo_of(self, provider: int, logos: Iterable[Image]) -> ShownPicture | None:
        """A provider's logo: one that was uploaded, else the largest that a page can show."""
        if ours := self._found.get(uploaded_path(provider)):
            return ours
        return self.first(image.url for image in _largest_first(logos))


def _largest_first(logos: Iterable[Image]) -> list[Image]:
    return sorted(logos, key=lambda logo: logo.width or 0, reverse=True)


def path_in(url: str) -> str:
    """The path within the site that an address means; empty where it leads elsewhere.

    Logos are named for their providers, so one that a document seeks at the site's public address,
    as `https://example.org/news/assets/images/organizations/…`, is the one that came in.
    """
    _before, found, file = url.partition(f"/{LOGOS}")
    if found:
        return unquote(f"{LOGOS}{file}")
    return unquote(url[1:]) if url.startswith(f"/{FOLDER}") else ""


def with_own_pictures(html: SafeString, gallery: Gallery) -> SafeString:
    """HTML that was cleaned, with the pictures of the site that stand in it in all sizes that there are."""

    def drawn(found: re.Match[str]) -> str:
        said = {name: unescape(value) for name, value in _ATTRIBUTE.findall(found[1])}
        picture = gallery.at(said.get("src", ""))
        if picture is None or not picture.width:
            return found[0]
        said |= {"src": picture.fallback(), "width": str(picture.width), "height": str(picture.height)}
        said["alt"] = said.get("alt") or picture.alt
        sources = [
            format_html('<source type="image/{}" srcset="{}" sizes="{}">', form, files, _IN_TEXT)
            for form in ("avif", "webp")
            if (files := picture.srcset(form))
        ]
        image = format_html("<img{}>", format_html_join("", ' {}="{}"', said.items()))
        return (
            format_html("<picture>{}{}</picture>", mark_safe("".join(sources)), image) if sources else image
        )

    return mark_safe(_IMAGE.sub(drawn, html))


def with_own_addresses(html: SafeString, gallery: Gallery, *, address: str) -> SafeString:
    """HTML for elsewhere, in which the pictures of the site are called by where they are served.

    Its addresses are whole, and `address` is that of its page.
    """
    site = urljoin(address, "/").rstrip("/")

    def named(found: re.Match[str]) -> str:
        url = unescape(found[1])
        picture = gallery.at(url.removeprefix(site)) if url.startswith(f"{site}/{FOLDER}") else None
        return f' src="{escape(urljoin(address, picture.address))}"' if picture else found[0]

    return mark_safe(_SOURCE.sub(named, html))


_SOURCE: Final = re.compile(r' src="([^"]*)"')
# As the cleaner writes them.
_IMAGE: Final = re.compile(r'<img((?: [a-z]+="[^"]*")*)>')
_ATTRIBUTE: Final = re.compile(r' ([a-z]+)="([^"]*)"')
# As wide as a text is.
_IN_TEXT: Final = "(min-width: 36rem) 33rem, 94vw"


def named_in(text: str) -> list[str]:
    """The addresses of pictures of the site that stand in a text."""
    return [f"/{path}" for path in paths_in(text)]


def urls_of(images: Iterable[Image]) -> list[str]:
    """All addresses at which some pictures may be."""
    return [url for image in images for url in urls_at(image.url, image.is_cached)]


def urls_at(url: str, is_cached: bool | None) -> list[str]:
    """Where a picture may be: at its address, and where a copy is said to be, at that."""
    copy = copy_path(url) if is_cached else ""
    return [url, f"/{copy}"] if copy else [url]


def urls_of_logos(provider: int, logos: Iterable[Image]) -> list[str]:
    """All addresses at which a provider's logo may be."""
    uploaded = uploaded_path(provider)
    return [*([f"/{uploaded}"] if uploaded in _uploaded() else ()), *urls_of(logos)]


def _uploaded() -> frozenset[str]:
    """Where there are logos that somebody uploaded: few, and asked for by every page."""
    rows = Picture.objects.filter(path__startswith=UPLOADED)
    return kept("logos:uploaded", lambda: frozenset(rows.values_list("path", flat=True)))


def logos_of(providers: Iterable[Provider]) -> dict[int, ShownPicture | None]:
    """The logos of some providers, whose own pictures were read: one query."""
    own = {provider.pk: list(provider.logos.all()) for provider in providers}
    gallery = Gallery(url for key, logos in own.items() for url in urls_of_logos(key, logos))
    return {key: gallery.logo_of(key, logos) for key, logos in own.items()}


def address_to_show(url: str) -> str:
    """The address at which a page can show a picture; empty where it can't."""
    return str(Gallery([url]).at(url) or "")


def _shown(row: tuple[Any, ...]) -> ShownPicture:
    path, version, alt, caption, credit, *columns = row
    drawn = Drawn._make([*columns, path.startswith(LOGOS)])
    address = default_storage.url(plain_name(drawn))
    sizes = drawn if version == VERSION else None
    return ShownPicture(address, drawn.width, drawn.height, alt, caption, credit, sizes)


_ROWS: Final = Prepared(
    lambda paths: Picture.objects.at(paths).values_list(
        "path", "renditions", "alt", "caption", "credit", *Drawn._fields[:-1]
    )
)
