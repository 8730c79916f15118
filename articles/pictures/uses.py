"""Which pictures of the site the texts of articles name: written down, so that nobody reads all texts to ask.

What stands in an article's list of pictures is asked of that list.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final
from urllib.parse import unquote

from articles.models import Article, PictureUse
from articles.models.image import PICTURE_PATH_LIMIT

_NAMED: Final = re.compile(r"/(assets/images/[^\s\"'<>()\\]+)")


def paths_in(text: str) -> list[str]:
    """The paths of pictures of the site that a text names, as it names them."""
    return _NAMED.findall(text)


def follow(articles: Collection[int]) -> None:
    """Write down anew what the texts of some articles name."""
    PictureUse.objects.forget(articles)
    texts = Article.objects.filter(pk__in=articles, body__contains="/assets/images/")
    named = {
        (key, path)
        for key, body in texts.values_list("pk", "body")
        for path in map(unquote, paths_in(body))
        if len(path) <= PICTURE_PATH_LIMIT and "\0" not in path
    }
    PictureUse.objects.keep(PictureUse(article_id=key, path=path) for key, path in sorted(named))
