"""Articles as rows for other programs: JSON, JSON Lines, CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO, Any, Final

from articles import mapping
from articles.exporting.selection import Selection
from articles.models import Article
from documents.document import ABSENT, Absent, Value
from documents.layout import Kind
from documents.schema import all_fields_of

CHUNK: Final = 500
_KEYS: Final = tuple(
    field.key for field in all_fields_of(Kind.ARTICLE) if mapping.has_column(Kind.ARTICLE, field.key)
)


def _said(selection: Selection) -> Iterator[dict[str, Any]]:
    """Each article by its document's keys, null for what it lacks; opaque keys stay in their documents."""
    for article in selection.articles().iterator(CHUNK):
        yield {"path": article.path} | {key: _plain(article, key) for key in _KEYS}


def _plain(article: Article, key: str) -> Value:
    value = mapping.value_of(article, key, ABSENT)
    return None if isinstance(value, Absent) else value


def _default(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    raise TypeError(type(value))


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_default)


def write_json(selection: Selection, stream: IO[bytes], progress: Callable[[int], None]) -> int:
    """One array, an article a line; the number of articles is returned."""
    count = 0
    for count, said in enumerate(_said(selection), start=1):
        stream.write(f"{'[' if count == 1 else ','}\n{_dump(said)}".encode())
        progress(count)
    stream.write(b"\n]\n" if count else b"[]\n")
    return count


def write_jsonl(selection: Selection, stream: IO[bytes], progress: Callable[[int], None]) -> int:
    """An object a line (jsonlines.org)."""
    count = 0
    for count, said in enumerate(_said(selection), start=1):
        stream.write(f"{_dump(said)}\n".encode())
        progress(count)
    return count


def write_csv(selection: Selection, stream: IO[bytes], progress: Callable[[int], None]) -> int:
    """RFC 4180 with a header, in UTF-8 with a byte-order mark, without which Excel guesses wrong."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(["path", *_KEYS])
    count = 0
    for count, said in enumerate(_said(selection), start=1):
        writer.writerow([_cell(key, value) for key, value in said.items()])
        progress(count)
    text.detach()
    return count


def _cell(key: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if key == "provider":
        value = value.get("name") or value.get("domain", "")
    elif key == "topics":
        value = ", ".join(value)
    elif isinstance(value, list):
        value = " ".join(filter(None, (item.get("url") or item.get("webUrl") for item in value)))
    return safe_cell(_default(value) if isinstance(value, datetime) else str(value))


def safe_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula: before the sign of one stands an apostrophe.

    A spreadsheet whose language writes numbers with a comma parts a line at semicolons, inside of quotes
    too where they do not begin its cell: what follows one, or a line end, begins a cell as well.
    Source: OWASP, "CSV Injection".

    >>> safe_cell("=1+1"), safe_cell("a; =1+1")
    ("'=1+1", "a;' =1+1")
    """
    guarded = _PARTED.sub(r"\1'", text)
    return f"'{guarded}" if text.lstrip(" \u00a0")[:1] in _FORMULA else guarded


_FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠")
_PARTED: Final = re.compile('([;\t\r\n])(?=[ \u00a0"]*[=+@＝＋－＠-])')
FORMATS: Final = {"json": write_json, "jsonl": write_jsonl, "csv": write_csv}
