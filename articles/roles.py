"""Who may do what at the desk: three roles, each with all of the one before it.

A role is a group of Django's, made by a migration; whoever runs a site may add to it. Some
permissions say more than the name of a model does:

    articles.change_article       one's own drafts, until they are ready for review
    articles.edit_every_article   what others wrote, and what came from the source
    articles.publish_article      publish, schedule, withdraw, bring back, and send back to the writer
    articles.reject_article       reject
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

CONTRIBUTOR: Final = "Contributor"
EDITOR: Final = "Editor"
CHIEF: Final = "Chief editor"
# As the desk shows them; the groups keep their names.
_NAMES: Final = {CONTRIBUTOR: _("Contributor"), EDITOR: _("Editor"), CHIEF: _("Chief editor")}

_ALL: Final = ("view", "add", "change", "delete")


def _on(model: str, *verbs: str) -> tuple[str, ...]:
    app, name = model.split(".")
    return tuple(f"{app}.{verb}_{name}" for verb in verbs)


_OWN: Final = (
    *_on("articles.article", "view", "add", "change"),
    *_on("articles.listing", *_ALL),
    *_on("articles.image", *_ALL),
    *_on("articles.relatedlink", *_ALL),
    *_on("articles.picture", "view", "add"),
    *_on("articles.topic", "view"),
    *_on("providers.provider", "view"),
)
_EVERY: Final = (
    *_OWN,
    *_on("articles.article", "edit_every", "publish", "reject"),
    *_on("articles.picture", "change"),
    *_on("articles.conflict", "view", "change"),
    *_on("articles.importrun", "view"),
    *_on("articles.importeddocument", "view"),
    *_on("articles.frozenfield", "view"),
)
_DESK: Final = (
    *_EVERY,
    *_on("articles.article", "delete"),
    *_on("articles.topic", "add", "change", "delete", "merge"),
    *_on("providers.provider", "add", "change", "delete", "merge", "block"),
    *_on("articles.importrun", "undo"),
    *_on("articles.picture", "delete"),
    *_on("articles.upload", *_ALL),
    *_on("articles.planneddocument", *_ALL),
    *_on("articles.withheld", "view", "change"),
    *_on("auth.user", "view", "add", "change"),
)
ROLES: Final = {CONTRIBUTOR: _OWN, EDITOR: _EVERY, CHIEF: _DESK}


def name_of(group: str) -> str:
    """What the desk calls a group: a role in the reader's language, any other by its own name."""
    return str(_NAMES.get(group, group))


def make_roles(apps: Any) -> None:
    """Make the groups, and give them what they lack; nothing is taken from them.

    `apps` is a registry of models, as a migration has it. A later change of ROLES takes a migration
    that calls this again.
    """
    groups = apps.get_model("auth", "Group")._default_manager
    for name, permissions in ROLES.items():
        group, _created = groups.get_or_create(name=name)
        group.permissions.add(*_rows(apps, permissions))


def _rows(apps: Any, permissions: tuple[str, ...]) -> Iterator[Any]:
    """Permissions as Django makes them after all migrations: they may not be there yet."""
    types = apps.get_model("contenttypes", "ContentType")._default_manager
    rows = apps.get_model("auth", "Permission")._default_manager
    for permission in permissions:
        app, _dot, codename = permission.partition(".")
        verb, _line, model = codename.rpartition("_")
        content_type, _created = types.get_or_create(app_label=app, model=model)
        defaults = {"name": f"Can {verb.replace('_', ' ')} {model}"}
        yield rows.get_or_create(content_type=content_type, codename=codename, defaults=defaults)[0]


def display_name(person: User | None) -> str:
    """Somebody's name, or what they sign in with where they gave none; empty for nobody."""
    return (person.get_full_name() or person.get_username()) if person else ""
