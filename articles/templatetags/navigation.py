"""The line of sections on top of every page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.models import Topic
from articles.public.markup import NOTHING, fill
from articles.reading import addresses

register = template.Library()

_LINK: Final = '<li{}><a href="{}"{}>{}</a></li>\n'
_HERE: Final = SafeString(' aria-current="page"')
_BEHIND: Final = SafeString(' class="sections__all"')


@register.simple_tag
def navigation(sections: Sequence[Topic], slug: str, path: str) -> SafeString:
    """The main topics, and what is beside them; the page that is shown is told."""
    links = [
        _link(addresses.named("topic", topic.slug), topic.shortname or topic.name, is_here=topic.slug == slug)
        for topic in sections
    ]
    fixed = (("topics", _("All topics")), ("providers", _("Providers")), ("archive", _("Archive")))
    for place, (kind, name) in enumerate(fixed):
        address = addresses.fixed(kind)
        links.append(_link(address, name, is_here=address == path, is_behind=place == 0))
    return SafeString("".join(links))


def _link(address: str, name: str, *, is_here: bool, is_behind: bool = False) -> SafeString:
    return fill(_LINK, _BEHIND if is_behind else NOTHING, address, _HERE if is_here else NOTHING, name)
