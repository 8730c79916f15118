"""An article's page, put together: for the public, and for whoever looks before it is public."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Article, Image
from articles.public.article_context import coverage_of
from articles.public.metadata import metadata_of
from articles.reading.addresses import site_of
from articles.reading.markdown import rendered
from articles.reading.pictures import Gallery, named_in, urls_of, urls_of_logos, with_own_pictures
from articles.reading.prepared import PreparedModels
from articles.reading.topic_tree import Tree

TEMPLATE: Final = "article.html"


def public_story(slug: str, now: datetime) -> Article | None:
    """The article at an address, if the public may see it."""
    return _AT.first(now, slug)


_AT: Final = PreparedModels(
    Article,
    lambda now, slug: Article.objects.published(now).filter(slug=slug).newest()[:1],
    "provider",
)


def story_page(request: HttpRequest, article: Article, tree: Tree) -> dict[str, Any]:
    """What the template says of one article, which was read with its text: seven queries."""
    coverage = coverage_of(article, tree)
    address = site_of(request) + article.get_absolute_url()
    images = _IMAGES.found(article.pk)
    provider = article.provider
    logos = _LOGOS.found(provider.pk) if provider else []
    gallery = Gallery(
        [*urls_of(images), *named_in(article.body), *(urls_of_logos(provider.pk, logos) if provider else ())]
    )
    text = rendered(article.body)
    image = next((image for image in images if gallery.at(image.url)), None)
    picture = gallery.at(image.url) if image else None
    return {
        "article": article,
        "image": image,
        "picture": picture,
        "logo": gallery.logo_of(provider.pk, logos) if provider else None,
        "coverage": coverage,
        "text": replace(text, html=with_own_pictures(text.html, gallery)),
        "metadata": metadata_of(
            article,
            urljoin(address, picture.address) if picture else "",
            address=address,
            site=settings.SITE_NAME,
            embed=coverage.embed,
        ),
    }


_IMAGES: Final = PreparedModels(
    Image, lambda article: Image.objects.filter(article=article).order_by("position", "pk")
)
_LOGOS: Final = PreparedModels(
    Image, lambda provider: Image.objects.filter(provider=provider).order_by("position", "pk")
)


def render_page(
    request: HttpRequest, template: str, *, status: int = HTTPStatus.OK, **context: Any
) -> HttpResponse:
    """A page for readers, from the templates that are theirs or the site's own."""
    return render(request, template, context, status=status, using="public")


def for_few(page: HttpResponse) -> HttpResponse:
    """A page that no search engine finds, no proxy keeps, and whose address no other site is told."""
    page["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    page["Cache-Control"] = "no-store, private"
    page["Referrer-Policy"] = "no-referrer"
    return page
