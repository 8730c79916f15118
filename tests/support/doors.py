"""Every door of the desk, from the admin's own address patterns and actions, and who opened it how.

An address that somebody adds is found by itself, and its line is missing from permissions.csv until it is
added there. Known by name are only those that do nothing for anybody unless something is sent along.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.http import HttpResponseBase, QueryDict
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse
from django.urls.resolvers import RegexPattern

TABLE: Final = Path(__file__).with_name("permissions.csv")
ROLES: Final = ("anonymous", "contributor", "editor", "chief", "superuser")
# Whose row matters: each address of theirs is asked for the contributor's own draft, for what the
# contributor wrote and an editor has decided about, and for another; accounts, for one's own, for one of
# less, for one of more than any role has, and for a superuser's. The first that an address begins with.
_OWNED: Final = ("own", "decided", "other")
KINDS: Final = {
    "articles/article/filters/": ("own", "other"),
    "articles/article/": _OWNED,
    "articles/relatedlink/": _OWNED,
    "articles/picture/": ("own", "other"),
    "r/": _OWNED,
    "auth/user/": ("self", "lower", "more", "superuser"),
    # The field for which somebody types leads to the rows that are looked for.
    "autocomplete/": ("topics", "provider", "created_by"),
}
# What is sent along, beside the yes of every page that asks for one. In braces stands the key of the row of
# that name and of the door's kind.
SENT: Final = {
    "articles/article/advice/": "title=Overheard at the harbour cafÃ©",
    "articles/article/change_topics_of_many": "add={articles/topic}",
    "articles/article/damaged/repair/": "do=repair:{articles/article}",
    "articles/article/damaged/undo/": "undo=made:{repair}",
    "articles/article/decide/": "to=rejected&ids={articles/article}",
    "articles/article/filters/save/": "name=Mine",
    "articles/article/<int:key>/history/compare/": "a=r{change}&b=r{repair}",
    "articles/article/<int:key>/history/restore/": "to=r{change}&field=excerpt",
    "articles/article/ours/": "q=harbour",
    "articles/article/schedule_many": "publish_at=2100-01-01T00:00",
    "articles/article/set_provider_of_many": "provider={providers/provider}",
    "articles/article/topics/": "ids={articles/article}&add={articles/topic}",
    "articles/article/undo/": "revisions={decision}",
    "articles/conflict/<int:pk>/settle/": "choose=theirs",
    "articles/topic/<int:pk>/merge/": "into={other topic}",
    "articles/topic/move/": "move={articles/topic}:up",
    "autocomplete/": "app_label=articles&model_name=article&field_name={kind}",
    "providers/provider/<int:pk>/merge/": "into={other provider}",
}
YES: Final = {"post": "yes", "confirmed": "yes"}
# What refuses; whoever is refused writes nothing, and neither does whoever only looks.
REFUSED: Final = ("login", "index", "403", "404", "405")
LOOKS: Final = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Door:
    """One address, or one action of a list, with one kind of row behind it."""

    address: str
    row: str
    method: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.address, self.row, self.method

    @property
    def place(self) -> str:
        """The screen that it belongs to: `articles/article`."""
        return "/".join(self.address.split("/")[:2]) if "/" in self.address else self.address


class Visitor:
    """Somebody at the doors, signed in once: all that a door does is taken back, to the session too."""

    def __init__(self, user: User | None, **options: Any) -> None:
        self.user = user
        self.client = Client(raise_request_exception=False, **options)
        if user is not None:
            self.client.force_login(user)
        self.cookies = self.client.cookies

    def ask(self, door: Door, rows: Mapping[str, int]) -> tuple[Any, list[str]]:
        """What a door answers, and the statements by which it wrote, if only to take it back."""
        rows = at_hand(door, {**rows, "auth/user:self": self.user.pk if self.user else 0})
        path, sent = path_of(door, rows), QueryDict(_sent_to(door, rows), mutable=True)
        self.client.cookies = copy(self.cookies)
        written: list[str] = []

        def noted(execute: Any, sql: str, *rest: Any) -> Any:
            if _writes(sql):
                written.append(sql)
            return execute(sql, *rest)

        with transaction.atomic(), connection.execute_wrapper(noted):
            if door.method in ("POST", "ACTION"):
                sent.update(YES)
                response = self.client.post(path, sent.dict())
            else:
                response = self.client.generic(door.method, path, QUERY_STRING=sent.urlencode())
            transaction.set_rollback(True)
        return response, written


def opened(door: Door, rows: Mapping[str, int], visitor: Visitor) -> str:
    """What comes of it, in a word, and whether anything was written."""
    response, written = visitor.ask(door, rows)
    word = _word(response)
    if written and (word in REFUSED or door.method in LOOKS):
        return f"{word}, but wrote: {written[0]}"
    return f"{word} and wrote" if written else word


def _writes(sql: str) -> bool:
    """Whether a statement writes, but for who is signed in and since when."""
    is_of_session = '"django_session"' in sql or 'SET "last_login"' in sql
    return sql.lstrip().startswith(("INSERT", "UPDATE", "DELETE")) and not is_of_session


def doors() -> Iterator[Door]:
    """All of them."""
    for route in dict.fromkeys(_routes(admin.site.urls[0])):
        for row in _kinds(route, is_about_one=bool(_parameters(route)) or "{" in SENT.get(route, "")):
            for method in ("GET", "POST"):
                yield Door(route, row, method)
    for model, screen in admin.site._registry.items():
        for _function, name, _label in screen._get_base_actions():  # type: ignore[attr-defined]  # not in the stubs
            address = f"{model._meta.app_label}/{model._meta.model_name}/{name}"
            for row in _kinds(address, is_about_one=True):
                yield Door(address, row, "ACTION")


def _kinds(address: str, *, is_about_one: bool) -> tuple[str, ...]:
    """The kinds of row that an address is asked for, where it is about one at all."""
    kinds = next((kinds for start, kinds in KINDS.items() if address.startswith(start)), ("",))
    return kinds if is_about_one else ("",)


def _routes(patterns: Any, above: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = above + _plain(pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def _plain(pattern: Any) -> str:
    """A pattern's route; Django's two regular expressions as routes that mean the same."""
    text = str(pattern.pattern)
    if isinstance(pattern.pattern, RegexPattern):
        return "<app_label>/" if "app_label" in text else "<path:url>"
    return text


def _parameters(route: str) -> list[tuple[str, str]]:
    """Each parameter with its converter."""
    found = []
    for part in route.split("<")[1:]:
        converter, _, name = part.partition(">")[0].rpartition(":")
        found.append((converter or "str", name))
    return found


def at_hand(door: Door, rows: Mapping[str, int]) -> dict[str, int]:
    """The rows that a door may be about, by name: those of its kind, and those without one."""
    named = ((*name.partition(":"), key) for name, key in rows.items())
    return {name: key for name, _colon, kind, key in named if kind in ("", door.row)}


def _sent_to(door: Door, rows: Mapping[str, int]) -> str:
    """What is sent along, as an address has it."""
    sent = SENT.get(door.address, "").format_map({**rows, "kind": door.row})
    if door.method == "ACTION":
        # As the page on which it is confirmed sends it: Django looks for one, ours for the other.
        key, action = rows.get(door.place, 0), door.address.rpartition("/")[2]
        sent += f"&action={action}&_selected_action={key}&keys={key}"
    return sent


def path_of(door: Door, rows: Mapping[str, int]) -> str:
    """The address to ask for, with a row of the kind where the pattern has a place for one."""
    if door.method == "ACTION":
        return f"{reverse('admin:index')}{door.place}/"
    path = door.address
    for place, (converter, name) in enumerate(_parameters(door.address)):
        said = f"<{converter}:{name}>" if f"<{converter}:{name}>" in path else f"<{name}>"
        path = path.replace(said, _value(door, rows, converter, name, is_first=place == 0), 1)
    return reverse("admin:index") + path


def _value(door: Door, rows: Mapping[str, int], converter: str, name: str, *, is_first: bool) -> str:
    if name == "app_label":
        return "articles"
    if name == "content_type_id":
        return str(ContentType.objects.get(app_label="articles", model="article").pk)
    if door.address.startswith("r/"):
        return str(rows.get("articles/article", 1))
    if door.address.startswith("articles/article/filters/"):
        return str(rows.get("articles/savedfilter", 1))
    # The first parameter below a model's screen is a row of that model; all else a plausible value.
    if is_first and name != "url" and converter in {"int", "path", "str"}:
        return str(rows.get(door.place, 1))
    return "1" if converter == "int" else "x"


def _word(response: HttpResponseBase) -> str:
    if response.status_code == 302:
        target = response.headers["Location"]
        if target.startswith(reverse("admin:login")):
            return "login"
        return "index" if target == reverse("admin:index") else "302"
    return str(response.status_code)


def table() -> dict[tuple[str, str, str], dict[str, str]]:
    """What shall come of each."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            (line["address"], line["row"], line["method"]): {role: line[role] for role in ROLES}
            for line in csv.DictReader(file)
        }
