"""A document becomes values in one step, and what is wrong is told by the name that the user knows."""

from __future__ import annotations

import pickle

from documents.document import Document
from documents.parsing import Parsed, Task, parse_all
from documents.reader import read


def parsed(data: bytes, *, path: str = "_news/2021-06-01-a.md", base: bytes | None = None) -> Parsed:
    (outcome,) = parse_all([Task("site.zip: a.md", path, data, base)])
    return outcome


def test_values_language_and_keys_not_understood_come_together() -> None:
    outcome = parsed(b"---\ntitle: a\nlocale: de\nauthor: b\n---\n")
    assert outcome.values == {"title": "a"}
    assert (outcome.base, outcome.language, outcome.not_understood) == (None, "de", ("author",))
    assert (outcome.path, outcome.problems) == ("_news/2021-06-01-a.md", ())


def test_kind_of_a_document_is_told_by_its_path() -> None:
    assert parsed(b"name: AI\n", path="_data/topics/00-ai.yaml").values == {"name": "AI"}


def test_problem_bears_the_name_that_the_user_knows() -> None:
    (problem,) = parsed(b"---\ntitle: a\nheat: hot\n---\n").problems
    assert str(problem).startswith("site.zip: a.md:3: heat: ")


def test_document_that_cannot_be_read_has_no_values() -> None:
    outcome = parsed(b"---\ntitle: 'a\n---\n")
    assert (outcome.values, outcome.path) == (None, "_news/2021-06-01-a.md")
    assert [str(problem).partition(": ")[0] for problem in outcome.problems] == ["site.zip"]


def test_warning_refuses_nothing() -> None:
    outcome = parsed(b"---\nexcerpt: a\n---\n")
    assert outcome.values == {"excerpt": "a"}
    assert len(outcome.problems) == 1


def test_base_is_read_by_the_same_rules() -> None:
    assert parsed(b"---\ntitle: b\n---\n", base=b"---\ntitle: a\nheat: 2\n---\n").base == {
        "title": "a",
        "heat": 2,
    }


def test_base_that_can_be_read_no_more_is_as_if_there_were_none() -> None:
    outcome = parsed(b"---\ntitle: b\n---\n", base=b"---\ntitle: 'a\n---\n")
    assert (outcome.values, outcome.base) == ({"title": "b"}, None)


def test_document_without_a_path_is_an_article_named_by_what_it_says() -> None:
    data = b"---\ntitle: Gulls return\npublishedDateTime: 2021-06-01T12:00:00Z\n---\n"
    assert isinstance(read("a.md", data), Document)
    assert parsed(data, path="").path.startswith("_news/2021-06-01-gulls-return")


def test_outcome_passes_between_processes() -> None:
    outcome = parsed(b"---\ntitle: a\nheat: hot\n---\n")
    assert pickle.loads(pickle.dumps(outcome)) == outcome
