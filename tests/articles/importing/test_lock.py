"""One import at a time, told by real processes on a real database."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from articles.importing.lock import import_lock
from articles.models import Article, ImportRun

MANY = 4


@pytest.fixture
def manage(root: Path, transactional_db: None) -> Callable[..., subprocess.Popen[str]]:
    """Starts manage.py on a database that several processes can use."""
    given = connection.settings_dict
    if connection.vendor == "postgresql":
        url = f"postgres://{given['USER']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    else:
        url = f"sqlite:///{given['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": url,
        "ENV_FILE": "",
        "DEBUG": "true",
        "SECRET_KEY": "for-tests",
    }

    def start(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(root / "manage.py"), *arguments]
        return subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    start("migrate", "--verbosity", "0").communicate()
    return start


def test_of_four_imports_at_once_the_others_say_who_works_and_nothing_comes_twice(
    manage: Callable[..., subprocess.Popen[str]], root: Path
) -> None:
    site = str(root / "fixtures" / "site")
    imports = [manage("import_articles", site) for _ in range(MANY)]
    said = [process.communicate() for process in imports]
    codes = [process.returncode for process in imports]
    assert set(codes) <= {0, 4}
    assert 0 in codes
    for code, (out, err) in zip(codes, said, strict=True):
        assert ("Another import is" in err) == (code == 4), (out, err)
        assert "Traceback" not in err
    final = manage("import_articles", site)
    assert "Articles: 0 created, 0 updated, 60 unchanged" in final.communicate()[0]


@pytest.mark.django_db(transaction=True)
def test_the_one_that_waits_is_told_who_works(
    manage: Callable[..., subprocess.Popen[str]], root: Path
) -> None:
    with import_lock():
        ImportRun.objects.create(
            started="2026-01-01T10:00:00Z", source="the site", process="ann@desk, process 7"
        )
        out, err = (process := manage("import_articles", str(root / "fixtures" / "site"))).communicate()
    assert process.returncode == 4
    assert "the site (ann@desk, process 7)" in err
    assert not Article.objects.exists()
