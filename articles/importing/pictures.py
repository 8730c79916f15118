"""The picture files of a source, taken in beside its documents; a broken one is told, and stops nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from articles.importing.interrupts import interrupts_held_back
from articles.importing.report import Report
from articles.pictures.decoding import Decoder, Refused
from articles.pictures.notes import SUFFIX, bring_in_notes
from articles.pictures.storing import bring_in
from documents.document import Problem, Severity
from documents.sources.files import label

# Of one source: no site has more, and a bomb has.
MOST: Final = 50_000


class IncomingPictures:
    """Takes in one picture after another, and says in a report what came of them."""

    def __init__(self, report: Report, decoder: Decoder) -> None:
        self.report = report
        self.decoder = decoder
        self.seen = 0
        # They are read with their pictures, which may come after them.
        self._notes: list[tuple[str, bytes]] = []

    def take(self, path: str, read: Callable[[], bytes]) -> None:
        """Take in what is at a path of the site, if it is news."""
        self.seen += 1
        if self.seen > MOST:
            return
        try:
            data = read()
            if path.endswith(SUFFIX):
                self._notes.append((path, data))
                return
            with interrupts_held_back():
                self.report.pictures += bring_in(path, data, self.decoder)
        except Refused as refusal:
            self._tell(path, str(refusal))
        except OSError as error:
            self._tell(path, f"cannot be read: {error.strerror or error}")

    def finish(self) -> None:
        """Take over what files say of pictures, now that all are here."""
        for path, data in self._notes:
            try:
                with interrupts_held_back():
                    bring_in_notes(path, data)
            except Refused as refusal:
                self._tell(path, str(refusal))
        self._notes = []
        if self.seen > MOST:
            self._tell("assets/images", f"holds more than {MOST:,} pictures; the others did not come in")

    def _tell(self, path: str, reason: str) -> None:
        self.report.problems.append(Problem(label(path), 0, "picture", reason, Severity.WARNING))
