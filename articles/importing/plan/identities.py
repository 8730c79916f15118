"""What topics and providers call themselves: each name belongs to one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from articles import mapping
from articles.models import Topic
from documents.document import Problem, Values
from documents.identity import identity
from documents.layout import Kind
from documents.sources import SourceFile
from providers.models import Provider

# By what articles name a topic or a provider.
IDENTITY: Final = {Kind.TOPIC: "name", Kind.PROVIDER: "domain"}


class Names:
    """Whether what topics and providers call themselves is free, and whom articles named so before."""

    def __init__(self, kind: Kind, documents: Iterable[Values], called: Mapping[str, str]) -> None:
        """`called` tells what topics are called here that documents may call otherwise."""
        self.kind = kind
        self.called = called
        self.rows: dict[str, Topic | Provider] = {}
        self.slugs: dict[str, Topic] = {}
        if kind is Kind.TOPIC:
            for topic in Topic.objects.select_related("parent"):
                self.rows[identity(topic.name)] = topic
                self.slugs[topic.slug] = topic
        elif kind is Kind.PROVIDER:
            self.rows = {mapping.provider_key_of(row): row for row in Provider.objects.all()}
        self.parents_before = {
            name: (identity(row.parent.name) if isinstance(row, Topic) and row.parent else "")
            for name, row in self.rows.items()
        }
        # As they will be: two documents of one batch may change places.
        self.parents = self.parents_before | {
            self.key(values): self._parent(values) for values in documents if kind is Kind.TOPIC
        }
        self.claimed: dict[str, str] = {}

    def key(self, values: Values) -> str:
        """What a document is known by: a topic's name case folded, or a provider's domain or name."""
        if self.kind is Kind.TOPIC:
            return mapping.topic_key(values)
        return mapping.provider_key(values)

    def mentioned(self, values: Values) -> Topic | Provider | None:
        """The row that articles made by naming it, which its document now takes over."""
        if self.kind is Kind.ARTICLE:
            return None
        return self.rows.get(self.key(values))

    def moved(self) -> list[Topic]:
        """The topics whose documents go out under another name than they came in with."""
        topics = (row for row in self.rows.values() if isinstance(row, Topic))
        return [topic for topic in topics if topic.file_path != topic.path]

    def claim(self, file: SourceFile, path: str, values: Values) -> Problem | None:
        """Take the names that a document goes by, or say who has them."""
        if self.kind is Kind.ARTICLE:
            return None
        key = self.key(values)
        field = IDENTITY[self.kind]
        row = self.rows.get(key)
        holder = self.claimed.get(key) or (row.path if row and path not in _paths(row) else "")
        if holder:
            return Problem(file.name, 0, field, f"{holder} has “{values.get(field)}” already; use another")
        if self.kind is Kind.TOPIC:
            slug = mapping.slug_of(values)
            other = self.slugs.get(slug)
            if other is not None and other.path and path not in _paths(other) and identity(other.name) != key:
                return Problem(
                    file.name, 0, "_id", f"the topic “{other.name}” has the slug “{slug}”; use another"
                )
            parent = self._parent(values)
            circle = self._circle(key, parent)
            if circle:
                # It stays where it was, so that those that come after it may still be below it.
                self.parents[key] = self.parents_before.get(key, "")
                return Problem(file.name, 0, "parent", f"would put the topic below itself: {circle}")
            self.parents[key] = parent
        self.claimed[key] = path
        return None

    def _circle(self, key: str, parent: str) -> str:
        names = [key]
        above = parent
        while above and above not in names:
            names.append(above)
            above = self.parents.get(above, "")
        return " > ".join([*names, above]) if above == key else ""

    def _parent(self, values: Values) -> str:
        parent = values.get("parent")
        return identity(self.called.get(identity(parent), parent)) if isinstance(parent, str) else ""


def _paths(row: Topic | Provider) -> set[str]:
    return {row.path, row.file_path} if isinstance(row, Topic) else {row.path}
