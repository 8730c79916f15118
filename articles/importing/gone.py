"""Public stories whose file is gone from the source: what to ask, and of whom.

A few are a question to an editor each. More than a tenth of all is a question to whoever imports:
that was a part of a site, or the site has lost much.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from articles.importing.apply import ask_about_gone
from articles.models import Article, Conflict, ImportRun
from articles.models.conflict import FILE_KEY

# So many are never too many, however small the site.
FEW: Final = 5
# What part of the public stories is too many.
SHARE: Final = 10


@dataclass(frozen=True, slots=True)
class Questions:
    """The public stories about which nobody was asked, of how many, and those whose file is back."""

    about: tuple[str, ...]
    public: int
    back: tuple[str, ...]

    @property
    def are_too_many(self) -> bool:
        """Whether they would be a flood."""
        return len(self.about) > FEW and len(self.about) * SHARE > self.public

    def ask(self, run: ImportRun, now: datetime) -> None:
        """Put them to an editor, and no more those about what is back."""
        if self.about or self.back:
            with transaction.atomic():
                ask_about_gone(self.about, self.back, run=run, now=now)

    def ask_no_more(self, run: ImportRun, now: datetime) -> None:
        """Only withdraw those about what is back."""
        Questions((), self.public, self.back).ask(run, now)


def questions_about(gone: Sequence[str], saw: Callable[[str], bool]) -> Questions:
    """What there is to ask about documents that are gone, given whether the source had a path."""
    asked = set(Conflict.objects.standing().filter(key=FILE_KEY).values_list("path", flat=True))
    back = tuple(path for path in asked if saw(path))
    if not gone:
        return Questions((), 0, back)
    public = set(Article.objects.marked_published().values_list("path", flat=True))
    return Questions(tuple(path for path in gone if path in public and path not in asked), len(public), back)
