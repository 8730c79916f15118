"""The site's pictures in one grid: found by words, narrowed, and paged by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Picture
from articles.reading.parameters import key_in
from articles.reading.picture_uses import counted_uses, with_words
from articles.reading.pictures import Gallery, ShownPicture

PAGE: Final = 24
_WORDS: Final = 200
SHOWN: Final = {
    "": _("All pictures"),
    "silent": _("Without alternative text"),
    "unused": _("Not used"),
    "mine": _("Sent by me"),
}


@dataclass(frozen=True, slots=True)
class Tile:
    """One picture: how it is shown, and in how many places it is used."""

    picture: Picture
    shown: ShownPicture | None
    uses: int

    @property
    def name(self) -> str:
        """What its file is called."""
        return self.picture.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Grid:
    """A page of tiles, with what was asked for."""

    tiles: Sequence[Tile]
    words: str
    shown: str
    article: Article | None
    further: str

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """What the grid may be narrowed to."""
        return list(SHOWN.items())


def grid_of(request: HttpRequest) -> Grid:
    """What an address asks for: six queries at most, however many pictures there are."""
    asked = request.GET
    words = asked.get("q", "").replace("\0", "").strip()[:_WORDS]
    shown = asked.get("show", "") if asked.get("show") in SHOWN else ""
    after = key_in(asked.get("after", ""))
    article = Article.objects.changeable_by(request.user).filter(pk=key_in(asked.get("for", ""))).first()
    rows = _narrowed(request, shown)
    if words:
        rows = with_words(rows, words, Article.objects.open_to(request.user))
    if after:
        rows = rows.filter(pk__lt=after)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    pictures = found[:PAGE]
    said = {"q": words, "show": shown, "for": str(article.pk) if article else ""}
    further = {**said, "after": str(pictures[-1].pk)} if len(found) > PAGE else {}
    query = urlencode({name: value for name, value in further.items() if value})
    return Grid(_tiles(pictures), words, shown, article, f"?{query}" if query else "")


def _narrowed(request: HttpRequest, shown: str) -> QuerySet[Picture]:
    rows = Picture.objects.of_the_site()
    if shown == "silent":
        return rows.filter(alt="")
    if shown == "unused":
        return rows.unused()
    return rows.filter(uploaded_by=request.user.pk) if shown == "mine" else rows


def _tiles(pictures: Sequence[Picture]) -> list[Tile]:
    gallery = Gallery(picture.url for picture in pictures)
    uses = counted_uses(pictures)
    return [Tile(picture, gallery.at(picture.url), uses[picture.pk]) for picture in pictures]
