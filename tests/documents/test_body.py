"""The text of a document: in and out with its bytes, edited line by line, and merged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.body import body_with, has_both, in_words, merged, sides_of, text_of, with_both
from documents.body.alignment import COMPARED
from documents.document import ABSENT, Document, FieldChange, Problem
from documents.layout import Kind
from documents.merge import merge
from documents.reader import read
from documents.validation import validate
from documents.writer import compose, rewrite

FRONT = '---\ntitle: A\nbody: opaque\n\nsecured: "x"\n---'
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
LINES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=6)
# Any lines with any ends, the last with one or without.
BODIES = st.builds(
    lambda lines, last: "".join(line + end for line, end in lines) + last,
    st.lists(st.tuples(LINES | st.just(""), ENDS), max_size=8),
    LINES | st.just(""),
)
TEXTS = st.lists(LINES | st.just(""), max_size=8).map(lambda lines: "\n".join(lines).replace("\0", ""))
FRONTS = st.sampled_from([f"{FRONT}\n", f"\ufeff{FRONT}\n", FRONT.replace("\n", "\r\n") + "\r\n"])


def document(data: str) -> Document:
    found = read("_news/a.md", data.encode())
    assert isinstance(found, Document)
    return found


def rewritten(data: str, text: str) -> str:
    written = rewrite(document(data), Kind.ARTICLE, [FieldChange("body", text or ABSENT)])
    assert isinstance(written, bytes)
    return written.decode()


def said(data: str) -> object:
    return validate(document(data), Kind.ARTICLE).values.get("body", "")


# ---- In and out


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("", ""),
        ("\n", ""),
        ("\r\n", ""),
        ("\nOne\n", "One"),
        ("One", "One"),
        ("\r\nOne\r\n\r\nTwo\r\n", "One\n\nTwo"),
        ("\n\n    code\n\n\n", "\n    code\n\n"),
        ("\na\rb\n", "a\nb"),
        ("\na\0b\n", "a\ufffdb"),
    ],
)
def test_a_text_is_what_stands_between_the_line_ends_of_the_file(body: str, text: str) -> None:
    assert text_of(body) == text
    assert body_with(body, text, "\n") == body


def test_a_key_of_that_name_is_no_text() -> None:
    assert said(f"{FRONT}\n\nOne\n") == "One"
    assert "body" not in validate(document(f"{FRONT}\n"), Kind.ARTICLE).values


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        ("\nOne\n\nTwo\n", "One\n\nThree", "\nOne\n\nThree\n"),
        ("\r\nOne\r\n\r\nTwo\r\n\r\n", "1\n\nTwo\n", "\r\n1\r\n\r\nTwo\r\n\r\n"),
        ("\nOne\r\nTwo\rThree\nFour", "One\nTwo\n3\nFour", "\nOne\r\nTwo\r3\nFour"),
        ("One\nTwo", "One\nTwo\nThree", "One\nTwo\nThree"),
        ("", "One", "\nOne\n"),
        ("\n", "One", "\nOne\n"),
        ("One", "\nOne", "\n\nOne"),
        ("\nOne\n", "", "\n"),
        ("One\n", "", ""),
        ("\na\0b\nc\n", "a\ufffdb\nd", "\na\0b\nd\n"),
    ],
)
def test_an_edit_changes_its_lines_alone(before: str, text: str, after: str) -> None:
    assert rewritten(f"{FRONT}\n{before}", text) == f"{FRONT}\n{after}"
    assert said(f"{FRONT}\n{after}") == text


def test_a_first_text_stands_behind_a_fence_without_a_line_end() -> None:
    assert rewritten(FRONT, "One") == f"{FRONT}\n\nOne\n"
    assert rewritten(FRONT.replace("\n", "\r\n"), "One\nTwo").endswith("---\r\n\r\nOne\r\nTwo\r\n")


def test_plain_yaml_has_no_place_for_a_text() -> None:
    found = read("_news/a.yaml", b"title: A\n")
    assert isinstance(found, Document)
    refused = rewrite(found, Kind.ARTICLE, [FieldChange("body", "One")])
    assert isinstance(refused, Problem)
    assert refused.field == "body"


def test_a_new_document_has_its_text_behind_an_empty_line() -> None:
    assert compose(Kind.ARTICLE, {"title": "A", "body": "One"}) == b'---\ntitle: "A"\n---\n\nOne\n'


@given(FRONTS, BODIES)
def test_any_text_stays_as_it_is(front: str, body: str) -> None:
    data = front + body
    text = said(data)
    assert isinstance(text, str)
    assert rewritten(data, text) == data


@given(FRONTS, BODIES, TEXTS)
def test_any_edit_says_that_text_and_leaves_what_stands_before(front: str, body: str, text: str) -> None:
    written = rewritten(front + body, text)
    assert written.startswith(front)
    assert said(written) == text


@given(BODIES, st.data())
def test_an_edited_line_leaves_the_bytes_of_all_others(body: str, data: st.DataObject) -> None:
    body = f"\n{body}"
    lines = text_of(body).split("\n")
    place = data.draw(st.integers(0, len(lines) - 1))
    was, lines[place] = lines[place], "edited here"
    head, _, tail = body_with(body, "\n".join(lines), "\n").partition("edited here")
    # Its own line end may become that of the document.
    tail = tail.lstrip("\r\n")
    assert body.startswith(head)
    assert body.endswith(tail)
    assert body[len(head) : len(body) - len(tail)].replace("\0", "\ufffd").strip("\r\n") in {was, ""}


@given(FRONTS, BODIES, LINES.filter(str.strip))
def test_an_edit_of_the_front_matter_never_moves_the_text(front: str, body: str, title: str) -> None:
    written = rewrite(document(front + body), Kind.ARTICLE, [FieldChange("title", f"New {title!r}")])
    assert isinstance(written, bytes)
    assert document(written.decode()).body == document(front + body).body


# ---- Merged


PLAIN = st.sampled_from(["", "", "a", "b", "# c", "- d"])


@given(st.lists(PLAIN, min_size=1, max_size=12), st.data())
def test_edits_of_different_lines_merge_and_lose_nothing(base: list[str], data: st.DataObject) -> None:
    """Lines replaced, taken away, or with new ones before them; each line by one side at most."""
    ours, theirs, both = [], [], []
    for place, line in enumerate(base):
        # A line that stands once is known again, wherever the other side puts what is new.
        marked = f"{place} {line}"
        side = data.draw(st.sampled_from(["neither", "neither", "ours", "theirs"]))
        edit = data.draw(st.sampled_from([[f"{place} {side}"], [], [f"{place} {side}", marked]]))
        edited = [marked] if side == "neither" else edit
        both += edited
        ours += edited if side == "ours" else [marked]
        theirs += edited if side == "theirs" else [marked]
    old = "\n".join(f"{place} {line}" for place, line in enumerate(base))
    merged_texts = sides_of(old, "\n".join(theirs), "\n".join(ours))
    assert merged_texts == ("\n".join(both), "\n".join(both))


@given(st.lists(PLAIN, min_size=2, max_size=30), st.data())
def test_two_replaced_lines_merge_wherever_lines_repeat(base: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(base) - 2))
    second = data.draw(st.integers(first + 1, len(base) - 1))
    ours, theirs, both = base.copy(), base.copy(), base.copy()
    ours[first] = both[first] = "ours"
    theirs[second] = both[second] = "theirs"
    expected = "\n".join(both)
    assert sides_of("\n".join(base), "\n".join(theirs), "\n".join(ours)) == (expected, expected)


@given(TEXTS, TEXTS, TEXTS)
def test_whatever_meets_both_sides_keep_what_they_say(base: str, theirs: str, ours: str) -> None:
    there, here = sides_of(base, theirs, ours)
    assert sides_of(base, base, ours) == (ours, ours)
    assert sides_of(base, theirs, base) == (theirs, theirs)
    for line in set(ours.split("\n")) - set(base.split("\n")):
        assert line in here.split("\n")
    for line in set(theirs.split("\n")) - set(base.split("\n")):
        assert line in there.split("\n")


def test_parts_that_meet_are_told_beside_those_that_are_settled() -> None:
    parts = merged("a\nb\nc\nd\ne", "a\nB\nc\nd\nE", "A\nb!\nc\nd\ne")
    assert [(part.ours, part.theirs) for part in parts if part.is_met] == [("A\nb!\n", "a\nB\n")]
    assert sides_of("a\nb\nc\nd\ne", "a\nB\nc\nd\nE", "A\nb!\nc\nd\ne") == ("a\nB\nc\nd\nE", "A\nb!\nc\nd\nE")


def test_a_very_long_text_merges_at_its_ends() -> None:
    middle = "\n".join(f"same {number % 7}" for number in range(50 * COMPARED))
    assert sides_of(f"a\n{middle}\nb", f"a\n{middle}\nB", f"A\n{middle}\nb") == (
        f"A\n{middle}\nB",
        f"A\n{middle}\nB",
    )


def test_a_text_is_merged_as_a_field() -> None:
    outcome = merge(Kind.ARTICLE, {"body": "a\nb"}, {"body": "a\nB"}, {"body": "A\nb"})
    assert outcome.changes == (FieldChange("body", "A\nB"),)
    assert not outcome.clashes


def test_where_a_text_meets_ours_stays_with_what_they_changed_elsewhere() -> None:
    outcome = merge(Kind.ARTICLE, {"body": "a\nb\nc"}, {"body": "1\nb\nC"}, {"body": "2\nb\nc"})
    assert outcome.changes == (FieldChange("body", "2\nb\nC"),)
    (clash,) = outcome.clashes
    assert (clash.base, clash.theirs, clash.ours) == ("a\nb\nc", "1\nb\nC", "2\nb\nC")


def test_a_text_that_the_source_takes_away_waits_for_an_editor() -> None:
    outcome = merge(Kind.ARTICLE, {"body": "a"}, {}, {"body": "a"})
    assert not outcome.changes
    assert outcome.clashes[0].theirs == ""


# ---- One text of both


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "both"),
    [
        ("The tide rises", "The river rises", "The tide falls", "The river falls"),
        ("The tide rises", "The river rises", "The sea falls", "The <<<<<<< sea ======= river >>>>>>> falls"),
        ("a", "a  b", "c a", "c a  b"),
    ],
)
def test_words_that_do_not_meet_become_one_text(base: str, theirs: str, ours: str, both: str) -> None:
    assert with_both(merged(base, theirs, ours, in_words), ours="here", theirs="there") == both


@given(TEXTS, TEXTS, TEXTS)
def test_a_text_of_both_is_marked_where_they_meet_and_says_what_both_say(
    base: str, theirs: str, ours: str
) -> None:
    parts = merged(base, theirs, ours)
    both = with_both(parts, ours="here", theirs="there")
    assert has_both(both) == any(part.is_met for part in parts)
    assert all(part.ours in f"{both}\n" and part.theirs in f"{both}\n" for part in parts)


@pytest.mark.parametrize("text", ["a\n=======\nb", "a ======", "<<<<<<", "> > > > > > >"])
def test_what_people_write_is_no_mark(text: str) -> None:
    assert not has_both(text)
