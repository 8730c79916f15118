"""Two addresses of one story are one, and an address that leads elsewhere than it seems is known."""

from __future__ import annotations

import pytest

from documents.addresses import (
    canonical,
    canonical_of,
    doubt_of,
    fault_of,
    is_host_name,
    names_picture,
    spellings,
    told_apart_by,
)
from documents.document import Values

ONE_STORY = {
    "as it is": "https://post.example/a/gulls",
    "without TLS": "http://post.example/a/gulls",
    "www": "https://www.post.example/a/gulls",
    "www2": "https://www2.post.example/a/gulls",
    "mobile": "https://m.post.example/a/gulls",
    "capitals in the host": "https://POST.example/a/gulls",
    "dot behind the host": "https://post.example./a/gulls",
    "usual port": "https://post.example:443/a/gulls",
    "slash at the end": "https://post.example/a/gulls/",
    "fragment": "https://post.example/a/gulls#comments",
    "tracking": "https://post.example/a/gulls?utm_source=feed&fbclid=x",
    "white space around it": "  https://post.example/a/gulls\n",
    "amp in the query": "https://post.example/a/gulls?amp",
    "amp behind it": "https://post.example/a/gulls/amp/",
    "amp before it": "https://post.example/amp/a/gulls",
    "amp as a suffix": "https://post.example/a/gulls.amp",
    "cache of AMP": "https://post-example.cdn.ampproject.org/c/s/post.example/a/gulls?amp",
    "viewer of AMP": "https://post-example.cdn.ampproject.org/v/www.post.example/a/gulls",
}


@pytest.mark.parametrize("url", ONE_STORY.values(), ids=ONE_STORY)
def test_addresses_of_one_story_have_one_canonical_form(url: str) -> None:
    assert canonical(url) == "post.example/a/gulls"


@pytest.mark.parametrize(
    "url",
    [
        "https://post.example/a/eels",
        "https://other.example/a/gulls",
        "https://news.post.example/a/gulls",
        "https://post.example:8000/a/gulls",
        "https://post.example/a/gulls?id=2",
        "https://post.example/a/gulls?champ=1",
        "https://post.example/a/GULLS",
        # A domain of two labels that begins like a prefix is no prefix.
        "https://m.example/a/gulls",
    ],
)
def test_addresses_of_other_stories_keep_apart(url: str) -> None:
    assert canonical(url) not in {"", "post.example/a/gulls"}


@pytest.mark.parametrize(
    "url",
    ["", "/a/gulls", "gulls", "ftp://post.example/a", "javascript:alert(1)", "https://", "http://[", "//a"],
)
def test_what_is_no_web_address_has_no_canonical_form(url: str) -> None:
    assert canonical(url) == ""


def test_parameters_that_tell_stories_apart_keep_their_order_and_their_emptiness() -> None:
    assert canonical("https://post.example/?id=2&utm_medium=x&page=&id=1") == "post.example?id=2&page=&id=1"


def test_every_address_of_a_document_counts_once() -> None:
    values: Values = {
        "webUrl": "https://post.example/a",
        "originalUrl": "http://www.post.example/a/",
        "ampWebUrl": "https://post.example/b",
        "cdnAmpWebUrl": None,
        "title": "https://post.example/c",
    }
    assert canonical_of(values) == {"post.example/a", "post.example/b"}


def test_each_spelling_of_a_canonical_address_leads_back_to_it() -> None:
    written = list(spellings("post.example/a"))
    assert len({*written}) == 8
    assert {canonical(address) for address in written} == {"post.example/a"}


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("post.example/Zürich", "post.example/Z%C3%BCrich", True),
        ("post.example/Z\u00fcrich", "post.example/Zu\u0308rich", True),
        ("post.example/Gulls", "post.example/gulls", True),
        ("post.example/gulls", "post.example/gull", False),
    ],
)
def test_escapes_and_forms_of_letters_tell_no_stories_apart(one: str, other: str, are_one: bool) -> None:
    assert (told_apart_by(one) == told_apart_by(other)) is are_one


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://post.example@evil.example/a", "names a user before its host"),
        ("https://[::1", "is an address that no browser can read"),
        ("https://post.example:x/a", "is an address that no browser can read"),
        ("https://[nonsense]/a", "no browser can read"),
        ("https://a b/", "can be no host"),
        ("https://1.2.3.4.5/", "can be no host"),
        ("https://xn--a/", "can be no host"),
        ("/assets/../../x.png", "climbs out of the site"),
        ("/assets/%2e%2e/%2E%2E/x.png", "climbs out of the site"),
        ("/assets\\..\\..\\x.png", "climbs out of the site"),
    ],
)
def test_address_that_cannot_be_used_is_told_why(url: str, reason: str) -> None:
    assert reason in fault_of(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://post.example/a?b=../..",
        "https://xn--mnchen-3ya.example/",
        "https://münchen.example/",
        "https://192.0.2.1/a",
        "https://[2001:db8::1]:8000/a",
        "https://localhost/",
        "/assets/a/../x.png",
        "/",
    ],
)
def test_address_that_can_be_used_is_left_alone(url: str) -> None:
    assert fault_of(url) == ""


def test_address_elsewhere_that_climbs_is_odd_and_no_fault() -> None:
    climbs = "https://post.example/a/../../b"
    assert fault_of(climbs) == ""
    assert doubt_of(climbs).startswith("goes up more folders than there are")
    assert doubt_of("https://post.example/a/../b") == ""


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("post.example", True),
        ("пример.рф", True),
        ("192.0.2.1", True),
        ("-post.example", False),
        ("post-.example", False),
        ("post..example", False),
        ("post.example/x", False),
        ("post example", False),
        ("a" * 64 + ".example", False),
        (".".join(["a" * 60] * 5), False),
        ("", False),
    ],
)
def test_name_of_a_host_is_a_name_and_nothing_besides(text: str, is_one: bool) -> None:
    assert is_host_name(text) is is_one


@pytest.mark.parametrize(
    ("url", "is_told"),
    [
        ("https://post.example/a.jpg", True),
        ("https://post.example/A.JPEG?w=300", True),
        ("https://post.example/a?format=webp", True),
        ("https://post.example/a?type=image/png", True),
        ("https://post.example/a.jpgs", False),
        ("https://post.example/jpg", False),
    ],
)
def test_address_of_a_picture_may_say_so(url: str, is_told: bool) -> None:
    assert names_picture(url) is is_told
