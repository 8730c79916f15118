"""The edition: triggers move it with every change of what the public may see, however that is written.

See docs/decisions/0006-the-edition-and-the-page-cache.md.
"""

import secrets

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# What the public sees of each table, apart from heat. The tests hold these to the columns of the models.
SEEN = {
    "articles_article": (
        "path",
        "slug",
        "slug_key",
        "category",
        "title",
        "excerpt",
        "featured_content",
        "published_date_time",
        "made_at",
        "edited_at",
        "language",
        "original_url",
        "web_url",
        "amp_web_url",
        "cdn_amp_web_url",
        "type",
        "provider_id",
        "provider_mention",
        "published",
        "publish_at",
        "state",
        "reason",
        "decided_at",
    ),
    "articles_listing": (
        "article_id",
        "topic_id",
        "position",
        "published",
        "published_date_time",
        "publish_at",
        "made_at",
        "path",
    ),
    "articles_topic": (
        "path",
        "name",
        "slug",
        "shortname",
        "parent_id",
        "position",
        "keywords",
        "hashtags",
        "services",
    ),
    "articles_relatedlink": (
        "article_id",
        "position",
        "title",
        "excerpt",
        "published_date_time",
        "original_url",
        "web_url",
        "amp_web_url",
        "cdn_amp_web_url",
        "type",
        "provider_id",
        "provider_mention",
    ),
    "articles_image": (
        "article_id",
        "related_link_id",
        "provider_id",
        "position",
        "url",
        "width",
        "height",
        "title",
        "is_cached",
        "attribution",
    ),
    "articles_redirect": ("address", "address_key", "article_id", "topic_id", "provider_id"),
    "articles_searchtext": ("title", "excerpt", "provider", "topics"),
    "providers_provider": ("path", "name", "domain", "other_names", "description"),
}
HEAT = {
    "articles_article": ("quality", "heat", "heat_score"),
    "articles_listing": ("heat_score",),
    "articles_relatedlink": ("quality", "heat"),
}
SOURCES = {"articles_sourcedocument": ("path", "content")}


def short(table: str) -> str:
    return table.partition("_")[2]


def values(row: str, columns: tuple[str, ...]) -> str:
    return f"({', '.join(f'{row}.{column}' for column in columns)})"


# ---- SQLite: whoever writes is alone, so each row that changes moves the edition

MINUTE = "CAST(strftime('%s', 'now') AS integer) / 60"
MOVES = {
    "number": "number = random()",
    "sources": "sources = random()",
    # All of it is seen when the minute is over: see articles/reading/edition.py.
    "heat": f"""
        heat_before = CASE WHEN heat_minute = {MINUTE} THEN heat_before ELSE heat END,
        heat_minute = {MINUTE},
        heat = random()
    """,
}


def on_sqlite(name: str, when: str, kind: str) -> str:
    return f"CREATE TRIGGER {name} {when} BEGIN UPDATE articles_edition SET {MOVES[kind]}; END"


def sqlite_rows(table: str, kind: str) -> list[str]:
    return [
        on_sqlite(f"edition_{short(table)}_{event}", f"AFTER {event.upper()} ON {table}", kind)
        for event in ("insert", "delete")
    ]


def sqlite_update(name: str, table: str, columns: tuple[str, ...], kind: str) -> str:
    when = (
        f"AFTER UPDATE OF {', '.join(columns)} ON {table} "
        f"WHEN {values('old', columns)} IS NOT {values('new', columns)}"
    )
    return on_sqlite(f"edition_{short(table)}_{name}", when, kind)


SQLITE = [
    *(sql for table in SEEN for sql in sqlite_rows(table, "number")),
    *(sqlite_update("update", table, columns, "number") for table, columns in SEEN.items()),
    *(sqlite_update("heat", table, columns, "heat") for table, columns in HEAT.items()),
    *(sql for table in SOURCES for sql in sqlite_rows(table, "sources")),
    *(sqlite_update("update", table, columns, "sources") for table, columns in SOURCES.items()),
]
NAMES = [
    *(
        f"edition_{short(table)}_{event}"
        for table in SEEN | SOURCES
        for event in ("insert", "delete", "update")
    ),
    *(f"edition_{short(table)}_heat" for table in HEAT),
]
UNDO_SQLITE = [f"DROP TRIGGER {name}" for name in NAMES]

# ---- PostgreSQL: a transaction notes that it changed something, and moves the edition at its very end

# A number of a sequence would be seen before the change itself, and what is read then be kept for it. The
# row of the edition is locked from the end of one transaction only, so a long import holds nobody up; and
# last of all, after the checks of foreign keys, so that two never wait for one another.
NOTES = [
    """
    CREATE TABLE articles_editionnote (
        transaction bigint, kind text, is_last boolean NOT NULL DEFAULT false, PRIMARY KEY (transaction, kind)
    )
    """,
    """
    CREATE FUNCTION articles_edition_note() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO articles_editionnote (transaction, kind) VALUES (txid_current(), TG_ARGV[0])
        ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$
    """,
    """
    CREATE FUNCTION articles_edition_note_rows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM changed) THEN
            INSERT INTO articles_editionnote (transaction, kind) VALUES (txid_current(), TG_ARGV[0])
            ON CONFLICT DO NOTHING;
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE FUNCTION articles_edition_move() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        mark bigint := (random() * 9007199254740992)::bigint;
        this_minute bigint := floor(extract(epoch FROM clock_timestamp()) / 60);
    BEGIN
        IF TG_OP = 'INSERT' THEN
            -- Fires this trigger again, behind all that waits for the end of the transaction already.
            UPDATE articles_editionnote SET is_last = true
            WHERE transaction = NEW.transaction AND kind = NEW.kind;
        ELSE
            DELETE FROM articles_editionnote WHERE transaction = NEW.transaction AND kind = NEW.kind;
            UPDATE articles_edition SET
                number = CASE NEW.kind WHEN 'number' THEN mark ELSE number END,
                sources = CASE NEW.kind WHEN 'sources' THEN mark ELSE sources END,
                heat_before = CASE
                    WHEN NEW.kind <> 'heat' OR heat_minute = this_minute THEN heat_before ELSE heat
                END,
                heat_minute = CASE NEW.kind WHEN 'heat' THEN this_minute ELSE heat_minute END,
                heat = CASE NEW.kind WHEN 'heat' THEN mark ELSE heat END;
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE CONSTRAINT TRIGGER edition_move AFTER INSERT OR UPDATE ON articles_editionnote
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION articles_edition_move()
    """,
]


def postgresql_rows(table: str, kind: str) -> list[str]:
    return [
        f"""
        CREATE TRIGGER edition_{short(table)}_{event} AFTER {event.upper()} ON {table}
        REFERENCING {row} TABLE AS changed FOR EACH STATEMENT
        EXECUTE FUNCTION articles_edition_note_rows('{kind}')
        """
        for event, row in (("insert", "NEW"), ("delete", "OLD"))
    ]


def postgresql_update(name: str, table: str, columns: tuple[str, ...], kind: str) -> str:
    return f"""
        CREATE TRIGGER edition_{short(table)}_{name} AFTER UPDATE OF {", ".join(columns)} ON {table}
        FOR EACH ROW WHEN ({values("OLD", columns)} IS DISTINCT FROM {values("NEW", columns)})
        EXECUTE FUNCTION articles_edition_note('{kind}')
    """


POSTGRESQL = [
    *NOTES,
    *(sql for table in SEEN for sql in postgresql_rows(table, "number")),
    *(postgresql_update("update", table, columns, "number") for table, columns in SEEN.items()),
    *(postgresql_update("heat", table, columns, "heat") for table, columns in HEAT.items()),
    *(sql for table in SOURCES for sql in postgresql_rows(table, "sources")),
    *(postgresql_update("update", table, columns, "sources") for table, columns in SOURCES.items()),
]
UNDO_POSTGRESQL = [
    "DROP FUNCTION articles_edition_note() CASCADE",
    "DROP FUNCTION articles_edition_note_rows() CASCADE",
    "DROP FUNCTION articles_edition_move() CASCADE",
    "DROP TABLE articles_editionnote",
]


def _run(editor: BaseDatabaseSchemaEditor, sqlite: list[str], postgresql: list[str]) -> None:
    for statement in sqlite if editor.connection.vendor == "sqlite" else postgresql:
        # Without parameters, so that a % means itself.
        editor.execute(statement, None)


def add(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("articles", "Edition").objects.create(pk=1, number=secrets.randbits(62))
    _run(editor, SQLITE, POSTGRESQL)


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, UNDO_SQLITE, UNDO_POSTGRESQL)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_roles"),
        ("providers", "0001_initial"),
    ]
    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField(default=0)),
                ("heat", models.BigIntegerField(default=0)),
                ("heat_before", models.BigIntegerField(default=0)),
                (
                    "heat_minute",
                    models.BigIntegerField(
                        default=0, help_text="Minutes since 1970, by the clock of the database."
                    ),
                ),
                ("sources", models.BigIntegerField(default=0)),
            ],
            options={"verbose_name": "edition of the site", "verbose_name_plural": "editions of the site"},
        ),
        migrations.RunPython(add, remove),
    ]
