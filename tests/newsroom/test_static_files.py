"""A server does not start without the files that its pages name."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.support.patience import patience

# A file of ours, as templates and the media of forms name it.
_STATIC_FILE = re.compile(r"""["']((?:desk|public|articles)/[a-z-]+\.(?:css|js|svg|woff2))["']""")
START = "import newsroom.{server}; print('started')"


@pytest.mark.parametrize("server", ["wsgi", "asgi"])
def test_server_starts_once_static_files_are_collected(
    server: str, root: Path, clean_environment: dict[str, str], tmp_path: Path
) -> None:
    production = {
        "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMN",
        "ALLOWED_HOSTS": "example.org",
        "STATIC_ROOT": str(tmp_path / "static"),
    }

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=root,
            env=clean_environment | production,
            check=False,
            capture_output=True,
            text=True,
            timeout=patience(120),
        )

    before = run("-c", START.format(server=server))
    assert before.returncode != 0
    told = before.stderr.splitlines()[-1]
    assert f"STATIC_ROOT: {tmp_path}/static/staticfiles.json is missing; run manage.py collectstatic" in told
    assert run("manage.py", "collectstatic", "--no-input", "--verbosity", "0").returncode == 0
    after = run("-c", START.format(server=server))
    assert after.stdout == "started\n"
    # These settings would redirect for ever behind a proxy, of which a server that starts speaks.
    assert "SECURE_PROXY_SSL_HEADER: missing" in after.stderr


def test_every_static_file_that_is_named_is_there(root: Path) -> None:
    sources = [path for room in ("articles", "providers", "templates") for path in (root / room).rglob("*.*")]
    texts = [path.read_text("utf-8") for path in sources if path.suffix in {".html", ".py"}]
    named = {name for text in texts for name in _STATIC_FILE.findall(text)}
    assert len(named) > 10
    assert {name for name in named if finders.find(name) is None} == set()
