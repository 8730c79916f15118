"""The fields of forms that ask lists, as HTML: see `cards.py` for why in Python."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django import template
from django.utils.safestring import SafeString

from articles.public.markup import NOTHING, fill

register = template.Library()

_CHOICE: Final = '<option value="{}">{}</option>'
_CHOSEN: Final = '<option value="{}" selected>{}</option>'
_FIELD: Final = """<p><label for="f-{}">{}</label>
<input id="f-{}" name="{}" type="{}"{} value="{}"{}>
{}</p>
"""
_NUMBER: Final = SafeString(' min="0" inputmode="numeric"')
_WRONG: Final = ' aria-invalid="true" aria-describedby="e-{}"'
_ERROR: Final = '<span class="error" id="e-{}">{}</span>'


@register.simple_tag
def choices(offered: Sequence[tuple[str, str]], chosen: str | None) -> SafeString:
    """The options of a <select>: values with their names."""
    return SafeString(
        "".join(fill(_CHOSEN if value == chosen else _CHOICE, value, name) for value, name in offered)
    )


@register.simple_tag
def field(name: str, kind: str, label: str, value: str | None, errors: Sequence[str] | None) -> SafeString:
    """An <input> with its label, and what is wrong with what was typed."""
    return fill(
        _FIELD,
        name,
        label,
        name,
        name,
        kind,
        _NUMBER if kind == "number" else NOTHING,
        value or "",
        fill(_WRONG, name) if errors else NOTHING,
        fill(_ERROR, name, str(errors[0])) if errors else NOTHING,
    )
