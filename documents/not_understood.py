"""Keys that documents have and the format does not name, told once for all of an import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from documents.document import Document, counted, printable
from documents.layout import Kind
from documents.schema import TOLD_AS_WRITTEN, key_field_of

# So many are told; whoever needs all looks into the documents.
_TOLD: Final = 12
# Documents with keys without end take no memory without end.
_MOST: Final = 1000


def keys_not_understood(document: Document, kind: Kind) -> tuple[str, ...]:
    """The keys at the top of a document that the format does not name."""
    keys = (entry.key.text for entry in document.root.entries)
    return tuple(key for key in keys if key_field_of(kind, key) is None and key not in TOLD_AS_WRITTEN)


@dataclass
class NotUnderstood:
    """How many documents have such keys, and how often each occurs."""

    documents: int = 0
    keys: Counter[str] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        return bool(self.documents)

    def count(self, keys: Iterable[str]) -> None:
        """Take in the keys of one document."""
        found = [printable(key) for key in keys]
        self.documents += bool(found)
        self.keys.update(key for key in found if key in self.keys or len(self.keys) < _MOST)

    def add(self, other: NotUnderstood) -> None:
        """Take in what a further import met, of which most are the same documents."""
        self.documents = max(self.documents, other.documents)
        self.keys |= other.keys

    def as_text(self) -> str:
        """One sentence, the most frequent key first; empty where everything was understood.

        >>> found = NotUnderstood()
        >>> found.count(["date", "author"])
        >>> found.as_text()
        '`date`, `author` were not understood in 1 document; they are kept as they stand.'
        """
        if not self:
            return ""
        names = [f"`{key}`" for key, _ in self.keys.most_common()]
        more = len(names) - _TOLD
        told = ", ".join(names[:_TOLD]) + (f" and {more:,} more" if more > 0 else "")
        was, are = (
            ("was", "it is kept as it stands") if len(names) == 1 else ("were", "they are kept as they stand")
        )
        return f"{told} {was} not understood in {counted(self.documents, 'document')}; {are}."

    def as_json(self) -> dict[str, Any]:
        """What was not understood as plain values."""
        return {"documents": self.documents, "keys": [key for key, _ in self.keys.most_common()]}
