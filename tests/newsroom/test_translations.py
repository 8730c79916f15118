"""German ships complete: every text of the public pages has its translation."""

import ast
import gettext
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from articles.management.commands.makemessages import texts_as_python
from tests.conftest import skip_unless_in_ci
from tests.support.make import make_article, make_user

# What both languages write alike.
ALIKE = {"Video", "Podcast", "Filter"}


def texts_of(source: str) -> set[str]:
    """What a template of the public pages marks for translation, as makemessages finds it."""
    calls = [node for node in ast.walk(ast.parse(texts_as_python(source))) if isinstance(node, ast.Call)]
    return {str(ast.literal_eval(call.args[0])) for call in calls}


def without_german(root: Path, texts: Iterable[str]) -> set[str]:
    with (root / "locale/de/LC_MESSAGES/django.mo").open("rb") as file:
        german = gettext.GNUTranslations(file)
    return {
        text for text in texts if german.gettext(text) == text and german.ngettext(text, text, 1) == text
    } - ALIKE


def test_every_text_of_the_public_pages_is_translated(root: Path) -> None:
    templates = sorted((root / "templates/public").glob("*.html"))
    texts = {text for path in templates for text in texts_of(path.read_text(encoding="utf-8"))}
    assert len(texts) > 50
    assert without_german(root, texts) == set()


# Each way in which a template marks a text.
UNTRANSLATED = """<p title="{{ _('In an attribute') }}">{{ _("In an element") }}</p>
{% trans name=1 %}With {{ name }}{% endtrans %}
{% trans %}
On a line
of its own
{% endtrans %}
{{ _("One") if name else _("Other") }}
{% trans count=2 %}{{ count }} unheard-of{% pluralize %}{{ count }} unheard-ofs{% endtrans %}
"""
KEYS = {
    "In an attribute",
    "In an element",
    "With %(name)s",
    "On a line of its own",
    "One",
    "Other",
    "%(count)s unheard-of",
}


def test_text_of_a_public_page_without_its_german_is_found(root: Path) -> None:
    assert without_german(root, texts_of(UNTRANSLATED)) == KEYS


def test_makemessages_collects_the_texts_of_public_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    if shutil.which("xgettext") is None:
        skip_unless_in_ci("there is no gettext on this machine")
    page = tmp_path / "templates/public/page.html"
    page.parent.mkdir(parents=True)
    page.write_text(UNTRANSLATED, encoding="utf-8")
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    (tmp_path / "locale").mkdir()
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=["de"], verbosity=0)
    collected = (tmp_path / "locale/de/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    assert {*re.findall(r'^msgid "(.+)"$', collected, re.MULTILINE)} == KEYS
    assert 'msgid_plural "%(count)s unheard-ofs"' in collected
    assert [path.name for path in page.parent.iterdir()] == ["page.html"]


def test_texts_are_marked_by_names_that_makemessages_knows(root: Path) -> None:
    """By any other it passes them over, and they stay English."""
    aliases = [
        f"{path.relative_to(root)}: {alias.asname}"
        for room in ("articles", "newsroom", "providers")
        for path in sorted((root / room).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.asname not in (None, "_")
    ]
    assert aliases == []


def test_every_text_of_the_desks_scripts_is_translated(root: Path) -> None:
    with (root / "locale/de/LC_MESSAGES/djangojs.mo").open("rb") as file:
        german = gettext.GNUTranslations(file)
    scripts = (path.read_text(encoding="utf-8") for path in (root / "articles/static/desk").glob("*.js"))
    texts = {text for script in scripts for text in re.findall(r"""gettext\("((?:[^"\\]|\\.)*)"\)""", script)}
    assert len(texts) > 5
    assert {text for text in texts if german.gettext(text) == text} == set()


@pytest.mark.django_db
def test_scripts_of_the_desk_get_the_language_of_the_desk(client: Client) -> None:
    client.force_login(make_user())
    catalog = client.get("/admin/jsi18n/", headers={"accept-language": "de"})
    assert "Nach oben" in catalog.content.decode()


@pytest.mark.django_db
def test_reader_gets_the_language_that_the_browser_asks_for(client: Client) -> None:
    make_article()
    response = client.get("/", headers={"accept-language": "de-AT,de;q=0.9,en;q=0.5"})
    text = response.content.decode()
    assert '<html lang="de">' in text
    assert "Zum Inhalt springen" in text
    assert "1. Juni 2021" in text
    assert "Accept-Language" in response["Vary"]
    assert '<html lang="en">' in client.get("/", headers={"accept-language": "fr"}).content.decode()
