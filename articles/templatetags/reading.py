"""Small things that templates ask: a letter for a missing picture, a colour, an address that can be shown."""

from __future__ import annotations

import html
import re
import zlib
from typing import Final

from django import template
from django.conf import settings
from django.http import QueryDict
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from articles.models import Article, Image, Topic
from articles.public.metadata import web_address
from articles.reading import addresses, pictures
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
    """The address at which a page can show a picture; empty where it can't."""
    return pictures.address_to_show(image.url)


register.filter("web_address", web_address)


@register.filter
def logo(provider: Provider) -> str:
    """The address of a provider's logo; empty where a page can show none."""
    return pictures.logo_of(provider, provider.logos.all())


@register.filter
def plain(text: str) -> str:
    """A text as a reader should see it: sites leave entities in, and lists run together by spaces.

    >>> plain("Q&amp;A:    • one    • two")
    'Q&A:\\n• one\\n• two'
    """
    return re.sub(r" {3,}", "\n", html.unescape(text))


@register.simple_tag
def place(kind: str, *names: str) -> str:
    """The address of a page of ours, as `{% url %}` finds it, remembered.

    `{% place "topics" %}`
    """
    return addresses.fixed(kind, *names)


@register.filter
def page(thing: Article | Topic | Provider) -> str:
    """The address of the page of an article, a topic or a provider."""
    if isinstance(thing, Provider):
        return addresses.named("provider", thing.domain or thing.name)
    return addresses.named("topic" if isinstance(thing, Topic) else "article", thing.slug)


class _Lasting(template.Node):
    """What is the same on every page in one language."""

    def __init__(self, nodes: template.NodeList) -> None:
        self.nodelist = nodes
        self._written: dict[tuple[str | None, ...], SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        key = (get_language(), get_script_prefix(), str(settings.SITE_NAME))
        if key not in self._written:
            assert context.template is not None, "a template is being rendered"
            # Nothing of this page: it would stand on the others.
            empty = template.Context()
            with empty.bind_template(context.template):
                self._written[key] = self.nodelist.render(empty)
        return self._written[key]


@register.tag
def lasting(parser: template.base.Parser, token: template.base.Token) -> template.Node:
    """Write what stands between once for each language, for it says nothing that a page could change.

    `{% lasting %}<li><a href="{% place 'topics' %}">{% translate "All topics" %}</a></li>{% endlasting %}`
    """
    nodes = parser.parse(("endlasting",))
    parser.delete_first_token()
    return _Lasting(nodes)


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
