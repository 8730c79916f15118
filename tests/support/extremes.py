"""The most and the least that an import accepts: documents for a site of extremes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from documents import schema
from documents.layout import Kind
from documents.schema import Field, Type

LEAST, GREATEST = "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"
# Not in XML, not in every font, not in one direction, and not seen.
ODD = "\ufffe\uffff\u2028\ufeff\u202e\x85\u0301\U0010ffff\U0001f468\u200d\U0001f469 %00 %s {} {{ x }} {% x %}"
FRAGMENTS = (
    "<![x]>", "<!", "<!-->", "<!--->", "<!--x", "<!-- x --!>", "<!DOCTYPE x", "<!ELEMENT",
    "<![CDATA[x]]>", "<![if x]>y<![endif]>", "<?", "<?xml x?>", "</", "</>", "</3>", "<", ">", "<a",
    "<a b", "<a b=", '<a b="', "<a b='>", "<a/", "<a <b>", "<script>", "<script><!--<script></script>",
    "<style>", "<textarea>", "<title>", "<plaintext>", "<iframe>", "<iframe src>", "<iframe src=>",
    '<iframe src="https://[">', "<iframe src='//'>",
    '<iframe src="https://www.youtube.com:x/embed/qT7bR0nKh3E">', "&", "&#", "&#x;", "&#0;", "&#xD800;",
    "&#99999999999999999999;", "&amp", "]]>", "--><script>alert(1)</script>",
    "<a<<<<" * 200, "<!--" * 4000,
)  # fmt: skip


def _longest(field: Field) -> Any:
    address = "https://example.org/".ljust(field.limit, "x")
    record = {inner.key: _longest(inner) for inner in field.fields}
    by_type = {
        Type.URL: address,
        Type.INTEGER: field.maximum,
        Type.TIME: "2021-06-01T12:00:00.123456Z",
        Type.FLAG: True,
        Type.TEXTS: ["Ŵ" * field.limit],
        Type.TEXT_MAP: {"x" * 100: address},
        Type.RECORD: record,
        Type.RECORDS: [record],
    }
    if field.key == "domain":
        return ".".join(["x" * 63] * 3 + ["example"])
    return by_type.get(field.type, "Ŵ" * field.limit)


def _least(field: Field) -> Any:
    if field.type is Type.INTEGER:
        return field.minimum
    if field.type in {Type.RECORD, Type.RECORDS}:
        record = {inner.key: _least(inner) for inner in field.fields}
        return record if field.type is Type.RECORD else [record]
    return LEAST if field.type is Type.TIME else None


def _lines(values: dict[str, Any]) -> str:
    """Keys and values, each on its line: JSON, which YAML reads, but for times and what is never seen."""
    written = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())
    for sign in "\ufffe\uffff\u2028\ufeff\u202e\x85":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return re.sub(r'"(\d{4}-\d\d-\d\dT[^"]+)"', r"\1", written)


def _document(**values: Any) -> bytes:
    return f"---\n{_lines(values)}---\n\n".encode()


def _public(**values: Any) -> bytes:
    return _document(**{"publishedDateTime": LEAST, "published": True, **values})


def _all_fields(kind: Kind, value_of: Callable[[Field], Any]) -> dict[str, Any]:
    return {field.key: value_of(field) for field in schema.fields_of(kind)}


def extreme_site() -> dict[str, bytes]:
    """Documents by path."""
    documents = _articles()
    for number, markup in enumerate(FRAGMENTS):
        texts = {"title": markup[:1000], "excerpt": markup, "featuredContent": markup}
        documents[f"fragment-{number}"] = _public(**texts, provider={"name": markup[:200]})
    topic = _all_fields(Kind.TOPIC, _longest) | {"_id": "x" * 100, "parent": None}
    provider = _all_fields(Kind.PROVIDER, _longest)
    provider["_id"] = provider["domain"]
    return {
        **{f"_news/{stem}.md": data for stem, data in documents.items()},
        "_data/topics/00-longest.yaml": _lines(topic).encode(),
        "_data/topics/01-odd.yaml": _lines({"name": ODD, "keywords": [ODD], "services": {"?": ODD}}).encode(),
        "_data/topics/02-empty.yaml": b"name: Empty\nservices:\nkeywords: []\n",
        "_data/organizations/longest.md": _document(**provider),
        "_data/organizations/odd.md": _document(name="O", domain="odd.example", description=ODD),
    }


def _articles() -> dict[str, bytes]:
    """Documents of articles by stem."""
    related = [
        {"webUrl": f"https://example.org/{time[:4]}", "title": ODD, "publishedDateTime": time}
        for time in (LEAST, GREATEST)
    ]
    return {
        "longest": _document(**_all_fields(Kind.ARTICLE, _longest)),
        "least": _document(**_all_fields(Kind.ARTICLE, _least) | {"published": True}),
        "empty": b"---\npublished: true\n---",
        "texts": _public(title="", excerpt="", topics=[], related=[], images=[], provider=None),
        "oldest": _public(title="Oldest", updatedDateTime=LEAST),
        "newest": _public(title="Newest", publishedDateTime=GREATEST),
        "hidden": _public(title="Hidden", publishedDateTime=GREATEST, published=False),
        "related": _public(title="Related", related=related),
        "odd": _public(
            title=ODD,
            excerpt=ODD,
            type=ODD[:60],
            category=ODD[:60],
            topics=[ODD],
            provider={"name": ODD},
            images=[{"url": "https://example.org/ü?%zz", "title": ODD, "attribution": ODD}],
        ),
        "opaque": _public(
            updatedDateTime="9999-12-31T23:59:59-14:00",
            locale=["de"],
            tags={"": [None, [[]], {"x": 10**30}]},
            highlight=".nan",
            sourceUrl="https://example.org/s",
            secured="x",
        ),
        "a b?c#d%2f&é": _public(title="Address", topics=["/", "%", "?", "..", "page", "A/b"]),
        "page": _public(title="Page", provider={"name": "../%2f?#"}),
    }
