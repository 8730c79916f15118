"""A value that the source changes to and fro: A, B, A. It is frozen once, and not followed any more.

On a real site 12 articles flipped between two sources up to 45 times. The article keeps what it
says until a third value comes; an editor may change it meanwhile without a conflict at each flip.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from articles.importing.steps import Flip, Step
from articles.models import FrozenField, ImportedDocument
from documents.document import ABSENT, Change, Clash
from documents.layout import Kind
from documents.packing import pack, unpack
from documents.schema import field_of


def freeze_flips(steps: Sequence[Step]) -> list[Step]:
    """The steps without the changes that would follow a flip; two queries if any editorial field changed."""
    paths = [step.path for step in steps if any(_is_editorial(item.key) for item in _moves(step))]
    if not paths:
        return list(steps)
    frozen: dict[tuple[str, str], list[Any]] = {
        (path, key): values
        for path, key, values in FrozenField.objects.filter(path__in=paths).values_list(
            "path", "key", "values"
        )
    }
    last = _last_changes(paths)
    return [_without_flips(step, frozen, last) for step in steps]


def _moves(step: Step) -> tuple[Change | Clash, ...]:
    return (*step.changes, *step.clashes)


def _is_editorial(key: str) -> bool:
    known = field_of(Kind.ARTICLE, key)
    return known is not None and known.is_editorial


def _last_changes(paths: Sequence[str]) -> dict[tuple[str, str], dict[str, Any]]:
    """For each field of some documents the last change that an import made to it."""
    last: dict[tuple[str, str], dict[str, Any]] = {}
    entries = ImportedDocument.objects.filter(path__in=paths, is_editorial=True, run__undone__isnull=True)
    for path, changes in entries.order_by("-run_id").values_list("path", "changes"):
        for change in changes:
            last.setdefault((path, change["key"]), change)
    return last


def _without_flips(
    step: Step, frozen: dict[tuple[str, str], list[Any]], last: dict[tuple[str, str], dict[str, Any]]
) -> Step:
    changes, clashes, flips, thawed = [], [], [], []
    for change in step.changes:
        name = (step.path, change.key)
        theirs = pack(change.value)
        before = last.get(name)
        if name in frozen and theirs in frozen[name]:
            continue
        if name in frozen:
            thawed.append(change.key)
        elif _is_editorial(change.key) and before and before["before"] == theirs:
            ours = pack(step.before.get(change.key, ABSENT))
            if before["after"] == ours:
                flips.append(Flip(change.key, (unpack(theirs), unpack(ours))))
                continue
        changes.append(change)
    for clash in step.clashes:
        name = (step.path, clash.key)
        if name not in frozen or pack(clash.theirs) not in frozen[name]:
            clashes.append(clash)
    return replace(
        step, changes=tuple(changes), clashes=tuple(clashes), frozen=tuple(flips), thawed=tuple(thawed)
    )
