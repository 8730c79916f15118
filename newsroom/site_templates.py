"""The folder of a site's own look, SITE_TEMPLATES: whether it is there, is nobody else's, and can be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Error
from django.template import engines
from jinja2 import TemplateSyntaxError

from newsroom.environment import SettingsRefused


def check_site_templates(**options: Any) -> list[Error]:
    """What `manage.py check` says of the folder; nothing where none is named."""
    folder = settings.SITE_TEMPLATES
    return [] if folder is None else [Error(text, hint=hint, id=code) for code, text, hint in _faults(folder)]


def require_site_templates() -> None:
    """Stop the start of a server that would show another look. Raises SettingsRefused."""
    found = check_site_templates()
    if found:
        raise SettingsRefused("\n".join(f"{error.msg}. {error.hint}" for error in found))


def _faults(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Each as an id, what is wrong, and what to do."""
    if not folder.is_dir():
        yield "newsroom.E001", f"SITE_TEMPLATES: there is no folder {folder}", "Make it, or name another one."
        return
    for name in ("MEDIA_ROOT", "UPLOADS_ROOT"):
        if _touch(folder, Path(getattr(settings, name))):
            reason = f"SITE_TEMPLATES: {folder} and {name} lie within one another"
            yield "newsroom.E002", reason, "Templates are code: keep them where nobody uploads anything."
    environment: Any = engines["public"]
    for path in sorted(folder.glob("*.html")):
        try:
            environment.env.get_template(path.name)
        except TemplateSyntaxError as error:
            where = f"{error.filename}:{error.lineno}"
            yield "newsroom.E003", f"SITE_TEMPLATES: {where}: {error.message}", "Correct the template."
        except UnicodeDecodeError:
            yield "newsroom.E003", f"SITE_TEMPLATES: {path} is not UTF-8", "Save the template as UTF-8."


def _touch(one: Path, other: Path) -> bool:
    """Whether two folders are one, or one lies in the other, links followed."""
    one, other = one.resolve(), other.resolve()
    return one.is_relative_to(other) or other.is_relative_to(one)
