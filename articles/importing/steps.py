"""What is to be done with one document: the values that planning hands to applying."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from articles.importing.report import Outcome
from articles.models import Article, Topic
from documents.document import Absent, Clash, FieldChange, Value, Values
from documents.layout import Kind
from providers.models import Provider


@dataclass(frozen=True, slots=True)
class Flip:
    """A key that the source keeps changing between some values.

    The question is put to an editor, unless what we say is another thing and a clash asks already.
    """

    key: str
    values: tuple[Value | Absent, ...]
    question: Clash | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done with one document.

    A file that is no document has no `kind`, and nothing but its bytes is kept.

    With `values`, all of them make up a row: a new one, or `row`, which articles made by naming it.
    Without, `changes` go onto `row`. `source_id` is that of its SourceDocument, which takes the new
    bytes whatever else is done; without `data` it stays as it is. `displaced` is the row that the
    document had before the source renamed it: articles that still use the old name stay with that.
    `is_loose` says whether it came from beside any site; None leaves that as it was. `before` is what
    the row said of the keys in which the source changed, `content_before` what the source document was.
    `frozen` and `thawed` are fields found to flip, or to have stopped, and `quiet` the flips of frozen
    fields, about which nobody is asked anew: see `plan/flip_guard.py`. `language` is what `data` names
    as its own.
    """

    path: str
    kind: Kind | None
    data: bytes | None
    digest: bytes
    outcome: Outcome
    source_id: int | None = None
    row: Article | Topic | Provider | None = None
    values: Values | None = None
    changes: tuple[FieldChange, ...] = ()
    clashes: tuple[Clash, ...] = ()
    displaced: Topic | Provider | None = None
    before: Values = field(default_factory=dict)
    content_before: bytes | None = None
    is_loose: bool | None = None
    frozen: tuple[Flip, ...] = ()
    quiet: tuple[Clash, ...] = ()
    thawed: tuple[str, ...] = ()
    language: str | None = None

    @property
    def came_to(self) -> Outcome:
        """Its outcome as it is counted: what only waits for an editor was not updated."""
        only_clashes = bool(self.clashes) and not self.changes and self.values is None
        return Outcome.CONFLICT if only_clashes and self.outcome is Outcome.UPDATED else self.outcome

    def without(self, keys: Collection[str]) -> Step:
        """It without some fields. Its base moves on all the same, so that they are not offered again."""
        return replace(
            self,
            changes=tuple(change for change in self.changes if change.key not in keys),
            clashes=tuple(clash for clash in self.clashes if clash.key not in keys),
            frozen=tuple(flip for flip in self.frozen if flip.key not in keys),
            quiet=tuple(clash for clash in self.quiet if clash.key not in keys),
        )
