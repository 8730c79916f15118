"""Forms for rows that came from documents: what nobody touched goes back to the letter.

Browsers send every line end of a text as CR LF, drop those of a one-line field, and know no
microseconds. Saved as sent, a form that somebody merely opened would change its document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar, Final, NamedTuple, cast

from django import forms
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.body import Part, has_both, in_words, merged, sides_of, with_both

_LINE_END: Final = re.compile("\r\n|\r|\n")
STILL_BOTH: Final = _(
    "Two texts still stand in it, between <<<<<<< and >>>>>>>: keep the right one, and take the marks away."
)


class Text(forms.CharField):
    """A text that differs from what was there only where somebody changed more than its line ends."""

    def __init__(self, *, strip: bool = False, **options: Any) -> None:
        super().__init__(strip=strip, **options)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return not self.disabled and self._as_sent(initial) != self._as_sent(data)

    def tidied(self, text: str, *, like: Any) -> str:
        """A changed text as the row will hold it, given what it held."""
        return _tidied(text, like=like)

    def _as_sent(self, text: Any) -> str:
        is_one_line = isinstance(self.widget, forms.TextInput)
        return _LINE_END.sub("" if is_one_line else "\n", text or "")

    def parts(self, shown: Any, held: Any, sent: Any) -> list[Part]:
        """What two people made of a text, in parts that meet and parts that do not; none to be told apart."""
        before, there, here = (_LINE_END.sub("\n", text or "") for text in (shown, held, sent))
        parts = merged(before, there, here, in_words) if before and there and here else []
        return parts if any(part.ours.strip() and not part.is_met for part in parts) else []


class LongText(Text):
    """A text whose every sign counts; what two people changed in different lines of it becomes one text."""

    def tidied(self, text: str, *, like: Any) -> str:
        return _LINE_END.sub("\n", text)

    def merged(self, shown: Any, held: Any, sent: Any) -> str | None:
        """The text with both people's changes; None where these meet."""
        there, here = sides_of(self._as_sent(shown), self._as_sent(held), self._as_sent(sent))
        return here if there == here else None

    def parts(self, shown: Any, held: Any, sent: Any) -> list[Part]:
        return merged(self._as_sent(shown), self._as_sent(held), self._as_sent(sent))


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


class EditConflict(NamedTuple):
    """One field that two people changed: what the row says now, and what this form would make of it.

    `parts` are those of a text that has parts of both; the field then holds both where they meet.
    """

    name: str
    theirs: Any
    mine: Any
    parts: Sequence[Part] = ()


class VerbatimForm(forms.ModelForm):  # type: ignore[type-arg]  # it is for any model
    """A form whose untouched fields keep what the row holds; a changed text keeps its kind of line end.

    A field is touched where what is sent differs from what was shown, which goes along hidden: what an
    import or somebody else changed in other fields meanwhile stays. Where they changed the same field,
    nothing is saved: the form comes again, with both values, and takes `clash-FIELD=theirs` for an answer; of
    a text also what stands in the field, which has both where they meet, or `mine` as it was sent before.
    """

    # Fields of which the last word counts.
    never_clash: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.show_hidden_initial = True
            sent = self.add_initial_prefix(name)
            if self.is_bound and f"{sent}_0" in self.data and sent not in self.data:
                # Shown again, Django sends along what was shown first only where it finds this name; of a
                # date and a time it knows the names of the parts.
                self.data = cast("Any", self.data).copy()
                # The stubs know `data` as the request's, which may not be changed; this is a copy.
                self.data[sent] = ""  # type: ignore[index]
            if self.data.get(self.answer_to(name)) == "mine" and self.mine_of(name) in self.data:
                self._send(name, str(self.data[self.mine_of(name)]))

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.clashes: list[EditConflict] = []
        columns = {field.name for field in self.instance._meta.concrete_fields}
        for name in columns & self.cleaned_data.keys():
            held = getattr(self.instance, name) if self.instance.pk else None
            if self.instance.pk and self._is_mine_only(name):
                self._meet(name)
            if self.instance.pk and name not in self.changed_data:
                self.cleaned_data[name] = held
            elif isinstance(field := self.fields[name], Text):
                self.cleaned_data[name] = field.tidied(self.cleaned_data[name], like=held)
                if has_both(self.cleaned_data[name]) and not has_both(held or ""):
                    self.add_error(name, STILL_BOTH)
        for clash in self.clashes:
            self.add_error(clash.name, _("Somebody else changed this meanwhile: choose."))
        return self.cleaned_data

    def answer_to(self, name: str) -> str:
        """The name of the control by which somebody chooses in a clash."""
        return f"clash-{self.add_prefix(name)}"

    def mine_of(self, name: str) -> str:
        """Under what goes along what somebody sent before a clash, while its field holds both texts."""
        return f"mine-{self.add_prefix(name)}"

    def _is_mine_only(self, name: str) -> bool:
        """Whether this form changes a field, and to something else than the row says by now."""
        if name not in self.changed_data or name in self.never_clash or self.fields[name].disabled:
            return False
        said = self._widget_data_value(self.fields[name].widget, self.add_prefix(name))  # type: ignore[attr-defined]  # not in the stubs
        return bool(self.fields[name].has_changed(self._held(name), said))

    def _meet(self, name: str) -> None:
        """Compare what the form was filled with, what it says, and what the row says by now."""
        widget, sent = self.fields[name].hidden_widget(), self.add_initial_prefix(name)
        if widget.value_omitted_from_data(self.data, self.files, sent):
            return
        shown = self._widget_data_value(widget, sent)  # type: ignore[attr-defined]  # not in the stubs
        if self.fields[name].has_changed(self._held(name), shown):
            if (both := self._merged(name, shown)) is not None:
                self.cleaned_data[name] = both
                return
            self._ask(name, shown)
        elif self.data.get(self.answer_to(name)) == "theirs":
            self.changed_data = [other for other in self.changed_data if other != name]

    def _ask(self, name: str, shown: Any) -> None:
        """Let the form come again with both values; of a text, with both in its field where they meet."""
        theirs, mine, field = getattr(self.instance, name), self.cleaned_data[name], self.fields[name]
        parts = field.parts(shown, self._held(name), mine) if isinstance(field, Text) else []
        if parts:
            mine = "".join(part.ours for part in parts).removesuffix("\n")
            self._send(name, with_both(parts, ours=gettext("yours"), theirs=gettext("theirs")))
        self.clashes.append(EditConflict(name, theirs, mine, parts))
        # What is sent next was filled in knowing what the row says now.
        for part, value in self._as_hidden(name).items():
            self._set(part, value)

    def _send(self, name: str, text: str) -> None:
        """Let a field say something else than what was sent."""
        self._set(self.add_prefix(name), text)

    def _set(self, key: str, value: str) -> None:
        data: Any = self.data
        self.data = data.copy()
        # The stubs know `data` as the request's, which may not be changed; this is a copy.
        self.data[key] = value  # type: ignore[index]

    def _merged(self, name: str, shown: Any) -> str | None:
        """What both people's changes of a long text come to; None where they meet."""
        field = self.fields[name]
        return (
            field.merged(shown, self._held(name), self.cleaned_data[name])
            if isinstance(field, LongText)
            else None
        )

    def _held(self, name: str) -> Any:
        return self.get_initial_for_field(self.fields[name], name)

    def _as_hidden(self, name: str) -> dict[str, str]:
        """A field of the row as the form sends it along hidden."""
        field = self.fields[name]
        value = field.prepare_value(self._held(name))
        widget = field.hidden_widget().get_context(self.add_initial_prefix(name), value, {})["widget"]
        parts = widget.get("subwidgets") or [widget]
        return {part["name"]: "" if part["value"] is None else str(part["value"]) for part in parts}


def _tidied(text: str, *, like: Any) -> str:
    """A text without blanks around it, but for those, the kind of line end, and the end, that it had."""
    was = like if isinstance(like, str) else ""
    newline = "\r\n" if "\r\n" in was else "\n"
    sent = _LINE_END.sub(newline, text)
    tidy = sent.strip()
    if not tidy:
        return ""
    before, behind = was[: len(was) - len(was.lstrip())], was[len(was.rstrip()) :]
    ends = was[len(was.rstrip("\r\n")) :]
    return (
        (before if sent[: len(sent) - len(sent.lstrip())] == before else "")
        + tidy
        + (behind if sent[len(sent.rstrip()) :] == behind else ends)
    )


# The form fields of such rows, for `formfield_overrides` of screens and inlines.
TEXT_FIELDS: Final[dict[type[models.Field[Any, Any]], dict[str, Any]]] = {
    models.CharField: {"form_class": Text},
    models.TextField: {"form_class": Text},
}


def saved_name(row: models.Model) -> str:
    """What a row is called in the database, where a refused form has changed the row in memory."""
    return str(type(row)._base_manager.filter(pk=row.pk).first() or row)
