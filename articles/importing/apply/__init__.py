"""A plan's steps made true: rows, source documents, conflicts; in bulk, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.contrib.auth.models import User
from django.utils import timezone

from articles.importing.apply.articles import apply_articles
from articles.importing.apply.blocked import reject_blocked
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
from articles.importing.steps import Step
from articles.models import (
    Article,
    Conflict,
    ExportedDocument,
    ImportRun,
    MetricSample,
    SourceDocument,
    Topic,
)
from articles.search.index import follow
from documents.json_values import pack
from documents.layout import Kind
from providers.models import Provider

__all__ = [
    "FILE",
    "apply",
    "ask_about_gone",
    "changes_made",
    "forget_run",
    "forget_sources",
    "remove",
    "take_back",
]


# The key of the question whether an article whose file is gone shall stay public.
FILE: Final = "file"


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
    reject_blocked(steps[Kind.ARTICLE], now)
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


def ask_about_gone(gone: Sequence[str], back: Sequence[str], *, run: ImportRun, now: datetime) -> None:
    """Ask an editor about public articles whose file is gone; what was asked of those back is overtaken."""
    Conflict.objects.standing().filter(key=FILE, path__in=back).supersede(run)
    Conflict.objects.bulk_create(
        Conflict(path=path, key=FILE, base=pack(True), theirs=None, ours=pack(True), run=run, found=now)
        for path in gone
    )


def take_back(steps: Sequence[Step], runs: dict[str, int]) -> None:
    """Put rows and source documents back; `runs` names the import that each came with before."""
    people = People.named_by(steps)
    of_kind = {kind: [step for step in steps if step.kind is kind] for kind in Kind}
    apply_topics(of_kind[Kind.TOPIC], people)
    apply_providers(of_kind[Kind.PROVIDER], people)
    apply_articles(of_kind[Kind.ARTICLE], people, made_at=timezone.now(), taken_back=True)
    keep_again(steps, runs)
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
    ImportRun.objects.filter(pk=run.pk).take_back(user, now)
