"""A value that the source changes to and fro: A, B, A, B, A. An editor is asked about it once.

What the source says now is followed all the while, so that nothing it corrects is missed: a field
that is frozen stands at the newest value and raises no question at each flip. Where an editor chose
one of the values, that stays until another one comes. Whether a story is public is never frozen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

from django.db.models.functions import Coalesce

from articles.importing.steps import Flip, Step
from articles.models import Conflict, FrozenField, ImportedDocument
from documents.document import ABSENT, Clash, FieldChange
from documents.json_values import pack, unpack
from documents.layout import Kind
from documents.merge import is_blank
from documents.schema import field_of

# So many returns to a value that was there before, within this time, and a field is frozen.
RETURNS: Final = 3
WITHIN: Final = timedelta(days=30)

_Name: TypeAlias = "tuple[str, str]"


def freeze_flips(steps: Sequence[Step], now: datetime) -> list[Step]:
    """The steps with what is to be told of flips; three queries if any editorial field changed."""
    paths = [step.path for step in steps if any(map(_can_flip, _said_now(step)))]
    if not paths:
        return list(steps)
    frozen = {(one.path, one.key): one for one in FrozenField.objects.filter(path__in=paths)}
    said = _said(paths, now - WITHIN, frozen)
    return [_Freezing(step, frozen, said).go() for step in steps]


def _said_now(step: Step) -> tuple[FieldChange | Clash, ...]:
    return (*step.changes, *step.clashes)


def _can_flip(item: FieldChange | Clash) -> bool:
    known = field_of(Kind.ARTICLE, item.key)
    # What the source blanks waits for an editor, each time that it does.
    is_blanked = isinstance(item, Clash) and is_blank(item.theirs)
    return known is not None and known.is_editorial and item.key != "published" and not is_blanked


def _said(paths: Sequence[str], since: datetime, frozen: dict[_Name, FrozenField]) -> dict[_Name, list[Any]]:
    """What the source has said for each field of some documents since then, the oldest first."""
    told: dict[_Name, list[tuple[int, Any]]] = defaultdict(list)
    entries = ImportedDocument.objects.filter(path__in=paths, is_editorial=True, run__undone__isnull=True)
    entries = entries.annotate(at=Coalesce("run__dated", "run__started")).filter(at__gte=since)
    for path, run, started, changes in entries.order_by("run_id").values_list(
        "path", "run_id", "run__started", "changes"
    ):
        for change in changes:
            if _counts(frozen.get((path, change["key"])), started):
                told[path, change["key"]] += [(run, change["before"]), (run, change["after"])]
    clashes = Conflict.objects.filter(path__in=paths, run__isnull=False, found__gte=since)
    for path, run, started, key, theirs in clashes.order_by("run_id").values_list(
        "path", "run_id", "run__started", "key", "theirs"
    ):
        if _counts(frozen.get((path, key)), started):
            told[path, key].append((run, theirs))
    return {
        name: [value for _, value in sorted(pairs, key=lambda pair: pair[0])] for name, pairs in told.items()
    }


def _counts(thawed: FrozenField | None, started: datetime) -> bool:
    """Whether an import counts: what came before somebody thawed a field is no flip any more."""
    return thawed is None or thawed.thawed is None or started > thawed.thawed


@dataclass
class _Freezing:
    """One step, and what is to become of it."""

    step: Step
    frozen: dict[_Name, FrozenField]
    said: dict[_Name, list[Any]]
    changes: list[FieldChange] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    quiet: list[Clash] = field(default_factory=list)
    flips: list[Flip] = field(default_factory=list)
    thawed: list[str] = field(default_factory=list)

    def go(self) -> Step:
        for change in self.step.changes:
            if _can_flip(change):
                self.take_change(change)
            else:
                self.changes.append(change)
        for clash in self.step.clashes:
            if _can_flip(clash):
                self.take_clash(clash)
            else:
                self.clashes.append(clash)
        return replace(
            self.step,
            changes=tuple(self.changes),
            clashes=tuple(self.clashes),
            quiet=tuple(self.quiet),
            frozen=tuple(self.flips),
            thawed=tuple(self.thawed),
        )

    def take_change(self, change: FieldChange) -> None:
        ours = self.step.before.get(change.key, ABSENT)
        # The question's sides: what stands now, and what the source says by turns.
        turned = Clash(change.key, change.value, ours, change.value)
        standing = self.standing(change.key)
        is_known = standing is not None and pack(change.value) in standing.values
        if standing is not None and standing.is_held:
            # An editor chose: that is an edit of ours.
            if not is_known:
                turned_from = next((one for one in standing.values if one != pack(ours)), None)
                self.clashes.append(Clash(change.key, unpack(turned_from), change.value, ours))
                self.thawed.append(change.key)
            return
        self.changes.append(change)
        self.note(turned, [ours, change.value], is_known=is_known, question=turned)

    def take_clash(self, clash: Clash) -> None:
        standing = self.standing(clash.key)
        is_known = standing is not None and pack(clash.theirs) in standing.values
        if not is_known:
            self.clashes.append(clash)
        self.note(clash, [clash.theirs], is_known=is_known, question=None)

    def note(self, item: Clash, values: list[Any], *, is_known: bool, question: Clash | None) -> None:
        """Whether it is the flip of a frozen field, ends one, or makes the field one."""
        if is_known:
            self.quiet.append(item)
            return
        if self.standing(item.key) is not None:
            self.thawed.append(item.key)
        if flips := _flips([*self.said.get((self.step.path, item.key), []), *map(pack, values)]):
            self.flips.append(Flip(item.key, tuple(map(unpack, flips)), question))

    def standing(self, key: str) -> FrozenField | None:
        found = self.frozen.get((self.step.path, key))
        return found if found is not None and found.thawed is None else None


def _flips(said: Sequence[Any]) -> list[Any]:
    """The different values where the last of these is one return too many; else none."""
    different: list[Any] = []
    returns, last, came_back = 0, object(), False
    for value in said:
        if value == last:
            continue
        came_back = value in different
        if came_back:
            returns += 1
        else:
            different.append(value)
        last = value
    return different if came_back and returns >= RETURNS else []
