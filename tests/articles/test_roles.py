"""The page for operators says what roles may, and says it as articles/roles.py does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group

from articles.roles import CHIEF, CONTRIBUTOR, EDITOR, ROLES
from tests.make import make_user


def told(root: Path) -> dict[str, set[str]]:
    """What each role may, by the table."""
    text = (root / "docs/operations.md").read_text(encoding="utf-8")
    said: dict[str, set[str]] = {role: set() for role in ROLES}
    for permissions, first in re.findall(
        r"^\| .* \| ((?:`\w+\.[\w*]+` ?)+) \| ([\w ]+) \|$", text, re.MULTILINE
    ):
        names = {
            name.replace("*", verb)
            for name in re.findall(r"`([^`]+)`", permissions)
            for verb in ("view", "add", "change", "delete")
        }
        for role in (CONTRIBUTOR, EDITOR, CHIEF)[(CONTRIBUTOR, EDITOR, CHIEF).index(first) :]:
            said[role] |= names
    return said


def test_table_is_true(root: Path) -> None:
    assert told(root) == {role: set(permissions) for role, permissions in ROLES.items()}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_migrated_group_has_what_its_role_says(role: str) -> None:
    assert Group.objects.filter(name=role).exists()
    assert make_user(role=role).get_all_permissions() == set(ROLES[role])
