"""Providers as lists and bylines show them, as the HTML of templates: see `cards.py` for why in Python."""

from __future__ import annotations

from typing import Final

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from articles.public.markup import NOTHING, fill
from articles.public.providers import Counted
from articles.templatetags.reading import hue, letter, logo, page
from providers.models import Provider

register = template.Library()

_EMBLEM: Final = '<span class="mark {} {}" aria-hidden="true">{}{}</span>'
_LOGO: Final = '<img src="{}" alt="" width="96" height="96"{} data-letter="{}">'
_LAZY: Final = SafeString(' loading="lazy"')
_PERSON: Final = (
    '<a class="person" href="{}">{}<span class="person__name">{}</span> '
    '<span class="person__count">{}</span></a>'
)


@register.simple_tag
def emblem(provider: Provider, logo: str, size: str = "", *, lazy: bool = False) -> SafeString:
    """The letter that stands for a provider, below its logo."""
    initial = letter(provider)
    picture = fill(_LOGO, logo, _LAZY if lazy else NOTHING, initial) if logo else NOTHING
    return fill(_EMBLEM, size, hue(provider.domain), initial, picture)


@register.simple_tag
def person(counted: Counted, *, lazy: bool = False) -> SafeString:
    """A provider with how much there is to read of it."""
    provider = counted.provider
    told = ngettext("%(counter)s story", "%(counter)s stories", counted.count) % {"counter": counted.count}
    shown = emblem(provider, logo(provider), lazy=lazy)
    return fill(_PERSON, page(provider), shown, str(provider), told)
