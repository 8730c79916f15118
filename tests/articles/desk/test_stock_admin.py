"""What of Django's admin the desk touches though Django does not document it: all of it is where it was."""

from __future__ import annotations

from pathlib import Path

from tests.support.stock_admin import BLOCKS, NAMES, SET_ON_ROWS, blocks_filled, moved, private_names_in


def test_what_the_desk_touches_of_the_stock_admin_is_where_it_was() -> None:
    assert "\n".join(moved()) == ""


def test_list_has_every_private_name_that_the_desk_touches() -> None:
    touched = private_names_in(Path("articles/desk"), Path("providers"))
    listed = {name.rpartition(".")[2] for name in NAMES} | {*SET_ON_ROWS}
    assert touched - listed == set()


def test_list_has_every_block_of_django_that_our_templates_fill() -> None:
    filled = blocks_filled()
    assert {template: sorted(blocks) for template, blocks in filled.items()} == {
        template: sorted(blocks) for template, blocks in BLOCKS.items()
    }
