"""Pictures taken into the site: their bytes into our media, what is known of them into a row."""

from __future__ import annotations

import hashlib
import os
import re
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from articles.models import Picture
from articles.models.image import PICTURE_PATH_LIMIT
from articles.pictures import renditions
from articles.pictures.decoding import Decoder, Refused, Taken
from documents.layout.slugs import slug_of

FOLDER: Final = "assets/images/"
ARTICLES: Final = f"{FOLDER}articles/"
# Pictures that one person may send in an hour.
HOURLY: Final = 300
_SLUG_LIMIT: Final = 80
_NUMBERS: Final = 10_000


class TooMany(Exception):
    """Somebody sent more pictures in an hour than anybody has use for."""


def is_site_path(path: str) -> bool:
    """Whether a picture of the site may be at a path: plain, and in the folder of pictures."""
    return (
        path.startswith(FOLDER)
        and len(path) <= PICTURE_PATH_LIMIT
        and path.isprintable()
        and os.path.normpath(path) == path
        and "\\" not in path
    )


def bytes_of(picture: Picture) -> bytes:
    """The bytes that go out with the site. Raises OSError where the storage has them no more."""
    with default_storage.open(renditions.original_name(renditions.drawn_from(picture))) as file:
        data: bytes = file.read()
        return data


# ---- What people send


def upload(data: bytes, *, name: str, user: User | None, now: datetime, decoder: Decoder) -> Picture:
    """Take in a picture that somebody sent, drawn anew, under a new path made from `name`.

    Raises Refused for what is no picture that can be shown, TooMany where somebody sends without end.
    """
    sent = Picture.objects.filter(uploaded_by=user, uploaded_at__gt=now - timedelta(hours=1))
    if sent.count() >= HOURLY:
        raise TooMany
    taken = decoder.take(data, width=renditions.widest(ARTICLES))
    return _insert(taken, name=name, user=user, now=now)


def _insert(taken: Taken, *, name: str, user: User | None, now: datetime) -> Picture:
    start = f"{ARTICLES}{now:%Y/%m}/{slug_of(os.path.splitext(name)[0])[:_SLUG_LIMIT].strip('-')}"
    columns = _kept(start, taken)
    for number in range(_next_number(start), _NUMBERS):
        try:
            with transaction.atomic():
                return Picture.objects.create(
                    path=f"{start}-{number}.{taken.kind}", uploaded_by=user, uploaded_at=now, **columns
                )
        except IntegrityError:
            continue  # somebody else has it since
    raise TooMany


def _next_number(start: str) -> int:
    """The first number that no picture of this beginning has, whatever kind it is."""
    numbered = re.compile(re.escape(start) + r"-([0-9]{1,4})\.[a-z]+")
    paths = Picture.objects.filter(path__startswith=f"{start}-").values_list("path", flat=True)
    return max((int(found[1]) for path in paths if (found := numbered.fullmatch(path))), default=0) + 1


def replace(picture: Picture, data: bytes, *, user: User | None, now: datetime, decoder: Decoder) -> None:
    """Let another picture stand at a path, in the form that its name says. Raises Refused."""
    suffix = os.path.splitext(picture.path)[1].lower().lstrip(".")
    form = {"jpeg": "jpg"}.get(suffix, suffix)
    columns = _kept(picture.path, decoder.take(data, width=renditions.widest(picture.path), form=form))
    for column, value in {**columns, "renditions": 0, "uploaded_by": user, "uploaded_at": now}.items():
        setattr(picture, column, value)
    picture.save()


# ---- What comes with a site


def bring_in(path: str, data: bytes, decoder: Decoder) -> bool:
    """Take in a picture of a site byte for byte; False where it is here already. Raises Refused."""
    if not is_site_path(path):
        raise Refused("path")
    digest = hashlib.sha256(data).hexdigest()
    known = Picture.objects.filter(path=path).first()
    if known is not None and known.digest == digest:
        # Were they lost, they are back.
        renditions.keep(renditions.original_name(renditions.drawn_from(known)), data)
        return False
    columns = _twin_of(path, digest) or _kept(
        path, decoder.take(data, width=renditions.widest(path), as_it_is=True)
    )
    Picture.objects.update_or_create(path=path, defaults={**columns, "renditions": 0})
    return True


def _twin_of(path: str, digest: str) -> dict[str, Any]:
    """What is known of a picture of the same bytes and shown as wide, which stands at another path."""
    twins = Picture.objects.filter(digest=digest).values("path", "digest", *_MEASURED)
    for twin in twins:
        if renditions.widest(twin.pop("path")) == renditions.widest(path):
            return dict(twin)
    return {}


_MEASURED: Final = ("kind", "size", "width", "height", "is_opaque")


def _kept(path: str, taken: Taken) -> dict[str, Any]:
    """Keep the files of a picture; the columns that say what it is."""
    drawn = renditions.Drawn(
        *(hashlib.sha256(taken.data).hexdigest(), taken.kind, taken.width, taken.height, taken.is_opaque),
        *(0.5, 0.5, path.startswith(renditions.LOGOS)),
    )
    renditions.keep(renditions.original_name(drawn), taken.data)
    renditions.keep(renditions.plain_name(drawn), taken.plain)
    return {"digest": drawn.digest, "size": len(taken.data)} | {
        column: getattr(taken, column) for column in _MEASURED if column != "size"
    }


def keep_at(path: str, taken: Taken) -> Picture:
    """Let a picture that was read stand at a path, whatever stands there."""
    columns = {**_kept(path, taken), "renditions": 0}
    return Picture.objects.update_or_create(path=path, defaults=columns)[0]


# ---- What goes


def forget(picture: Picture) -> None:
    """Delete a picture, and its files where no other path has the same bytes."""
    names = renditions.names_of(renditions.drawn_from(picture))
    picture.delete()
    # A file knows no transaction: it goes once the row is gone for good.
    transaction.on_commit(partial(_delete_files, picture.digest, names))


def _delete_files(digest: str, names: list[str]) -> None:
    if not Picture.objects.filter(digest=digest).exists():
        for name in names:
            default_storage.delete(name)
