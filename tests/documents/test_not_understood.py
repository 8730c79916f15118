"""Keys that nobody understood are told once for all documents, in one sentence."""

from __future__ import annotations

from documents.document import Document
from documents.layout import Kind
from documents.not_understood import NotUnderstood, keys_not_understood
from documents.reader import read


def found_in(*documents: list[str]) -> NotUnderstood:
    found = NotUnderstood()
    for keys in documents:
        found.count(keys)
    return found


def test_keys_that_are_not_understood_are_named() -> None:
    document = read("a.yaml", b"title: a\nauthor: b\nlocale: en\nsecured: x\ndate: 2020\nampUrl: /\n")
    assert isinstance(document, Document)
    assert keys_not_understood(document, Kind.ARTICLE) == ("author", "date")


def test_where_everything_was_understood_nothing_is_said() -> None:
    found = found_in([], [])
    assert (bool(found), found.as_text(), found.as_json()) == (False, "", {"documents": 0, "keys": []})


def test_one_key_is_told_in_the_singular() -> None:
    told = "`author` was not understood in 2 documents; it is kept as it stands."
    assert found_in(["author"], [], ["author"]).as_text() == told


def test_most_frequent_key_comes_first() -> None:
    found = found_in(["date"], ["author"], ["author", "tags"])
    assert found.as_json() == {"documents": 3, "keys": ["author", "date", "tags"]}


def test_of_many_keys_some_are_told_and_the_others_counted() -> None:
    told = found_in([f"key{number}" for number in range(1012)]).as_text()
    assert told.count("`") == 2 * 12
    # Of the others no more than are remembered.
    assert "`key11` and 988 more were not understood in 1 document" in told


def test_keys_without_end_take_no_memory_without_end() -> None:
    found = found_in(*([f"key{number}"] for number in range(1500)))
    assert (len(found.keys), found.documents) == (1000, 1500)
    found.count(["key0"])
    assert found.keys["key0"] == 2


def test_key_is_told_on_one_line() -> None:
    assert "\n" not in found_in(["a\nb\x1b[31m"]).as_text()


def test_what_a_further_import_met_is_not_counted_twice() -> None:
    """A history of commits meets the same documents in each of them."""
    found = found_in(["author"], ["author"])
    found.add(found_in(["author"], ["date"], ["date"]))
    assert (found.documents, dict(found.keys)) == (3, {"author": 2, "date": 2})
