"""What a database is made of, in lines that two ways of making it can be compared by.

Each line is a column, a constraint, an index, a trigger or a function, or a row of what migrations put in:
groups, their permissions, and kinds of content. The order of columns and the numbers of rows do not count.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import Final

import psycopg

from tests.support.databases import ROOT, Database

OLD_CHAIN: Final = ROOT / "tests" / "support" / "old_chain"

# The tables of the full-text index, which SQLite keeps itself.
_SHADOW: Final = re.compile(r"articles_searchindex_(data|idx|docsize|config|content)")
_ROWS: Final = {
    "group": "SELECT name FROM auth_group",
    "permission": """SELECT t.app_label, t.model, p.codename, p.name FROM auth_permission p
        JOIN django_content_type t ON t.id = p.content_type_id""",
    "granted": """SELECT g.name, t.app_label, p.codename FROM auth_group_permissions x
        JOIN auth_group g ON g.id = x.group_id JOIN auth_permission p ON p.id = x.permission_id
        JOIN django_content_type t ON t.id = p.content_type_id""",
}
_POSTGRESQL: Final = {
    "column": """SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
            pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated, o.collname
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        LEFT JOIN pg_collation o ON o.oid = a.attcollation
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
            AND NOT a.attisdropped""",
    "constraint": """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace""",
    "index": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "trigger": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "function": """SELECT proname, pg_get_functiondef(oid) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace""",
}


def load_old_chain(database: Database) -> None:
    """Make an empty database one that the migrations of version 0.1.0 have made."""
    if database.url.startswith("sqlite"):
        with closing(sqlite3.connect(database.path)) as connection:
            connection.executescript((OLD_CHAIN / "sqlite.sql").read_text(encoding="utf-8"))
        return
    with psycopg.connect(database.url, autocommit=True) as server:
        server.execute((OLD_CHAIN / "postgresql.sql").read_text(encoding="utf-8").encode())


def schema_of(database: Database) -> list[str]:
    """All that a database is made of, sorted."""
    if database.url.startswith("sqlite"):
        lines = _sqlite(database)
    else:
        lines = [_line(kind, row) for kind, query in _POSTGRESQL.items() for row in database.rows(query)]
    lines += [_line(kind, row) for kind, query in _ROWS.items() for row in database.rows(query)]
    return sorted(lines)


def _sqlite(database: Database) -> list[str]:
    lines = []
    for kind, name, table, sql in database.rows("SELECT type, name, tbl_name, sql FROM sqlite_master"):
        if sql is None or _SHADOW.fullmatch(name) or name.startswith("sqlite_"):
            continue
        if kind == "table" and not sql.upper().startswith("CREATE VIRTUAL"):
            body = sql[sql.index("(") + 1 : sql.rindex(")")]
            lines += [_line("column", (name, part)) for part in _parts(body)]
        else:
            lines.append(_line(kind, (table, name, sql)))
    return lines


def _parts(body: str) -> list[str]:
    """The columns and constraints of a table: what stands between the commas outside of brackets."""
    parts, depth, start = [], 0, 0
    for place, character in enumerate(body):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append(body[start:place])
            start = place + 1
    return [*parts, body[start:]]


def _line(kind: str, row: tuple[object, ...]) -> str:
    """One line without what means nothing: spaces, and the casts and brackets that PostgreSQL adds."""
    words = re.sub(r"\s+", " ", " | ".join(map(str, row))).strip()
    if kind in {"constraint", "trigger"}:
        words = re.sub(r"::(text|character varying)(\[\])?|[()]", "", words)
    return f"{kind}: {words}"
