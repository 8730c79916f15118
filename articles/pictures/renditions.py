"""The sizes in which pictures are shown, how their files are called, and how they are made.

A file is called by the bytes that it was drawn from and by how: its name tells all that a page needs, and
what is at a name never changes. So a page asks neither the disk nor a row for each size.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from articles.models import Picture
from articles.pictures.decoding import Decoder, Refused

# What is made of each picture, and how it is drawn: one more where any of it changes.
VERSION: Final = 1
FOLDER: Final = "pictures"
LOGOS: Final = "assets/images/organizations/"
# Widths of the whole picture; a smaller one is shown as wide as it is.
_WIDTHS: Final = (800, 1600)
_LOGO_WIDTHS: Final = (50, 400)
# In the widths of the boxes of cards, 3 by 2, and of what leads a page, 16 by 9.
CARD: Final = ((400, 267), (800, 533))
WIDE: Final = ((800, 450), (1200, 675), (1600, 900))


class Drawn(NamedTuple):
    """What names a picture's files: the columns of its row that they depend on."""

    digest: str
    kind: str
    width: int
    height: int
    is_opaque: bool
    focal_x: float
    focal_y: float
    is_logo: bool


def drawn_from(picture: Picture) -> Drawn:
    """What the files of a picture are named by."""
    return Drawn(
        *(picture.digest, picture.kind, picture.width, picture.height, picture.is_opaque),
        *(picture.focal_x, picture.focal_y, picture.path.startswith(LOGOS)),
    )


def widths_of(drawn: Drawn) -> list[int]:
    """The widths at which a whole picture is had."""
    return sorted({min(width, drawn.width) for width in (_LOGO_WIDTHS if drawn.is_logo else _WIDTHS)})


def widest(path: str) -> int:
    """As wide as a picture of a path is shown at most."""
    return max(_LOGO_WIDTHS if path.startswith(LOGOS) else _WIDTHS)


def boxes_of(drawn: Drawn, shape: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """The boxes of a shape that a picture can fill without being made larger; none of a logo."""
    if drawn.is_logo:
        return []
    return [(width, height) for width, height in shape if drawn.width >= width and drawn.height >= height]


def original_name(drawn: Drawn) -> str:
    """Where the bytes that go out with the site are kept."""
    return f"{_stem(drawn)}.{drawn.kind}"


def _stem(drawn: Drawn) -> str:
    # As much of the digest as nobody can find twice: pages hold many of these names.
    return f"{FOLDER}/{drawn.digest[:2]}/{drawn.digest[2:22]}"


def plain_name(drawn: Drawn) -> str:
    """The file that any browser can show, which every picture has from the beginning."""
    return width_name(drawn, widths_of(drawn)[-1], fallback_of(drawn))


def width_name(drawn: Drawn, width: int, form: str) -> str:
    """The file of the whole picture at a width."""
    return f"{_stem(drawn)}-{VERSION}-{width}.{form}"


def box_name(drawn: Drawn, size: tuple[int, int], form: str) -> str:
    """The file of what fills a box."""
    focus = f"{round(drawn.focal_x * 100)}-{round(drawn.focal_y * 100)}"
    return f"{_stem(drawn)}-{VERSION}-{size[0]}x{size[1]}-{focus}.{form}"


def fallback_of(drawn: Drawn) -> str:
    """The form that any browser can show: what one looks through has no JPEG."""
    return "jpg" if drawn.is_opaque else "png"


def keep(name: str, data: bytes) -> None:
    """Keep a file under its name, unless it is there already: what has that name has these bytes."""
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(data))


def make(picture: Picture, decoder: Decoder) -> bool:
    """Make all sizes of a picture, and say so in its row; False where it cannot be drawn.

    What was made stays where this is ended, and is not made again.
    """
    drawn = drawn_from(picture)
    with default_storage.open(original_name(drawn)) as file:
        data = file.read()
    widths = widths_of(drawn)
    boxes = [*boxes_of(drawn, CARD), *boxes_of(drawn, WIDE)]
    try:
        files = iter(decoder.draw(data, widths=widths, boxes=boxes, focus=(drawn.focal_x, drawn.focal_y)))
    except Refused:
        return False
    forms = ("avif", "webp", fallback_of(drawn))
    for width in widths:
        for form in forms:
            keep(width_name(drawn, width, form), next(files))
    for size in boxes:
        for form in forms:
            keep(box_name(drawn, size, form), next(files))
    return Picture.objects.have_renditions(picture, VERSION)


def names_of(drawn: Drawn) -> list[str]:
    """All files that may be there of a picture, the original first."""
    forms = ("avif", "webp", fallback_of(drawn))
    boxes = [*boxes_of(drawn, CARD), *boxes_of(drawn, WIDE)]
    return [
        original_name(drawn),
        *(width_name(drawn, width, form) for width in widths_of(drawn) for form in forms),
        *(box_name(drawn, size, form) for size in boxes for form in forms),
    ]
