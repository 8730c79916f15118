"""What lies in a folder from before: documents that a database knows, and that are no part of its site now.

Rows move to other paths, go into others or are deleted; an export writes what there is, and their old
files stay. A fresh import of that folder would refuse some of them and bring others back. A path is
known because a document came in from there (SourceDocument), went out to there (ExportedDocument) or is
kept out (Withheld); it is left over where nothing of the site goes out to it any more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from django.db.models import QuerySet

from articles import mapping
from articles.exporting.site import going_out
from articles.models import Article, ExportedDocument, Redirect, SourceDocument, Topic, TopicAlias, Withheld
from documents import layout
from documents.addresses import canonical_of
from documents.document import Values, printable
from documents.identity import identity
from documents.layout import Kind, place_beside_sites
from documents.parsing import Task, parse_all
from documents.targets import Folder, Outside
from providers.models import Provider, ProviderAlias

# Documents held at a time, each with its bytes.
CHUNK: Final = 100
_CHANGED: Final = "is not as it last came in or went out"


class Fate(Enum):
    """What became of a document that is left over."""

    LEFT = "left"
    REMOVED = "removed"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A document in the folder that is no part of the site now: why, and why it cannot be removed."""

    path: str
    why: str
    fate: Fate
    hindrance: str = ""

    def __str__(self) -> str:
        told = "left over" if self.fate is Fate.LEFT else f"left over, {self.fate.value}"
        return f"{told}: {self.path}: {self.why}" + (f"; {self.hindrance}" if self.hindrance else "")


# The bytes of a document in the folder, or why they cannot be had.
_Held: TypeAlias = "bytes | str"


class _Story(NamedTuple):
    """What became of what a document was about, and where its document is now, if it has one."""

    why: str
    now_at: str = ""


def left_over(folder: Folder, unwritten: Collection[str], *, delete: bool) -> Iterator[LeftOver]:
    """The documents that are left over in a folder into which the whole site has just gone out.

    With `delete`, those are removed that are byte for byte as they last came in or went out, or as
    they stand at another path now. `unwritten` are the paths that could not be written: what would
    have gone there may still have its old file, which stays and is not told of.
    """
    folder = _AsTheyLie(folder.folder)
    for kind in (Kind.ARTICLE, Kind.TOPIC, Kind.PROVIDER):
        known = {path: digests for path, digests in _known(kind).items() if folder.has(path)}
        paths = iter(sorted(known))
        while chunk := list(islice(paths, CHUNK)):
            held = _held(chunk, folder)
            for path, story in _STORIES[kind](_said(held)).items():
                if not {path, story.now_at}.isdisjoint(unwritten) or folder.is_one_file(path, story.now_at):
                    continue
                hindrance = _hindrance(held[path], story, known[path], folder)
                if delete and not hindrance:
                    hindrance = _remove(path, held[path], folder)
                fate = Fate.LEFT if not delete else Fate.KEPT if hindrance else Fate.REMOVED
                yield LeftOver(folder.at(path), story.why, fate, hindrance)


class _AsTheyLie(Folder):
    """The folder, asked for documents by their paths: loose ones lie where they came from."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        loose = SourceDocument.objects.filter(is_loose=True).bereft_of(Article.objects.all())
        self.places = {path: place_beside_sites(path) for path in loose.values_list("path", flat=True)}

    def at(self, path: str) -> str:
        """Where the document of a path lies."""
        return self.places.get(path, path)

    def has(self, path: str) -> bool:
        """Whether a document lies there."""
        return super().has(self.at(path))

    def read(self, path: str) -> bytes:
        """What is in a document."""
        return super().read(self.at(path))

    def remove(self, path: str, data: bytes) -> bool:
        """Remove a document."""
        return super().remove(self.at(path), data)


def _known(kind: Kind) -> dict[str, set[bytes]]:
    """The paths of a kind that are known and to which nothing goes out, with the digests that are known."""
    came_in, went_out = SourceDocument.objects.documents(), ExportedDocument.objects.all()
    if kind is Kind.TOPIC:
        going = _topics()
        found = _digests(kind, came_in, went_out)
        found |= {topic.path: found.get(topic.path, set()) for topic in going}
        return {path: digests for path, digests in found.items() if path not in going.values()}
    if kind is Kind.PROVIDER:
        providers = Provider.objects.all()
        return _digests(kind, came_in.bereft_of(providers), went_out.bereft_of(providers))
    articles = Article.objects.all()
    found = _digests(kind, came_in.bereft_of(articles), went_out.bereft_of(articles))
    withheld = Withheld.objects.standing().bereft_of(articles)
    return found | {path: found.get(path, set()) for path in withheld.values_list("path", flat=True)}


def _digests(
    kind: Kind, *known: QuerySet[SourceDocument] | QuerySet[ExportedDocument]
) -> dict[str, set[bytes]]:
    found: dict[str, set[bytes]] = {}
    for documents in known:
        there = documents.filter(path__startswith=f"{kind.folder}/")
        for path, digest in there.values_list("path", "digest").iterator():
            found.setdefault(path, set()).add(bytes(digest))
    return found


def _topics() -> dict[Topic, str]:
    """All topics that have documents, each with where its document goes out."""
    topics = list(Topic.objects.exclude(path="").order_by("path"))
    return dict(zip(topics, going_out(topics), strict=True))


def _held(paths: Sequence[str], folder: Folder) -> dict[str, _Held]:
    held: dict[str, _Held] = {}
    for path in paths:
        try:
            held[path] = folder.read(path)
        except Outside as error:
            held[path] = str(error).removeprefix(f"{path}: ")
        except OSError as error:
            held[path] = f"cannot be read: {error.strerror}"
    return held


def _hindrance(held: _Held, story: _Story, digests: Collection[bytes], folder: Folder) -> str:
    """Why a document cannot be removed; empty where nothing would be lost."""
    if isinstance(held, str):
        return held
    if hashlib.sha256(held).digest() in digests:
        return ""
    stands = story.now_at and _held([story.now_at], folder)[story.now_at] == held
    return "" if stands else _CHANGED


def _remove(path: str, held: _Held, folder: Folder) -> str:
    """Remove a document that is still what was read; why not, where that fails."""
    try:
        return "" if isinstance(held, bytes) and folder.remove(path, held) else _CHANGED
    except Outside as error:
        return str(error).removeprefix(f"{path}: ")
    except OSError as error:
        return f"cannot be removed: {error.strerror}"


# ---- What became of them


def _said(held: Mapping[str, _Held]) -> dict[str, Values]:
    """What documents said when they came in, else what they say in the folder; nothing where that is none."""
    sources = SourceDocument.objects.filter(path__in=held)
    content = {path: data for path, data in held.items() if isinstance(data, bytes)}
    content |= {path: bytes(data) for path, data in sources.values_list("path", "content")}
    parsed = parse_all([Task(path, path, data) for path, data in content.items()])
    return {path: {} for path in held} | {one.path: one.values or {} for one in parsed}


def _of_articles(said: Mapping[str, Values]) -> dict[str, _Story]:
    """Those that moved or are kept out; of another article nothing is known but that it came in once."""
    addresses = {path: f"news/{layout.stem_of(path)}" for path in said}
    redirects = Redirect.objects.filter(address__in=addresses.values(), article__isnull=False)
    moved = dict(redirects.values_list("address", "article__path"))
    standing = Withheld.objects.standing()
    reasons = dict(standing.filter(path__in=said).values_list("path", "reason"))
    stories = {
        path: _moved(moved[address]) if address in moved else _withheld(reasons[path])
        for path, address in addresses.items()
        if address in moved or path in reasons
    }
    others = {path: canonical_of(values) for path, values in said.items() if path not in stories}
    return stories | dict.fromkeys(standing.among(others), _Story("withheld, by its address"))


def _moved(path: str) -> _Story:
    return _Story(f"moved to {path}", path)


def _withheld(reason: str) -> _Story:
    return _Story(f"withheld: {printable(' '.join(reason.split()))}" if reason else "deleted here")


def _of_topics(said: Mapping[str, Values]) -> dict[str, _Story]:
    going = _topics()
    by_file = {layout.renumbered(topic.path, 0): path for topic, path in going.items()}
    called = TopicAlias.objects.of_all() | {identity(topic.name): topic for topic in going}
    stories = {}
    for path, values in said.items():
        topic = called.get(mapping.topic_key(values))
        if (now_at := by_file.get(layout.renumbered(path, 0))) is not None:
            stories[path] = _moved(now_at)
        else:
            stories[path] = _Story(f"merged into “{topic.name}”" if topic else "deleted here")
    return stories


def _of_providers(said: Mapping[str, Values]) -> dict[str, _Story]:
    aliases = ProviderAlias.objects.select_related("provider")
    called = {alias.key: str(alias.provider) for alias in aliases}
    stories = {}
    for path, values in said.items():
        name = called.get(mapping.provider_key(values))
        stories[path] = _Story(f"merged into “{name}”" if name else "deleted here")
    return stories


_STORIES: Final = {Kind.ARTICLE: _of_articles, Kind.TOPIC: _of_topics, Kind.PROVIDER: _of_providers}
