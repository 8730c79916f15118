"""An article in short, as the HTML of lists.

Plain functions instead of templates: a page has dozens of these, and a template takes ten times as long
for one. `fill` escapes all that is not made here, as a template would.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from django import template
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.public.markup import NOTHING, fill
from articles.reading.cards import Card
from articles.reading.pictures import first_address_to_show
from articles.search import Term
from articles.templatetags.reading import hue, letter, plain
from articles.templatetags.searching import around, mark

register = template.Library()

# Letters of an excerpt.
_SHORT: Final = 210
_CARD: Final = """<article class="card">
{}
<div class="card__text">
<h3><a href="{}">{}</a></h3>
{}{}
</div>
</article>
"""
_LINE: Final = """<article class="line">
<h3><a href="{}">{}</a></h3>
{}
</article>
"""
_FRAME: Final = '<div class="frame {}" data-letter="{}">{}{}</div>'
_PICTURE: Final = '<img src="{}" data-letter="{}" alt="" {}>'
_PLAY: Final = SafeString('<span class="frame__play" aria-hidden="true"></span>')
_EAGER: Final = SafeString('fetchpriority="high"')
_LAZY: Final = SafeString('loading="lazy"')


@register.simple_tag
def card(article: Card) -> SafeString:
    """With its picture and the beginning of its excerpt."""
    return _card(article, str(article), shortened(plain(article.excerpt), _SHORT))


@register.simple_tag
def result(article: Card, terms: Sequence[Term]) -> SafeString:
    """An article as search shows it: the words marked, and the excerpt from where they stand."""
    excerpt = around(plain(article.excerpt), terms)
    return _card(article, mark(article, terms), mark(excerpt, terms))


@register.simple_tag
def line(article: Card) -> SafeString:
    """Its headline and byline alone."""
    return fill(_LINE, article.address, str(article), byline(article))


def _card(article: Card, title: str, excerpt: str) -> SafeString:
    told = fill('<p class="excerpt">{}</p>\n', excerpt) if excerpt else NOTHING
    return fill(_CARD, frame(article), article.address, title, told, byline(article))


@register.simple_tag
def frame(article: Card, *, eager: bool = False) -> SafeString:
    """The box of its picture: a letter on a colour, where there is none."""
    initial = letter(article.provider)
    address = first_address_to_show(article.pictures)
    picture = fill(_PICTURE, address, initial, _EAGER if eager else _LAZY) if address else NOTHING
    play = _PLAY if article.type == "video" else NOTHING
    return fill(_FRAME, hue(article.slug), initial, picture, play)


@register.simple_tag
def byline(article: Card) -> SafeString:
    """What kind it is, where that is unusual; who published it, and when."""
    kind, provider = _kind(article.type), article.provider
    return fill(
        '<p class="byline">{}{}{}</p>',
        fill('<span class="kind">{}</span> ', kind) if kind else NOTHING,
        fill('<a href="{}">{}</a> ', article.provider_address, provider) if provider else NOTHING,
        when(article.published_date_time),
    )


def _kind(word: str) -> str:
    if word == "video":
        return _("Video")
    return _("Podcast") if word == "podcast" else ""


@register.filter
def when(moment: datetime | None) -> SafeString:
    """The day of a time, for people; the exact time is at hand, and there for programs."""
    if moment is None:
        return NOTHING
    local = localtime(moment)
    day = _in_words(local.date(), get_language())
    exact = f"{day}, {local:%H:%M} {local.tzname()}"
    return fill('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), exact, day)


# Days are few, and saying one in words takes as long as the rest of a byline.
@lru_cache(maxsize=1024)
def _in_words(day: date, language: str | None) -> str:
    return date_format(day, "DATE_FORMAT")


@register.filter
def shortened(text: str, limit: int) -> str:
    """The beginning of a text, up to the end of a word.

    >>> shortened("A quiet harbour at night", 18)
    'A quiet harbour…'
    """
    if len(text) <= limit:
        return text
    cut = text[:limit]
    # A word that takes half of it is cut all the same.
    end = cut.rfind(" ", limit // 2)
    return cut[: end if end > 0 else limit - 1].rstrip(" ,;:–—-") + "…"
