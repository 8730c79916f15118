"""What commands say at their ends is English of one as of many."""

from __future__ import annotations

from typing import Protocol

import pytest

from articles.exporting import Exported
from articles.importing import Outcome, Report
from articles.importing.undo import Kept, Undone, Why
from articles.link_checks import Asked
from documents.document import Problem, Severity
from documents.layout import Kind
from documents.self_check import Checkup


class Tells(Protocol):
    def as_text(self) -> str: ...


def imported(count: int) -> Report:
    warning = Problem("a.md", 1, "topics[1]", "is empty (left out)", Severity.WARNING)
    report = Report(frozen=[("a.md", "title")] * count, problems=[warning] * count)
    report.counts[Kind.ARTICLE, Outcome.CREATED] = count
    report.left_alone.update([f"{number}.png" for number in range(count)])
    return report


@pytest.mark.parametrize(
    ("one", "many", "told_of_one", "told_of_many"),
    [
        (imported(1), imported(2), "1 file in 0.0 seconds.", "2 files in 0.0 seconds."),
        (imported(1), imported(2), "1 flips to and fro", "2 flip to and fro"),
        (imported(1), imported(2), "1 warning (-v 2 says which).", "2 warnings (-v 2 says which)."),
        (
            imported(1),
            imported(2),
            "1 left alone, for it is no document of ours: 0.png.",
            "2 left alone, for they are no documents of ours: 0.png, 1.png.",
        ),
        (
            Exported(1, 1, ["a.md"]),
            Exported(2000, 2, ["a.md", "b.md"]),
            "1 document, 1 file written, 1 differs from its source.",
            "2,000 documents, 2 files written, 2 differ from their source.",
        ),
        (
            Undone(1, 1, [Kept("a.md", Why.EDITED)]),
            Undone(2, 0, []),
            "1 document restored, 1 removed, 1 kept as it was changed since.",
            "2 documents restored, 0 removed, 0 kept as they were changed since.",
        ),
        (
            Checkup(1, [], 1),
            Checkup(2, ["a.md"], 2),
            "1 document read: 1 written anew is the same bytes.\n"
            "0 have a style of their own, which they keep.\n0 refused.\n"
            "1 other file would be carried along unread.",
            "3 documents read: 2 written anew are the same bytes.\n"
            "1 has a style of its own, which it keeps.\n0 refused.\n"
            "2 other files would be carried along unread.",
        ),
        (
            Asked(1, 1, 1),
            Asked(2, 2, 0),
            "3 asked: 1 answers, 1 fails for now, 1 dead.",
            "4 asked: 2 answer, 2 fail for now, 0 dead.",
        ),
    ],
)
def test_report_counts_one_as_one(one: Tells, many: Tells, told_of_one: str, told_of_many: str) -> None:
    assert told_of_one in one.as_text()
    assert told_of_many in many.as_text()
