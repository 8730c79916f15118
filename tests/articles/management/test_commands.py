"""What the commands promise beside what they call."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command, get_commands, load_command_class

from articles.models import Article
from tests.support.make import delete_articles

OURS = sorted(name for name, app in get_commands().items() if app in {"articles", "providers"})
# Django's own, which every command has.
DJANGOS = {
    "help",
    "version",
    "verbosity",
    "settings",
    "pythonpath",
    "traceback",
    "no_color",
    "force_color",
    "skip_checks",
}


@pytest.mark.django_db
def test_editor_can_sign_in_with_the_password_that_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_editor", site="https://example.org/")
    said = capsys.readouterr().out
    password = re.search(r"password: (\S{16,})\n", said)
    user = User.objects.get(username="editor")
    assert password
    assert user.check_password(password[1])
    assert (user.is_staff, user.is_superuser) == (True, True)
    assert "https://example.org/admin/" in said


@pytest.mark.django_db
def test_editor_who_exists_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_editor")
    before = User.objects.values().get()
    capsys.readouterr()
    call_command("create_editor")
    said = capsys.readouterr().out
    assert "exists already" in said
    assert "password:" not in said
    assert User.objects.values().get() == before


@pytest.mark.django_db
def test_name_that_nobody_can_have_is_refused() -> None:
    with pytest.raises(SystemExit) as end:
        call_command("create_editor", name="two words")
    assert end.value.code == 2
    assert not User.objects.exists()


@pytest.mark.django_db
def test_sample_site_goes_into_an_empty_database_only(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_articles", str(root / "fixtures/site"), if_empty=True, workers=1, verbosity=0)
    delete_articles(Article.objects.filter(path__startswith="_news/2026-02-14"))
    call_command("import_articles", str(root / "fixtures/site"), if_empty=True, workers=1)
    assert "nothing was imported" in capsys.readouterr().out
    assert not Article.objects.filter(path__startswith="_news/2026-02-14").exists()


@pytest.mark.parametrize("name", OURS)
def test_every_command_and_option_is_told_in_docs(root: Path, name: str) -> None:
    pages = "\n".join(path.read_text("utf-8") for path in (root / "docs").glob("*.md"))
    command: Any = load_command_class("articles", name)
    parser = command.create_parser("manage.py", name)
    # A command of Django's that we extend keeps Django's options, which Django's own pages tell.
    base: Any = type(command).__mro__[1]
    theirs = {action.dest for action in base().create_parser("manage.py", name)._actions}
    known = DJANGOS | (theirs if base.__module__.startswith("django.core.management.commands") else set())
    options = {
        option for action in parser._actions if action.dest not in known for option in action.option_strings
    }
    # `--rev` is not told by `--revision`.
    told = {option for option in options if re.search(rf"{re.escape(option)}\b(?!-)", pages)}
    assert f"`{name}`" in pages or f"manage.py {name}" in pages
    assert options - told == set()
