"""Databases of their own for the processes that tests and benchmarks start."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.support.patience import patience

ROOT: Final = Path(__file__).resolve().parent.parent.parent
DESK: Final = {"ENV_FILE": "", "DEBUG": "true", "SECRET_KEY": "only-for-tests"}

# All that an import writes, without the numbers that it gives to rows and the hours at which it came:
# two databases with the same answers hold the same content.
_PROVIDER: Final = "coalesce(p.domain, '') || '|' || coalesce(p.name, '')"
_STORY: Final = """s.title, s.excerpt, s.published_date_time, s.original_url, s.web_url, s.amp_web_url,
    s.cdn_amp_web_url, s.type, s.quality, s.heat, s.provider_mention"""
CONTENT: Final = {
    "articles": f"""SELECT s.path, s.slug, s.category, s.published, s.featured_content, {_STORY}, {_PROVIDER}
        FROM articles_article s LEFT JOIN providers_provider p ON p.id = s.provider_id""",
    "topics": """SELECT t.path, t.name, t.slug, t.shortname, t.position, t.keywords, t.hashtags, t.services,
        coalesce(above.name, '') FROM articles_topic t
        LEFT JOIN articles_topic above ON above.id = t.parent_id""",
    "listings": """SELECT l.path, t.name, l.position, l.published, l.published_date_time, a.path
        FROM articles_listing l JOIN articles_topic t ON t.id = l.topic_id
        JOIN articles_article a ON a.id = l.article_id""",
    "related": f"""SELECT a.path, s.position, {_STORY}, {_PROVIDER} FROM articles_relatedlink s
        JOIN articles_article a ON a.id = s.article_id
        LEFT JOIN providers_provider p ON p.id = s.provider_id""",
    "images": f"""SELECT coalesce(a.path, b.path, ''), coalesce(r.position, -1), {_PROVIDER}, i.position,
        i.url, i.width, i.height, i.title, i.is_cached, i.attribution FROM articles_image i
        LEFT JOIN articles_article a ON a.id = i.article_id
        LEFT JOIN articles_relatedlink r ON r.id = i.related_link_id
        LEFT JOIN articles_article b ON b.id = r.article_id
        LEFT JOIN providers_provider p ON p.id = i.provider_id""",
    "providers": "SELECT path, name, domain, other_names, description FROM providers_provider",
    "sources": "SELECT path, is_carried, digest, content FROM articles_sourcedocument",
    "conflicts": "SELECT path, key, base, theirs, ours FROM articles_conflict WHERE settled IS NULL",
    "samples": """SELECT a.path, m.quality, m.heat FROM articles_metricsample m
        JOIN articles_article a ON a.id = m.article_id""",
    "withheld": "SELECT path, canonical_url, title FROM articles_withheld",
}


class Database:
    """A database that processes are pointed to by its address."""

    def __init__(self, url: str) -> None:
        self.url = url

    def environment(self) -> dict[str, str]:
        """What a process needs to use it, and no settings of this one's."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        return kept | DESK | {"DATABASE_URL": self.url, "PYTHONPATH": os.pathsep.join(sys.path)}

    def manage(
        self, *arguments: object, given: bytes | None = None, **options: Any
    ) -> subprocess.CompletedProcess[bytes]:
        """Run manage.py to its end, for which there are two minutes; `given` is its standard input."""
        return subprocess.run(
            self.command(*arguments),
            env=self.environment(),
            cwd=ROOT,
            capture_output=True,
            check=False,
            timeout=patience(120),
            input=given or b"",
            **options,
        )

    def start(self, *arguments: object) -> subprocess.Popen[bytes]:
        """Start manage.py in a process group of its own, as a terminal would."""
        return subprocess.Popen(
            self.command(*arguments),
            env=self.environment(),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            # What a shell has in the background ignores Ctrl-C, and so does all that it starts.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  no threads here
        )

    def command(self, *arguments: object) -> list[str]:
        return [sys.executable, str(ROOT / "manage.py"), *map(str, arguments)]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a query answers, through a connection of its own."""
        if self.url.startswith("sqlite"):
            with closing(sqlite3.connect(self.path, timeout=20)) as connection:
                return connection.execute(query).fetchall()
        with psycopg.connect(self.url) as connection_:
            return connection_.execute(query.encode()).fetchall()

    def content(self) -> Mapping[str, list[str]]:
        """All content by table, in an order that does not depend on when it came."""
        return {name: sorted(map(repr, self.rows(query))) for name, query in CONTENT.items()}

    def count(self, table: str = "articles_article") -> int:
        number: int = self.rows(f"SELECT count(*) FROM {table}")[0][0]
        return number

    @property
    def path(self) -> str:
        """Of SQLite, its file."""
        return "/" + self.url.removeprefix("sqlite:///").lstrip("/")


_OTHERS_OUT: Final = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
_TABLES: Final = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


class Databases:
    """Makes empty databases with all tables, each in a moment: by copying one that was migrated."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder = folder
        self.server = url if url.startswith("postgres") else ""
        self.made: list[str] = []
        self.free: list[Database] = []
        self.template = self._new()
        migrated = self.template.manage("migrate", "-v0")
        assert migrated.returncode == 0, migrated.stderr.decode()
        self.emptied = ", ".join(self._tables_that_migrations_leave_empty()) if self.server else ""

    def new(self) -> Database:
        """A database with what migrations put in, such as the roles, and nothing else."""
        return self.free.pop() if self.free else self._new(self.template)

    def give_back(self, database: Database) -> None:
        """Empty a database that is needed no more: on a server that is faster than to drop it."""
        if not self.server:
            os.unlink(database.path)
            return
        with psycopg.connect(database.url, autocommit=True) as connection:
            connection.execute(_OTHERS_OUT)
            connection.execute(f"TRUNCATE {self.emptied} RESTART IDENTITY".encode())
        self.free.append(database)

    def _tables_that_migrations_leave_empty(self) -> list[str]:
        names = [f'"{name}"' for (name,) in self.template.rows(_TABLES)]
        return [name for name in names if not self.template.rows(f"SELECT 1 FROM {name} LIMIT 1")]

    def unmigrated(self) -> Database:
        """A database without any table."""
        return self._new()

    def _new(self, template: Database | None = None) -> Database:
        name = f"newsroom_{uuid.uuid4().hex}"
        if not self.server:
            path = self.folder / f"{name}.sqlite3"
            if template is not None:
                shutil.copyfile(template.path, path)
            return Database(f"sqlite:///{path}")
        like = f' TEMPLATE "{urlsplit(template.url).path[1:]}"' if template is not None else ""
        self._do(f'CREATE DATABASE "{name}"{like}')
        self.made.append(name)
        return Database(urlunsplit(urlsplit(self.server)._replace(path=f"/{name}")))

    def _do(self, statement: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement.encode())

    def drop(self) -> None:
        """Leave nothing behind on a server; a folder is its owner's to remove."""
        for name in self.made:
            self._do(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def databases_in(folder: Path, url: str | None = None) -> Iterator[Databases]:
    """Databases that are gone afterwards; `url` says on which server (by default DATABASE_URL)."""
    made = Databases(folder, os.environ.get("DATABASE_URL", "") if url is None else url)
    try:
        yield made
    finally:
        made.drop()
