"""Where the pictures of the site are used: in lists of pictures, as logos, and in texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from django.db.models import Count, Q, QuerySet

from articles.models import Article, Image, Picture, PictureUse, RelatedLink
from articles.search import search
from providers.models import Provider

# Of the articles that have the words for which somebody looks.
_FOUND: Final = 200


class Users(NamedTuple):
    """Who uses a picture: articles that somebody may see, how many others, and whose logo it is."""

    articles: list[Article]
    others: int
    providers: list[Provider]


def counted_uses(pictures: Iterable[Picture]) -> Counter[int]:
    """In how many places each of some pictures is used: two queries."""
    keys = {picture.path: picture.pk for picture in pictures}
    urls = {url: key for path, key in keys.items() for url in _urls(path)}
    counts: Counter[int] = Counter()
    for url, count in Image.objects.filter(url__in=urls).values_list("url").annotate(Count("pk")).order_by():
        counts[urls[url]] += count
    named = PictureUse.objects.filter(path__in=keys).values_list("path").annotate(Count("pk"))
    for path, count in named.order_by():
        counts[keys[path]] += count
    return counts


def users_of(picture: Picture, user: Any, *, most: int) -> Users:
    """Who uses a picture, the newest articles first."""
    listed = Image.objects.filter(url__in=_urls(picture.path))
    linked = RelatedLink.objects.filter(images__in=listed).values("article")
    texts = PictureUse.objects.filter(path=picture.path).values("article")
    using = Article.objects.filter(
        Q(pk__in=listed.filter(article__isnull=False).values("article")) | Q(pk__in=linked) | Q(pk__in=texts)
    )
    seen = using.open_to(user)
    articles = list(seen.newest().only("pk", "title", "path", "state", "web_url", "original_url")[:most])
    providers = list(Provider.objects.filter(logos__in=listed).distinct())
    return Users(articles, using.count() - len(articles), providers)


def with_words(pictures: QuerySet[Picture], text: str, articles: QuerySet[Article]) -> QuerySet[Picture]:
    """Those with some words beside them, in their name, or used by one of these articles that has them."""
    found = search(text, articles)[:_FOUND]
    urls = Image.objects.filter(article__in=found, url__startswith="/assets/images/").values_list(
        "url", flat=True
    )
    paths = [url[1:] for url in urls]
    beside = [Q(**{f"{column}__icontains": text}) for column in ("alt", "caption", "credit", "path")]
    named = PictureUse.objects.filter(article__in=found).values("path")
    wanted = Q(path__in=paths) | Q(path__in=named)
    for condition in beside:
        wanted |= condition
    return pictures.filter(wanted)


def _urls(path: str) -> set[str]:
    """How documents call a picture: as it is, or encoded."""
    return {f"/{path}", f"/{quote(path)}"}
