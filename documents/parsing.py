"""Bytes -> values in one step: what worker processes run, so that values alone pass between them."""

from __future__ import annotations

from dataclasses import dataclass

from documents.document import Problem, Values
from documents.languages import language_of
from documents.layout import Kind, article_path, kind_of
from documents.layout.slugs import former_slug_of
from documents.not_understood import keys_not_understood
from documents.reader import read
from documents.validation import validate


@dataclass(frozen=True, slots=True)
class Task:
    """A document to parse: its name as the user would say it, its path in the site, its bytes.

    `base` is its bytes as last imported, where it was. An empty path is worked out from what the
    document says: one from standard input has no name.
    """

    name: str
    path: str
    data: bytes
    base: bytes | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """A task's outcome; `values` is None where an error among the problems refuses the document.

    `language` is the tag of the language that the document names, None where it names none.
    """

    path: str
    values: Values | None
    base: Values | None
    problems: tuple[Problem, ...]
    not_understood: tuple[str, ...] = ()
    language: str | None = None


def parse_all(tasks: list[Task]) -> list[Parsed]:
    """Parse some documents; every problem bears the document's name as the user would say it."""
    return [_parse(task) for task in tasks]


def _parse(task: Task) -> Parsed:
    kind = kind_of(task.path) or Kind.ARTICLE
    document = read(task.path or task.name, task.data)
    if isinstance(document, Problem):
        return Parsed(task.path, None, None, (_named(document, task.name),))
    checked = validate(document, kind)
    problems = tuple(_named(problem, task.name) for problem in checked.problems)
    path = task.path or _path_for(checked.values)
    if checked.is_refused:
        return Parsed(path, None, None, problems)
    return Parsed(
        path,
        checked.values,
        _base_values(task, kind),
        problems,
        keys_not_understood(document, kind),
        language_of(document),
    )


def _base_values(task: Task, kind: Kind) -> Values | None:
    if task.base is None:
        return None
    base = read(task.path, task.base)
    # It was imported once, so it can be read, unless the format's rules have changed since.
    return validate(base, kind).values if not isinstance(base, Problem) else None


def _path_for(values: Values) -> str:
    """Where a document lies that came without a name: always there, or it came in a second time."""
    published, title = values.get("publishedDateTime"), values.get("title")
    return article_path(
        published if not isinstance(published, (str, int, bool, list, dict)) else None,
        former_slug_of(title if isinstance(title, str) else ""),
    )


def _named(problem: Problem, name: str) -> Problem:
    return Problem(name, problem.line, problem.field, problem.reason, problem.severity)
