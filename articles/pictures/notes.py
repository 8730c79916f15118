"""What is known of a picture beside its bytes, in a file that goes along with it: `PATH.json`.

A document says what stands beside a picture where it shows it. What the newsroom knows of the picture
itself, and which point of it matters, would stay behind without this.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from articles.models import ExportedDocument, Picture
from articles.models.image import PICTURE_TEXT_LIMIT
from articles.pictures.decoding import Refused

SUFFIX: Final = ".json"
SIZE_LIMIT: Final = 64 * 1024
_TEXTS: Final = ("alt", "caption", "credit")
_MIDDLE: Final = (0.5, 0.5)


def notes_of(picture: Picture) -> bytes:
    """The file that says what is known of a picture; empty where nothing is."""
    said: dict[str, Any] = {name: getattr(picture, name) for name in _TEXTS if getattr(picture, name)}
    if (picture.focal_x, picture.focal_y) != _MIDDLE:
        said["focus"] = [picture.focal_x, picture.focal_y]
    return f"{json.dumps(said, ensure_ascii=False, indent=2)}\n".encode() if said else b""


def bring_in_notes(path: str, data: bytes) -> bool:
    """Take over what a file says of a picture, unless it is as it last came in or went out.

    What was changed here since then stays. Raises Refused for what says nothing that can be understood.
    """
    digest = hashlib.sha256(data).digest()
    known = ExportedDocument.objects.filter(path=path).values_list("digest", flat=True).first()
    if known is not None and bytes(known) == digest:
        return False
    columns = _read(data)
    picture = Picture.objects.filter(path=path.removesuffix(SUFFIX)).first()
    if picture is None:
        return False
    ExportedDocument.objects.remember({path: digest})
    if all(getattr(picture, column) == value for column, value in columns.items()):
        return False
    if (picture.focal_x, picture.focal_y) != (columns["focal_x"], columns["focal_y"]):
        columns["renditions"] = 0
    for column, value in columns.items():
        setattr(picture, column, value)
    picture.save()
    return True


def _read(data: bytes) -> dict[str, Any]:
    try:
        said = json.loads(data.decode("utf-8")) if len(data) <= SIZE_LIMIT else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise Refused("notes")
    texts = {name: said.get(name, "") for name in _TEXTS}
    if not all(isinstance(text, str) and len(text) <= PICTURE_TEXT_LIMIT for text in texts.values()):
        raise Refused("notes")
    focus = said.get("focus", list(_MIDDLE))
    if not (isinstance(focus, list) and len(focus) == len(_MIDDLE) and all(map(_is_share, focus))):
        raise Refused("notes")
    return {**texts, "focal_x": float(focus[0]), "focal_y": float(focus[1])}


def _is_share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
