"""Fields in which one types and chooses, and which ask the database for nothing that is at hand."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.db.models import ForeignKey, Model
from django.http import HttpRequest

from providers.verbatim_forms import VerbatimForm


class _ShowsAgain:
    """Django's widget, which shows again what was sent: it asks for no row by a key that can be none."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """The choices to begin with."""
        possible = [key for key in value if _KEY.fullmatch(str(key))]
        return super().optgroups(name, possible, attr)  # type: ignore[misc]  # of the widget beside it


# Of more digits, a number may be none of the database's.
_KEY: Final = re.compile(r"\d{1,18}", re.ASCII)


class OneOfMany(_ShowsAgain, AutocompleteSelect):
    """A row to choose."""


class SomeOfMany(_ShowsAgain, AutocompleteSelectMultiple):
    """Rows to choose."""


class Rows(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # of any model
    """Django's field, which refuses a key that can be none where Django's would end in a 500."""

    def clean(self, value: Any) -> Any:
        """The rows that were chosen."""
        wrong = next((key for key in value or () if not _KEY.fullmatch(str(key))), None)
        if wrong is not None:
            message = self.error_messages["invalid_pk_value"]
            raise forms.ValidationError(message, code="invalid_pk_value", params={"pk": wrong})
        return super().clean(value)


class Choice(OneOfMany):
    """Django's, but for the row that is chosen already: its form has that, and many rows ask but once."""

    chosen: Model | None = None

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """The choices to begin with: what is chosen, and nothing."""
        if self.chosen is None or [*map(str, value)] != [str(self.chosen.pk)]:
            return super().optgroups(name, value, attr)
        nothing = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        return [(None, [*nothing, self.create_option(name, self.chosen.pk, str(self.chosen), True, 0)], 0)]


def inner(widget: Any) -> Any:
    """The widget that is shown, without what Django puts around one that leads to other rows."""
    return widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget


class ChoosingForm(VerbatimForm):
    """A form whose choices know what its row holds."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            widget = inner(field.widget)
            if isinstance(widget, Choice):
                widget.chosen = self.instance._state.fields_cache.get(name)


def with_choice(
    screen: BaseModelAdmin[Any], db_field: ForeignKey[Any, Any], request: HttpRequest, options: dict[str, Any]
) -> dict[str, Any]:
    """The options of a form field, with a Choice where the screen or inline completes what is typed."""
    if db_field.name in screen.get_autocomplete_fields(request):
        return {"widget": Choice(db_field, screen.admin_site), **options}
    return options
