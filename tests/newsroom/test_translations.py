"""German ships complete: every text of the public pages has its translation."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation.template import templatize

from tests.support.make import make_article, make_user

PUBLIC = ("base.html", "4*.html", "5*.html", "articles/*.html", "preview/*.html", "providers/*.html")
# What both languages write alike.
ALIKE = {"Video", "Podcast", "Filter"}


def public_templates(root: Path) -> list[Path]:
    return [path for pattern in PUBLIC for path in sorted((root / "templates").glob(pattern))]


def texts_of(path: Path) -> set[str]:
    """What a template marks for translation, as makemessages would find it."""
    source = templatize(path.read_text(encoding="utf-8"))
    found = re.findall(r"""\bn?gettext\((u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))""", source)
    found += re.findall(r"""(?<![\w.])_\((u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))""", source)
    return {str(ast.literal_eval(text)) for text in found}


def test_every_text_of_the_public_pages_is_translated(root: Path) -> None:
    with (root / "locale/de/LC_MESSAGES/django.mo").open("rb") as file:
        german = gettext.GNUTranslations(file)
    texts = {text for path in public_templates(root) for text in texts_of(path)}
    assert len(texts) > 50
    missing = {
        text for text in texts if german.gettext(text) == text and german.ngettext(text, text, 1) == text
    }
    assert missing - ALIKE == set()


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
