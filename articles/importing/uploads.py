"""An upload: kept where nobody is served from, planned by a dry run, and imported as far as it was accepted.

A plan is a promise about the moment in which it was made. Accepting runs the import again over the
same file, which plans again; a document whose plan is another one by now is left out and shown anew.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import gettext as _

from articles.editing.stock_reasons import KEPT_OUT
from articles.importing import Report, import_documents
from articles.importing.preview import Preview, preview_of
from articles.importing.report import Outcome
from articles.importing.steps import Step
from articles.models import LeftDocument, PlannedDocument, Upload, Withheld
from articles.models.upload import NAME_LIMIT, PLACE_LIMIT
from documents import schema
from documents.sources.received import Received

# Rows of a plan that are held at a time.
CHUNK: Final = 500
# More than an editor can look at, and than a request can take: the command has no such limit.
MOST: Final = 50_000
# Of the names of documents that a report remembers.
NAMED: Final = 200
TAKE: Final = PlannedDocument.Choice.TAKE
LEAVE: Final = PlannedDocument.Choice.LEAVE
_KEPT: Final = ("counts", "by_kind", "seconds", "stopped")


class TooManyDocuments(Exception):
    """An upload holds more than can be shown and chosen from; `str()` is a message for the user."""


class UploadGone(Exception):
    """The file is not where it was kept; `str()` is a message for the user."""


def receive(name: str, stream: IO[bytes], *, user: User | None, now: datetime) -> Upload:
    """Keep what somebody sent, and plan it. Raises TooManyDocuments, and then keeps nothing."""
    folder = Path(settings.UPLOADS_ROOT)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept_as, size = secrets.token_hex(16), 0
    with (folder / kept_as).open("xb") as kept:
        (folder / kept_as).chmod(0o600)
        while chunk := stream.read(1024 * 1024):
            size += kept.write(chunk)
    try:
        upload = Upload.objects.create(
            name=name[-NAME_LIMIT:], kept_as=kept_as, size=size, user=user, uploaded=now
        )
        plan_again(upload, now=now)
    except BaseException:
        # Nobody would find the file again.
        (folder / kept_as).unlink()
        Upload.objects.filter(kept_as=kept_as).delete()
        raise
    return upload


def plan_again(upload: Upload, *, now: datetime) -> None:
    """Make the plan of an upload anew; what was chosen stays chosen, where the plan is the same."""
    source = _source(upload)
    unasked = Q(rejected=[]) & (Q(is_duplicate=False, choice=TAKE) | Q(is_duplicate=True, choice=LEAVE))
    chosen = {row.path: row for row in upload.documents.exclude(unasked)}
    # Not in one transaction, in which nobody else could write to SQLite: a plan without a time is none.
    upload.planned = None
    upload.save(update_fields=["planned"])
    upload.documents.all().delete()
    writer = _Writer(upload, chosen)
    report = import_documents(source, dry_run=True, workers=1, preview=writer.take)
    writer.flush()
    told = report.as_json()
    upload.report = {name: told[name] for name in _KEPT} | {
        "left_alone": told["left_alone"][:NAMED],
        "gone": report.gone[:NAMED],
        "gone_count": len(report.gone),
        "unasked": report.unasked,
        "public": report.public,
    }
    upload.planned = now
    upload.save(update_fields=["report", "planned"])


def offer_again(upload: Upload, *, now: datetime) -> None:
    """Plan an upload with what somebody left out of one before."""
    left = upload.documents.filter(outcome=PlannedDocument.Outcome.LEFT)
    LeftDocument.objects.offer_again(list(left.values_list("path", flat=True)))
    plan_again(upload, now=now)


def discard(upload: Upload) -> None:
    """Forget an upload, with its plan and its file."""
    upload.delete()
    _kept(upload).unlink(missing_ok=True)


@dataclass
class Accepted:
    """What came of an upload: the import's report, and the documents that must be looked at again."""

    report: Report
    stale: list[str] = field(default_factory=list)


def accept(upload: Upload, *, is_whole: bool, user: User | None, now: datetime) -> Accepted:
    """Import what was chosen of an upload, and forget it unless something is to be looked at again.

    Raises ImportRunning, UploadGone.
    """
    source = _source(upload)
    choices = _Choices(upload)
    report = import_documents(source, workers=1, user=user, is_whole=is_whole, accept=choices.accept)
    Withheld.objects.keep_out(_kept_out(upload, user=user, now=now))
    if choices.stale or report.stopped:
        plan_again(upload, now=now)
    else:
        LeftDocument.objects.leave(
            LeftDocument(path=path, digest=digest, left_out=now, left_out_by=user)
            for path, digest in choices.left.items()
        )
        discard(upload)
    return Accepted(report, sorted(choices.stale))


def _source(upload: Upload) -> Received:
    kept = _kept(upload)
    if not kept.is_file():
        raise UploadGone(
            _("The file %(name)s is not kept any more; upload it again.") % {"name": upload.name}
        )
    return Received(upload.name, kept)


def _kept(upload: Upload) -> Path:
    return Path(settings.UPLOADS_ROOT) / upload.kept_as


def _kept_out(upload: Upload, *, user: User | None, now: datetime) -> Iterator[Withheld]:
    rows = upload.documents.filter(choice=PlannedDocument.Choice.KEEP_OUT)
    reason = KEPT_OUT % {"name": upload.name}
    for row in rows:
        yield Withheld(
            path=row.path,
            canonical_url=row.canonical_url,
            title=row.title,
            reason=reason,
            withheld=now,
            withheld_by=user,
        )


class _Choices:
    """What an editor chose of a plan, put to the plan that an import makes of the same file."""

    def __init__(self, upload: Upload) -> None:
        self.upload = upload
        self.stale: set[str] = set()
        self.left: dict[str, bytes] = {}

    def accept(self, steps: Sequence[Step]) -> list[Step]:
        """The steps that were accepted, without the fields that were not."""
        planned = {row.path: row for row in self.upload.documents.filter(path__in=[s.path for s in steps])}
        return [step for given in steps if (step := self.of(given, planned.get(given.path))) is not None]

    def of(self, step: Step, row: PlannedDocument | None) -> Step | None:
        """One step as far as it was accepted."""
        if row is not None and row.choice != TAKE:
            if row.choice == LEAVE:
                self.left[step.path] = step.digest
            return None
        if row is None or not _is_as_planned(preview_of(step), row):
            self.stale.add(step.path)
            return None
        # What we say stays, and that is the editor's decision.
        return step.without(row.rejected)


def _is_as_planned(now: Preview, row: PlannedDocument) -> bool:
    """Whether it is still what the editor saw. A new row may have been named meanwhile: that is no change."""
    if now.outcome != row.outcome or list(now.conflicts) != row.conflicts:
        return False
    return now.outcome == Outcome.CREATED.value or list(now.changes) == row.changes


class _Writer:
    """Writes the rows of a plan as it is made."""

    def __init__(self, upload: Upload, chosen: dict[str, PlannedDocument]) -> None:
        self.upload = upload
        self.chosen = chosen
        self.rows: list[PlannedDocument] = []
        self.count = 0

    def take(self, preview: Preview) -> None:
        self.count += 1
        if self.count > MOST:
            reason = _(
                "%(name)s holds more than %(most)s documents, which are too many to choose from. "
                "Ask whoever runs the site to import it."
            )
            raise TooManyDocuments(reason % {"name": self.upload.name, "most": f"{MOST:,}"})
        self.rows.append(self.row(preview))
        if len(self.rows) >= CHUNK:
            self.flush()

    def flush(self) -> None:
        PlannedDocument.objects.keep(self.rows)
        self.rows = []

    def row(self, preview: Preview) -> PlannedDocument:
        row = PlannedDocument(
            upload=self.upload,
            path=preview.path[:PLACE_LIMIT],
            kind=preview.kind,
            outcome=preview.outcome,
            title=preview.title[: schema.TITLE_LIMIT],
            canonical_url=preview.address[: schema.URL_LIMIT],
            changes=list(preview.changes),
            conflicts=list(preview.conflicts),
            problems=list(preview.problems),
            duplicates=list(preview.duplicates),
            by_field=preview.by_field,
            is_editorial=preview.is_editorial,
            is_conflicted=bool(preview.conflicts),
            is_duplicate=bool(preview.duplicates),
            # What may be here already waits for somebody to look at it.
            choice=LEAVE if preview.duplicates else TAKE,
        )
        before = self.chosen.get(preview.path)
        if before is not None and (before.choice == LEAVE or _is_as_planned(preview, before)):
            row.choice, row.rejected = before.choice, before.rejected
        return row
