"""Base, theirs, ours -> the FieldChanges that bring ours up to date, and the Clashes that wait for an editor.

Three-way merge field by field, where base is the document as last imported, theirs is the
document now and ours is what the database says now. Pure: values in, values out.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeAlias

from documents.body import sides_of
from documents.document import ABSENT, Absent, Clash, FieldChange, Record, Value, Values
from documents.identity import identity
from documents.layout import Kind
from documents.schema import BODY, Field, FieldClass, Type, all_fields_of, field_of

_Side: TypeAlias = "Value | Absent"


@dataclass(frozen=True, slots=True)
class Merge:
    """What to change in ours, and what only an editor can settle; ours stays live there."""

    changes: tuple[FieldChange, ...]
    clashes: tuple[Clash, ...]


class _Clashing(Exception):
    """Both sides changed one thing differently; never leaves this module."""


def merge(kind: Kind, base: Values, theirs: Values, ours: Values) -> Merge:
    """Merge field by field; ABSENT is a value like any other, and different from an empty one.

    One side differs from base: that side. Both, alike: as they are. Both, differently: a metric
    follows theirs, an editorial field stays ours and is a Clash. What the source blanks (empty or
    null where something stood) is a Clash too, unless ours is the same: only a key or a member of a
    list that vanished takes ours away.
    """
    changes, clashes = [], []
    for field in all_fields_of(kind):
        key = field.key
        sides = base.get(key, ABSENT), theirs.get(key, ABSENT), ours.get(key, ABSENT)
        before = sides[2]
        if field is BODY:
            # A document without a text has an empty one.
            before = _text(before)
            sides = _side_by_side(_text(sides[0]), _text(sides[1]), before)
        try:
            merged = _merge_field(field, *sides)
        except _Clashing:
            clashes.append(Clash(key, *sides))
            merged = sides[2]
        if not _same(merged, before):
            changes.append(FieldChange(key, merged))
    return Merge(tuple(changes), tuple(clashes))


def _text(side: _Side) -> str:
    return side if isinstance(side, str) else ""


def _side_by_side(base: str, theirs: str, ours: str) -> tuple[str, str, str]:
    """The sides of a text, of which theirs and ours differ only where both changed the same lines."""
    if base in (theirs, ours) or is_blank(theirs) or not ours:
        return base, theirs, ours
    return base, *sides_of(base, theirs, ours)


def is_editorial_change(kind: Kind, key: str, before: _Side, after: _Side) -> bool:
    """Whether two values of a key differ in what people decide, beyond what machines count in them."""
    field = field_of(kind, key)
    if field is None or not field.is_editorial:
        return False
    return not _same(_without_metrics(field, before), _without_metrics(field, after))


def _same(one: _Side, other: _Side) -> bool:
    """Equality that tells true from 1, which Python does not."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def is_blank(side: _Side) -> bool:
    """Whether it says nothing though it is there: empty, white space alone, or null."""
    return side is None or side in ([], {}) or (isinstance(side, str) and not side.strip())


def _merge_field(field: Field, base: _Side, theirs: _Side, ours: _Side) -> _Side:
    if _same(theirs, base) or _same(theirs, ours):
        return ours
    if field.field_class is FieldClass.METRIC:
        return theirs
    if is_blank(theirs) and _stood(base):
        raise _Clashing
    if _same(ours, base):
        if _erases(field, base, theirs):
            raise _Clashing
        return theirs
    if field.identity and isinstance(theirs, list) and isinstance(ours, list):
        return _merge_members(field, base if isinstance(base, list) else [], theirs, ours)
    return _merge_whole(field, base, theirs, ours)


def _merge_whole(field: Field, base: _Side, theirs: _Side, ours: _Side) -> _Side:
    """What both changed and nothing can merge: a Clash, unless we removed where they only counted."""
    if ours is ABSENT and _same(_without_metrics(field, theirs), _without_metrics(field, base)):
        return ours
    raise _Clashing


def _without_metrics(field: Field, side: _Side) -> _Side:
    if isinstance(side, list):
        return [_record_without_metrics(field, item) for item in side]
    return side if side is ABSENT else _record_without_metrics(field, side)


def _record_without_metrics(field: Field, value: Value) -> Value:
    if not isinstance(value, dict):
        return value
    counted = {part.key for part in field.fields if not part.is_editorial}
    return {key: inner for key, inner in value.items() if key not in counted}


def _stood(side: _Side) -> bool:
    return side is not ABSENT and not is_blank(side)


def _erases(field: Field, base: _Side, theirs: _Side) -> bool:
    """Whether the source blanked what stood there, or an editorial part of a record that goes on."""
    if not _stood(base) or is_blank(theirs):
        return _stood(base)
    if isinstance(base, dict) and isinstance(theirs, dict):
        parts = {part.key: part for part in field.fields}
        pairs = ((parts.get(key, field), base.get(key, ABSENT), theirs[key]) for key in theirs)
        return any(part.is_editorial and _erases(part, old, new) for part, old, new in pairs)
    if isinstance(base, list) and isinstance(theirs, list):
        identify = _identify(field)
        before = {identify(item): item for item in base if identify(item) is not None}
        return any(_erases(field, before.get(identify(item), ABSENT), item) for item in theirs)
    return False


def _identify(field: Field) -> Callable[[Value], Hashable]:
    if field.type is Type.TEXTS:
        return lambda item: identity(item) if isinstance(item, str) else None
    return lambda item: _hashable(item.get(field.identity)) if isinstance(item, dict) else None


def _hashable(value: Value) -> Hashable:
    return None if isinstance(value, (list, dict)) else value


def _merge_members(field: Field, base: list[Value], theirs: list[Value], ours: list[Value]) -> Value:
    """Merge lists whose members have an identity: who came, who went, who changed, in what order."""
    identify = _identify(field)
    in_base, in_theirs, in_ours = ({identify(item): item for item in side} for side in (base, theirs, ours))
    for side, found in ((base, in_base), (theirs, in_theirs), (ours, in_ours)):
        if len(found) != len(side) or None in found:
            raise _Clashing  # two pictures of one address, or one of none: the list is a single value
    kept: dict[Hashable, Value] = {}
    for name in [*in_ours, *(name for name in in_theirs if name not in in_ours)]:
        sides = (side.get(name, ABSENT) for side in (in_base, in_theirs, in_ours))
        member = _merge_member(field, *sides)
        if member is not ABSENT:
            kept[name] = member
    order = _merge_order(list(in_base), list(in_theirs), list(in_ours))
    return [kept[name] for name in order if name in kept]


def _merge_member(field: Field, base: _Side, theirs: _Side, ours: _Side) -> _Side:
    if field.type is Type.TEXTS and base is ABSENT and ABSENT not in (theirs, ours):
        return ours  # both added a name, perhaps in another case: that is the same topic
    if isinstance(base, dict) and isinstance(theirs, dict) and isinstance(ours, dict):
        return _merge_record(field.fields, base, theirs, ours)
    if _same(theirs, base) or _same(theirs, ours):
        return ours
    if _same(ours, base):
        return theirs
    return _merge_whole(field, base, theirs, ours)


def _merge_record(fields: tuple[Field, ...], base: Record, theirs: Record, ours: Record) -> Record:
    merged: Record = {}
    for inner in fields:
        sides = (side.get(inner.key, ABSENT) for side in (base, theirs, ours))
        value = _merge_field(inner, *sides)
        if value is not ABSENT:
            merged[inner.key] = value
    return merged


def _merge_order(base: list[Hashable], theirs: list[Hashable], ours: list[Hashable]) -> list[Hashable]:
    """The order of whoever moved members that all three have; newcomers follow their neighbour."""
    common = set(base) & set(theirs) & set(ours)
    orders = [[name for name in side if name in common] for side in (base, theirs, ours)]
    they_moved, we_moved = orders[1] != orders[0], orders[2] != orders[0]
    if they_moved and we_moved and orders[1] != orders[2]:
        raise _Clashing
    lead, other = (theirs, ours) if they_moved and not we_moved else (ours, theirs)
    merged = list(lead)
    for place, name in enumerate(other):
        if name not in merged:
            before = next((other[back] for back in range(place - 1, -1, -1) if other[back] in merged), None)
            merged.insert(merged.index(before) + 1 if before is not None else 0, name)
    return merged
