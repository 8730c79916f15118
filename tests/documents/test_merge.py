"""Three sides become FieldChanges and Clashes: no edit is lost, and no change at the source is missed."""

from __future__ import annotations

from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.document import ABSENT, Absent, Clash, FieldChange, Value, Values
from documents.layout import Kind
from documents.merge import Merge, merge
from documents.schema import Field, FieldClass, Type
from tests.documents.strategies import KINDS, fields_with_values

Side: TypeAlias = "Value | Absent"


def values(key: str, side: Side) -> Values:
    return {} if side is ABSENT else {key: side}


def merged(key: str, base: Side, theirs: Side, ours: Side, kind: Kind = Kind.ARTICLE) -> Merge:
    return merge(kind, values(key, base), values(key, theirs), values(key, ours))


def assert_changed(key: str, base: Side, theirs: Side, ours: Side, expected: Side) -> None:
    assert merged(key, base, theirs, ours) == Merge((FieldChange(key, expected),), ())


def assert_kept(key: str, base: Side, theirs: Side, ours: Side) -> None:
    assert merged(key, base, theirs, ours) == Merge((), ())


def assert_clash(key: str, base: Side, theirs: Side, ours: Side) -> None:
    assert merged(key, base, theirs, ours) == Merge((), (Clash(key, base, theirs, ours),))


# Single values


def test_nothing_changed_changes_nothing() -> None:
    assert_kept("title", "a", "a", "a")


@pytest.mark.parametrize(
    ("base", "theirs"), [("a", "b"), (ABSENT, "b"), ("a", ABSENT), (ABSENT, None), (None, "b")]
)
def test_change_of_theirs_alone_is_taken(base: Side, theirs: Side) -> None:
    assert_changed("title", base, theirs, base, theirs)


@pytest.mark.parametrize(("base", "ours"), [("a", "b"), (ABSENT, "b"), ("a", ABSENT), ("a", ""), ("a", None)])
def test_edit_of_ours_alone_is_kept(base: Side, ours: Side) -> None:
    assert_kept("title", base, base, ours)


@pytest.mark.parametrize("both", ["b", ABSENT, "", None])
def test_same_change_on_both_sides_is_fine(both: Side) -> None:
    assert_kept("title", "a", both, both)


@pytest.mark.parametrize(("theirs", "ours"), [("b", "c"), (ABSENT, "c"), ("b", ABSENT), ("b", ""), ("", "c")])
def test_different_changes_clash(theirs: Side, ours: Side) -> None:
    assert_clash("title", "a", theirs, ours)


@pytest.mark.parametrize("blank", ["", "  ", "\n", None])
def test_blank_at_the_source_is_a_clash(blank: Side) -> None:
    assert_clash("title", "a", blank, "a")


def test_blank_list_at_the_source_is_a_clash_whatever_we_did() -> None:
    assert_clash("topics", ["a", "b"], [], ["a", "b"])
    assert_clash("topics", ["a", "b"], [], ["a", "b", "c"])


@pytest.mark.parametrize("blank", ["", None])
def test_blank_after_a_blank_is_a_change(blank: Side) -> None:
    assert_changed("title", " ", blank, " ", blank)


def test_blank_part_of_a_record_is_a_clash() -> None:
    assert_clash("provider", {"name": "BBC"}, {"name": "", "domain": "b"}, {"name": "BBC"})


def test_part_that_vanished_from_a_record_is_a_change() -> None:
    base: Value = {"name": "BBC", "domain": "b"}
    assert_changed("provider", base, {"domain": "b"}, base, {"domain": "b"})


def test_blank_part_of_a_picture_is_a_clash() -> None:
    base: Value = [{"url": "/a", "title": "t"}]
    assert_clash("images", base, [{"url": "/a", "title": ""}], base)


@pytest.mark.parametrize("blank", [None, ABSENT])
def test_blanked_number_of_a_related_link_is_followed(blank: Side) -> None:
    """Nobody decides it: a machine counted it, and counts it no more."""
    link: Value = {"title": "Fog", "webUrl": "https://a.example/", "quality": 5}
    now: Value = {"title": "Fog", "webUrl": "https://a.example/", **values("quality", blank)}
    assert_changed("related", [link], [now], [link], [now])


def test_blank_service_is_a_clash() -> None:
    base: Value = {"news": "/n"}
    assert merged("services", base, {"news": ""}, base, Kind.TOPIC).clashes


def test_false_is_no_blank_and_no_absence() -> None:
    assert_changed("published", True, False, True, False)
    assert_changed("published", ABSENT, False, ABSENT, False)
    assert_changed("published", False, ABSENT, False, ABSENT)


def test_zero_is_no_blank_and_not_false() -> None:
    assert_changed("heat", 5, 0, 5, 0)
    assert_changed("published", 0, False, 0, False)


@pytest.mark.parametrize("theirs", [7, -1, None, ABSENT])
def test_metric_follows_theirs(theirs: Side) -> None:
    assert_changed("heat", 5, theirs, 5, theirs)
    assert_changed("heat", 5, theirs, 6, theirs)


def test_metric_that_the_source_left_alone_stays_ours() -> None:
    assert_kept("heat", 5, 5, 6)


def test_opaque_keys_are_not_merged() -> None:
    assert_kept("secured", ABSENT, ABSENT, ABSENT)
    assert merged("locale", "de", "en", "fr") == Merge((), ())


def test_fields_are_merged_one_by_one_in_the_order_of_the_schema() -> None:
    base: Values = {"heat": 1, "title": "a", "excerpt": "x", "type": "article"}
    theirs: Values = {"type": "video", "excerpt": "y", "title": "b", "heat": 2}
    ours: Values = {"title": "c", "heat": 1, "excerpt": "x", "type": "article"}
    assert merge(Kind.ARTICLE, base, theirs, ours) == Merge(
        (FieldChange("excerpt", "y"), FieldChange("type", "video"), FieldChange("heat", 2)),
        (Clash("title", "a", "b", "c"),),
    )


# Topics: a set with order


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "expected"),
    [
        (["a"], ["a", "b"], ["a", "c"], ["a", "b", "c"]),
        (["a", "b", "c"], ["a", "b"], ["b", "c"], ["b"]),
        (["a", "b"], ["b", "a"], ["a", "b", "c"], ["b", "c", "a"]),
        (["a", "b"], ["x", "a", "b"], ["b", "a"], ["x", "b", "a"]),
        (["a", "b"], ["a"], ["a", "b", "c"], ["a", "c"]),
        (ABSENT, ["a"], ["b"], ["a", "b"]),
        (["ai"], ["AI", "b"], ["ai", "c"], ["AI", "b", "c"]),
        (["ai"], ["b", "ai"], ["AI"], ["b", "AI"]),
    ],
)
def test_topics_of_both_sides_come_together(base: Side, theirs: Side, ours: Side, expected: Side) -> None:
    assert_changed("topics", base, theirs, ours, expected)


def test_topic_that_both_added_in_another_case_stays_as_we_write_it() -> None:
    assert_changed("topics", ["a"], ["a", "AI", "b"], ["a", "ai"], ["a", "ai", "b"])


@pytest.mark.parametrize(
    ("base", "theirs", "ours"),
    [
        (["a", "b", "c"], ["b", "a", "c"], ["c", "a", "b"]),
        (["ai"], ["AI"], ["Ai"]),
        (["ai", "b"], ["b"], ["AI", "b"]),
        (["a", "a"], ["a", "a", "b"], ["a", "a", "c"]),
        (["a"], ABSENT, ["a", "b"]),
        (["a"], ["a", "b"], ABSENT),
    ],
)
def test_topics_that_cannot_come_together_clash(base: Side, theirs: Side, ours: Side) -> None:
    assert_clash("topics", base, theirs, ours)


def test_list_without_an_identity_is_one_value() -> None:
    outcome = merged("keywords", ["a"], ["a", "b"], ["a", "c"], Kind.TOPIC)
    assert outcome.clashes == (Clash("keywords", ["a"], ["a", "b"], ["a", "c"]),)


# Pictures and related links: by their address


def test_different_parts_of_one_picture_come_together() -> None:
    assert_changed(
        "images",
        [{"url": "/a", "width": 1, "title": "t"}],
        [{"url": "/a", "width": 2, "title": "t"}],
        [{"url": "/a", "width": 1, "title": "u"}],
        [{"url": "/a", "width": 2, "title": "u"}],
    )


def test_same_part_of_one_picture_clashes() -> None:
    assert_clash(
        "images", [{"url": "/a", "title": "t"}], [{"url": "/a", "title": "u"}], [{"url": "/a", "title": "v"}]
    )


def test_picture_that_we_removed_and_they_changed_clashes() -> None:
    assert_clash("images", [{"url": "/a", "width": 1}], [{"url": "/a", "width": 2}], [])


def test_pictures_of_one_address_are_one_value() -> None:
    twice: Value = [{"url": "/a"}, {"url": "/a"}]
    assert_clash("images", [{"url": "/a"}], twice, [{"url": "/a"}, {"url": "/b"}])


def test_picture_without_an_address_makes_the_list_one_value() -> None:
    assert_clash("images", [{"width": 1}], [{"width": 2}], [{"width": 1}, {"url": "/b"}])


def test_heat_of_a_related_link_follows_theirs_beside_our_edit() -> None:
    assert_changed(
        "related",
        [{"webUrl": "/a", "title": "t", "heat": 1}],
        [{"webUrl": "/a", "title": "t", "heat": 9}],
        [{"webUrl": "/a", "title": "u", "heat": 1}],
        [{"webUrl": "/a", "title": "u", "heat": 9}],
    )


@pytest.mark.parametrize("ours", [ABSENT, []])
def test_related_link_that_we_removed_does_not_come_back_for_its_heat(ours: Side) -> None:
    assert_kept("related", [{"webUrl": "/a", "heat": 1}], [{"webUrl": "/a", "heat": 9}], ours)


# Properties

WORDS = st.sampled_from(["", " ", "a", "b", "c"])
NAMES = st.sampled_from(["ai", "AI", "space", "law"])


def small_values_of(field: Field) -> st.SearchStrategy[Value]:
    """Few values, so that the sides often meet."""
    if field.type in {Type.RECORD, Type.RECORDS}:
        parts = {part.key: small_values_of(part) for part in field.fields[:4]}
        if field.type is Type.RECORD:
            return st.fixed_dictionaries({}, optional=parts)
        identity: dict[str, st.SearchStrategy[Value]] = {field.identity: st.sampled_from(["/a", "/b", "/c"])}
        counts: dict[str, st.SearchStrategy[Value]] = {"heat": st.integers(0, 2), "width": st.integers(0, 2)}
        known = {part.key for part in field.fields}
        optional = parts | {key: count for key, count in counts.items() if key in known}
        optional.pop(field.identity, None)
        return st.lists(st.fixed_dictionaries(identity, optional=optional), max_size=3)
    few: dict[Type, st.SearchStrategy[Value]] = {
        Type.INTEGER: st.none() | st.integers(0, 2),
        Type.FLAG: st.booleans(),
        Type.TEXTS: st.lists(NAMES, max_size=3),
        Type.TEXT_MAP: st.dictionaries(NAMES, WORDS, max_size=2),
    }
    return few.get(field.type, st.none() | WORDS)


@st.composite
def triples(draw: st.DrawFn) -> tuple[Kind, Values, Values, Values]:
    """Base, and two sides that each changed some of it."""
    kind = draw(KINDS)
    fields = fields_with_values(kind)
    sides: tuple[Values, Values, Values] = ({}, {}, {})
    for field in draw(st.lists(st.sampled_from(fields), max_size=4, unique=True)):
        value = st.just(ABSENT) | small_values_of(field)
        base = draw(value)
        for side, mine in zip(
            sides, (base, draw(st.just(base) | value), draw(st.just(base) | value)), strict=True
        ):
            if mine is not ABSENT:
                side[field.key] = mine
    return kind, *sides


def applied(ours: Values, outcome: Merge) -> Values:
    result: dict[str, Side] = {**ours, **{change.key: change.value for change in outcome.changes}}
    return {key: value for key, value in result.items() if value is not ABSENT}


@given(triples())
@settings(max_examples=150)
def test_edit_that_only_we_made_is_never_lost(sides: tuple[Kind, Values, Values, Values]) -> None:
    kind, base, theirs, ours = sides
    result = applied(ours, merge(kind, base, theirs, ours))
    for field in fields_with_values(kind):
        if theirs.get(field.key, ABSENT) == base.get(field.key, ABSENT):
            assert result.get(field.key, ABSENT) == ours.get(field.key, ABSENT)


@given(triples())
@settings(max_examples=150)
def test_change_that_only_they_made_is_never_missed(sides: tuple[Kind, Values, Values, Values]) -> None:
    kind, base, theirs, ours = sides
    outcome = merge(kind, base, theirs, ours)
    result, clashing = applied(ours, outcome), {clash.key for clash in outcome.clashes}
    for field in fields_with_values(kind):
        if ours.get(field.key, ABSENT) == base.get(field.key, ABSENT) and field.key not in clashing:
            assert result.get(field.key, ABSENT) == theirs.get(field.key, ABSENT)


LISTS = st.lists(st.sampled_from("abcdef"), unique=True, max_size=5)


@given(LISTS, LISTS, LISTS)
@settings(max_examples=150)
def test_topic_that_only_one_side_added_or_removed_is_so(
    base: list[str], theirs: list[str], ours: list[str]
) -> None:
    sides: list[Values] = [{"topics": [*side]} for side in (base, theirs, ours)]
    outcome = merge(Kind.ARTICLE, *sides)
    result = applied(sides[2], outcome)["topics"]
    assert isinstance(result, list)
    if not outcome.clashes:
        kept = set(base) & set(theirs) & set(ours)
        assert set(map(str, result)) == kept | (set(theirs) - set(base)) | (set(ours) - set(base))
        assert len(result) == len(set(map(str, result)))


@given(triples())
@settings(max_examples=150)
def test_merging_twice_changes_nothing(sides: tuple[Kind, Values, Values, Values]) -> None:
    kind, base, theirs, ours = sides
    outcome = merge(kind, base, theirs, ours)
    again = merge(kind, base, theirs, applied(ours, outcome))
    assert again == Merge((), outcome.clashes)
    # What is settled is the next run's base.
    assert merge(kind, theirs, theirs, applied(ours, outcome)) == Merge((), ())


@given(triples())
def test_a_clash_leaves_ours_as_it_is(sides: tuple[Kind, Values, Values, Values]) -> None:
    kind, base, theirs, ours = sides
    outcome = merge(kind, base, theirs, ours)
    changed = {change.key for change in outcome.changes}
    for clash in outcome.clashes:
        assert clash.key not in changed
        assert (clash.base, clash.theirs, clash.ours) == tuple(
            side.get(clash.key, ABSENT) for side in (base, theirs, ours)
        )


@given(triples())
def test_metrics_never_clash(sides: tuple[Kind, Values, Values, Values]) -> None:
    outcome = merge(*sides)
    metrics = {field.key for field in fields_with_values(sides[0]) if field.field_class is FieldClass.METRIC}
    assert metrics.isdisjoint(clash.key for clash in outcome.clashes)


@given(triples())
def test_fields_do_not_depend_on_one_another(sides: tuple[Kind, Values, Values, Values]) -> None:
    kind, *values_of_sides = sides
    whole = merge(kind, *values_of_sides)
    alone = [
        merge(kind, *({key: side[key] for key in side if key == field.key} for side in values_of_sides))
        for field in reversed(fields_with_values(kind))
    ]
    assert {*map(repr, whole.changes)} == {repr(change) for part in alone for change in part.changes}
    assert {*map(repr, whole.clashes)} == {repr(clash) for part in alone for clash in part.clashes}
    backwards = [dict(reversed(side.items())) for side in values_of_sides]
    assert merge(kind, *backwards) == whole


@given(triples(), st.data())
@settings(max_examples=150)
def test_order_of_unrelated_runs_does_not_matter(
    sides: tuple[Kind, Values, Values, Values], data: st.DataObject
) -> None:
    kind, base, theirs, ours = sides
    first = set(data.draw(st.lists(st.sampled_from([field.key for field in fields_with_values(kind)]))))
    results = []
    for early in (first, {field.key for field in fields_with_values(kind)} - first):
        between = {key: value for key, value in base.items() if key not in early}
        between |= {key: value for key, value in theirs.items() if key in early}
        after_one = applied(ours, merge(kind, base, between, ours))
        results.append(applied(after_one, merge(kind, between, theirs, after_one)))
    assert results[0] == results[1]
