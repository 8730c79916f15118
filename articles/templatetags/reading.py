"""Small things that templates ask: a letter for a missing picture, a colour, an address that can be shown."""

from __future__ import annotations

import html
import re
import zlib
from typing import Any, Final

from django import template
from django.conf import settings
from django.http import QueryDict

from articles.metadata import web_address
from articles.models import Article, Image
from providers.logos import address_of
from providers.models import Provider

register = template.Library()

# As many as the stylesheet has.
_HUES: Final = 8


@register.filter
def letter(name: object) -> str:
    """The letter that stands for a name.

    >>> letter("The Harbour Post")
    'H'
    """
    text = str(name or "").strip()
    for article in ("the ", "der ", "die ", "das "):
        if text.lower().startswith(article):
            text = text[len(article) :]
    return next((sign.upper() for sign in text if sign.isalnum()), "·")


@register.filter
def hue(name: object) -> str:
    """The class of a colour that a name keeps."""
    return f"hue-{zlib.crc32(str(name or '').encode()) % _HUES}"


@register.filter
def picture(article: Article) -> Image | None:
    """The first picture of an article that a page can show."""
    return next((image for image in article.images.all() if shown(image)), None)


@register.filter
def shown(image: Image) -> str:
    """The address at which a page can show a picture; empty where it can't.

    Pictures stay with their publishers, where the policy of the site asks for HTTPS; those that came
    with the site's documents are served from our media.
    """
    if ours := address_of(image.url):
        return ours
    if image.url.startswith("http://"):
        return f"https://{image.url.removeprefix('http://')}"
    return image.url if image.url.startswith("https://") else ""


register.filter("web_address", web_address)


@register.filter
def logo(provider: Provider) -> str:
    """The address of a provider's largest logo that a page can show; empty where there is none."""
    logos = sorted(provider.logos.all(), key=lambda logo: logo.width or 0, reverse=True)
    return next((found for image in logos if (found := shown(image))), "")


@register.filter
def plain(text: str) -> str:
    """A text as a reader should see it: sites leave entities in, and lists run together by spaces.

    >>> plain("Q&amp;A:    • one    • two")
    'Q&A:\\n• one\\n• two'
    """
    return re.sub(r" {3,}", "\n", html.unescape(text))


@register.simple_tag
def site_name() -> str:
    """What the site calls itself."""
    return str(settings.SITE_NAME)


@register.simple_tag
def address(asked: dict[str, str], **changes: str) -> str:
    """The address of this page with what was asked, changed here and there; an empty value leaves out.

    `{% address asked order="hottest" after="" %}`
    """
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in {**asked, **changes}.items() if value})
    return f"?{query.urlencode()}" if query else "?"


@register.filter
def words(text: str) -> list[str]:
    """A text's words, to loop over."""
    return text.split()


@register.filter
def item(mapping: Any, key: str) -> Any:
    """A member by its key; None where there is none."""
    try:
        return mapping[key]
    except KeyError:
        return None
