"""What a document says in keys that the schema does not name, as plain values that JSON can hold."""

from __future__ import annotations

import re
from typing import Any, Final

from documents.document import Document, Node, Scalar, Sequence
from documents.schema import FORMER_NAMES

_TRUE_FALSE: Final = {"true": True, "false": False}
_INTEGER: Final = re.compile(r"[-+]?[0-9]{1,15}")


def plain_value(document: Document, key: str) -> Any:
    """The value of a top-level key: texts, numbers, true, false and null, in lists and mappings.

    None for a key that the document lacks. A former name of another key is found as it is written.
    """
    entry = document.root.get(key)
    if entry is None and key in FORMER_NAMES:
        entry = document.written_as(key)
    return None if entry is None else _plain(entry.value)


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return _scalar(node)
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return {entry.key.text: _plain(entry.value) for entry in node.entries}


def _scalar(scalar: Scalar) -> str | int | bool | None:
    if scalar.is_null:
        return None
    if not scalar.style and scalar.text.lower() in _TRUE_FALSE:
        return _TRUE_FALSE[scalar.text.lower()]
    if not scalar.style and _INTEGER.fullmatch(scalar.text):
        return int(scalar.text)
    return scalar.text
