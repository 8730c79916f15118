"""What came of an import, in the same words for the command, the admin and the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from documents.document import Clash, Problem, counted
from documents.layout import Kind
from documents.not_understood import NotUnderstood


class Outcome(Enum):
    """What came of one document."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    # Deleted, merged or moved here since it was last imported: it stays so.
    WITHHELD = "withheld"
    # Nothing but what waits for an editor.
    CONFLICT = "conflict"
    # Left out of an upload by somebody, and not changed since.
    LEFT = "left"


@dataclass
class Report:
    """Counts and names, gathered while an import goes on; `seconds` is wall time.

    `counts` are by kind of document; None stands for the files in a site's folders that are no
    documents, which are carried along as they are.
    """

    counts: Counter[tuple[Kind | None, Outcome]] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    conflicts: list[tuple[str, Clash]] = field(default_factory=list)
    frozen: list[tuple[str, str]] = field(default_factory=list)
    # Those that are new, or other ones than before.
    pictures: int = 0
    changes: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    # Of these, public stories that are too many to ask an editor about, and of how many public ones.
    unasked: int = 0
    public: int = 0
    left_alone: Counter[str] = field(default_factory=Counter)
    not_understood: NotUnderstood = field(default_factory=NotUnderstood)
    seconds: float = 0.0
    dry_run: bool = False
    stopped: str = ""
    rolled_back: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether every document was seen and none refused."""
        return not self.stopped and not self.total(Outcome.REFUSED)

    def total(self, outcome: Outcome) -> int:
        """How many documents of all kinds came to this."""
        return sum(count for (_, came), count in self.counts.items() if came is outcome)

    def refuse(self, kind: Kind | None, *problems: Problem) -> None:
        """Count one document as refused, and say why."""
        self.counts[kind, Outcome.REFUSED] += 1
        self.problems += problems

    def add(self, other: Report) -> None:
        """Take in what came of a further import: the next commit of a history."""
        self.counts += other.counts
        self.left_alone += other.left_alone
        self.not_understood.add(other.not_understood)
        for name in ("problems", "conflicts", "frozen", "changes", "gone"):
            getattr(self, name).extend(getattr(other, name))
        self.unasked, self.public = self.unasked + other.unasked, max(self.public, other.public)
        self.pictures += other.pictures
        self.seconds += other.seconds
        self.stopped = self.stopped or other.stopped

    def as_text(self) -> str:
        """The summary that ends an import, one fact a line."""
        opening = self._opening()
        lines = [opening] if opening else []
        for kind, name in _KINDS.items():
            if any(self.counts[kind, outcome] for outcome in Outcome):
                counts = [f"{self.counts[kind, outcome]:,} {outcome.value}" for outcome in _SHOWN]
                if conflicted := self.counts[kind, Outcome.CONFLICT]:
                    counts.append(f"{conflicted:,} in conflict only")
                lines.append(f"{name}: {', '.join(counts)}.")
        if self.pictures:
            lines.append(f"{counted(self.pictures, 'picture')} new or changed.")
        if withheld := self.total(Outcome.WITHHELD):
            lines.append(f"{withheld:,} withheld: deleted, merged or moved here before, and left so.")
        if left_out := self.total(Outcome.LEFT):
            lines.append(f"{left_out:,} left out of an upload, and not changed since; --only PATH takes one.")
        if self.conflicts:
            lines.append(
                f"{len(self.conflicts):,} in conflict: changed here and at the source; ours stays live."
            )
        if self.frozen:
            shown = ", ".join(f"{path} ({key})" for path, key in self.frozen[:_NAMED])
            shown += ", …" if len(self.frozen) > _NAMED else ""
            flip = counted(len(self.frozen), "flips", "flip")
            lines.append(f"{flip} to and fro at the source, now frozen; an editor is asked: {shown}.")
        if self.gone:
            shown = ", ".join(self.gone[:_NAMED]) + (", …" if len(self.gone) > _NAMED else "")
            lines.append(f"{len(self.gone):,} gone from the source and kept here: {shown}.")
        if self.left_alone:
            names = sorted(self.left_alone)
            shown = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
            left = counted(
                len(names),
                "left alone, for it is no document of ours",
                "left alone, for they are no documents of ours",
            )
            lines.append(f"{left}: {shown}.")
        if self.not_understood:
            lines.append(self.not_understood.as_text())
        if warnings := sum(not problem.is_error for problem in self.problems):
            lines.append(f"{counted(warnings, 'warning')} (-v 2 says which).")
        lines.append(f"{counted(sum(self.counts.values()), 'file')} in {self.seconds:.1f} seconds.")
        return "\n".join(lines)

    def _opening(self) -> str:
        if self.rolled_back:
            return "Nothing went in, for not all was good. It would have been:"
        if self.stopped:
            return f"Stopped ({self.stopped}); run it again to complete it. So far:"
        return "Nothing was written. It would be:" if self.dry_run else ""

    def question(self) -> str:
        """What whoever imports is asked; empty where there is nothing to ask."""
        if not self.unasked:
            return ""
        return (
            f"{self.unasked:,} of {self.public:,} public stories are not in what was imported. That is more "
            "than a tenth, so no editor is asked about them. Import again with --whole if this is the whole "
            "site: then an editor is asked about each; or with --part if it is a part of it."
        )

    def as_json(self) -> dict[str, Any]:
        """The report as plain values, for `--report` and for the ImportRun's row."""
        return {
            "counts": _told({outcome: self.total(outcome) for outcome in Outcome}),
            "by_kind": {
                name.lower(): _told({outcome: self.counts[kind, outcome] for outcome in Outcome})
                for kind, name in _KINDS.items()
            },
            "problems": [
                {
                    "file": problem.path,
                    "line": problem.line or None,
                    "field": problem.field,
                    "reason": problem.reason,
                    "severity": problem.severity.value,
                }
                for problem in self.problems
            ],
            "conflicts": [{"path": path, "field": clash.key} for path, clash in self.conflicts],
            "changed": [{"path": path, "fields": list(fields)} for path, fields in self.changes],
            "frozen": [{"path": path, "field": key} for path, key in self.frozen],
            "gone": self.gone,
            "unasked": self.unasked,
            "left_alone": sorted(self.left_alone),
            "not_understood": self.not_understood.as_json(),
            "pictures": self.pictures,
            "seconds": round(self.seconds, 3),
            "dry_run": self.dry_run,
            "stopped": self.stopped,
            "rolled_back": self.rolled_back,
        }


def _told(counts: Mapping[Outcome, int]) -> dict[str, int]:
    """Counts by name; the seldom ones where there are any."""
    return {came.value: count for came, count in counts.items() if count or came not in _SELDOM}


_SELDOM = (Outcome.CONFLICT, Outcome.LEFT)
_SHOWN = (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.REFUSED)
_KINDS = {Kind.ARTICLE: "Articles", Kind.TOPIC: "Topics", Kind.PROVIDER: "Providers", None: "Other files"}
_NAMED = 5
