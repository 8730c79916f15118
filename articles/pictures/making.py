"""The sizes of all pictures that lack them, one after another."""

from __future__ import annotations

from articles.models import Picture
from articles.pictures.decoding import Decoder
from articles.pictures.renditions import VERSION, make


def make_missing(decoder: Decoder, *, limit: int | None = None) -> tuple[int, list[str]]:
    """Make what is missing, the newest first; how many were made, and which pictures cannot be drawn.

    What was made stays where this is ended, and the next one goes on from there.
    """
    made, failed = 0, []
    waiting = Picture.objects.without_renditions(VERSION).values_list("pk", flat=True)
    for key in list(waiting[:limit] if limit else waiting):
        picture = Picture.objects.filter(pk=key).first()
        if picture is None:
            continue
        try:
            is_made = make(picture, decoder)
        except OSError:
            is_made = False
        if is_made:
            made += 1
        else:
            failed.append(picture.path)
    return made, failed
