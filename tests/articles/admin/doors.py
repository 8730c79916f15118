"""Every door of the desk, from the admin's own address patterns and actions, and who opened it how.

Nothing here knows the screens by name: an address that somebody adds is found, and its line is missing
from permissions.csv until it is added there.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, reverse
from django.urls.resolvers import RegexPattern

TABLE: Final = Path(__file__).with_name("permissions.csv")
ROLES: Final = ("anonymous", "contributor", "editor", "chief", "superuser")
# Whose row matters: each address of theirs is asked for the contributor's own draft, for what the
# contributor wrote and an editor has decided about, and for another; accounts, for one of less and of more.
_OWNED: Final = ("own", "decided", "other")
KINDS: Final = {
    "articles/article/": _OWNED,
    "articles/relatedlink/": _OWNED,
    "r/": _OWNED,
    "auth/user/": ("lower", "superuser"),
}
# What refuses; whoever is refused writes nothing.
REFUSED: Final = ("login", "index", "403", "404", "405", "no")


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


def doors() -> Iterator[Door]:
    """All of them."""
    for route in dict.fromkeys(_routes(admin.site.urls[0])):
        kinds = next((kinds for start, kinds in KINDS.items() if route.startswith(start)), ("",))
        rows = kinds if _parameters(route) else ("",)
        for row in rows:
            for method in ("GET", "POST"):
                yield Door(route, row, method)
    for model, screen in admin.site._registry.items():
        for _function, name, _label in screen._get_base_actions():  # type: ignore[attr-defined]  # not in the stubs
            yield Door(f"{model._meta.app_label}/{model._meta.model_name}/{name}", "", "ACTION")


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


def path_of(door: Door, rows: dict[str, int]) -> str:
    """The address to ask for, with a row of the kind where the pattern has a place for one."""
    path = door.address
    parameters = _parameters(door.address)
    for place, (converter, name) in enumerate(parameters):
        said = f"<{converter}:{name}>" if f"<{converter}:{name}>" in path else f"<{name}>"
        path = path.replace(said, _value(door, rows, converter, name, is_first=place == 0), 1)
    return reverse("admin:index") + path


def _value(door: Door, rows: dict[str, int], converter: str, name: str, *, is_first: bool) -> str:
    if name == "app_label":
        return "articles"
    if name == "content_type_id":
        return str(ContentType.objects.get(app_label="articles", model="article").pk)
    if door.address.startswith("r/"):
        return str(rows[f"articles/article:{door.row}"])
    # The first parameter below a model's screen is a row of that model; all else a plausible value.
    if is_first and name != "url" and converter in {"int", "path", "str"}:
        row = f"{door.place}:{door.row}" if door.row else door.place
        return str(rows.get(row, 1))
    return "1" if converter == "int" else "x"


def opened(door: Door, path: str, user: User | None) -> str:
    """What comes of it, in a word; all that it did is taken back."""
    if door.method == "ACTION":
        return _offered(door, user)
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        if door.method == "POST":
            response = client.post(path, {"post": "yes", "confirmed": "yes"})
        else:
            response = client.generic(door.method, path)
        word = _word(response)
        transaction.set_rollback(True)
    written = [
        query["sql"]
        for query in queries
        if query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) and "session" not in query["sql"]
    ]
    if word in REFUSED and written:
        return f"{word}, but wrote: {written[0]}"
    return word


def _word(response: HttpResponseBase) -> str:
    if response.status_code == 302:
        target = response.headers["Location"]
        if target.startswith(reverse("admin:login")):
            return "login"
        return "index" if target == reverse("admin:index") else "302"
    return str(response.status_code)


def _offered(door: Door, user: User | None) -> str:
    """Whether the list offers the action; Django does none that it does not offer."""
    if user is None:
        return "no"
    app, model, action = door.address.split("/")
    request = RequestFactory().get("/")
    request.user = User.objects.get(pk=user.pk)
    screen = next(s for m, s in admin.site._registry.items() if m._meta.label_lower == f"{app}.{model}")
    return "yes" if action in screen.get_actions(request) else "no"


def table() -> dict[tuple[str, str, str], dict[str, str]]:
    """What shall come of each."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            (line["address"], line["row"], line["method"]): {role: line[role] for role in ROLES}
            for line in csv.DictReader(file)
        }
