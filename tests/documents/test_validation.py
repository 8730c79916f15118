"""Documents become typed values, and everything that is wrong with one is said at once."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given

from documents.document import Document, Problem, Sequence, Value, Values
from documents.layout import Kind, kind_of
from documents.reader import read
from documents.schema import field_of
from documents.validation import Validated, member_of, validate, value_of
from tests.conftest import ROOT
from tests.documents.strategies import PATHS, Wild, json_documents, wild_documents


def validated(data: bytes, kind: Kind = Kind.ARTICLE) -> Validated:
    if kind is not Kind.TOPIC:
        data = b"---\n" + data + b"---\n"
    document = read(PATHS[kind], data)
    assert isinstance(document, Document), document
    return validate(document, kind)


def values_of(data: bytes, kind: Kind = Kind.ARTICLE) -> Values:
    outcome = validated(data, kind)
    assert not outcome.is_refused, outcome.problems
    return outcome.values


def problems_of(data: bytes, kind: Kind = Kind.ARTICLE) -> list[str]:
    return [str(problem).removeprefix(PATHS[kind]) for problem in validated(data, kind).problems]


# What values mean


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (b"title: no", "no"),
        (b"title: 2020-01-01", "2020-01-01"),
        (b'title: ""', ""),
        (b"title:", None),
        (b"title: ~", None),
        (b'title: "null"', "null"),
        (b'title: "\xc3\xa2\\x80\\x93"', "â\x80\x93"),
        (b'title: "a\\tb\\nc\\r\\nd"', "a\tb\nc\r\nd"),
        (b"heat: -1", -1),
        (b"heat: +7", 7),
        (b"heat: 007", 7),
        (b"heat: 2147483647", 2147483647),
        (b"heat:", None),
        (b"published: true", True),
        (b"published: False", False),
        (b"publishedDateTime: 2020-02-24T15:49:00Z", datetime(2020, 2, 24, 15, 49, tzinfo=UTC)),
        (b"publishedDateTime: '2020-02-24 15:49:00.5z'", datetime(2020, 2, 24, 15, 49, 0, 500000, UTC)),
        (b"publishedDateTime: 2020-02-24T15:49:00+01:30", datetime(2020, 2, 24, 14, 19, tzinfo=UTC)),
        (b"publishedDateTime: 2020-02-24T15:49:00.123456789Z", datetime(2020, 2, 24, 15, 49, 0, 123456, UTC)),
        (b'webUrl: ""', ""),
        (b"webUrl: HTTPS://example.com", "HTTPS://example.com"),
        (b"webUrl: http://[::1]:8000/a b?c#d", "http://[::1]:8000/a b?c#d"),
        (b"webUrl: https://example.com/\xc3\xbc", "https://example.com/ü"),
        (b"webUrl: /assets/x.png", "/assets/x.png"),
        (b"webUrl: /", "/"),
        (b"topics: []", []),
        (b"topics: [AI, 2021, no]", ["AI", "2021", "no"]),
        (b"provider: {}", {}),
        (b"provider: {name: BBC, founded: 1922}", {"name": "BBC"}),
        (b"images: [{url: /x.png, width: 1}, {}]", [{"url": "/x.png", "width": 1}, {}]),
    ],
)
def test_value_is_typed(written: bytes, value: Value) -> None:
    found = values_of(b"excerpt: x\n" + written + b"\n")[written.split(b":")[0].decode()]
    assert (found, type(found)) == (value, type(value))


def test_absent_key_is_absent() -> None:
    assert values_of(b"title: a\n") == {"title": "a"}


def test_opaque_keys_are_no_values() -> None:
    assert values_of(b"title: a\nsecured: [1]\nlocale: {a: b}\n") == {"title": "a"}


def test_services_keep_their_names_and_order() -> None:
    values = values_of(b"name: a\nservices:\n  news: /n\n  1: /e\n  off:\n", Kind.TOPIC)
    # The type of values does not tell that `services` is a mapping.
    assert list(values["services"].items()) == [("news", "/n"), ("1", "/e"), ("off", None)]  # type: ignore[union-attr]


def test_value_of_a_node_is_what_validate_finds() -> None:
    document = read(PATHS[Kind.ARTICLE], b"---\nheat: 7\n---\n")
    field = field_of(Kind.ARTICLE, "heat")
    assert isinstance(document, Document)
    assert field is not None
    assert value_of(document.root.entries[0].value, field) == 7


@pytest.mark.parametrize(
    ("data", "key", "member"),
    [
        (b"---\ntopics: [AI]\n---\n", "topics", "AI"),
        (b"---\nimages: [{width: 5, focus: left}]\n---\n", "images", {"width": 5}),
    ],
)
def test_member_of_a_list_is_what_validate_finds(data: bytes, key: str, member: Value) -> None:
    document, field = read(PATHS[Kind.ARTICLE], data), field_of(Kind.ARTICLE, key)
    assert isinstance(document, Document)
    assert field is not None
    items = document.root.entries[0].value
    assert isinstance(items, Sequence)
    assert member_of(items.items[0], field) == member


# What is wrong

ADDRESS = "expected an address that begins with https://, http:// or a single /, found"
TIME = "expected a time with its zone, such as 2020-02-24T15:49:00Z, found"
BAD = {
    "title too long": (b"title: " + b"a" * 5000, ":3: title: has 5,000 characters; at most 1,000 fit"),
    "title as a list": (b"title: [a]", ":3: title: expected text, found a list"),
    "title as a mapping": (b"title: {a: b}", ":3: title: expected text, found keys with values"),
    "NUL, escaped": (b'title: "a\\0b"', ":3: title: holds the control character U+0000; remove it"),
    "bell": (b'title: "a\\ab"', ":3: title: holds the control character U+0007; remove it"),
    "delete": (b'title: "a\\x7fb"', ":3: title: holds the control character U+007F; remove it"),
    "no such day": (b"publishedDateTime: 2020-13-45T00:00:00Z", "publishedDateTime: there is no such time"),
    "no zone": (b"publishedDateTime: 2020-02-24T15:49:00", f':3: publishedDateTime: {TIME} "2020-'),
    "only a date": (b"publishedDateTime: 2020-02-24", f':3: publishedDateTime: {TIME} "2020-02-24"'),
    "year 0": (b"publishedDateTime: 0000-01-01T00:00:00Z", "no such time as 0000-01-01T00:00:00Z; correct"),
    "before year 1": (b"publishedDateTime: 0001-01-01T00:00:00+01:00", "there is no such time as 0001"),
    "leap second": (b"publishedDateTime: 2016-12-31T23:59:60Z", "no such time as 2016-12-31T23:59:60Z"),
    "no such zone": (b"publishedDateTime: 2020-02-24T15:49:00+99:00", "there is no such time as 2020"),
    "other digits": ("publishedDateTime: ２０２０-02-24T15:49:00Z".encode(), TIME),
    "time as a list": (b"publishedDateTime: [2020]", f":3: publishedDateTime: {TIME} a list"),
    "javascript:": (b"webUrl: javascript:alert(1)", f':3: webUrl: {ADDRESS} "javascript:alert(1)"'),
    "data:": (b'webUrl: "data:text/html,x"', f':3: webUrl: {ADDRESS} the text "data:text/html,x"'),
    "protocol-relative": (b"webUrl: //evil.example/x", f':3: webUrl: {ADDRESS} "//evil.example/x"'),
    "backslashes": (b"webUrl: '/\\evil.example'", f":3: webUrl: {ADDRESS} the text"),
    "backslash behind the host": (b"webUrl: 'https://good.example\\@evil.example'", f":3: webUrl: {ADDRESS}"),
    "no host": (b"webUrl: https:///x", f':3: webUrl: {ADDRESS} "https:///x"'),
    "long s": ("webUrl: httpſ://example.com".encode(), f":3: webUrl: {ADDRESS}"),
    "only words": (b"webUrl: see below", f':3: webUrl: {ADDRESS} "see below"'),
    "line end in a URL": (b'webUrl: "https://a.b/\\nx"', ":3: webUrl: holds U+000A, which no address can"),
    "tab in a URL": (b'webUrl: "/\\t/evil.example"', ":3: webUrl: holds U+0009, which no address can"),
    "space at the end": (b'webUrl: "/x "', ":3: webUrl: holds U+0020, which no address can"),
    "heat as text": (b"heat: hot", ':3: heat: expected an integer, found "hot"'),
    "heat in quotes": (b'heat: "80"', ':3: heat: expected an integer, found the text "80"'),
    "heat with a point": (b"heat: 80.5", ':3: heat: expected an integer, found "80.5"'),
    "heat true": (b"heat: true", ':3: heat: expected an integer, found "true"'),
    "heat too large": (b"heat: 2147483648", "heat: 2147483648 is out of range (-2147483648 to 2147483647)"),
    "heat of 5,000 digits": (b"heat: " + b"9" * 5000, ":3: heat: 99999999999999999999"),
    "published maybe": (b"published: maybe", ':3: published: expected true or false, found "maybe"'),
    "published yes": (b"published: yes", ':3: published: expected true or false, found "yes"'),
    "published in quotes": (b'published: "true"', 'published: expected true or false, found the text "true"'),
    "topics as text": (b"topics: AI", ':3: topics: expected a list, found "AI"'),
    "topics as a mapping": (b"topics: {name: AI}", ":3: topics: expected a list, found keys with values"),
    "topic as a mapping": (b"topics:\n  - name: AI", ":4: topics[1]: expected text, found keys with values"),
    "images as a mapping": (b"images:\n  url: /x.png", ":4: images: expected a list, found keys with values"),
    "image as text": (b"images: [/x.png]", ':3: images[1]: expected keys with values, found "/x.png"'),
    "negative width": (b"images:\n  - width: -5", ":4: images[1].width: -5 is out of range (0 to 2147"),
    "provider as a list": (b"provider:\n  - BBC", ":4: provider: expected keys with values, found a list"),
    "provider as text": (b"provider: BBC", ':3: provider: expected keys with values, found "BBC"'),
    "deep inside": (
        b"related:\n  - title: a\n    provider:\n      images:\n        - width: x",
        ':7: related[1].provider.images[1].width: expected an integer, found "x"',
    ),
    "topic among articles": (b"taxonomy: topic", "taxonomy: this is no article; keep it in _data/topics/"),
    "provider among articles": (b"taxonomy: organization", "keep it in _data/organizations/"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "problem"), BAD.values(), ids=BAD)
def test_bad_value_is_refused_with_line_field_and_reason(data: bytes, problem: str) -> None:
    outcome = validated((b"excerpt: a\n" if data.startswith(b"title") else b"title: a\n") + data + b"\n")
    errors = [str(found) for found in outcome.problems if found.is_error]
    assert len(errors) == 1
    assert problem in errors[0]


PROVIDER_IMAGES: Values = {"provider": {"images": [{"url": None}]}}
LEFT_OUT: dict[str, tuple[bytes, str, Values]] = {
    "empty topic": (b"topics:\n  - AI\n  -", ":5: topics[2]: is empty", {"topics": ["AI"]}),
    "null topic": (b"topics: [~]", ":3: topics[1]: is empty", {"topics": []}),
    "blank topic": (b"topics: ['  ', AI]", ":3: topics[1]: is empty", {"topics": ["AI"]}),
    "empty picture": (b"images:\n  -\n  - width: 1", ":4: images[1]: is empty", {"images": [{"width": 1}]}),
    "empty related link": (b"related: ['', {title: b}]", ":3: related[1]: is", {"related": [{"title": "b"}]}),
    "address of a picture": (
        b"images:\n- url: 'https://a.example/x.png '",
        ":4: images[1].url: holds U+0020, which no address can",
        {"images": [{"url": None}]},
    ),
    "address of a picture as a list": (
        b"images: [{url: [x], width: 1}]",
        ":3: images[1].url: expected text, found a list",
        {"images": [{"url": None, "width": 1}]},
    ),
    "long address of a picture": (
        b"images: [{url: /" + b"a" * 2000 + b"}]",
        ":3: images[1].url: has 2,001 characters; at most 2,000 fit",
        {"images": [{"url": None}]},
    ),
    "address of a related link": (
        b"related: [{webUrl: 'javascript:alert(1)', originalUrl: /a}]",
        f":3: related[1].webUrl: {ADDRESS}",
        {"related": [{"webUrl": None, "originalUrl": "/a"}]},
    ),
    "picture of a related link": (
        b"related: [{images: [{url: x}]}]",
        f':3: related[1].images[1].url: {ADDRESS} "x"',
        {"related": [{"images": [{"url": None}]}]},
    ),
    "logo": (
        b"provider: {images: [{url: x}]}",
        f':3: provider.images[1].url: {ADDRESS} "x"',
        PROVIDER_IMAGES,
    ),
}


@pytest.mark.parametrize(("data", "problem", "values"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_a_story_can_do_without_is_left_out_with_a_warning(
    data: bytes, problem: str, values: Values
) -> None:
    outcome = validated(b"title: a\n" + data + b"\n")
    assert outcome.values == {"title": "a", **values}
    [warning] = outcome.problems
    assert problem in str(warning)
    assert str(warning).endswith("(left out)")
    assert not warning.is_error


def test_address_of_the_story_itself_is_not_left_out() -> None:
    for key in (b"webUrl", b"originalUrl", b"ampWebUrl", b"cdnAmpWebUrl"):
        assert validated(b"title: a\n" + key + b": '/x '\n").is_refused


# Keys of 2019


@pytest.mark.parametrize(
    ("data", "values"),
    [
        (b"sourceUrl: /a\n", {"webUrl": "/a"}),
        (b"'ampUrl': /a\ncdnAmpUrl: /b\n", {"ampWebUrl": "/a", "cdnAmpWebUrl": "/b"}),
        (b"sourceUrl: /a\nwebUrl: /b\n", {"webUrl": "/b"}),
        (b"related:\n- sourceUrl: /a\n  ampUrl: /b\n", {"related": [{"webUrl": "/a", "ampWebUrl": "/b"}]}),
    ],
)
def test_keys_are_read_by_their_former_names(data: bytes, values: Values) -> None:
    outcome = validated(b"title: a\n" + data)
    assert outcome.values == {"title": "a", **values}


BAD_TOPICS = {
    "no name": (b"taxonomy: topic\n", ": name: is missing or empty; every such document needs it"),
    "null name": (b"_id: a\nname:\n", ":2: name: is missing or empty"),
    "blank name": (b"name: '  '\n", ":1: name: is missing or empty"),
    "name as a list": (b"name: [a]\n", ":1: name: expected text, found a list"),
    "provider among topics": (
        b"name: a\ntaxonomy: organization\n",
        ":2: taxonomy: this is no topic; keep it in",
    ),
    "services as a list": (
        b"name: a\nservices: [a]\n",
        ":2: services: expected keys with values, found a list",
    ),
    "service as a list": (
        b"name: a\nservices: {news: [a]}\n",
        ":2: services.news: expected text, found a list",
    ),
    "NUL in a service": (
        b'name: a\nservices: {"a\\0": x}\n',
        ":2: services.a\\x00: holds the control character",
    ),
    "long service": (b"name: a\nservices: {" + b"a" * 300 + b": x}\n", "has 300 characters; at most 200 fit"),
}


@pytest.mark.parametrize(("data", "problem"), BAD_TOPICS.values(), ids=BAD_TOPICS)
def test_bad_topic_is_refused_with_line_field_and_reason(data: bytes, problem: str) -> None:
    (found,) = problems_of(data, Kind.TOPIC)
    assert problem in found


def test_provider_without_domain_is_refused() -> None:
    assert problems_of(b"name: BBC\n", Kind.PROVIDER) == [
        ": domain: is missing or empty; every such document needs it"
    ]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert problems_of(b"title: [a]\nheat: hot\nquality: 1\npublished: maybe\n") == [
        ":2: title: expected text, found a list",
        ':3: heat: expected an integer, found "hot"',
        ':5: published: expected true or false, found "maybe"',
        ": title: is missing or empty",
    ]


def test_document_without_keys_of_ours_is_refused() -> None:
    assert problems_of(b"name: a\ncolour: red\n") == [
        ": document: has none of an article's keys, such as `title: …`"
    ]


def test_missing_title_is_only_a_warning() -> None:
    outcome = validated(b"heat: 1\n")
    assert [problem.field for problem in outcome.problems] == ["title"]
    assert not outcome.is_refused


def test_topic_named_twice_is_only_a_warning() -> None:
    outcome = validated(b"title: a\ntopics: [ai, Space, AI]\n")
    assert [str(problem) for problem in outcome.problems] == [
        f"{PATHS[Kind.ARTICLE]}:3: topics[3]: “AI” stands twice; it counts once"
    ]
    assert not outcome.is_refused


def test_what_was_found_is_shown_on_one_line() -> None:
    assert problems_of(b'title: a\nheat: "1\\n\\e[31m' + b"x" * 500 + b'"\n') == [
        ':3: heat: expected an integer, found the text "1\\n\\x1b[31m' + "x" * 53 + '…"'
    ]


DECEIVING = [
    "https://user:secret@host.example/",
    "https://bank.example@evil.example/",
    "https://@evil.example",
    "https://host.example:99999/",
    "https://host.example:a/",
    "https://[::1/",
    "https://[1.2.3.4]/",
    "https://[v1.x]/",
    "https://a..example/",
    "https://.example/",
    "https://%61.example/",
    "https://a\u200b.example/",
    "https://a\u202egpj.example/",
    "https://a,b.example/",
    "https://a<b>.example/",
    "https://a／b.example/",
    "https://[::1]x/",
    "https://[::1]x.evil.example/",
    "https://[fe80::1%25eth0]/",
    "https://a[::1]/",
    "https://xn--.example/",
    "https://xn--a.example/",
    "https://XN--a-.example/",
    "https://xn--99999999.example/",
    "https://host.example/\u202egpj.exe",
    "https://host.example/\u2066x\u2069",
    "/a\u200e",
    "https://1.2.3.456/",
    "https://2130706433/",
    "https://0x7f.1/",
    f"https://{'a' * 64}.example/",
    f"https://{'a.' * 127}example/",
    "/..",
    "/assets/../../..",
    "/assets/..//../x.png",
    "/assets/%2e%2E/%2e./x.png",
    "/assets/..\\..\\x.png",
    "/assets/..%2f..%2fx.png",
]


@pytest.mark.parametrize("address", DECEIVING)
def test_address_that_leads_elsewhere_than_it_seems_is_refused(address: str) -> None:
    for text in (f"webUrl: {json.dumps(address)}", f"originalUrl: {json.dumps(address)}"):
        assert validated(f"title: a\n{text}\n".encode()).is_refused, text


@pytest.mark.parametrize(
    "address",
    [
        "https://host.example", "HTTPS://HOST.example:8080/a?b=c..d/../..#e", "http://localhost/",
        "https://xn--e1afmkfd.example/", "https://XN--Bcher-Kva.example:8080/", "https://xn--h-zfa.example/x",
        "https://пример.рф/путь", "https://a_b.example./x",
        "https://i❤.example/",
        "https://1.2.3.4/", "https://[2001:db8::1]:443/x", "https://host.example/a/../b",
        "https://h.example/a b",
        "https://-a-.host.example/", "https://h.example/?u=https://x@y/", "https://h.example/@name", "/",
        "/a/../b", "/a?../../..", "/a...b/..c", "/assets/images/x y.png",
    ],
)  # fmt: skip
def test_address_of_a_real_site_is_taken(address: str) -> None:
    assert problems_of(f"title: a\nwebUrl: {json.dumps(address)}\n".encode()) == []


def test_address_elsewhere_that_climbs_is_only_a_warning() -> None:
    outcome = validated(b"title: a\nwebUrl: https://host.example/a/../../b\n")
    assert not outcome.is_refused
    assert [problem.field for problem in outcome.problems] == ["webUrl"]


@pytest.mark.parametrize(
    "domain",
    [
        "not a domain/../x", "bank.example@evil.example/..", "a.example/b", "https://a.example",
        "a.example:80",
        "a..example", ".example", "a.example.", "-a.example", "a-.example", "a\u200b.example", "a%2e.example",
        "xn--", "xn--a.example",
        "[::1]", "1.2.3", "a?b", "a#b", "a\\b", "a,b.example", f"{'a' * 64}.example", "..", "a\nb",
    ],
)  # fmt: skip
def test_domain_that_can_be_no_host_name_is_refused(domain: str) -> None:
    said = json.dumps(domain)
    told = "domain: expected the name of a host"
    assert told in "".join(problems_of(f"domain: {said}\n".encode(), Kind.PROVIDER))
    assert told in "".join(problems_of(f"title: a\nprovider: {{domain: {said}}}\n".encode()))


@pytest.mark.parametrize(
    "domain", ["a.example", "WWW.A.example", "пример.рф", "xn--e1afmkfd.example", "a_b.example", "localhost"]
)
def test_domain_in_any_script_is_taken(domain: str) -> None:
    assert problems_of(f"domain: {domain}\n".encode(), Kind.PROVIDER) == []


# Each of these took minutes with a pattern that could be matched in many ways.
@pytest.mark.parametrize(
    "url",
    [
        b"https://" + b"a" * 900_000 + b"\\n",
        b"https://" + b"a/" * 450_000 + b"\\n",
        b"/" + b" " * 900_000 + b"\\n",
    ],
)
def test_hostile_address_is_answered(url: bytes) -> None:
    assert validated(b'title: a\nwebUrl: "' + url + b'"\n').is_refused


# Properties


@given(wild_documents() | json_documents())
def test_style_does_not_change_what_a_document_says(wild: Wild) -> None:
    outcome = validate(wild.document, wild.kind)
    assert outcome.values == wild.values
    assert not outcome.is_refused


def problems_in(folder: Path) -> list[Problem]:
    found: list[Problem] = []
    assert len([*folder.rglob("*.md")]) > 50
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder).as_posix()
        if path.is_file() and (kind := kind_of(relative)):
            document = read(relative, path.read_bytes())
            assert isinstance(document, Document), document
            found += validate(document, kind).problems
    return found


def test_sample_site_has_no_problems() -> None:
    assert problems_in(ROOT / "fixtures/site") == []


def test_whole_site_has_no_problems(whole_site: Path) -> None:
    assert problems_in(whole_site) == []
