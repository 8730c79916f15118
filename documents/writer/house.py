"""House style: the one in which real sites are written; `docs/format.md` has it byte for byte."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from documents.body import body_with
from documents.document import Record, Scalar, Value, Values
from documents.layout import Kind
from documents.schema import BODY, Field, Type, fields_of

_FENCE: Final = "---"


def compose(kind: Kind, values: Values) -> bytes:
    """A new document in house style, with `\\n` line ends; keys that `values` lacks are left out."""
    lines: list[str] = []
    for field in fields_of(kind):
        if field.key in values:
            if field.paragraph:
                lines.append("")
            lines += entry_lines(field, values[field.key], "")
    if kind is not Kind.TOPIC:
        lines = [_FENCE, *lines, _FENCE]
    text = values.get(BODY.key)
    body = body_with("\n", text if isinstance(text, str) else "", "\n") if kind is Kind.ARTICLE else ""
    return ("".join(f"{line}\n" for line in lines) + body).encode()


def quote(text: str) -> str:
    """Text in double quotes; besides quotes and line ends only what YAML would not carry is escaped.

    >>> quote('say "é"')
    '"say \\\\"é\\\\""'
    """
    return f'"{_TO_ESCAPE.sub(_escape, text)}"'


_ESCAPES: Final = {
    '"': '\\"',
    "\\": "\\\\",
    "\n": "\\n",
    "\r": "\\r",
    "\x85": "\\N",
    "\u2028": "\\L",
    "\u2029": "\\P",
}
_TO_ESCAPE: Final = re.compile(
    '["\\\\\n\r\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]'
)


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"


# Plain where no reader of YAML could take it for anything else than text. (Flow style always quotes.)
_PLAIN: Final = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<~+.\\][^\n\r\t]*(?<![\s:])")
_NOT_PLAIN: Final = re.compile(r": | #|\s\s")
_RESOLVED: Final = re.compile(
    r"null|true|false|yes|no|on|off|y|n"
    r"|[\d_]+(?:\.[\d_]*)?(?:e[-+]?\d+)?|0x[\da-f_]+|0b[01_]+|0o?[0-7_]+|[\d:_]+(?:\.\d*)?|\d{4}-\d{1,2}-\d{1,2}.*",
    re.IGNORECASE,
)


def is_plain(text: str) -> bool:
    """Whether a text can stand on a line without quotes."""
    return (
        bool(_PLAIN.fullmatch(text))
        and not _NOT_PLAIN.search(text)
        and can_stand(text)
        and not _RESOLVED.fullmatch(text)
    )


def can_stand(text: str) -> bool:
    """Whether a text needs no escapes, line ends aside: YAML carries each of its characters as it is."""
    return not _TO_ESCAPE.search(_NEEDLESS.sub("", text))


_NEEDLESS: Final = re.compile(r'["\\\n]')


def _bare_text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        # Every time that comes in has a zone, and every one that goes out is in UTC.
        return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    return str(value)


def scalar(field: Field, value: Value) -> str:
    """A scalar in house style."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return _bare_text(value)
    return quote(value) if field.quoted or not is_plain(value) else value


def scalar_like(old: Scalar, value: Value, field: Field, *, in_flow: bool) -> str:
    """A scalar in the style of the one that it replaces."""
    if value is None:
        return "null" if in_flow else ""
    if isinstance(value, (bool, int)) or (isinstance(value, datetime) and not old.style and not in_flow):
        return _bare_text(value)
    text = _bare_text(value)
    if old.is_null and not in_flow:
        return scalar(field, value)
    if old.style == "'" and "\n" not in text and can_stand(text):
        return "'" + text.replace("'", "''") + "'"
    return text if not old.style and not in_flow and is_plain(text) else quote(text)


def entry_lines(field: Field, value: Value, indent: str) -> list[str]:
    """The lines of one key of a block mapping, without line ends."""
    key = f"{indent}{field.key if is_plain(field.key) else quote(field.key)}:"
    if isinstance(value, (list, dict)):
        if not value:
            return [f"{key} {'[]' if isinstance(value, list) else '{}'}"]
        inner = f"{indent}  "
        if isinstance(value, dict):
            return [key, *_record(field, value, inner)]
        return [key, *(line for item in value for line in item_lines(field, item, inner))]
    return [f"{key} {scalar(field, value)}".rstrip(" ")]


def _record(field: Field, record: Record, indent: str) -> list[str]:
    if field.type is Type.TEXT_MAP:
        return [line for key in record for line in entry_lines(Field(key), record[key], indent)]
    return [
        line
        for inner in field.fields
        if inner.key in record
        for line in entry_lines(inner, record[inner.key], indent)
    ]


def item_lines(field: Field, item: Value, indent: str) -> list[str]:
    """The lines of one item of a block sequence."""
    if isinstance(item, dict):
        lines = _record(field, item, f"{indent}  ")
        return [f"{indent}- {lines[0].lstrip(' ')}", *lines[1:]] if lines else [f"{indent}- {{}}"]
    return [f"{indent}- {scalar(field, item)}"]


def flow(value: Value) -> str:
    """A value in flow style: JSON, which is YAML as well."""
    if isinstance(value, list):
        return f"[{', '.join(flow(item) for item in value)}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quote(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
    if value is None:
        return "null"
    return quote(_bare_text(value)) if isinstance(value, (str, datetime)) else _bare_text(value)
