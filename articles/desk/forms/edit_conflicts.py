"""Two people in one form: both values side by side, who changed it and when; and lists that both changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from articles.desk.forms.both_texts import sides_of
from articles.desk.forms.differences import marked, shown
from articles.editing.history import TimelineEntry, timeline
from articles.mapping import key_of
from articles.models import RelatedLink
from documents.document import Value
from documents.json_values import pack
from providers.verbatim_forms import EditConflict, VerbatimForm, saved_name


def show_both_sides(request: HttpRequest, context: dict[str, Any], row: Any) -> None:
    """Let a form that comes again show what two people say of one field, and ask which of it holds.

    It is headed by what its row is called, and not by what was typed. `context` is that of
    `render_change_form`, `row` its object: None of a new one.
    """
    if row is None or request.method != "POST":
        return
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    _explain(row, context["adminform"].form, formsets)
    if row.pk:
        context["subtitle"] = saved_name(row)


def _explain(row: Any, form: Any, formsets: list[Any]) -> None:
    """Say in the errors of a form's clashes what they are about."""
    clashing = [(form, clash, clash.name) for clash in getattr(form, "clashes", ())]
    for formset in formsets:
        list_name = formset.fk.remote_field.get_accessor_name()
        for member in formset.forms:
            clashing += [(member, clash, list_name) for clash in getattr(member, "clashes", ())]
    if not clashing:
        return
    owner = row.article if isinstance(row, RelatedLink) else row
    entries = timeline(owner.path)
    for one, clash, name in clashing:
        key = "related" if isinstance(row, RelatedLink) else key_of(owner.kind, name) or name
        one.errors[clash.name] = one.error_class([_question(one, clash, _last_change(entries, key))])


def _question(form: VerbatimForm, clash: EditConflict, change: TimelineEntry | None) -> str:
    theirs, mine = pack(_plain(clash.theirs)), pack(_plain(clash.mine))
    context = {
        "field": form.fields[clash.name].label,
        "change": change,
        "theirs": shown(theirs),
        "mine": marked(theirs, mine),
        "answer": form.answer_to(clash.name),
        "sides": sides_of(clash.parts) if clash.parts else None,
        "mine_of": form.mine_of(clash.name),
        "mine_text": clash.mine,
    }
    return render_to_string("admin/articles/_clash.html", context)


def _plain(value: Any) -> Value:
    """A value as a document could say it: of a row, its name."""
    return str(value) if isinstance(value, Model) else value


def _last_change(entries: list[TimelineEntry], key: str) -> TimelineEntry | None:
    return next((entry for entry in entries if any(c["key"] == key for c in entry.changes)), None)


class MergedFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]  # of any two models
    """Members that others may have added, taken away or moved while the form was open.

    A browser sends members by their places in the form; here they are known by their keys. One that is
    gone and was not touched is gone; one that was changed here comes again as a new one, after a question.
    What the form did not show stays: `unseen`, which others added or another page has. `once` names the
    column that no two may share: of a member that both added there is one.
    """

    once: ClassVar[str] = ""
    model: Any
    prefix: Any
    data: Any
    # Once what was sent is compared with what is there: the members that both have, as the form has them.
    paired: list[Any] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken_away: list[str] = []
        self.unseen: list[Any] = []
        if self.is_bound and self.instance.pk:
            self._meet()

    def get_queryset(self) -> Any:
        """What Django pairs with what was sent, one by one."""
        return self.members() if self.paired is None else self.paired

    def members(self) -> Any:
        """What is there, wherever a subclass reads it from."""
        return super().get_queryset()

    def clean(self) -> None:
        super().clean()
        if self.taken_away:
            message = _(
                "Somebody else took away what you changed: %(what)s. Save again to put it back, "
                "or empty its fields to let it go."
            )
            raise ValidationError(message % {"what": ", ".join(self.taken_away)})

    def _meet(self) -> None:
        rows = {str(row.pk): row for row in self.members()}
        sent = dict(_by_place(self.data, self.prefix))
        count = _number(self.data.get(f"{self.prefix}-INITIAL_FORMS"))
        seen = [str(sent[at].get("id", "")) for at in sent if at < count]
        self.paired = [rows[key] for key in seen if key in rows]
        self.unseen = [row for key, row in rows.items() if key not in seen]
        gone = [at for at in sent if at < count and sent[at].get("id") not in rows]
        again = [at for at in gone if self._is_touched(at)]
        twice = [at for at in sent if at >= count and self._is_there(sent[at])]
        if not gone and not twice:
            return
        self.taken_away = [self._name_of(at) for at in again]
        kept = [at for at in sent if at < count and at not in gone]
        added = [at for at in sent if at >= count and at not in twice]
        self._number_anew([*kept, *again, *added], initial=len(kept), again=set(again))

    def _is_touched(self, at: int) -> bool:
        member = self.form(self.data, prefix=self.add_prefix(at))
        own = set(member.fields) - {"position"}
        return bool(own & set(member.changed_data)) and f"{self.add_prefix(at)}-DELETE" not in self.data

    def _is_there(self, sent: Mapping[str, str]) -> bool:
        field = self.model._meta.get_field(self.once) if self.once else None
        attribute = getattr(field, "attname", "")
        return bool(attribute) and any(
            str(getattr(row, attribute)) == sent.get(self.once) for row in self.unseen
        )

    def _name_of(self, at: int) -> str:
        told = (self.data.get(f"{self.add_prefix(at)}-{name}") for name in ("title", "url", "web_url"))
        return next((text for text in told if text), str(self.model._meta.verbose_name))

    def _number_anew(self, places: list[int], *, initial: int, again: set[int]) -> None:
        """Let the data say only these members, in this order."""
        old, prefix = self.data, re.escape(self.prefix)
        data = old.copy()
        for name in old:
            if re.match(rf"(initial-|clash-)?{prefix}-\d+-", name):
                del data[name]
        for place, at in enumerate(places):
            for name in old:
                found = re.match(rf"(initial-|clash-)?{prefix}-{at}-(.+)", name)
                if found and not (at in again and found[2] == "id"):
                    # Of one that comes again nothing was shown: all that it says is new.
                    said = [""] if at in again and found[1] else old.getlist(name)
                    data.setlist(f"{found[1] or ''}{self.prefix}-{place}-{found[2]}", said)
        data[f"{self.prefix}-INITIAL_FORMS"] = str(initial)
        data[f"{self.prefix}-TOTAL_FORMS"] = str(len(places))
        self.data = data


def _by_place(data: Mapping[str, str], prefix: str) -> Iterator[tuple[int, dict[str, str]]]:
    """What was sent of each member, by its place in the form."""
    sent: dict[int, dict[str, str]] = {}
    for name in data:
        found = re.fullmatch(rf"{re.escape(prefix)}-(\d{{1,4}})-(.+)", name)
        if found:
            sent.setdefault(int(found[1]), {})[found[2]] = data[name]
    yield from sorted(sent.items())


def _number(text: Any) -> int:
    return int(text) if str(text).isdecimal() else 0
