"""What libyaml complains about is told in plain words, at the place where a person would look."""

from __future__ import annotations

import pytest
import yaml

from documents.yaml_errors import explain

# By what is wrong: the text, with the place to be told marked by ‸, and the beginning of the reason.
WRONG = {
    "quotation mark": ('title: ‸"a\nheat: 1\n', "the quotation mark that stands here is not closed"),
    "apostrophe": ("title: ‸'a\n", "the quotation mark that stands here is not closed"),
    "list": ("a: ‸[1, 2\nb: 1\n", "the list that begins here with [ lacks a comma or its closing ]"),
    "braces": ("a: ‸{b: 1\nc: 1\n", "what begins here with { lacks a comma or its closing }"),
    "colon in a text": ("title: a‸: b\n", "a colon stands where none can; put the text in double quotes"),
    "tab": ("a:\n‸\tb: 1\n", "is indented with a tab; use spaces"),
    "at": ("title: ‸@home\n", "a text cannot begin with @; put the text in double quotes"),
    "percent": ("title: ‸%a\n", "a text cannot begin with %; put the text in double quotes"),
    "star": ("title: ‸** a **\n", "begins with *, which YAML takes for something else"),
    "backslash": ('title: "‸\\c"\n', "holds a backslash with a letter that means nothing"),
    "forbidden character": ("a: b‸\x07\n", "holds a character that YAML does not allow (U+0007); remove it"),
}


@pytest.mark.parametrize(("marked", "reason"), WRONG.values(), ids=WRONG)
def test_error_is_told_at_its_place_in_plain_words(marked: str, reason: str) -> None:
    text = marked.replace("‸", "")
    with pytest.raises(yaml.YAMLError) as raised:
        list(yaml.parse(text, Loader=yaml.CSafeLoader))
    place, told = explain(raised.value, text)
    assert text[:place] + "‸" + text[place:] == marked
    assert told.startswith(reason)


def test_error_without_a_place_is_told_at_the_beginning() -> None:
    assert explain(yaml.YAMLError("strange"), "a: b\n") == (0, "is not YAML: strange")


def test_complaint_that_nobody_put_in_words_is_told_as_libyaml_says_it() -> None:
    mark = yaml.Mark("", 3, 0, 3, None, 0)
    error = yaml.MarkedYAMLError("while doing this", mark, "did not find that", mark)
    assert explain(error, "a: b\n") == (3, "is not YAML: while doing this, did not find that")
