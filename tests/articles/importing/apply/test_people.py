"""Topics and providers that documents name: found, or made, whoever else makes them at the same moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles.importing import Report, import_documents
from articles.models import Article, Topic
from documents.sources import Sources
from providers.models import Provider
from tests.support.overtaking import only_where_two_write_at_once, others_first

pytestmark = pytest.mark.django_db(transaction=True)


def put(folder: Path, path: str, document: str) -> Report:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(document, "utf-8")
    return import_documents(Sources([str(folder)]))


def story(said: str) -> str:
    return f"---\ntitle: A\n{said}\n---\n"


@only_where_two_write_at_once
@pytest.mark.parametrize("name", ["zürich", "Zürich!"], ids=["one name", "one slug"])
def test_a_topic_that_somebody_makes_meanwhile_is_found_or_stands_beside(tmp_path: Path, name: str) -> None:
    with others_first("articles_topic", lambda: Topic.objects.create(name=name, slug="zurich")):
        report = put(tmp_path, "_news/a.md", story("topics: [Zürich]"))
    assert report.problems == []
    expected = ["zürich"] if name == "zürich" else ["Zürich", "Zürich!"]
    assert sorted(Topic.objects.values_list("name", flat=True)) == expected
    assert Article.objects.get().topics.get().name == expected[0]


@only_where_two_write_at_once
def test_a_provider_that_somebody_makes_meanwhile_is_found(tmp_path: Path) -> None:
    with others_first("providers_provider", lambda: Provider.objects.create(domain="zürich.example")):
        report = put(tmp_path, "_news/a.md", story("provider: {domain: ZÜRICH.example}"))
    assert report.problems == []
    assert Article.objects.get().provider == Provider.objects.get()


@only_where_two_write_at_once
@pytest.mark.parametrize(
    ("path", "document", "said"),
    [
        ("_data/topics/05-z.yaml", "name: Zürich\n", "has “Zürich” already; use another"),
        ("_data/organizations/z.md", "---\ndomain: ZÜRICH.example\n---\n", "has “ZÜRICH.example” already"),
    ],
)
def test_a_document_whose_name_somebody_takes_meanwhile_is_refused_in_words(
    tmp_path: Path, path: str, document: str, said: str
) -> None:
    table, make = (
        ("articles_topic", lambda: Topic.objects.create(name="zürich"))
        if "topics" in path
        else ("providers_provider", lambda: Provider.objects.create(domain="zürich.example"))
    )
    with others_first(table, make):
        report = put(tmp_path, path, document)
    assert [problem.reason for problem in report.problems] != []
    assert said in report.problems[0].reason


def test_dotted_and_dotless_letters_are_two_names(tmp_path: Path) -> None:
    put(tmp_path, "_news/a.md", story("topics: [Istanbul, İstanbul]\nprovider: {name: Izmir}"))
    report = put(tmp_path, "_news/b.md", story("topics: [İstanbul]\nprovider: {name: İzmir}"))
    assert report.problems == []
    assert {*Topic.objects.values_list("name", flat=True)} == {"Istanbul", "İstanbul"}
    assert {*Provider.objects.values_list("name", flat=True)} == {"Izmir", "İzmir"}


def test_a_twin_without_a_key_is_found_when_its_elder_is_gone(tmp_path: Path) -> None:
    topic, provider = Topic.objects.create(name="Zürich"), Provider.objects.create(name="Bote")
    Topic.objects.update(name_key=None)
    Provider.objects.update(identity_key=None)
    report = put(tmp_path, "_news/a.md", story("topics: [zürich]\nprovider: {name: BOTE}"))
    assert report.problems == []
    assert Article.objects.get().topics.get() == topic
    assert Article.objects.get().provider == provider
