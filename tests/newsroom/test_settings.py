"""The settings as a whole, each time in a process with an environment of its own."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper

from tests.support.patience import patience

PRODUCTION = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMN",
    "ALLOWED_HOSTS": "example.org",
}
PROXIED = PRODUCTION | {"SECURE_PROXY_SSL_HEADER": "X-Forwarded-Proto", "SITE_URL": "https://example.org"}
DESK = {"SECRET_KEY": "desk", "DEBUG": "true"}

TELL = """
import json, sys
from newsroom import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))
"""


@pytest.fixture
def manage(root: Path, clean_environment: dict[str, str]) -> "Manage":
    return Manage(root, clean_environment)


class Manage:
    """Runs Python in the project's folder, with these settings and no others."""

    def __init__(self, root: Path, environment: dict[str, str]) -> None:
        self._root = root
        self._environment = environment

    def __call__(self, settings: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-W", "error", *arguments]
        environment = self._environment | settings
        return subprocess.run(
            command,
            cwd=self._root,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=patience(60),
        )

    def values(self, settings: dict[str, str], *names: str) -> list[object]:
        run = self(settings, "-c", TELL, *names)
        assert run.returncode == 0, run.stderr
        return list(json.loads(run.stdout).values())


def test_empty_environment_is_refused_in_one_line(manage: Manage) -> None:
    run = manage({}, "manage.py", "check")
    assert run.returncode == 3
    assert run.stdout == ""
    assert (
        run.stderr == "SECRET_KEY: missing; set it to a long random text that only this installation knows\n"
    )


def test_nonsense_is_told_line_by_line_without_traceback(manage: Manage) -> None:
    run = manage({"DEBUG": "perhaps", "SECRET_KEY": "short", "LOG_LEVEL": "LOUD"}, "manage.py", "migrate")
    assert run.returncode == 3
    assert [line.partition(":")[0] for line in run.stderr.splitlines()] == [
        "DEBUG",
        "SECRET_KEY",
        "LOG_LEVEL",
    ]


def test_closed_by_default(manage: Manage) -> None:
    only_key = {"SECRET_KEY": PRODUCTION["SECRET_KEY"]}
    assert manage.values(only_key, "DEBUG", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS") == [False, [], []]
    assert manage.values(only_key, "SECURE_SSL_REDIRECT", "SECURE_PROXY_SSL_HEADER") == [True, None]
    assert manage.values(only_key, "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE") == [True, True]
    assert manage.values(only_key, "SECURE_HSTS_SECONDS", "X_FRAME_OPTIONS") == [31_536_000, "DENY"]


def test_desk_speaks_plain_http(manage: Manage) -> None:
    names = (
        "DEBUG",
        "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_HSTS_SECONDS",
    )
    assert manage.values(DESK, *names) == [True, False, False, False, 0]


def test_deployment_check_has_nothing_to_say(manage: Manage) -> None:
    run = manage(PROXIED, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert (run.returncode, run.stderr) == (0, "")
    assert "no issues" in run.stdout


def test_redirects_that_would_never_end_are_told_with_the_setting_that_is_missing(manage: Manage) -> None:
    run = manage(PRODUCTION, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert run.returncode == 1
    assert "SECURE_PROXY_SSL_HEADER: missing while SECURE_SSL_REDIRECT is on" in run.stderr
    assert "Set SECURE_PROXY_SSL_HEADER=X-Forwarded-Proto" in run.stderr


def test_no_proxy_header_is_missed_where_nothing_is_redirected(manage: Manage) -> None:
    """Where it could never be noticed, and where commands run from cron, whose words become mail."""
    at_once = PRODUCTION | {"SECURE_SSL_REDIRECT": "false"}
    assert "PROXY" not in manage(at_once, "manage.py", "check", "--deploy").stderr
    assert manage(DESK, "manage.py", "check").stderr == ""
    assert manage(PRODUCTION, "manage.py", "check").stderr == ""


def test_a_site_that_does_not_know_its_own_address_is_told_so(manage: Manage) -> None:
    unnamed = {name: value for name, value in PROXIED.items() if name != "SITE_URL"}
    run = manage(unnamed, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert run.returncode == 1
    assert "SITE_URL: missing" in run.stderr
    assert "such as https://example.org" in run.stderr
    assert "SITE_URL" not in manage(unnamed, "manage.py", "check").stderr
    assert "SITE_URL" not in manage(DESK, "manage.py", "check", "--deploy").stderr


def test_only_preload_is_silenced(manage: Manage) -> None:
    assert manage.values(PRODUCTION, "SILENCED_SYSTEM_CHECKS") == [["security.W021"]]


def test_policy_allows_no_inline_code_and_no_foreign_frames(manage: Manage) -> None:
    (policy,) = manage.values(PRODUCTION, "CONTENT_SECURITY_POLICY")
    assert isinstance(policy, dict)
    directives = policy["DIRECTIVES"]
    assert directives["default-src"] == ["'self'"]
    assert "unsafe" not in json.dumps(directives)
    assert {name for name, sources in directives.items() if "https:" in sources} == {"img-src"}


def test_pictures_in_a_bucket_are_served_from_there(manage: Manage) -> None:
    bucket = {"MEDIA_S3_BUCKET": "pictures", "MEDIA_S3_URL": "http://cdn.example"}
    address, storages, policy = manage.values(
        PRODUCTION | bucket, "MEDIA_URL", "STORAGES", "CONTENT_SECURITY_POLICY"
    )
    assert isinstance(storages, dict)
    assert isinstance(policy, dict)
    assert address == "http://cdn.example/"
    assert storages["default"]["OPTIONS"]["bucket_name"] == "pictures"
    assert policy["DIRECTIVES"]["img-src"] == ["'self'", "https:", "http://cdn.example"]


def test_proxy_header_is_believed_when_it_is_named(manage: Manage) -> None:
    assert manage.values(PROXIED, "SECURE_PROXY_SSL_HEADER") == [["HTTP_X_FORWARDED_PROTO", "https"]]


def test_env_file_is_read_where_it_is_named(manage: Manage, tmp_path: Path) -> None:
    file = tmp_path / "settings"
    file.write_text("SECRET_KEY=desk\nDEBUG=true\nALLOWED_HOSTS=one.example.org\n")
    named = {"ENV_FILE": str(file), "ALLOWED_HOSTS": "two.example.org"}
    assert manage.values(named, "DEBUG", "ALLOWED_HOSTS") == [True, ["two.example.org"]]


def test_sqlite_in_use_is_as_promised(manage: Manage, tmp_path: Path) -> None:
    ask = (
        "import django; django.setup(); from django.db import connection as c; k = c.cursor(); "
        "ask = lambda p: k.execute('PRAGMA ' + p).fetchone()[0]; "
        "print(ask('journal_mode'), ask('synchronous'), ask('busy_timeout'), c.transaction_mode)"
    )
    settings = DESK | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/a.sqlite3",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    }
    run = manage(settings, "-c", ask)
    assert (run.stdout, run.stderr) == ("wal 1 20000 IMMEDIATE\n", "")


@pytest.mark.django_db
def test_postgres_goes_through_the_pool() -> None:
    connection = connections["default"]
    if not isinstance(connection, DatabaseWrapper):
        pytest.skip("only where the tests run on PostgreSQL")
    connection.ensure_connection()
    assert connection.pool is not None
    assert (connection.pool.min_size, connection.pool.max_size) == (1, 10)


def test_database_that_is_away_is_told_soon(manage: Manage) -> None:
    """Nothing listens on port 1."""
    settings = DESK | {"DATABASE_URL": "postgres://me@127.0.0.1:1/news", "DATABASE_POOL": "false"}
    run = manage(settings, "manage.py", "migrate")
    assert run.returncode == 1
    assert "Connection refused" in run.stderr


def test_every_setting_is_told_in_the_operators_page(root: Path) -> None:
    told = set(
        re.findall(r"^\| `([A-Z0-9_]+)` \|", (root / "docs/operations.md").read_text("utf-8"), re.MULTILINE)
    )
    assert told == settings_read(root / "newsroom/settings.py")


def test_make_test_leaves_no_setting_to_chance(root: Path) -> None:
    (desk,) = re.findall(
        r"^DESK := env (.*?[^\\])$", (root / "Makefile").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    named = set(re.findall(r"[A-Z][A-Z0-9_]{2,}", desk))
    assert named == settings_read(root / "newsroom/settings.py")


def settings_read(path: Path) -> set[str]:
    """The names that settings.py asks of the environment, by a typed reader or directly."""
    tree = ast.parse(path.read_text("utf-8"))
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    return {
        call.args[0].value
        for call in calls
        if ast.unparse(call.func).startswith(("read.", "os.environ.")) and call.args
        if isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    }


@pytest.mark.parametrize(("said", "tag"), [("", None), ("pt_br", "pt-BR"), ("German", None), ("he", "he")])
def test_language_of_the_site_is_a_tag(manage: Manage, said: str, tag: str | None) -> None:
    if tag is None:
        run = manage(DESK | {"SITE_LANGUAGE": said}, "manage.py", "check")
        assert run.returncode == 3
        assert (
            run.stderr
            == f"SITE_LANGUAGE: expected the tag of a language such as en, de or pt-BR, found {said!r}\n"
        )
    else:
        assert manage.values(DESK | {"SITE_LANGUAGE": said}, "SITE_LANGUAGE") == [tag]
    assert manage.values(DESK, "SITE_LANGUAGE") == ["en"]
