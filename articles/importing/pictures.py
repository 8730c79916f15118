"""The pictures that come with a site: into our media, from where the pages show them."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from documents.sources.pictures import pictures_of
from providers import logos

_log = logging.getLogger(__name__)


def keep_pictures(roots: Iterable[str]) -> None:
    """Take in what is new in the picture folders of some sites; one that fails is told and left."""
    for root in roots:
        for picture in pictures_of(root):
            try:
                if logos.is_kept(picture.path, picture.modified):
                    continue
                if not logos.keep(picture.path, picture.read()):
                    _log.warning("%s is no picture that can be shown", picture.path)
            except OSError as error:
                _log.warning("%s did not come in: %s", picture.path, error.strerror)
