"""The commits of a repository imported one after the other, each as of its own date and author."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.contrib.auth.models import User

from articles.importing.importer import import_documents
from articles.importing.report import Report
from articles.models import ImportRun
from documents.sources.files import Commit
from documents.sources.git import Repository


def import_history(  # noqa: PLR0913  each is an option of the command
    repository: Repository,
    commit: Commit,
    *,
    since: datetime | str | None = None,
    user: User | None = None,
    is_whole: bool | None = None,
    progress: Callable[[int, int], None] = lambda done, expected: None,
) -> Iterator[Report]:
    """Replay the commits that lead up to one, each as an import of its own date and author.

    Commits that were imported before are not replayed, so a second replay writes nothing; neither are
    those that touch no document, or that come before `since` (a time or a commit). Of the first all is
    imported, unless it follows one that was. `progress` counts commits.
    """
    commits = repository.history(commit.id)
    done = ImportRun.objects.filter(state=ImportRun.State.DONE, undone__isnull=True).exclude(revision="")
    replayed = set(done.values_list("revision", flat=True))
    known = max((place for place, commit in enumerate(commits, 1) if commit.id in replayed), default=0)
    start = max(known, repository.before(commits, since)) if since is not None else known
    changed = repository.commits(commits[start:], from_nothing=start > known)
    for place, files in enumerate(changed, start + 1):
        report = Report()
        if files.is_ours():
            report = import_documents(files, workers=1, user=user, is_whole=is_whole)
        progress(place, len(commits))
        yield report
        if report.stopped:
            return
