"""Whether the files are there that pages name: without them, each page is a server error."""

from pathlib import Path

from django.conf import settings

from newsroom.environment import SettingsRefused


def require_static_files() -> None:
    """Stop the start of a server whose static files were never collected. Raises SettingsRefused."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not settings.DEBUG and not manifest.is_file():
        raise SettingsRefused(
            f"STATIC_ROOT: {manifest} is missing; run manage.py collectstatic --no-input before the server"
        )
