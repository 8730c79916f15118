"""Values to rows and back: what a document says comes back from its row as it was said."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings

from articles import mapping
from articles.exporting.site import file_of
from articles.mapping import changes_to
from articles.models import Article, Topic
from documents.document import ABSENT, Document, Problem, Values
from documents.layout import Kind
from documents.layout.slugs import former_slug_of, slug_of_mention
from documents.reader import read
from documents.validation import validate
from documents.writer import compose
from providers.models import Provider
from tests.documents.strategies import KINDS, PATHS, Wild, valid_values, wild_documents
from tests.support.sites import import_site, reasons, write_site

pytestmark = pytest.mark.django_db
ROWS: dict[Kind, Callable[[], Any]] = {
    Kind.ARTICLE: Article.objects.for_export,
    Kind.TOPIC: Topic.objects.all,
    Kind.PROVIDER: Provider.objects.all,
}
some = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@contextmanager
def imported(kind: Kind, data: bytes) -> Iterator[Article | Topic | Provider]:
    """The row of a document that comes alone, until the end of the block."""
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        report = import_site(write_site(Path(folder), {PATHS[kind]: data}))
        # A topic whose parent is itself is refused; names that nothing can be called by, too.
        if reasons(report):
            assume(False)
        yield ROWS[kind]().get(path=PATHS[kind])
        transaction.set_rollback(True)


def said_in(kind: Kind, data: bytes) -> Values:
    document = read(PATHS[kind], data)
    assert isinstance(document, Document), document
    return validate(document, kind).values


def written(kind: Kind, row: Any, base: bytes | None) -> bytes:
    """The bytes in which a row goes out."""
    file = file_of(kind, row, base)
    assert not isinstance(file, Problem), file
    return file.data


@some
@given(wild_documents())
def test_whatever_a_document_says_its_row_says(wild: Wild) -> None:
    with imported(wild.kind, wild.data) as row:
        assert changes_to(wild.kind, row, said_in(wild.kind, wild.data)) == []
        assert written(wild.kind, row, wild.data) == wild.data


@some
@given(KINDS.flatmap(lambda kind: valid_values(kind).map(lambda values: (kind, values))))
def test_row_says_of_each_key_what_its_base_says(given_values: tuple[Kind, Values]) -> None:
    kind, values = given_values
    with imported(kind, compose(kind, values)) as row:
        for key, value in values.items():
            if mapping.has_column(kind, key):
                assert mapping.value_of(row, key, value) == value


@some
@given(KINDS.flatmap(lambda kind: valid_values(kind).map(lambda values: (kind, values))))
def test_document_composed_of_a_row_says_what_the_row_says(given_values: tuple[Kind, Values]) -> None:
    kind, values = given_values
    with imported(kind, compose(kind, values)) as row:
        assert changes_to(kind, row, said_in(kind, written(kind, row, None))) == []


@pytest.mark.parametrize("blank", [b"", b" ~", b' ""', b" []"], ids=["nothing", "null", "empty", "no list"])
@pytest.mark.parametrize(
    "key", ["title", "heat", "published", "topics", "images", "related", "provider", "webUrl"]
)
def test_blank_and_absent_stay_what_they_were(key: str, blank: bytes) -> None:
    data = b"---\ncategory: news\n" + key.encode() + b":" + blank + b"\n---\n"
    document = read(PATHS[Kind.ARTICLE], data)
    assert isinstance(document, Document)
    checked = validate(document, Kind.ARTICLE)
    if checked.is_refused:
        pytest.skip("no such value for this key")
    with imported(Kind.ARTICLE, data) as row:
        assert changes_to(Kind.ARTICLE, row, checked.values) == []
        assert mapping.value_of(row, "excerpt", ABSENT) is ABSENT


@pytest.mark.parametrize("members", [b"  - {}\n  - title:\n", b"  - title:\n  - {}\n  - title: x\n"])
def test_empty_members_stay_themselves(members: bytes) -> None:
    data = b"---\ncategory: news\n\nrelated:\n" + members + b"---\n"
    with imported(Kind.ARTICLE, data) as row:
        assert changes_to(Kind.ARTICLE, row, said_in(Kind.ARTICLE, data)) == []
        assert written(Kind.ARTICLE, row, data) == data


@pytest.mark.django_db
def test_address_that_was_a_digest_of_a_name_is_not_written_into_its_document() -> None:
    """Databases have such topics from before names in other scripts were written in Latin letters."""
    for slug in (former_slug_of("東京"), slug_of_mention("東京")):
        topic = Topic(name="東京", slug=slug)
        assert mapping.value_of(topic, "_id", ABSENT) is ABSENT
    assert mapping.value_of(Topic(name="東京", slug="tokyo"), "_id", ABSENT) == "tokyo"
