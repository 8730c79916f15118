"""The texts of hosted stories, as HTML for the programs that read feeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from django.db.models.functions import Length
from django.utils.safestring import SafeString

from articles.models import Article
from articles.public.metadata import web_address
from articles.reading.cards import Card
from articles.reading.markdown import LIMIT, as_html
from articles.reading.pictures import Gallery, named_in, with_own_addresses
from articles.reading.prepared import Prepared

# Characters that a feed holds of texts: readers ask for it again and again. Of the rest it says the summary.
_MOST: Final = 500_000


def texts_of(articles: Sequence[Card], link: Callable[[Card], str]) -> dict[int, str]:
    """The texts of those that stand on this site and nowhere else, by their keys: two queries at most.

    What was published elsewhere is read there. A text without marks on its page, for its length, is left out.
    """
    hosted = [article for article in articles if not web_address(article.web_url)]
    bodies = dict(_BODIES.rows([article.pk for article in hosted]))
    found: dict[int, SafeString] = {}
    left = _MOST
    for article in hosted:
        left -= len(bodies.get(article.pk, ""))
        if article.pk in bodies and left >= 0:
            found[article.pk] = as_html(bodies[article.pk], address=link(article))
    gallery = Gallery(url for text in found.values() for url in named_in(text))
    return {
        key: with_own_addresses(text, gallery, address=link(article))
        for article in hosted
        if (text := found.get(key := article.pk)) is not None
    }


_BODIES: Final = Prepared(
    lambda keys: (
        Article.objects.annotate(length=Length("body"))
        .filter(pk__in=keys, length__gt=0, length__lte=LIMIT)
        .order_by()
        .values_list("pk", "body")
    )
)
