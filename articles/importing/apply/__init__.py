"""A plan's steps made true: rows, source documents, conflicts; in bulk, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone

from articles.editing.history import Actor, record_differences
from articles.importing.apply.articles import apply_articles
from articles.importing.apply.ledger import (
    changes_made,
    keep_again,
    keep_conflicts,
    keep_entries,
    keep_flips,
    keep_sources,
)
from articles.importing.apply.people import People
from articles.importing.apply.providers import apply_providers
from articles.importing.apply.topics import apply_topics
from articles.importing.bulk import insert
from articles.importing.plan import ImportPlan
from articles.importing.report import Outcome
from articles.importing.steps import Step
from articles.models import (
    Article,
    Conflict,
    ExportedDocument,
    ImportRun,
    Listing,
    MetricSample,
    Revision,
    SourceDocument,
    Topic,
)
from articles.models.conflict import FILE_KEY
from articles.models.workflow import BLOCKED, State
from articles.search.index import follow
from documents.document import Values
from documents.json_values import pack
from documents.layout import Kind
from providers.models import Block, Provider

__all__ = [
    "apply",
    "apply_steps",
    "ask_about_gone",
    "changes_made",
    "forget_run",
    "forget_sources",
    "remove",
]


def apply(plan: ImportPlan, *, run: ImportRun, now: datetime) -> None:
    """Write a plan in a number of queries that does not depend on how many documents it has.

    The caller holds a transaction, in which the plan was made: all of it or nothing.
    """
    if not plan.steps:
        return
    steps = {kind: [step for step in plan.steps if step.kind is kind] for kind in Kind}
    people = People.named_by(plan.steps)
    apply_topics(steps[Kind.TOPIC], people)
    apply_providers(steps[Kind.PROVIDER], people)
    samples = apply_articles(steps[Kind.ARTICLE], people, made_at=_moment_of(run))
    _reject_blocked(steps[Kind.ARTICLE], now)
    insert(
        MetricSample, ("article_id", "heat", "quality", "at", "run_id"), ((*s, now, run.pk) for s in samples)
    )
    keep_sources(plan.steps, run)
    keep_conflicts(plan.steps, run, now)
    keep_entries(plan.steps, run)
    keep_flips(plan.steps, run, now)
    if people.made:
        ImportRun.objects.filter(pk=run.pk).remember(run, people.made)
    follow()


def _moment_of(run: ImportRun) -> datetime:
    """When what an import brings came in: with a commit of the past, or as the import began."""
    return min(run.dated or run.started, run.started)


def _reject_blocked(steps: Sequence[Step], now: datetime) -> None:
    """Reject the new articles of a batch whose providers are blocked; one query where nobody is."""
    if not Block.objects.exists():
        return
    created = [step.path for step in steps if step.outcome is Outcome.CREATED]
    rows = list(Article.objects.filter(path__in=created, provider__block__isnull=False))
    before: dict[int, Values] = {row.pk: {"state": row.state, "published": row.published} for row in rows}
    for row in rows:
        # Not a move: what was never public is not withdrawn.
        row.state, row.published, row.reason = State.REJECTED, False, BLOCKED
        row.decided_at, row.is_waiting = now, False
    Article.objects.keep_decisions(rows)
    Listing.objects.refresh(rows)
    after: dict[int, Values] = {
        row.pk: {"state": row.state, "published": False, "reason": BLOCKED} for row in rows
    }
    record_differences(rows, before, after, Actor(None, Revision.Origin.BLOCK, now, BLOCKED))


def ask_about_gone(gone: Sequence[str], back: Sequence[str], *, run: ImportRun, now: datetime) -> None:
    """Ask an editor about public articles whose file is gone; what was asked of those back is overtaken."""
    Conflict.objects.standing().filter(key=FILE_KEY, path__in=back).supersede(run)
    Conflict.objects.bulk_create(
        Conflict(path=path, key=FILE_KEY, base=pack(True), theirs=None, ours=pack(True), run=run, found=now)
        for path in gone
    )


def apply_steps(steps: Sequence[Step], runs: Mapping[str, int] | None = None) -> None:
    """Change rows and source documents as some steps say, when no import is under way.

    Source documents are those of the runs that `runs` names for their paths.
    """
    people = People.named_by(steps)
    of_kind = {kind: [step for step in steps if step.kind is kind] for kind in Kind}
    apply_topics(of_kind[Kind.TOPIC], people)
    apply_providers(of_kind[Kind.PROVIDER], people)
    apply_articles(of_kind[Kind.ARTICLE], people, made_at=timezone.now(), from_source=False)
    keep_again(steps, runs or {})
    follow()


def remove(rows: Sequence[Article | Topic | Provider]) -> None:
    """Take rows away as if they had never come: no article goes on the withheld list.

    Topics and providers that articles name stay, without documents of their own.
    """
    articles = [row.pk for row in rows if isinstance(row, Article)]
    Article._base_manager.filter(pk__in=articles).delete()
    for row in rows:
        if isinstance(row, (Topic, Provider)):
            row.leave_to_mentions()
    Topic.objects.unnamed().filter(pk__in=[row.pk for row in rows if isinstance(row, Topic)]).delete()
    Provider.objects.unnamed().filter(pk__in=[row.pk for row in rows if isinstance(row, Provider)]).delete()


def forget_sources(keys: Sequence[int]) -> None:
    """Take source documents away: an import may bring them as new, in what bytes they ever went out."""
    sources = SourceDocument.objects.filter(pk__in=keys)
    ExportedDocument.objects.filter(path__in=list(sources.values_list("path", flat=True))).delete()
    sources.delete()


def forget_run(run: ImportRun, *, user: User | None, now: datetime) -> None:
    """What an import left beside the rows: conflicts, flips, samples, names; and that it was undone."""
    run.conflicts.all().delete()
    Conflict.objects.filter(superseded_by=run).reopen()
    run.frozen_fields.all().delete()
    run.samples.all().delete()
    Topic.objects.unnamed().filter(pk__in=run.mentioned.get("topics", []), path="").delete()
    Provider.objects.unnamed().filter(pk__in=run.mentioned.get("providers", []), path="").delete()
    ImportRun.objects.filter(pk=run.pk).mark_undone(user, now)
