"""How screens are put together: they name their parts, and no order of classes decides which answer wins."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin

SCREENS = [type(s) for s in admin.site._registry.values() if type(s).__module__.startswith("articles.")]


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_screen_and_its_inlines_have_one_base_each(screen: Any) -> None:
    classes = [screen, *screen.inlines, *(inline.formset for inline in screen.inlines), screen.form]
    bases = {base for one in classes for base in one.__mro__ if base.__module__.startswith("articles.desk")}
    assert {base.__name__: len(base.__bases__) for base in bases if len(base.__bases__) != 1} == {}


@pytest.mark.parametrize("path", sorted(Path("articles/desk").rglob("*.py")), ids=str)
def test_no_class_of_the_desk_has_another_base_while_types_are_checked(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    branches = [node for node in ast.walk(tree) if isinstance(node, ast.If)]
    assert not [node.lineno for node in branches if "TYPE_CHECKING" in ast.unparse(node.test)]
