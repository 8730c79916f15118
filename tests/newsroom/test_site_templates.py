"""A folder named by SITE_TEMPLATES changes how public pages look, and is refused where it is unsafe."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as current
from django.test import Client
from pytest_django import Settings

from newsroom.environment import SettingsRefused
from newsroom.site_templates import check_site_templates, require_site_templates
from tests.articles.public.test_environment import HOSTILE, Tags
from tests.support.patience import patience

# The style sheet that a page names, asked for as a browser does.
ASK = """
import django, re
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
import newsroom.wsgi
client = Client(SERVER_NAME="example.org")
page = client.get("/", secure=True)
print(page.status_code, page.content.decode())
for name in re.findall(r'(?:href|src)="(/static/[^"]+)"', page.content.decode()):
    answer = client.get(name, secure=True)
    print(name, answer.status_code)
    if "harbour" in name or name.endswith(".svg"):
        print(b"".join(answer).decode())
"""


def written_in_docs(root: Path) -> dict[str, str]:
    """The files of the example in docs/operations.md, by their paths in the folder."""
    page = (root / "docs/operations.md").read_text("utf-8")
    section = page.split("## A look of its own")[1].split("\n## ")[0]
    blocks = re.findall(r"`/srv/harbour/look/([^`]+)`[^`]*\n```\w+\n(.*?)```", section, re.DOTALL)
    return dict(blocks)


def lay_out(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def look(tmp_path: Path, settings: Settings) -> Path:
    """A folder of its own look, empty as yet, which comes first."""
    folder = tmp_path / "look"
    folder.mkdir()
    settings.SITE_TEMPLATES = folder
    templates: Any = current.TEMPLATES
    settings.TEMPLATES = [templates[0] | {"DIRS": [folder, *templates[0]["DIRS"]]}, *templates[1:]]
    return folder


# ---- What readers see


def test_the_example_of_the_docs_is_served(
    root: Path, clean_environment: dict[str, str], tmp_path: Path
) -> None:
    files = written_in_docs(root)
    assert sorted(files) == ["_footer.html", "_head.html", "_masthead.html", "static/harbour/colours.css"]
    favicon = '<svg xmlns="http://www.w3.org/2000/svg"><title>Quay</title></svg>'
    look = lay_out(tmp_path / "look", files | {"static/public/favicon.svg": favicon})
    environment = {
        "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMN",
        "ALLOWED_HOSTS": "example.org",
        "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "SECURE_PROXY_SSL_HEADER": "X-Forwarded-Proto",
        "SITE_NAME": "Harbour & Quay",
        "SITE_TEMPLATES": str(look),
        "STATIC_ROOT": str(tmp_path / "static"),
    }
    run = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=root,
        env=clean_environment | environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=patience(120),
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("200 <!doctype html>")
    assert '<p class="masthead__claim">News from the quay since 1902</p>' in run.stdout
    assert "Harbour Press, Quay 1." in run.stdout
    assert "Harbour &amp; Quay" in run.stdout
    # Still there: what the example does not replace.
    assert 'class="sections__all"' in run.stdout
    # Named by its hash, behind the project's own, and served.
    assert re.search(r"^/static/harbour/colours\.[0-9a-f]{12}\.css 200$", run.stdout, re.MULTILINE)
    assert run.stdout.index("/static/public/site.") < run.stdout.index("/static/harbour/colours.")
    assert files["static/harbour/colours.css"] in run.stdout
    assert favicon in run.stdout
    assert " 404" not in run.stdout


@pytest.mark.django_db
def test_everything_is_escaped_in_its_templates_too(look: Path, settings: Settings, client: Client) -> None:
    settings.SITE_NAME = HOSTILE
    lay_out(look, {"_masthead.html": "<header id=mine>{{ site_name() }}</header>"})
    page = client.get("/").content.decode()
    assert "<header id=mine>" in page
    assert not {"evil", "onevil"} & Tags(page).found


# ---- What is wrong with a folder


def said() -> list[tuple[str | None, str]]:
    return [(error.id, error.msg) for error in check_site_templates()]


def test_without_a_folder_there_is_nothing_to_say(settings: Settings) -> None:
    settings.SITE_TEMPLATES = None
    assert said() == []


def test_whole_folder_is_taken(look: Path) -> None:
    lay_out(look, {"_footer.html": "{{ site_name() }}"})
    assert said() == []
    require_site_templates()


def test_missing_folder_is_named_with_its_setting(look: Path) -> None:
    look.rmdir()
    assert said() == [("newsroom.E001", f"SITE_TEMPLATES: there is no folder {look}")]
    with pytest.raises(SettingsRefused, match="SITE_TEMPLATES: there is no folder"):
        require_site_templates()


@pytest.mark.parametrize("name", ["MEDIA_ROOT", "UPLOADS_ROOT"])
@pytest.mark.parametrize("where", [".", "..", "within", "link"])
def test_folder_that_uploads_could_reach_is_refused(
    look: Path, settings: Settings, tmp_path: Path, name: str, where: str
) -> None:
    root = look / where
    if where == "link":
        root = tmp_path / "elsewhere"
        root.symlink_to(look)
    setattr(settings, name, root)
    assert ("newsroom.E002", f"SITE_TEMPLATES: {look} and {name} lie within one another") in said()


def test_template_that_cannot_be_read_is_named_by_its_line(look: Path) -> None:
    lay_out(look, {"_head.html": "<p>\n{% if %}\n", "_footer.html": "{{ site_name() }}"})
    (look / "_masthead.html").write_bytes(b"\xff")
    ((first, reason), (second, other)) = said()
    assert (first, second) == ("newsroom.E003", "newsroom.E003")
    assert reason.startswith(f"SITE_TEMPLATES: {look}/_head.html:2: ")
    assert other == f"SITE_TEMPLATES: {look}/_masthead.html is not UTF-8"


def test_check_is_asked_by_manage_py(root: Path, clean_environment: dict[str, str], tmp_path: Path) -> None:
    environment: dict[str, Any] = {"DEBUG": "true", "SECRET_KEY": "x", "SITE_TEMPLATES": str(tmp_path / "no")}
    run = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=root,
        env=clean_environment | environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=patience(60),
    )
    assert run.returncode != 0
    assert f"(newsroom.E001) SITE_TEMPLATES: there is no folder {tmp_path}/no" in run.stderr
