"""What people do with pictures of the site: put one into an article, let another file take its place."""

from __future__ import annotations

from django.db import transaction

from articles.editing.history import Actor, recorded
from articles.models import Article, Image, Picture
from articles.pictures import renditions
from articles.pictures.decoding import Decoder
from articles.pictures.storing import replace


def put_in(picture: Picture, article: Article, actor: Actor) -> bool:
    """Let a picture be the last in an article's list; False where it stands there already."""
    with transaction.atomic():
        [held] = Article.objects.filter(pk=article.pk).locked()
        if held.images.filter(url=picture.url).exists():
            return False
        with recorded([held], actor):
            Image.objects.create(
                article=held,
                position=held.images.count(),
                url=picture.url,
                width=picture.width,
                height=picture.height,
                title=picture.alt,
                attribution=picture.credit,
            )
    return True


def replace_everywhere(picture: Picture, data: bytes, actor: Actor) -> None:
    """Let another file stand at a picture's path, so that whatever names it shows that one.

    Its addresses stay; documents that say how large it was say how large it is. Raises Refused.
    """
    was = {"url": picture.url, "width": picture.width, "height": picture.height}
    with Decoder() as decoder:
        replace(picture, data, user=picture.uploaded_by, now=actor.at, decoder=decoder)
        if (was["width"], was["height"]) != (picture.width, picture.height):
            with transaction.atomic():
                sized = Image.objects.filter(**was)
                articles = list(Article.objects.filter(images__in=sized).distinct().order_by("pk"))
                with recorded(articles, actor):
                    sized.measure(picture.width, picture.height)
        renditions.make(picture, decoder)
