"""Forms for rows that came from documents: what nobody touched goes back to the letter.

Browsers send every line end of a text as CR LF, drop those of a one-line field, and know no
microseconds. Saved as sent, a form that somebody merely opened would change its document.
"""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

_LINE_END: Final = re.compile("\r\n|\r|\n")


class Text(forms.CharField):
    """A text that differs from what was there only where somebody changed more than its line ends."""

    def __init__(self, *, strip: bool = False, **options: Any) -> None:
        super().__init__(strip=strip, **options)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return not self.disabled and self._as_sent(initial) != self._as_sent(data)

    def _as_sent(self, text: Any) -> str:
        is_one_line = isinstance(self.widget, forms.TextInput)
        return _LINE_END.sub("" if is_one_line else "\n", text or "")


class Lines(forms.CharField):
    """A list of texts, one on each line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"widget": forms.Textarea(attrs={"rows": 4, "cols": 40}), **options})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = (line.strip() for line in _LINE_END.split(value or ""))
        return [line for line in lines if line]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(self.prepare_value(initial)) != self.to_python(data))


class Pairs(Lines):
    """Names with a text each, `name: text` on each line."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return "\n".join(f"{name}: {text or ''}".rstrip() for name, text in value.items())

    def to_python(self, value: Any) -> Any:
        pairs = (line.partition(":") for line in super().to_python(value))
        return {name.strip(): text.strip() or None for name, _, text in pairs if name.strip()}


class VerbatimForm(forms.ModelForm):  # type: ignore[type-arg]  # it is for any model
    """A form whose untouched fields keep what the row holds; a changed text keeps its kind of line end.

    A field is touched where what is sent differs from what was shown, which goes along hidden: what an
    import or somebody else changed in other fields meanwhile stays.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean(self) -> dict[str, Any]:
        super().clean()
        columns = {field.name for field in self.instance._meta.concrete_fields}
        for name in columns & self.cleaned_data.keys():
            held = getattr(self.instance, name) if self.instance.pk else None
            if self.instance.pk and name not in self.changed_data:
                self.cleaned_data[name] = held
            elif isinstance(self.fields[name], Text):
                self.cleaned_data[name] = _tidied(self.cleaned_data[name], like=held)
        return self.cleaned_data


def _tidied(text: str, *, like: Any) -> str:
    newline = "\r\n" if isinstance(like, str) and "\r\n" in like else "\n"
    return _LINE_END.sub(newline, text.strip())


class VerbatimAdmin(admin.options.BaseModelAdmin):  # type: ignore[type-arg]  # it is for any model
    """What screens and inlines of such rows have in common."""

    form = VerbatimForm
    formfield_overrides = {
        models.CharField: {"form_class": Text},
        models.TextField: {"form_class": Text},
    }


class VerbatimScreen(VerbatimAdmin, admin.ModelAdmin):  # type: ignore[type-arg]  # it is for any model
    """A screen that saves only what somebody changed, quick however many rows there are."""

    show_full_result_count = False
    list_per_page = 50

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        if form.has_changed() or not change:
            super().save_model(request, obj, form, change)
