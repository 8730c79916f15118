"""Changing a document: only the changed lines, whatever its style, and every change read back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from documents import document as doc
from documents.body import body_with, text_of
from documents.document import ABSENT, Absent, Document, FieldChange, Problem, Scalar, Value
from documents.layout import Kind
from documents.reader import read
from documents.schema import BODY, Field, field_of, fields_of, key_field_of
from documents.validation import says_nothing, validate, value_of
from documents.writer.editing import Editor
from documents.writer.edits import TextEdit, TooCoarse, apply
from documents.writer.members import match


def rewrite(document: Document, kind: Kind, changes: Sequence[FieldChange]) -> bytes | Problem:
    """The document's bytes with `changes` made, and no other line touched.

    A value that stands there already stays as it is written. Every change is read back: where one
    cannot be made line by line (YAML allows much), the key is written anew as a whole; where even
    that does not read back as meant, a Problem is the answer.
    """
    for change in changes:
        field = field_of(kind, change.key)
        assert field is not None, f"{change.key} is no key of {kind}"
        if validate(document, kind).values.get(change.key, ABSENT) == change.value:
            continue
        changed = _with_text(document, kind, change) if field is BODY else _try(document, kind, field, change)
        if changed is None:
            entry = document.root.get(change.key)
            line = document.line_at(entry.key.span.start) if entry else 0
            reason = "cannot be changed in a document written like this; change it at the source"
            return Problem(document.path, line, change.key, reason)
        document = changed
    return _bytes(document, document.text)


def write_anew(document: Document, kind: Kind) -> bytes:
    """The document with every key that the schema knows written anew in its place.

    One in house style comes out as the very bytes that it was; `import_articles --check` shows it.
    """
    values = validate(document, kind).values
    editor = Editor(document)
    edits = []
    for entry in document.root.entries:
        field = key_field_of(kind, entry.key.text)
        if field is None or field.key not in values:
            continue
        edits.append(editor.anew(document.root, entry, field, values[entry.key.text]))
    return _bytes(document, apply(edits, document.text, 0, len(document.text)))


def _bytes(document: Document, text: str) -> bytes:
    return (("\ufeff" if document.has_bom else "") + text).encode("utf-8", "surrogatepass")


def _with_text(document: Document, kind: Kind, change: FieldChange) -> Document | None:
    """The document with another text; what stands before that stays as it is."""
    text, start = change.value if isinstance(change.value, str) else "", document.body_start
    front = document.text[:start]
    if text and not front.endswith("\n"):
        front += "\n" if front.endswith("\r") else document.newline
    body = body_with(document.text[start:], text, document.newline)
    written = read(document.path, _bytes(document, front + body))
    if not isinstance(written, Document) or text_of(written.body) != text:
        return None
    meant = {**validate(document, kind).values, change.key: text}
    said = {change.key: "", **validate(written, kind).values}
    return written if said == meant and written.front == document.front else None


def _try(document: Document, kind: Kind, field: Field, change: FieldChange) -> Document | None:
    for attempt in (_edit_lines, _edit_finely, _edit_wholly):
        try:
            text = apply(attempt(document, kind, field, change.value), document.text, 0, len(document.text))
        except TooCoarse:
            continue
        written = read(document.path, _bytes(document, text))
        if isinstance(written, Document) and _says(written, document, kind, change):
            return written
    return None


def _edit_lines(document: Document, kind: Kind, field: Field, value: Value | Absent) -> list[TextEdit]:
    return Editor(document).mapping(document.root, fields_of(kind), {field.key: value})


def _edit_finely(document: Document, kind: Kind, field: Field, value: Value | Absent) -> list[TextEdit]:
    """Each text as a whole: where lines are broken in a way that cannot be told."""
    return Editor(document, on_lines=False).mapping(document.root, fields_of(kind), {field.key: value})


def _edit_wholly(document: Document, kind: Kind, field: Field, value: Value | Absent) -> list[TextEdit]:
    entry = document.root.get(field.key)
    if entry is None or value is ABSENT:
        raise TooCoarse
    return [Editor(document).anew(document.root, entry, field, value)]


# What a rewritten document is held to


def _says(written: Document, before: Document, kind: Kind, change: FieldChange) -> bool:
    """Whether a rewritten document says what was meant: one key changed, all else as it was."""
    meant = {**validate(before, kind).values, change.key: change.value}
    if change.value is ABSENT:
        del meant[change.key]
    others = [
        {entry.key.text: _bare(entry.value) for entry in side.root.entries if entry.key.text != change.key}
        for side in (before, written)
    ]
    return (
        validate(written, kind).values == meant
        and others[0] == others[1]
        and before.body == written.body
        and _keeps(fields_of(kind), before.root, written.root)
    )


_Bare: TypeAlias = "tuple[str, bool] | list[_Bare] | dict[str, _Bare]"


def _bare(node: doc.Node) -> _Bare:
    """A node without its spans, for comparison."""
    if isinstance(node, Scalar):
        return node.text, bool(node.style)
    if isinstance(node, doc.Sequence):
        return [_bare(item) for item in node.items]
    return {entry.key.text: _bare(entry.value) for entry in node.entries}


def _keeps(fields: tuple[Field, ...], before: doc.Node, after: doc.Node) -> bool:
    """Whether a record has kept the keys that are not ours, in it and in the records within."""
    if not isinstance(before, doc.Mapping) or not isinstance(after, doc.Mapping):
        return True
    known = {field.key: field for field in fields}
    for key, node in before.entries:
        field, entry = known.get(key.text), after.get(key.text)
        if field is None:
            if entry is None or _bare(entry.value) != _bare(node):
                return False
        elif field.fields and entry is not None:
            pairs = _pairs(field, node, entry.value)
            if not all(_keeps(field.fields, old, new) for old, new in pairs):
                return False
    return True


def _pairs(field: Field, before: doc.Node, after: doc.Node) -> list[tuple[doc.Node, doc.Node]]:
    """The records of a field that go on, each as it was and as it is."""
    if not isinstance(before, doc.Sequence) or not isinstance(after, doc.Sequence):
        return [(before, after)]
    value = value_of(after, field)
    assert isinstance(value, list)
    matches = enumerate(match(before, field, value))
    items = [item for item in after.items if not says_nothing(item)]
    return [(before.items[old], items[new]) for new, (_, old) in matches if old is not None]
