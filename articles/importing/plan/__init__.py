"""What an import would do to a batch of documents: read, compare, decide; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from articles.importing.plan.incoming import Incoming
from articles.importing.plan.planner import Planner, Refused, source_ids
from articles.importing.report import Outcome
from articles.importing.steps import Step
from articles.models import Article
from documents.document import Problem, Severity
from documents.layout import Kind, kind_of, stem_of
from documents.parsing import Parsed
from documents.sources import SourceFile


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The steps for a batch, in the order of its documents, and what is wrong with the rest."""

    steps: tuple[Step, ...]
    refused: tuple[Refused, ...]
    warnings: tuple[Problem, ...]
    unchanged: tuple[str, ...]
    # Of each document that was read, the keys that the format does not name.
    not_understood: tuple[tuple[str, ...], ...] = ()
    left: tuple[str, ...] = ()


def make_plan(incoming: Incoming, parsed: Iterable[Parsed], *, lock: bool, now: datetime) -> ImportPlan:
    """Decide for each document of a batch, in a fixed number of queries.

    With `lock`, inside the transaction that applies the plan, nobody changes what it read meanwhile.
    `now` is when the source says so.
    """
    good: list[tuple[SourceFile, Parsed]] = []
    refused: list[Refused] = [(Kind.ARTICLE, (problem,)) for problem in incoming.refused]
    warnings = [*incoming.warned]
    not_understood: list[tuple[str, ...]] = []
    for file, outcome in zip(incoming.files, parsed, strict=True):
        if outcome.values is None:
            refused.append((_kind(outcome), outcome.problems))
        else:
            warnings += outcome.problems
            not_understood.append(outcome.not_understood)
            good.append((file, outcome))
    steps = _carry(incoming)
    # Topics and providers first: articles name them.
    for kind in (Kind.TOPIC, Kind.PROVIDER, Kind.ARTICLE):
        ours = [(file, outcome) for file, outcome in good if _kind(outcome) is kind]
        if ours:
            Planner(kind, ours, incoming, lock=lock, now=now).plan(steps, refused)
    warnings += _addressed(steps, {file.path: file.name for file in incoming.files})
    return ImportPlan(
        tuple(steps),
        tuple(refused),
        tuple(warnings),
        incoming.unchanged,
        tuple(not_understood),
        incoming.left,
    )


def _addressed(steps: Sequence[Step], names: Mapping[str, str]) -> Iterator[Problem]:
    """What to say of new articles whose own address is that of another: each gets one of its own."""
    new = [step.path for step in steps if step.kind is Kind.ARTICLE and step.outcome is Outcome.CREATED]
    for path, free in Article.objects.free_slugs(new).items() if new else ():
        if free.holder:
            reason = (
                f"its address /news/{stem_of(path)}/ is that of {free.holder}; it gets /news/{free.slug}/"
            )
            yield Problem(names.get(path, path), 0, "path", reason, Severity.WARNING)


def _kind(parsed: Parsed) -> Kind:
    return kind_of(parsed.path) or Kind.ARTICLE


def _carry(incoming: Incoming) -> list[Step]:
    """Steps for the files that are no documents: their bytes are kept, so that they go out again."""
    sources = source_ids([file.path for file in incoming.carried])
    return [
        Step(
            file.path,
            None,
            file.data,
            incoming.digests[file.path],
            Outcome.UPDATED if file.path in sources else Outcome.CREATED,
            sources.get(file.path),
            is_loose=file.is_loose,
        )
        for file in incoming.carried
    ]
