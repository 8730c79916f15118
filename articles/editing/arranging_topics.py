"""The tree of topics as editors arrange it: which topic stands where, and what moving one changes.

A place is a parent and a number among those below it. The number stands in the name of the topic's
document: as few numbers as possible change, so that as few documents do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.editing.history import Actor, recorded
from articles.models import Article, Listing, Topic
from articles.reading.topic_tree import Tree

# A count reads what it counts: of a topic, and of what waits, that many at most.
PUBLIC_LIMIT: Final = 100
WAITING_LIMIT: Final = 2000
STEPS: Final = ("up", "down", "out", "in")
_SIGNS: Final = {"up": "↑", "down": "↓", "out": "←", "in": "→"}
_WORDS: Final = {
    "up": gettext_lazy("Move %(topic)s up"),
    "down": gettext_lazy("Move %(topic)s down"),
    "out": gettext_lazy("Move %(topic)s out, behind its parent"),
    "in": gettext_lazy("Move %(topic)s in, below the one above it"),
}


class CannotMove(Exception):
    """A topic cannot stand there; `str()` says why, for a person."""


@dataclass(slots=True)
class Node:
    """A topic in the tree in words, for a page may show hundreds: how much there is of it, and its steps.

    Each step is what `step` calls it, a sign, and what it would do.
    """

    topic: Topic
    key: int
    address: str
    public: str
    told: str
    merge: str
    steps: list[tuple[str, str, str]]
    children: list[Node]


def grown(user: Any) -> list[Node]:
    """The whole tree, with the counts that somebody may see; three queries at most."""
    tree = Tree(list(Topic.objects.all()))
    inbox = Article.objects.open_to(user).waiting().newest().values("pk")[:WAITING_LIMIT]
    counted = Listing.objects.filter(article__in=inbox).order_by().values("topic").annotate(count=Count("pk"))
    waiting = dict(counted.values_list("topic", "count"))
    return _nodes(tree, None, Listing.objects.counted(PUBLIC_LIMIT), waiting)


def _nodes(
    tree: Tree, parent: Topic | None, public: Mapping[int, int], waiting: Mapping[int, int]
) -> list[Node]:
    siblings = tree.children(parent)
    return [
        Node(
            topic=topic,
            key=topic.pk,
            address=topic.get_absolute_url(),
            public=_public(public.get(topic.pk, 0)),
            told=_told(topic, public.get(topic.pk, 0), waiting.get(topic.pk, 0)),
            merge=_("Merge %(topic)s") % {"topic": topic.name},
            steps=[
                (way, _SIGNS[way], str(_WORDS[way]) % {"topic": topic.name})
                for way in STEPS
                if _can(way, place, len(siblings), parent)
            ],
            children=_nodes(tree, topic, public, waiting),
        )
        for place, topic in enumerate(siblings)
    ]


def _public(count: int) -> str:
    if count >= PUBLIC_LIMIT:
        return _("%(count)d articles or more") % {"count": count}
    return ngettext("%(count)d article", "%(count)d articles", count) % {"count": count} if count else ""


def _told(topic: Topic, public: int, waiting: int) -> str:
    said = [] if public else [_("empty")]
    if waiting:
        said.append(_("%(count)d waiting") % {"count": waiting})
    if not topic.path:
        said.append(_("named by articles only"))
    return " · ".join(["", *said] if public else said)


def _can(step: str, place: int, count: int, parent: Topic | None) -> bool:
    if step == "down":
        return place < count - 1
    return parent is not None if step == "out" else place > 0


def step(topic: Topic, way: str, actor: Actor) -> None:
    """Move a topic one step: up or down among its siblings, out behind its parent, in below the one before.

    Raises CannotMove.
    """
    with transaction.atomic():
        tree, topic = _locked(topic)
        parent = tree.by_id.get(topic.parent_id or 0)
        siblings = tree.children(parent)
        place = siblings.index(topic)
        if way not in STEPS or not _can(way, place, len(siblings), parent):
            raise CannotMove(_("“%(topic)s” cannot move further that way.") % {"topic": topic.name})
        if way == "up":
            _place(tree, topic, parent, siblings[place - 1], actor)
        elif way == "down":
            _place(tree, topic, parent, _after(siblings, place + 1), actor)
        elif way == "in":
            _place(tree, topic, siblings[place - 1], None, actor)
        elif parent is not None:
            above = tree.by_id.get(parent.parent_id or 0)
            uncles = tree.children(above)
            _place(tree, topic, above, _after(uncles, uncles.index(parent)), actor)


def place(topic: Topic, parent: Topic | None, before: Topic | None, actor: Actor) -> None:
    """Put a topic below a parent (None: at the top), before one of those there or behind them all.

    Raises CannotMove.
    """
    with transaction.atomic():
        tree, topic = _locked(topic)
        above = tree.by_id.get(parent.pk) if parent else None
        _place(tree, topic, above, tree.by_id.get(before.pk) if before else None, actor)


def _locked(topic: Topic) -> tuple[Tree, Topic]:
    """The tree as it is now, and the topic in it."""
    tree = Tree(list(Topic.objects.select_for_update()))
    if topic.pk not in tree.by_id:
        raise CannotMove(_("This topic is gone."))
    return tree, tree.by_id[topic.pk]


def _after(siblings: Sequence[Topic], place: int) -> Topic | None:
    return siblings[place + 1] if place + 1 < len(siblings) else None


def _place(tree: Tree, topic: Topic, parent: Topic | None, before: Topic | None, actor: Actor) -> None:
    if parent is not None and topic in (parent, *tree.above(parent)):
        told = {"topic": topic.name, "parent": parent.name}
        raise CannotMove(_("“%(topic)s” cannot go below “%(parent)s”, which is below it.") % told)
    siblings = [one for one in tree.children(parent) if one != topic]
    at = siblings.index(before) if before in siblings else len(siblings)
    siblings.insert(at, topic)
    numbers = numbered([one.position for one in siblings], at)
    moved = [one for one, number in zip(siblings, numbers, strict=True) if one.position != number]
    if parent != tree.by_id.get(topic.parent_id or 0) and topic not in moved:
        moved.append(topic)
    with recorded(moved, actor):
        topic.parent = parent
        for one, number in zip(siblings, numbers, strict=True):
            one.position = number
        for one in moved:
            # From now on it has a document of its own, which says where it stands.
            one.path = one.path or one.free_path()
        Topic.objects.keep_places(moved)


def numbered(positions: Sequence[int | None], at: int) -> list[int | None]:
    """Numbers that rise, where the one at a place has just come there: as few as possible differ.

    >>> numbered([1, 9, 5], 1)
    [1, 2, 5]
    >>> numbered([2, 1, 3], 0)
    [1, 2, 3]
    >>> numbered([0, None, None], 1)
    [0, 1, None]
    """
    new = list(positions)
    before, after = list(positions[:at]), list(positions[at + 1 :])
    floor = before[-1] if before else -1
    ceiling = after[0] if after else None
    here = positions[at]
    if floor is not None and all(_rises(pair) for pair in zip(before, before[1:], strict=False)):
        fits = here is not None and here > floor and (ceiling is None or here < ceiling)
        if fits:
            return new
        if ceiling is None or ceiling - floor > 1:
            new[at] = floor + 1 if before or ceiling is None else ceiling - 1
            return new
    return _renumbered(positions, at)


def _renumbered(positions: Sequence[int | None], at: int) -> list[int | None]:
    """Positions as rising numbers; topics behind them all that never had any go on without."""
    last = max([at, *(place for place, number in enumerate(positions) if number is not None)])
    pool = sorted(number for number in positions if number is not None)
    new: list[int | None] = list(positions)
    lowest = 0
    for place in range(last + 1):
        wanted = pool[place] if place < len(pool) else lowest
        new[place] = max(wanted, lowest)
        lowest = max(wanted, lowest) + 1
    return new


def _rises(pair: tuple[int | None, int | None]) -> bool:
    low, high = pair
    return low is not None and high is not None and low < high
