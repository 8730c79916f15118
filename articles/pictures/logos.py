"""Logos that somebody uploaded at the desk: shown instead of what a provider's document lists.

Each is a picture of the site like any other, at a path that no document names, so none goes out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.core.files.storage import default_storage

from articles.models import Picture
from articles.pictures.decoding import Decoder, Refused, Taken
from articles.pictures.renditions import LOGOS, make, widest
from articles.pictures.storing import bring_in, forget, keep_at

UPLOADED: Final = f"{LOGOS}uploaded/"


def uploaded_path(provider: int) -> str:
    """What is shown for a provider instead of what its document lists, where there is such a picture."""
    return f"{UPLOADED}{provider}.webp"


def uploaded(provider: int) -> Picture | None:
    """The picture that somebody uploaded for a provider."""
    return Picture.objects.filter(path=uploaded_path(provider)).first()


def with_upload(providers: Iterable[int]) -> set[int]:
    """Those of some providers for whom somebody uploaded a picture: one query."""
    paths = {uploaded_path(provider): provider for provider in providers}
    found = Picture.objects.at(paths.keys()).values_list("path", flat=True)
    return {paths[path] for path in found}


def read(data: bytes, decoder: Decoder) -> Taken:
    """A picture that is to be a logo, drawn anew. Raises Refused."""
    return decoder.take(data, width=widest(LOGOS), form="webp")


def upload(provider: int, taken: Taken, decoder: Decoder) -> None:
    """Show a picture for a provider from now on."""
    make(keep_at(uploaded_path(provider), taken), decoder)


def forget_upload(provider: int) -> None:
    """Show what a provider's document lists again."""
    if picture := uploaded(provider):
        forget(picture)


def hand_over_upload(source: int, target: int, *, wanted: bool) -> None:
    """Show for another provider what somebody uploaded for one that is gone; forget it where not wanted."""
    picture = uploaded(source)
    if picture is None:
        return
    if not wanted:
        forget(picture)
        return
    forget_upload(target)
    picture.path = uploaded_path(target)
    picture.save()


def adopt(decoder: Decoder) -> int:
    """Take over what was uploaded before pictures had rows: files of our media, called by their provider."""
    folder = UPLOADED.rstrip("/")
    try:
        _folders, names = default_storage.listdir(folder)
    except OSError:
        return 0
    adopted = 0
    for name in names:
        with default_storage.open(f"{folder}/{name}") as file:
            data = file.read()
        try:
            adopted += bring_in(f"{folder}/{name}", data, decoder)
        except Refused:
            continue
        default_storage.delete(f"{folder}/{name}")
    return adopted
