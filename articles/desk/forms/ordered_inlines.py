"""Members of an article in their order: pictures, related links, topics."""

from __future__ import annotations

from operator import itemgetter
from typing import Any, Final

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import ForeignKey
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.desk.forms.autocomplete import ChoosingForm, inner, with_choice
from articles.desk.forms.edit_conflicts import MergedFormSet
from providers.verbatim_forms import TEXT_FIELDS

# Members in one form: a browser and a database have little work with so many, and an eye finds its way.
PAGE: Final = 50
_DIGITS: Final = 6


class PositionField(forms.IntegerField):
    """A position as people count: rows count from 0, this from 1; left empty, it is the last."""

    def __init__(self) -> None:
        widget = forms.NumberInput(attrs={"min": 1, "class": "vPlace", "size": 3})
        super().__init__(required=False, label=_("Place"), widget=widget)

    def prepare_value(self, value: Any) -> Any:
        return value + 1 if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        place = super().to_python(value)
        return None if place is None else max(place - 1, 0)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except forms.ValidationError:
            return True


class MemberForm(ChoosingForm):
    """One member, with its place among the others."""

    # Others move it when they take away one before it.
    never_clash = frozenset({"position"})
    position = PositionField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            # The words above a column are no label to who cannot see it.
            inner(field.widget).attrs.setdefault("aria-label", str(field.label or ""))


class OrderedFormSet(MergedFormSet):
    """Members numbered anew as the places on the page say, so that no two ever share one.

    A form holds PAGE of them at most; the others have pages of their own, which are not sent and stay.
    """

    def __init__(self, *args: Any, asked: str = "", **options: Any) -> None:
        self.asked = asked
        super().__init__(*args, **options)

    @property
    def page_name(self) -> str:
        """The name under which a page is asked for, and goes along with a form that has several."""
        return f"{self.prefix}-page"

    @cached_property
    def page(self) -> int:
        """Which page of the members this is, from 1."""
        asked = self.data.get(self.page_name, "") if self.is_bound else self.asked
        return max(1, min(int(asked) if asked.isdecimal() and len(asked) < _DIGITS else 1, self.pages))

    @cached_property
    def pages(self) -> int:
        """How many pages the members fill."""
        return max(1, -(-len(self._all()) // PAGE)) if self.instance.pk else 1

    @property
    def first(self) -> int:
        """How many members stand on the pages before this one."""
        return (self.page - 1) * PAGE

    @property
    def links(self) -> list[tuple[int, str]]:
        """Each page with the way to it; none where there is but one."""
        numbers = range(1, self.pages + 1) if self.pages > 1 else ()
        return [(number, f"?{self.page_name}={number}#{self.prefix}-group") for number in numbers]

    def members(self) -> Any:
        """The members of the page; of a form that was sent all, for it says itself which it has."""
        rows = self._all()
        return rows if self.is_bound or self.pages == 1 else [*rows][self.first : self.first + PAGE]

    def _all(self) -> Any:
        """What its screen read along with the owner, where it did: no query of their own."""
        name = self.fk.remote_field.get_accessor_name()
        at_hand = getattr(self.instance, "_prefetched_objects_cache", {})
        return at_hand[name] if name in at_hand else super().members()

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = str(_("Delete?"))

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        wishes: list[tuple[tuple[float, int], Any]] = [
            (_wish(form), form) for form in self.forms if self._stays(form)
        ]
        # What others added stands behind; what other pages have stands where it stood.
        is_paged = self.page_name in self.data
        wishes += [((row.position, 0) if is_paged else (float("inf"), 1), row) for row in self.unseen]
        self.moved: list[Any] = []
        for position, (_wanted, one) in enumerate(sorted(wishes, key=itemgetter(0))):
            if isinstance(one, forms.BaseForm):
                self._place(one, position)
            elif one.position != position:
                one.position = position
                self.moved.append(one)

    def save(self, commit: bool = True) -> Any:
        """Save what the form says, and the places of what it did not show."""
        saved = super().save(commit)
        if commit:
            self.model._default_manager.keep_places(self.moved)
        return saved

    def _place(self, form: Any, position: int) -> None:
        form.cleaned_data["position"] = form.instance.position = position
        if form.instance.pk and form.initial.get("position") != position:
            # Whoever made room has changed too, and only what has changed is saved.
            form.changed_data = [*dict.fromkeys([*form.changed_data, "position"])]

    def _stays(self, form: forms.BaseForm) -> bool:
        is_there = form in self.initial_forms or form.has_changed()
        return is_there and not form.cleaned_data.get("DELETE")


def _wish(form: Any) -> tuple[float, int]:
    """Where a member wants to stand: new or moved up, before whoever stood there; moved down, behind."""
    wanted, before = form.cleaned_data.get("position"), form.initial.get("position")
    if wanted is None:
        return float("inf"), 0
    return wanted, -1 if before is None else (wanted > before) - (wanted < before)


class MembersInline(admin.TabularInline):  # type: ignore[type-arg]  # of any two models
    """Members as rows; `after` is a field of their owner: they stand behind the fieldset that has it.

    `short_name` is what they are called in short, where their heading says more.
    """

    template = "admin/articles/members.html"
    form = MemberForm
    formset = OrderedFormSet
    extra = 0
    after: str = ""
    short_name: Any = ""
    formfield_overrides = TEXT_FIELDS

    def formset_options(self, request: HttpRequest, prefix: str) -> dict[str, Any]:
        """What its formset needs of a request; screens add it in `get_formset_kwargs`."""
        return {"asked": request.GET.get(f"{prefix}-page", "")}

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        return super().formfield_for_foreignkey(
            db_field, request, **with_choice(self, db_field, request, kwargs)
        )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        widget = field.widget if field else None
        if isinstance(widget, RelatedFieldWidgetWrapper):
            # Four more signs behind each topic of each row; topics and providers have screens of their own.
            widget.can_add_related = widget.can_change_related = False
            widget.can_delete_related = widget.can_view_related = False
        return field
