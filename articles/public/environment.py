"""What the templates of the public pages may ask, in `templates/public/` and in a site's own folder."""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment, StrictUndefined

from articles.public.dates import clock_of, day_of, written
from articles.public.metadata import web_address
from articles.public.plain_text import around, plain, shortened
from articles.reading import addresses
from articles.reading.languages import language_beside_page
from articles.reading.placeholders import hue, letter
from articles.search.marking import marked
from documents.languages import direction_of


class _Environment(Environment):
    """Jinja's, whose templates share one plain dictionary of what they may ask.

    Jinja chains one dictionary for each template before it, and compares the names of both at each import
    of a macro, which takes as long as a card.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def environment(**options: Any) -> Environment:
    """The environment that Django's backend for Jinja2 asks for.

    Everything is escaped, a name that is not there is an error, and texts are marked for translation by
    `_("…")`, or by `{% trans %}` where they hold values.
    """
    made = _Environment(
        **options
        | {
            "autoescape": True,
            "extensions": ["jinja2.ext.i18n"],
            "trim_blocks": True,
            "lstrip_blocks": True,
            "undefined": StrictUndefined,
        }
    )
    made.policies["ext.i18n.trimmed"] = True
    # Found by the extension, which mypy does not see.
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals |= {
        # Cheaper than what the extension puts here, which looks for values in each text.
        "_": gettext,
        "clock_of": clock_of,
        "day_of": day_of,
        "direction_of": direction_of,
        "language": get_language,
        "language_beside_page": language_beside_page,
        "page": addresses.page_of,
        "pieces": marked,
        "site_name": site_name,
        "static": static_file,
        "url": addresses.fixed,
        "with_query": addresses.with_query,
    }
    made.filters |= {
        "around": around,
        "date": written,
        "hue": hue,
        "letter": letter,
        "plain": plain,
        "quoted": quoted,
        "shortened": shortened,
        "web_address": web_address,
    }
    return made


def site_name() -> str:
    """What the site calls itself."""
    return str(settings.SITE_NAME)


def static_file(name: str) -> str:
    """The address of a static file."""
    return _static_file(get_script_prefix(), name)


# Under another prefix a file has another address; its name in the manifest is read once.
@cache
def _static_file(prefix: str, name: str) -> str:
    return static(name)


def quoted(text: object) -> str:
    """A text as the value of a query, `/` quoted too."""
    return quote(str(text), safe="")
